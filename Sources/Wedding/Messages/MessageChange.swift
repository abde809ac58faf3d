/// Words: messages, that they were read, and notes.
public enum MessageChange: Sendable, Equatable {
    case send(Message)
    case confirm(MessageID)
    /// They did not confirm it after all.
    case retract(MessageID)
    case note(subject: String)
}

extension MessageChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case send = "message.send"
        case confirm = "message.ack"
        case retract = "message.unack"
        case note = "note.add"
    }

    package var kind: Kind {
        switch self {
        case .send: .send
        case .confirm: .confirm
        case .retract: .retract
        case .note: .note
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .send: self = try .send(body.need(.sent))
        case .confirm: self = try .confirm(body.need(.message))
        case .retract: self = try .retract(body.need(.message))
        case .note: self = try .note(subject: body.get(.subject) ?? "")
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .send(let message):
            try body.put(message, .sent)
            try body.put(message.to, .to)
        case .confirm(let message), .retract(let message): try body.put(message, .message)
        case .note(let subject): try body.put(subject, .subject)
        }
    }
}
