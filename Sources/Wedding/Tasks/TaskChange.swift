/// Work, things that are held, and money.
public enum TaskChange: Sendable, Equatable {
    case add(Duty)
    case finish(DutyID)
    case custody(CustodyID, CustodyThing.Holder)
    case custodyCheck(CustodyID)
    case pay(PaymentID, Payment.Status)
}

extension TaskChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case add = "task.add"
        case finish = "task.done"
        case custody = "custody.change"
        case custodyCheck = "custody.check"
        case pay = "payment.record"
    }

    package var kind: Kind {
        switch self {
        case .add: .add
        case .finish: .finish
        case .custody: .custody
        case .custodyCheck: .custodyCheck
        case .pay: .pay
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .add: self = .add(try body.need(\.duty, "duty"))
        case .finish: self = .finish(try body.need(\.task, "task"))
        case .custody:
            self = .custody(try body.need(\.custody, "custody"), try body.need(\.holder, "holder"))
        case .custodyCheck: self = .custodyCheck(try body.need(\.custody, "custody"))
        case .pay:
            self = .pay(try body.need(\.payment, "payment"), try body.need(\.status, "status"))
        }
    }

    package func write(to body: inout ChangeBody) {
        switch self {
        case .add(let duty): body.duty = duty
        case .finish(let task): body.task = task
        case .custody(let thing, let holder): (body.custody, body.holder) = (thing, holder)
        case .custodyCheck(let thing): body.custody = thing
        case .pay(let payment, let status): (body.payment, body.status) = (payment, status)
        }
    }
}
