import RealtimeProtocol
import Wedding

func performTimeline(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if action == .approve { return proposeApproval(&state) }
    guard let item = state.selectedItem else {
        return action == .primary ? perform(work: .checkIn, &state) : []
    }
    // The cursor stays on what was acted on.
    state.timeline.isFollowing = false
    state.selection[.timeline] = item.id.rawValue
    switch action {
    case .primary: return goOrDone(item, &state)
    case .standby: return proposeStandby(item, &state)
    case .nudgeLater, .nudgeEarlier, .delayRest:
        guard item.status == .planned else {
            state.say("\(item.title) is \(item.status.rawValue): only what is planned can be moved")
            return []
        }
        if action == .delayRest {
            let lines = ["\(item.title) and what waits for it. How many minutes?"]
            return ask(Dialog("Delay", lines, .text, .delay(item.id)), &state)
        }
        return ask(nudge(item, action == .nudgeLater ? 5 : -5, state), &state)
    case .skip:
        let lines = ["\(item.title) is left out today. \(told(item.everyone, state)) told."]
        return ask(Dialog("Skip?", lines, .confirm, .skip(item.id)), &state)
    default: return []
    }
}

private func proposeStandby(
    _ item: TimelineItem, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard item.status == .planned else {
        state.say("\(item.title) is \(item.status.rawValue) already")
        return []
    }
    var lines = [item.title]
    if let cue = item.cue { lines.append("Cue: \(cue)") }
    lines.append("\(told(item.everyone, state)) told to stand by. Space is GO then.")
    return ask(Dialog("Standby?", lines, .confirm, .standby(item.id)), &state)
}

/// What has agreed words is called in two steps, standby and GO; the rest starts with one key.
private func goOrDone(_ item: TimelineItem, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch item.status {
    case .planned:
        if item.cue != nil && item.standbyAt == nil { return proposeStandby(item, &state) }
        let start = state.submit(.startItem(item.id), "start \(item.title)")
        guard item.standbyAt != nil else { return [start] }
        return [
            state.submit(
                .go(item.id, item.cueTakers), "go", text: item.cue ?? "GO", priority: .critical),
            start,
        ]
    case .running:
        let left = item.end - state.now
        guard left >= .minutes(5) else {
            return [state.submit(.endItem(item.id), "end \(item.title)")]
        }
        let lines = ["\(item.title) is planned until \(state.clock(item.end)), \(left.words) more."]
        return ask(Dialog("End it now?", lines, .confirm, .end(item.id)), &state)
    case .done, .skipped:
        state.say("\(item.title) is already \(item.status.rawValue)")
        return []
    }
}

extension TimelineItem {
    /// Who is called for a cue: the first few of its people.
    var cueTakers: [PersonID] { Array(everyone.prefix(8)) }
}

/// What follows, and who will be told, before anything is sent.
private func nudge(_ item: TimelineItem, _ minutes: Int, _ state: ConsoleState) -> Dialog {
    let start = item.start + .minutes(minutes)
    var lines = ["\(item.title): \(state.clock(item.start)) → \(state.clock(start))"]
    if item.anchor == .hard { lines.append("This is a hard time.") }
    lines.append("\(told(item.everyone, state)) told.")
    let steps = state.day.map { [$0.step(item.id, .start(start))] } ?? []
    return Dialog(
        "Move by \(minutes) min?", lines, .confirm,
        .edits(
            steps, about: "move \(item.title)", text: "",
            toast: "\(item.title) moved to \(state.clock(start))"))
}

extension ConsoleState {
    /// Moves of the slip that waits, as far as they are still to come.
    var pendingMoves: [ItemMove] {
        guard let day else { return [] }
        return (day.proposal?.moves ?? []).filter { move in
            day.day.items[move.item].map { $0.status == .planned && $0.start != move.start }
                ?? false
        }
    }
}

private func proposeApproval(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let now = state.day, let proposal = now.proposal, !state.pendingMoves.isEmpty else {
        state.say("No slip waits for approval")
        return []
    }
    let day = now.day
    let items = state.pendingMoves.compactMap { move in
        day.items[move.item].map { (move, $0) }
    }
    var lines = items.prefix(8).map { move, item in
        "\(state.clock(item.start)) → \(state.clock(move.start))  \(item.title)"
    }
    if items.count > 8 { lines.append("and \(items.count - 8) more") }
    for missed in proposal.missed {
        let title = day.items[missed.item]?.title ?? ""
        lines.append("◆ \(title) would be missed by \(missed.by.words)")
    }
    lines.append("\(told(items.flatMap(\.1.everyone).unique, state)) told.")
    let cause = day.items[proposal.cause]?.title ?? ""
    let steps = items.map { now.step($0.0.item, .start($0.0.start)) }
    return ask(
        Dialog(
            "Slip of \(cause): move \(items.count)?", lines, .confirm,
            .edits(
                steps, about: "approve", text: "Approved slip of \(cause)",
                toast: "Approved: \(steps.count) moved, their people are told")), &state)
}
