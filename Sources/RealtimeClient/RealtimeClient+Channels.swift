import NIOCore
import NIOWebSocket
import RealtimeProtocol
import Wedding

/// What is said and heard in the wedding's channels.
extension RealtimeClient {
    var mainTopic: String { WireTopic.main(tokens.wedding) }
    var coordinatorsTopic: String { WireTopic.coordinators(tokens.wedding) }
    var runsTheDay: Bool {
        tokens.role == Role.coordinator.rawValue || tokens.role == Role.venueManager.rawValue
    }

    func join(_ topic: String) {
        let config =
            "{\"config\":{\"broadcast\":{\"ack\":false,\"self\":true},\"presence\":{\"enabled\":false},\"private\":true}}"
        push(topic, "phx_join", Array(config.utf8))
    }

    func push(_ topic: String, _ event: String, _ payload: [UInt8]) {
        guard let channel else { return }
        refs += 1
        let isChannel = topic != "phoenix"
        let text =
            Array("[".utf8) + (isChannel ? JSONText.quoted(joinRef(topic)) : Array("null".utf8))
            + Array(",".utf8) + JSONText.quoted("\(refs)") + Array(",".utf8)
            + JSONText.quoted(topic) + Array(",".utf8) + JSONText.quoted(event) + Array(",".utf8)
            + payload + Array("]".utf8)
        let frame = WebSocketFrame(
            fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: text))
        channel.writeAndFlush(frame, promise: nil)
    }

    func joinRef(_ topic: String) -> String { topic == mainTopic ? "main" : "desk" }

    func push(_ body: BroadcastPayload) { push(mainTopic, "broadcast", body.bytes) }

    func heard() { heardAt = .now() }

    func received(_ text: [UInt8], _ attempt: Int) {
        guard attempt == link.attempt else { return }
        heard()
        guard let frame = try? text.withUnsafeBytes({ try PhoenixVersion.v2.decode(text: $0) })
        else { return }
        switch frame.event {
        case "phx_reply" where frame.joinRef != nil: replied(frame)
        case "broadcast":
            guard let body = BroadcastPayload(frame.payload) else { return }
            for outcome in replica.fold(body) { carryOut(outcome) }
        case "phx_close", "phx_error":
            // The host ended the channel: from the start, with fresh tokens if need be.
            channel?.close(promise: nil)
        default: break
        }
    }

    func replied(_ frame: PhoenixFrame) {
        struct Reply: Decodable {
            struct Response: Decodable {
                let reason: String?
                let resume: Resume?
            }
            struct Resume: Decodable {}
            let status: String
            let response: Response
        }
        guard let reply = try? JSONText.decode(Reply.self, from: frame.payload) else { return }
        if reply.status == "error" {
            if frame.topic == mainTopic { channel?.close(promise: nil) }
        } else if reply.response.resume != nil, frame.topic == mainTopic {
            if let body = try? BroadcastPayload(.resume, replica.joined()) { push(body) }
            if runsTheDay { join(coordinatorsTopic) }
        }
    }

    func carryOut(_ outcome: Replica.Outcome) {
        switch outcome {
        case .message(let message): if settle(message) { tell(.message(message)) }
        case .resume(let cursor):
            if let body = try? BroadcastPayload(.resume, cursor) { push(body) }
        case .live:
            guard !isLive else { return }
            go(.caughtUp)
            expire()
            for item in queue.pending { submit(item.submission) }
        case .serverTime(let now): tell(.clock(offset: now - clock()))
        case .wrong: break
        }
    }

    /// - Returns: whether it is to be told: what may be tried again is, and nobody is bothered.
    func settle(_ message: ServerMessage) -> Bool {
        let id: String
        switch message {
        case .accepted(let accepted, _): id = accepted
        case .rejected(let rejected, let error):
            id = rejected
            if error.isRetryable, queue.pending.contains(where: { $0.submission.id == id }) {
                if deferred.isEmpty { tell(.hindered("\(error) Callboard sends it again.")) }
                deferred.insert(id)
                return false
            }
        case .welcome, .event, .presence, .contact, .delivered, .deadLetter, .deadLetterGone,
            .audit, .stats, .mode, .disk:
            return true
        }
        settle(id)
        deferred.remove(id)
        return true
    }

    func say(_ message: ClientMessage) {
        guard case .submit(let submission) = message else {
            if isLive { deliver(message) }
            return
        }
        let wasNearlyFull = queue.isNearlyFull
        switch queue.add(submission, at: clock()) {
        case .refused(let error): tell(.message(.rejected(id: submission.id, error)))
        case .kept(let replaced, let dropped):
            guard let kept = queue.pending.last?.submission else { return }
            if settings.pending?.add(kept, at: clock()) == false {
                tell(
                    .hindered(
                        "This disk cannot save unsent changes. Do not quit until they are sent."
                    ))
            }
            for id in replaced {
                settings.pending?.settle(id)
                tell(.message(.accepted(id: id, offset: 0)))
            }
            for id in dropped {
                takeBack(id, "Dropped: too many unsent changes, and this was the least urgent.")
            }
            if queue.isNearlyFull, !wasNearlyFull {
                tell(
                    .hindered(
                        "\(queue.count) unsent changes; this machine keeps at most \(PendingQueue.Limits.itemsMax)."
                    ))
            }
            if isLive { submit(kept) }
        }
    }

    /// Nobody will send this any more.
    private func takeBack(_ id: String, _ why: String) {
        settings.pending?.settle(id)
        let error = ProtocolError.said(code: "taken_back", why, isRetryable: false)
        tell(.message(.rejected(id: id, error)))
    }

    private func settle(_ id: String) {
        if queue.settle(id) { settings.pending?.settle(id) }
    }

    private func expire() {
        for id in queue.expire(at: clock()) {
            takeBack(id, "Dropped: unsent for more than a day.")
        }
    }

    func submit(_ submission: Submission) {
        queue.markSent(submission.id)
        deliver(.submit(submission))
    }

    func deliver(_ message: ClientMessage) {
        if let body = try? BroadcastPayload(message, epoch: replica.cursor.e) { push(body) }
    }

    /// Tells once a turn how far everything is here.
    func acknowledge() {
        guard isLive, replica.cursor != acknowledged else { return }
        acknowledged = replica.cursor
        if let body = try? BroadcastPayload(.ack, replica.cursor) { push(body) }
    }
}

extension RealtimeClient {
    /// What the host had no room for a moment ago.
    func deliverDeferred() {
        guard isLive, !deferred.isEmpty else { return }
        let again = queue.pending.filter { deferred.contains($0.submission.id) }
        deferred = []
        for item in again { submit(item.submission) }
    }
}
