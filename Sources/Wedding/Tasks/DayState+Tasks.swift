extension DayState {
    mutating func apply(_ change: TaskChange, by event: LogEvent) {
        switch change {
        case .add(let duty): day.duties.insert(duty)
        case .finish(let id):
            note(FieldEdit(.status, .text("done")), .task(id), event)
            day.duties.update(id) { $0.isDone = true }
        case .custody(let id, let holder):
            if case .person(let person) = holder {
                note(FieldEdit(.holder, .text(person.rawValue)), .custody(id), event)
            }
            day.custody.update(id) { ($0.holder, $0.heardAt) = (holder, event.at) }
        case .custodyCheck(let id):
            day.custody.update(id) { $0.holder = .unconfirmed(last: $0.lastHolder) }
        case .pay(let id, let status):
            note(FieldEdit(.status, .text(status.rawValue)), .payment(id), event)
            day.payments.update(id) { $0.status = status }
        case .piece(let id, let stage): day.pieces.update(id) { $0.stage = stage }
        }
    }
}
