import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What clients say inside `broadcast`: words for the room, or our own events for the core.
extension Hub {
    /// - Parameter wish: When it was read before.
    func broadcast(_ frame: PhoenixFrame, _ member: Membership, _ wish: IncomingWish?) {
        guard let body = BroadcastPayload(frame.payload) else {
            metrics.malformed += 1
            return
        }
        if body.event.hasPrefix(WireName.prefix) {
            command(body, member, wish)
            if member.config.acknowledges { reply(to: frame, member.socket, isOK: true) }
            return
        }
        guard mayWrite(member.room.topic, member.socket.reader) else { return }
        guard member.socket.allowance.take() else {
            metrics.rateLimited += 1
            guard member.config.acknowledges else { return }
            return reply(
                to: frame, member.socket, isOK: false, ["reason": "RateLimitReached: slow down"])
        }
        say(
            body, in: member.room, by: member.config.hearsItself ? nil : member.socket,
            paying: member.socket.purse)
        if member.config.acknowledges { reply(to: frame, member.socket, isOK: true) }
    }

    /// Encoded once for each serializer, whoever gets it.
    func say(_ body: BroadcastPayload, in room: Room, by sender: Socket?, paying purse: Purse) {
        metrics.broadcasts += 1
        purse.speak(to: room.count, body.payload.count)
        var encoded: [PhoenixVersion: ByteBuffer] = [:]
        for key in room.groups.keys {
            let bytes: ByteBuffer
            if let known = encoded[key.version] {
                bytes = known
            } else {
                bytes = FrameWriter.text(
                    key.version.push(topic: room.topic, event: "broadcast", payload: body.bytes))
                encoded[key.version] = bytes
            }
            var frame = Room.Frame(lane: .ephemeral, bytes: bytes)
            if let sender, sender.groupKey == key { frame.except = ObjectIdentifier(sender) }
            add(frame, to: key, of: room)
        }
    }

    /// Whoever may write to anyone may speak in the wedding's own channel; in side channels
    /// everyone who is in them.
    func mayWrite(_ topic: String, _ reader: Reader) -> Bool {
        guard reader.person != nil else { return false }
        return topic == mainTopic ? reader.role.level(.messaging) >= .edit : true
    }

    private func command(
        _ body: BroadcastPayload, _ member: Membership, _ wish: IncomingWish?
    ) {
        let socket = member.socket
        func with<Value: Decodable>(_ type: Value.Type, _ work: (Value) -> Void) {
            guard let value = try? JSONText.decode(type, from: body.payload) else {
                return reject("", .malformed("The body of \(body.event) is malformed."), member)
            }
            work(value)
        }
        let name = WireName(rawValue: body.event)
        kindOfWork = name?.rawValue ?? "broadcast"
        switch name {
        case .submit: submit(wish ?? IncomingWish(body.payload, at: now), member)
        case .ack:
            with(WireCursor.self) { if $0.e == entries.epoch { confirm($0.o, socket) } }
        case .confirm:
            with(WireConfirm.self) { feed(.received(socket.id, .confirmed($0.id))) }
        case .resume where member.room.topic == mainTopic:
            with(WireCursor.self) { resume(member, from: $0) }
        case .busy:
            with(WireBusy.self) { feed(.received(socket.id, .busy($0.busy))) }
        case .code:
            with(WireCode.self) { show($0.code, member) }
        case .replay:
            with(WireDeadLetter.self) {
                feed(.received(socket.id, .handleDeadLetter($0.id, .retry)))
            }
        case .discard:
            with(WireDeadLetter.self) {
                let remedy = DeadLetterRemedy.discard(note: $0.note ?? "")
                feed(.received(socket.id, .handleDeadLetter($0.id, remedy)))
            }
        default:
            reject(
                "", .unknownKind("There is no event \(body.event.sanitised) for clients here."),
                member)
        }
    }

    private func submit(_ wish: IncomingWish, _ member: Membership) {
        let socket = member.socket
        socket.purse.spend(Purse.Cost.submit(wish.bytes))
        do throws(ProtocolError) {
            let submission = try wish.submission.get()
            metrics.submits += 1
            kindOfWork = submission.change.kind
            switch socket.reader.principal {
            case .person: feed(.received(socket.id, .submit(submission)))
            case .desk: feed(.atDesk(socket.id, submission))
            case .screen: throw .forbidden("A shared screen cannot send.")
            }
        } catch {
            reject(wish.id, error, member)
        }
    }

    private func reject(_ id: String, _ error: ProtocolError, _ member: Membership) {
        metrics.rejected += 1
        countRefusal(of: member.socket)
        guard
            let body = try? BroadcastPayload(.rejected(id: id.sanitised, error), head: entries.head)
        else { return }
        push("broadcast", body.bytes, to: member, .control)
    }

    /// At the station, the code of an invitation shows its person's own details. It stays good.
    private func show(_ code: String, _ member: Membership) {
        let socket = member.socket
        guard socket.reader.principal == .desk, socket.codesTried < 5 else {
            return reject(
                "",
                .forbidden(
                    "Only the check-in station can check codes, and only until five are wrong."),
                member)
        }
        socket.codesTried += 1
        let store = store
        onDisk({ store.peek(code) }) { [self] found in
            guard sockets[socket.id] != nil else { return }
            guard case .person(let id)? = found, let person = day.people[id] else {
                return reject("", .notFound("invitation with that code"), member)
            }
            socket.codesTried = 0
            contact(of: person, to: member)
        }
    }

    private func contact(of person: Person, to member: Membership) {
        let words = [person.phone, person.email].compactMap { $0 }.joined(separator: " · ")
        let message = ServerMessage.contact(person.id, words.isEmpty ? "-" : words)
        guard let body = try? BroadcastPayload(message, head: entries.head) else { return }
        push("broadcast", body.bytes, to: member, .control)
    }

    /// Everything up to `offset` is there, says the reader or its PONG.
    func confirm(_ offset: Int, _ socket: Socket) {
        guard offset > socket.confirmedThrough, offset <= entries.head else { return }
        socket.confirmedThrough = offset
        guard socket.person != nil else { return }
        feed(.received(socket.id, .receivedThrough(offset)))
    }
}
