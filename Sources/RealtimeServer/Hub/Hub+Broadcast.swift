import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What clients say inside `broadcast`: words for the room, or our own events for the core.
extension Hub {
    /// - Parameter incoming: When it was read before.
    func broadcast(_ frame: PhoenixFrame, _ member: Membership, _ incoming: IncomingSubmission?) {
        let socket = member.socket
        guard let body = BroadcastPayload(frame.payload) else {
            host.metrics.malformed += 1
            return
        }
        if body.event.hasPrefix(WireName.prefix) {
            command(body, member, incoming)
            if member.config.acknowledges { socket.reply(to: frame, isOK: true) }
            return
        }
        guard channels.mayWrite(member.room.topic, socket.subscriber) else { return }
        guard socket.allowance.spendOne() else {
            host.metrics.rateLimited += 1
            guard member.config.acknowledges else { return }
            return socket.reply(to: frame, isOK: false, ["reason": "RateLimitReached: slow down"])
        }
        channels.say(
            body, in: member.room, by: member.config.hearsItself ? nil : socket,
            paying: socket.purse)
        if member.config.acknowledges { socket.reply(to: frame, isOK: true) }
    }

    private func command(
        _ body: BroadcastPayload, _ member: Membership, _ incoming: IncomingSubmission?
    ) {
        let socket = member.socket
        func with<Value: Decodable>(_ type: Value.Type, _ work: (Value) -> Void) {
            guard let value = try? JSONText.decode(type, from: body.payload) else {
                return reject("", .malformed("The body of \(body.event) is malformed."), member)
            }
            work(value)
        }
        func receive(_ message: ClientMessage) { host.feed(.received(socket.id, message)) }
        let name = WireName(rawValue: body.event)
        kindOfWork = name?.rawValue ?? "broadcast"
        switch name {
        case .submit: submit(incoming ?? IncomingSubmission(body.payload, at: host.now), member)
        case .ack:
            with(WireCursor.self) { if $0.e == feed.entries.epoch { feed.confirm($0.o, socket) } }
        case .confirm: with(WireConfirm.self) { receive(.confirmed($0.id)) }
        case .resume where member.room.topic == host.mainTopic:
            with(WireCursor.self) { feed.resume(member, from: $0) }
        case .busy: with(WireBusy.self) { receive(.busy($0.busy)) }
        case .code: with(WireCode.self) { show($0.code, member) }
        case .replay: with(WireDeadLetter.self) { receive(.handleDeadLetter($0.id, .retry)) }
        case .discard:
            with(WireDeadLetter.self) {
                receive(.handleDeadLetter($0.id, .discard(note: $0.note ?? "")))
            }
        case .resume, .event, .accepted, .reject, .live, .reset, .snapshot, .time, .presence,
            .contact, .delivered, .dead, .deadGone, .audit, .stats, .mode, .disk, nil:
            reject(
                "", .unknownKind("There is no event \(body.event.sanitised) for clients here."),
                member)
        }
    }

    private func submit(_ incoming: IncomingSubmission, _ member: Membership) {
        let socket = member.socket
        socket.purse.spend(Purse.Cost.submit(incoming.bytes))
        do throws(ProtocolError) {
            let submission = try incoming.submission.get()
            host.metrics.submits += 1
            kindOfWork = submission.request.kind
            switch socket.subscriber.principal {
            case .person: host.feed(.received(socket.id, .submit(submission)))
            case .station: host.feed(.atStation(socket.id, submission))
            case .screen: throw .forbidden("A shared screen cannot send.")
            }
        } catch {
            reject(incoming.id, error, member)
        }
    }

    private func reject(_ id: String, _ error: ProtocolError, _ member: Membership) {
        host.metrics.rejected += 1
        member.socket.purse.spend(Purse.Cost.refusal)
        push(.rejected(id: id.sanitised, error), to: member)
    }

    private func push(_ message: ServerMessage, to member: Membership) {
        guard let body = try? BroadcastPayload(message, head: feed.entries.head) else { return }
        channels.push(body, to: member, .control)
    }

    /// At the station, the code of an invitation shows its person's own details. It stays good.
    private func show(_ code: String, _ member: Membership) {
        let socket = member.socket
        guard socket.subscriber.principal == .station, socket.codesTried < 5 else {
            return reject(
                "",
                .forbidden(
                    "Only the check-in station can check codes, and only until five are wrong."),
                member)
        }
        socket.codesTried += 1
        let store = gate.store
        gate.onDisk({ store.peek(code) }) { [self] found in
            guard registry.holds(socket) else { return }
            guard case .person(let id)? = found, let person = host.day.people[id] else {
                return reject("", .notFound("invitation with that code"), member)
            }
            socket.codesTried = 0
            let words = [person.phone, person.email].compactMap { $0 }.joined(separator: " · ")
            push(.contact(person.id, words.isEmpty ? "-" : words), to: member)
        }
    }
}
