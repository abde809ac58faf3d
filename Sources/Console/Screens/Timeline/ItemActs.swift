import RealtimeProtocol
import Wedding

/// What is said of an item less often: what was decided, and its place among others.
extension Action {
    static let decide = onItem("decide", command: "decide", "record decisions") { item, state in
        let lines = ["What was decided: \(item.title). For example: go, rain plan."]
        return ask(Dialog("Decision", lines, .text, .timeline(.decide(item.id))), &state)
    }
    static let moveUp = onItem("move up", command: "move-up", "move items") { item, state in
        reorder(item, by: -1, &state)
    }
    static let moveDown = onItem("move down", command: "move-down", "move items") { item, state in
        reorder(item, by: 1, &state)
    }
}

/// Among items that begin at the same time, one place on.
private func reorder(
    _ item: TimelineItem, by step: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let mates = state.day?.day.runOfShow.filter { $0.start == item.start } ?? []
    guard let place = mates.firstIndex(where: { $0.id == item.id }),
        mates.indices.contains(place + step)
    else {
        state.say(
            "\(item.title) has no other at \(state.clock(item.start)) to change places with")
        return []
    }
    let before = step > 0 ? mates[place + 1].id : mates[safe: place - 2]?.id
    state.say("\(item.title) moved \(step > 0 ? "down" : "up")")
    return [
        state.submit(.edit(.move(item.id, after: before, order: 0)), "order of \(item.title)")
    ]
}
