/// Words: messages, that they were read, and notes.
public enum MessageChange: Sendable, Equatable {
    case send(Message)
    case confirm(MessageID)
    case note(subject: String)
}

extension MessageChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case send = "message.send"
        case confirm = "message.ack"
        case note = "note.add"
    }

    package var kind: Kind {
        switch self {
        case .send: .send
        case .confirm: .confirm
        case .note: .note
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .send: self = .send(body.sent(to: try body.need(\.to, "to")))
        case .confirm: self = .confirm(try body.need(\.message, "message"))
        case .note: self = .note(subject: body.subject ?? "")
        }
    }

    package func write(to body: inout ChangeBody) {
        switch self {
        case .send(let message): (body.sent, body.to) = (message, message.to)
        case .confirm(let message): body.message = message
        case .note(let subject): body.subject = subject
        }
    }
}

extension ChangeReader {
    /// The log has the whole message; whoever sends one says for whom, how urgent and where.
    fileprivate func sent(to words: [AudienceWord]) -> Message {
        if let sent = body.sent { return sent }
        var message = Message(
            id: "", from: .system, to: words, text: "", priority: body.priority ?? .normal,
            sentAt: .zero, version: body.version)
        message.near = body.near
        return message
    }
}
