/// Work, things that are held, and money.
public enum TaskChange: Sendable, Equatable {
    case add(Duty)
    case finish(DutyID)
    case custody(CustodyID, CustodyThing.Holder)
    case custodyCheck(CustodyID)
    case pay(PaymentID, Payment.Status)
    /// How far a piece of equipment is.
    case piece(PieceID, Piece.Stage)
}

extension TaskChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case add = "task.add"
        case finish = "task.done"
        case custody = "custody.change"
        case custodyCheck = "custody.check"
        case pay = "payment.record"
        case piece = "equipment.stage"
    }

    package var kind: Kind {
        switch self {
        case .add: .add
        case .finish: .finish
        case .custody: .custody
        case .custodyCheck: .custodyCheck
        case .pay: .pay
        case .piece: .piece
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .add: self = try .add(body.need(.duty))
        case .finish: self = try .finish(body.need(.task))
        case .custody: self = try .custody(body.need(.custody), body.need(.holder))
        case .custodyCheck: self = try .custodyCheck(body.need(.custody))
        case .pay: self = try .pay(body.need(.payment), body.need(.status))
        case .piece: self = try .piece(body.need(.piece), body.need(.stage))
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .add(let duty): try body.put(duty, .duty)
        case .finish(let task): try body.put(task, .task)
        case .custody(let thing, let holder):
            try body.put(thing, .custody)
            try body.put(holder, .holder)
        case .custodyCheck(let thing): try body.put(thing, .custody)
        case .pay(let payment, let status):
            try body.put(payment, .payment)
            try body.put(status, .status)
        case .piece(let piece, let stage):
            try body.put(piece, .piece)
            try body.put(stage, .stage)
        }
    }
}
