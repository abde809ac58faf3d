extension EventWords {
    func words(
        _ change: TaskChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .add(let duty): return ("task", "new: \(duty.title)")
        case .finish(let id):
            return ("task", "done: \(state.day.duties[id]?.title ?? id.rawValue)" + said)
        case .custody(let id, let holder):
            return ("custody", "\(thing(id)): \(words(holder))" + said)
        case .custodyCheck(let id): return ("custody", "\(thing(id)) unconfirmed" + said)
        case .piece(let id, let stage):
            return (
                "equipment", "\(state.day.pieces[id]?.name ?? id.rawValue) \(stage.rawValue)" + said
            )
        case .pay(let id, let status):
            let payment = state.day.payments[id]
            let vendor = payment.flatMap { state.day.vendors[$0.vendor]?.name } ?? ""
            return ("payment", "\(vendor) \(payment?.amountWords ?? "") \(status.rawValue)" + said)
        }
    }
}
