import Wedding

/// The views in a row, with what waits in them.
struct Tabs {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, row: Int) {
        let isNarrow = frame.columns < 110
        let gap = isNarrow ? 0 : 1
        // One's own comes first for those who begin there; others find it by its key.
        let hasHome = state.user?.role.beginsAtHome == true || state.view == .home
        let all = (hasHome ? [ViewID.home] : []) + ViewID.allCases.filter { $0 != .home }
        let views = all.filter { Action.show($0).refusal(state) == nil }
        let labels = views.map { view in
            " \(isNarrow ? view.shortTitle : view.title)\(view.screen.badge(state, day, isNarrow: isNarrow)) "
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
}
