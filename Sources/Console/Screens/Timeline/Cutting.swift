import RealtimeProtocol
import Wedding

/// What the strip advises so that a hard time holds, done in one command.
extension Action {
    static let cut = work("cut", command: "cut", .level(.timeline, .edit, doing: "cut items")) {
        state in
        guard let day = state.day, let overrun = Overrun(day.day, at: state.now),
            let risk = overrun.riskWords(day.day), !overrun.cuts.isEmpty
        else {
            state.say("Nothing that runs over puts a hard time at risk, or nothing can be cut")
            return []
        }
        let items = overrun.cuts.compactMap { day.day.items[$0.item] }
        let lines = zip(items, overrun.cuts).map { item, cut in
            cut.isWhole
                ? "\(state.clock(item.start)) \(item.title) is left out"
                : "\(state.clock(item.start)) \(item.title) lasts \(cut.by.wholeMinutes) min less"
        }
        let people = items.flatMap(\.everyone).unique
        return ask(
            Dialog(
                "Cut \(items.count.items)?", [risk] + lines + ["\(told(people, state)) told."],
                .confirm, .timeline(.cut(overrun.cuts))), &state)
    }
}

func answerCut(_ cuts: [Overrun.Cut], _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let changes = cuts.compactMap { cut -> Change? in
        guard let item = day.day.items[cut.item], item.status == .planned else { return nil }
        if cut.isWhole { return .timeline(.skip(item.id)) }
        let step = day.step(item.id, .end(item.end - cut.by))
        return .edit(.field(.item(item.id), step.edit, base: step.base))
    }
    guard !changes.isEmpty else {
        state.say("What was to be cut has begun already")
        return []
    }
    state.say("Cut: their people are told")
    return [state.submit(.unit(of: changes), "cut", priority: .high)]
}
