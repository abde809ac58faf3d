import RealtimeProtocol
import Wedding

extension DeadScreen: Screen {
    static let name = "Dead"
    static let short = "DLQ"
    static let isFiltered = true
    static let keys: [KeyMap.Binding] = [
        .init([.char("R")], .retry, "retry", "send again (duplicates are ignored)", rank: 3),
        .init([.char("x")], .discard, "discard…", "discard the letter, with a note", rank: 4),
        .init(
            [.char("c")], .otherWay, "channel…", "reach them another way: radio, phone, in person",
            rank: 5),
        .init([.char("y")], .copy, "copy phone", "copy the phone number", rank: 6),
    ]

    static func right(_ state: ConsoleState) -> Right {
        .level(.messaging, .manage, doing: "open Dead")
    }

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        letters(state, day).map(\.rowID)
    }

    /// Those that match the filter.
    static func letters(_ state: ConsoleState, _ day: DayState) -> [DeadLetter] {
        let needle = state.filter.lowercased()
        return state.deadLetters.filter { letter in
            needle.isEmpty || letter.text.lowercased().contains(needle)
                || day.day.name(of: letter.id.person).lowercased().contains(needle)
        }
    }

    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        state.deadLetters.first { $0.rowID == row }.flatMap { day.day.people[$0.id.person] }
    }

    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String {
        count(state.deadLetters.count(where: \.isWork))
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        letters(state, day).map {
            ScreenLine(
                id: $0.rowID, text: "✕ \(day.day.name(of: $0.id.person)): \($0.text)",
                style: .of(.dead))
        }
    }
}

extension DeadLetter {
    package var rowID: String { "\(id.offset)-\(id.person)" }
}

extension Action {
    static let retry = onLetter("retry", command: "retry") { letter, state in
        state.say("Sending again")
        return [.send(.handleDeadLetter(letter.id, .retry))]
    }
    static let discard = onLetter("discard", command: "discard") { letter, state in
        let name = state.day?.day.name(of: letter.id.person) ?? ""
        let lines = [letter.text, "Type discard, then a note. The audit log keeps it."]
        return ask(
            Dialog(
                "Discard the letter to \(name)?", lines, .typed("discard"), .discard(letter.id)),
            &state)
    }
    static let otherWay = onLetter("other way") { letter, state in
        let name = state.day?.day.name(of: letter.id.person) ?? ""
        let ways = state.ways(to: letter.id.person)
        guard !ways.isEmpty else {
            state.say("\(name) has no radio, phone or stand-in on file")
            return []
        }
        let lines = [
            letter.text, "Tell them, then choose how you did it. The audit log keeps it.",
        ]
        return ask(
            Dialog(
                "Reach \(name) another way", lines, .choice(ways.map(\.words)),
                .otherWay(letter.id)), &state)
    }

    private static func onLetter(
        _ id: String, command: String? = nil,
        _ perform: @escaping @Sendable (DeadLetter, inout ConsoleState) -> [ConsoleEffect]
    ) -> Action {
        work(
            id, command: command, .level(.messaging, .manage, doing: "handle dead letters"),
            when: { !$0.deadLetters.isEmpty }
        ) { state in
            let row = Rows.selected(state, .dead)
            guard let letter = state.deadLetters.first(where: { $0.rowID == row }) else {
                state.say("No dead letters")
                return []
            }
            return perform(letter, &state)
        }
    }
}
