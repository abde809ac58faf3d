import RealtimeProtocol
import Wedding

/// Carries out what a key, a click or a command asked for.
func perform(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch action {
    case .show(let view): return show(view, &state)
    case .select(let id):
        state.threadScroll = 0
        state.selection[state.view] = id
        if state.view == .timeline { state.timeline.isFollowing = false }
        return []
    case .openRow(let id):
        state.selection[state.view] = id
        return perform(.open, &state)
    case _ where state.view == .conflicts && [.left, .right, .open].contains(action):
        return perform(work: action, &state)
    case .up, .down, .pageUp, .pageDown, .top, .bottom, .left, .right, .findNext, .findPrevious,
        .nextPane, .previousPane, .toNow, .zoomIn, .zoomOut, .fit, .layer, .follow, .lanes:
        return move(action, &state)
    case .open, .back, .sort, .group, .history, .flood, .initials, .theme:
        return perform(look: action, &state)
    case .quit: return quit(&state)
    case .cancel: return press(.ctrl("c"), &state)
    case .help: return open(.help(query: "", scroll: 0), &state)
    case .palette: return open(.palette(text: "", selected: 0), &state)
    case .filter: return open(.filter, &state)
    case .feed:
        state.feed.open()
        return open(.feed(selected: nil), &state)
    case .repaint: return [.repaint]
    case .suspend: return [.suspend]
    case .busy:
        state.isBusy.toggle()
        state.say(state.isBusy ? "You are shown as busy" : "You are shown as free again")
        return [.send(.busy(state.isBusy))]
    case .pause: return [.demo(.togglePause)]
    case .seekBack: return [.demo(.seek(minutes: -15))]
    case .seekForward: return [.demo(.seek(minutes: 15))]
    case .nextEvent: return [.demo(.nextEvent)]
    case .faster: return [.demo(.faster)]
    case .slower: return [.demo(.slower)]
    default: return perform(work: action, &state)
    }
}

private func show(_ view: ViewID, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if let reason = view.refusal(state) {
        state.say(reason)
        return []
    }
    state.markRead()
    state.view = view
    state.showsDetail = false
    state.filter = ""
    state.threadScroll = 0
    return []
}

/// What changes only how something is shown.
private func perform(look action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch action {
    case .open:
        if state.view == .map { state.map.zoom = .zone }
        if state.opensDetail { state.showsDetail = !(state.view == .messages && state.showsDetail) }
        state.threadScroll = 0
    case .back:
        if !state.filter.isEmpty {
            state.filter = ""
        } else if state.view == .map && state.map.zoom == .zone {
            state.map.zoom = .plan
        } else {
            state.showsDetail = false
        }
    case .theme(let name):
        guard let theme = state.themes.first(where: { $0.name == name }) else {
            state.say("There is no theme \"\(name)\".")
            return []
        }
        state.theme = theme
    case .sort:
        state.selection[state.view] = Rows.selected(state)
        state.board.order = state.board.order.next
        state.say("Sorted by \(state.board.order.rawValue)")
    case .group: state.board.isGrouped.toggle()
    case .history: state.alertsLook.showsHistory.toggle()
    case .flood: state.alertsLook.showsFlood.toggle()
    case .initials: state.showsInitials.toggle()
    default: break
    }
    return []
}

private func open(_ layer: Layer, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.layers.append(layer)
    return []
}

private func quit(_ state: inout ConsoleState) -> [ConsoleEffect] {
    let isInside = state.view == .map && state.map.zoom == .zone
    if state.showsDetail || isInside || !state.filter.isEmpty { return perform(.back, &state) }
    if state.options.isHost {
        // One of them is this console.
        let count = max(0, state.stats.connections - 1)
        let others = count == 1 ? "1 other goes" : "\(count) others go"
        let lines = [
            "This host stops: \(others) offline until you start it again. The log is kept.",
            "Type stop to confirm, or press Esc.",
        ]
        return open(.dialog(Dialog("Stop this host?", lines, .typed("stop"), .quit)), &state)
    }
    let line =
        if state.options.isReplay {
            "Close the replay? The log does not change."
        } else if state.options.isDemo {
            "End the demo? Nothing is saved."
        } else if state.waitingCount > 0 {
            "Unsent changes: \(state.waitingCount). They are saved here and sent when you join again."
        } else {
            "Close this console? The event keeps running."
        }
    return open(.dialog(Dialog("Quit Callboard?", [line], .confirm, .quit)), &state)
}

extension CaseIterable where Self: Equatable {
    /// The one after this, and the first after the last.
    var next: Self {
        let all = Array(Self.allCases)
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}

/// Moving about: changes what is seen, tells nobody.
private func move(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if state.view == .map, moveMap(action, &state) { return [] }
    if state.view == .timeline, moveTimeline(action, &state) { return [] }
    let ids = Rows.ids(state)
    guard !ids.isEmpty else { return [] }
    if state.view == .messages, state.showsDetail, scrollThread(action, &state) { return [] }
    let current = Rows.selected(state).flatMap { ids.firstIndex(of: $0) } ?? 0
    let page = max(1, state.rows / 2)
    let target: Int
    switch action {
    case .up, .findPrevious: target = current - 1
    case .down, .findNext: target = current + 1
    case .nextPane, .previousPane:
        target = Rows.group(from: current, ids, forward: action == .nextPane, state)
    case .pageUp: target = current - page
    case .pageDown: target = current + page
    case .top: target = 0
    case .bottom: target = ids.count - 1
    default: return []
    }
    if state.view == .timeline { state.timeline.isFollowing = false }
    state.markRead()
    state.threadScroll = 0
    state.selection[state.view] = ids[max(0, min(ids.count - 1, target))]
    return []
}

private func scrollThread(_ action: Action, _ state: inout ConsoleState) -> Bool {
    switch action {
    case .up: state.threadScroll += 1
    case .down: state.threadScroll = max(0, state.threadScroll - 1)
    case .pageUp: state.threadScroll += max(1, state.rows / 2)
    case .pageDown: state.threadScroll = max(0, state.threadScroll - max(1, state.rows / 2))
    case .bottom: state.threadScroll = 0
    default: return false
    }
    return true
}

private func moveTimeline(_ action: Action, _ state: inout ConsoleState) -> Bool {
    switch action {
    case .toNow:
        state.timeline.isFollowing = true
        state.timeline.panMinutes = 0
        state.selection[.timeline] = nil
    case .lanes:
        if state.sizeClass == .small {
            state.timeline.showsOnlyLanes.toggle()
        } else {
            state.timeline.showsLanes.toggle()
        }
    case .left: state.timeline.panMinutes -= 60
    case .right: state.timeline.panMinutes += 60
    case .zoomIn: state.timeline.hours = max(2, state.timeline.hours - 1)
    case .zoomOut: state.timeline.hours = min(18, state.timeline.hours + 1)
    default: return false
    }
    return true
}

private func moveMap(_ action: Action, _ state: inout ConsoleState) -> Bool {
    // Half a screen, and never so far that nothing of the plan is left.
    let (stepX, stepY) = (max(1, state.columns / 2), max(1, state.rows / 2))
    if state.sizeClass == .tiny, action == .up || action == .down { return false }
    switch action {
    case .left: state.map.panX = max(-stepX, state.map.panX - stepX)
    case .right: state.map.panX = min(stepX, state.map.panX + stepX)
    case .up: state.map.panY = max(-stepY, state.map.panY - stepY)
    case .down: state.map.panY = min(stepY, state.map.panY + stepY)
    case .zoomIn:
        state.map.zoom = ConsoleState.MapLook.Zoom(rawValue: state.map.zoom.rawValue + 1) ?? .zone
    case .zoomOut:
        state.map.zoom =
            ConsoleState.MapLook.Zoom(rawValue: state.map.zoom.rawValue - 1) ?? .overview
    case .fit: (state.map.zoom, state.map.panX, state.map.panY) = (.plan, 0, 0)
    case .layer: state.map.layer = state.map.layer.next
    case .follow:
        let person = state.selection[.board].map { PersonID($0) }
        state.map.following = state.map.following == nil ? person : nil
        let name = person.flatMap { state.day?.day.people[$0]?.name } ?? ""
        state.say(state.map.following == nil ? "Following nobody" : "Following \(name)")
        state.follow()
    case .nextPane, .previousPane:
        (state.map.panX, state.map.panY) = (0, 0)
        return false
    default: return false
    }
    return true
}
