import RealtimeProtocol
import Wedding

extension ConflictsScreen: Screen {
    static let name = "Conflicts"
    static let short = "Confl"
    static let keys: [KeyMap.Binding] = [
        .init(
            [.char("h"), .left], .left, "choose side", "choose side A", rank: 2, hint: "←/→"),
        .init([.char("l"), .right], .right, "side B", "choose side B"),
        .init(
            [.enter, .char(" ")], .open, "apply…", "apply the chosen side; accept a proposal",
            rank: 3),
        .init(
            [.char("b")], .both, "both, with a note", "apply one side, keep the other as a note",
            rank: 5),
        .init([.char("e")], .editResult, "edit result…", "type a different value", rank: 4),
        .init([.char("x")], .decline, "decline…", "decline a proposal", rank: 6),
    ]

    /// Whoever proposed something, or lost to somebody, sees what became of it.
    static func right(_ state: ConsoleState) -> Right {
        guard let me = state.me, state.day?.concerns(me) == true else {
            return .level(.timeline, .edit, doing: "open Conflicts")
        }
        return .anyone
    }

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        ConflictsModel(day).rows.map(\.id)
    }

    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String {
        let slip = state.pendingMoves.isEmpty ? 0 : 1
        return count(slip + day.openConflicts.count + day.openProposals.count)
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        let model = ConflictsModel(day)
        return model.rows.map { row in
            let mark = model.sheet(row).isOpen ? "◆" : "✓"
            return ScreenLine(id: row.id, text: "\(mark) \(model.title(row))")
        }
    }

    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool {
        guard motion == .left || motion == .right else { return false }
        guard let sheet = state.selectedSheet else {
            state.say("No conflicts")
            return true
        }
        state.conflicts = ConsoleState.ConflictsLook(
            id: sheet.row.id, side: motion == .left ? .a : .b)
        return true
    }

    static func open(_ state: inout ConsoleState) -> [ConsoleEffect] {
        guard let sheet = state.selectedSheet else {
            state.say("No conflicts")
            return []
        }
        // Where there is no room for the preview it is asked first.
        guard state.sizeClass == .tiny else { return apply(sheet, &state) }
        return ask(smallPreview(sheet, state), &state)
    }
}

extension Action {
    static let both = onSheet("both", command: "keep-both", when: { _ in true }) {
        applyBoth($0, &$1)
    }
    static let decline = onSheet(
        "decline", command: "decline",
        when: { if case .proposal = $0.row { $0.isOpen } else { false } }
    ) { Console.decline($0, &$1) }
    static let editResult = onSheet("edit result", when: { _ in true }) { sheet, state in
        let lines = ["Type the value to use instead. \(sheet.key.hint)"]
        return ask(
            Dialog(
                "\(state.day?.name(of: sheet.key.entity) ?? ""), \(sheet.key.field.words)", lines,
                .text, .conflict(.value(sheet.row.id))), &state)
    }

    private static func onSheet(
        _ id: String, command: String? = nil,
        when isOfUse: @escaping @Sendable (ConflictSheet) -> Bool,
        _ perform: @escaping @Sendable (ConflictSheet, inout ConsoleState) -> [ConsoleEffect]
    ) -> Action {
        work(
            id, command: command, .decide(.timeline, doing: "decide conflicts"),
            when: { $0.selectedSheet.map(isOfUse) ?? false }
        ) { state in
            guard let sheet = state.selectedSheet else {
                state.say("No conflicts")
                return []
            }
            return perform(sheet, &state)
        }
    }
}

extension DayState {
    /// Whether somebody proposed something, or stood on a side of a conflict.
    fileprivate func concerns(_ person: PersonID) -> Bool {
        proposals.contains { $0.by == .person(person) }
            || conflicts.contains { [$0.winner.by, $0.loser.by].contains(.person(person)) }
    }
}
