/// A way to move about in a view: changes what is seen, tells nobody.
enum Motion: String, Sendable {
    case up, down, left, right, top, bottom
    case pageUp = "page up"
    case pageDown = "page down"
    case nextPane = "next pane"
    case previousPane = "previous pane"
    case zoomIn = "zoom in"
    case zoomOut = "zoom out"
    case fit
}

extension Action {
    static let up = motion(.up, when: hasRows)
    static let down = motion(.down, when: hasRows)
    static let pageUp = motion(.pageUp)
    static let pageDown = motion(.pageDown)
    static let top = motion(.top)
    static let bottom = motion(.bottom)
    static let left = motion(.left, when: pans)
    static let right = motion(.right, when: pans)
    static let nextPane = motion(.nextPane)
    static let previousPane = motion(.previousPane)
    static let zoomIn = motion(.zoomIn, command: "zoom-in", when: pans)
    static let zoomOut = motion(.zoomOut, command: "zoom-out", when: pans)
    static let fit = motion(.fit, command: "fit", when: pans)
    static let findNext = look("next match") { move(.down, &$0) }
    static let findPrevious = look("previous match") { move(.up, &$0) }

    private static func motion(
        _ motion: Motion, command: String? = nil, when isOfUse: @escaping Test = { _ in true }
    ) -> Action {
        look(motion.rawValue, command: command, when: isOfUse) { move(motion, &$0) }
    }

    private static let hasRows: Test = { $0.view != .stats }
    static let pans: Test = { state in
        state.view == .conflicts
            ? state.selectedSheet != nil : state.view != .map || state.sizeClass != .tiny
    }
}

private func move(_ motion: Motion, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if state.view.screen.move(motion, &state) { return [] }
    let ids = Rows.ids(state)
    guard !ids.isEmpty else { return [] }
    let current = Rows.selected(state).flatMap { ids.firstIndex(of: $0) } ?? 0
    let page = max(1, state.rows / 2)
    let target: Int
    switch motion {
    case .up: target = current - 1
    case .down: target = current + 1
    case .nextPane: target = Rows.group(from: current, forward: true, state)
    case .previousPane: target = Rows.group(from: current, forward: false, state)
    case .pageUp: target = current - page
    case .pageDown: target = current + page
    case .top: target = 0
    case .bottom: target = ids.count - 1
    case .left, .right, .zoomIn, .zoomOut, .fit: return []
    }
    if state.view == .timeline { state.timeline.isFollowing = false }
    state.markRead()
    state.messages.scroll = 0
    state.selection[state.view] = ids[max(0, min(ids.count - 1, target))]
    return []
}
