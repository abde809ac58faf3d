import Wedding

/// The nine views in a row, with what waits in them.
struct Tabs {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, row: Int) {
        let isNarrow = frame.columns < 110
        let gap = isNarrow ? 0 : 1
        let views = ViewID.allCases.filter { $0.refusal(state) == nil }
        let labels = views.map { view in
            " \(view.rawValue) \(isNarrow ? view.short : view.name)\(badge(view, isNarrow)) "
        }
        // Where not all fit, the first ones give way until the active one is seen.
        let active = views.firstIndex(of: state.view) ?? 0
        var first = 0
        func width(_ range: ClosedRange<Int>) -> Int {
            labels[range].reduce(3) { $0 + $1.cellWidth + gap }
        }
        while first < active, width(first...active) > frame.columns { first += 1 }
        var x = frame.write(first > 0 ? "…" : " ", 0, row, .of(.tab))
        for (view, label) in zip(views, labels).dropFirst(first) {
            let isActive = view == state.view
            let text = isActive ? "▌\(label.dropFirst().dropLast())▐" : label
            guard x + text.cellWidth <= frame.columns else {
                frame.write("…", min(x + 1, frame.columns - 1), row, .of(.tab))
                break
            }
            frame.target(Rect(x: x, y: row, width: text.cellWidth, height: 1), .show(view))
            x = frame.write(text, x, row, isActive ? .of(.tabActive) : .of(.tab)) + gap
        }
    }

    private func badge(_ view: ViewID, _ isNarrow: Bool) -> String {
        func count(_ number: Int) -> String { number > 0 ? " \(number)" : "" }
        switch view {
        case .alerts:
            let waiting = day.alerts.count { $0.state.isUnacknowledged }
            if waiting == 0, day.emergency != nil { return isNarrow ? "!!" : " !!" }
            return waiting > 0 ? (isNarrow ? "▲\(waiting)" : " ▲\(waiting)") : ""
        case .conflicts:
            let slip = state.pendingMoves.isEmpty ? 0 : 1
            return count(slip + day.openConflicts.count + day.openProposals.count)
        case .dead: return count(state.deadLetters.count(where: \.isWork))
        case .messages: return count(MessagesModel(state, day).unread)
        case .board, .timeline, .map, .stats, .audit: return ""
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

extension ViewID {
    /// Why a view is not there for the user; nil when it is.
    func refusal(_ state: ConsoleState) -> String? {
        guard let user = state.user else { return nil }
        let (category, level): (RightsCategory, RightsLevel)
        switch self {
        case .board, .timeline, .map, .alerts, .messages: return nil
        case .conflicts: (category, level) = (.timeline, .edit)
        case .dead: (category, level) = (.messaging, .manage)
        case .stats: (category, level) = (.emergency, .manage)
        case .audit: (category, level) = (.administration, .edit)
        }
        let held = state.day?.level(category, of: user) ?? user.role.level(category)
        // Whoever proposed something, or lost to somebody, sees what became of it.
        if self == .conflicts, state.day?.concerns(user.id) == true { return nil }
        return held >= level ? nil : "Only those who run the day can open \(name)."
    }
}
