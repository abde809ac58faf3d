import RealtimeProtocol
import Wedding

/// What follows, and who will be told, before anything is sent.
func moving(
    _ item: TimelineItem, to start: Timestamp, _ title: String, _ state: ConsoleState
) -> Dialog {
    let ripple = state.day?.ripple(moving: item.id, to: start, at: state.now)
    let moves = ripple?.moves ?? []
    var lines = preview(moves, state)
    if item.anchor == .hard { lines.append("This is a hard item.") }
    lines += missed(ripple?.missed ?? [], state)
    lines += missedHouseTimes(state, moved: (item.id, start))
    let people = moves.flatMap { state.day?.day.items[$0.item]?.everyone ?? [] }.unique
    lines.append("\(told(people, state)) told." + versionWords(moves, state))
    return Dialog(
        title, lines, .confirm,
        .timeline(
            .edits(
                state.day?.steps(moves) ?? [], about: "move \(item.title)", text: "",
                toast: "\(item.title) moved to \(state.clock(start))")))
}

/// One line a move, the first few.
private func preview(_ moves: [ItemMove], _ state: ConsoleState) -> [String] {
    let lines = moves.prefix(8).compactMap { move -> String? in
        guard let item = state.day?.day.items[move.item] else { return nil }
        let shorter = item.duration - (move.end - move.start)
        let cut = shorter >= .minutes(1) ? ", \(shorter.wholeMinutes) min shorter" : ""
        return "\(state.clock(item.start)) → \(state.clock(move.start))  \(item.title)\(cut)"
    }
    return lines + (moves.count > 8 ? ["and \(moves.count - 8) more"] : [])
}

private func missed(
    _ missed: [RippleProposal.MissedTime], _ state: ConsoleState
) -> [String] {
    missed.map { missed in
        let title = state.day?.day.items[missed.item]?.title ?? ""
        return "◆ \(title) would be missed by \(missed.by.words)"
    }
}

/// Times of the house, still to come, that would be missed.
private func missedHouseTimes(
    _ state: ConsoleState, moved: (id: ItemID, start: Timestamp)? = nil
) -> [String] {
    guard let day = state.day?.day else { return [] }
    let forecast = Forecast(day, at: state.now, moved: moved)
    return day.houseTimes.filter { $0.at >= state.now }.compactMap { time in
        forecast.overrun(of: time, day).map {
            "◆ \(time.kind.words) \(state.clock(time.at)) would be missed by \($0.words)"
        }
    }
}

/// Several moves are a new run of show, which everybody concerned confirms.
private func versionWords(_ moves: [ItemMove], _ state: ConsoleState) -> String {
    guard moves.count > 1, let day = state.day else { return "" }
    return " The run of show becomes v\(day.day.version + 1); each person must confirm it."
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

func proposeApproval(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let now = state.day, let proposal = now.proposal, !state.pendingMoves.isEmpty else {
        state.say("No slip is waiting for approval")
        return []
    }
    let day = now.day
    let moves = state.pendingMoves
    var lines = preview(moves, state) + missed(proposal.missed, state) + missedHouseTimes(state)
    let people = moves.flatMap { day.items[$0.item]?.everyone ?? [] }.unique
    lines.append("\(told(people, state)) told." + versionWords(moves, state))
    let cause = day.items[proposal.cause]?.title ?? ""
    return ask(
        Dialog(
            "Slip of \(cause): move \(moves.count)?", lines, .confirm,
            .timeline(
                .edits(
                    now.steps(moves), about: "approve", text: "Approved slip of \(cause)",
                    toast: "Approved: \(moves.count) moved, their people are told"))), &state)
}

extension DayState {
    /// The edits that a list of moves comes to, on the plan as it is now.
    func steps(_ moves: [ItemMove]) -> [Dialog.Step] {
        moves.flatMap { move -> [Dialog.Step] in
            guard let item = day.items[move.item] else { return [] }
            var steps: [Dialog.Step] = []
            if move.start != item.start { steps.append(step(move.item, .start(move.start))) }
            // An edit of the start keeps the duration.
            if move.end != move.start + item.duration {
                steps.append(step(move.item, .end(move.end)))
            }
            return steps
        }
    }
}

/// Edits that were previewed together are written together; new times with their notice.
func unit(
    _ steps: [Dialog.Step], _ about: String, _ text: String, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let edits = steps.map { Change.edit(.field(.item($0.item), $0.edit, base: $0.base)) }
    let items = steps.map(\.item).unique
    guard items.count > 1, let day = state.day else {
        return edits.map { state.submit($0, about, text: text, priority: .high) }
    }
    guard steps.contains(where: { $0.edit.field == .start }) else {
        return [
            state.submit(.unit(of: edits), about, text: text, priority: .high)
        ]
    }
    return [announced(edits, items, about, text, day, &state)]
}

extension DayState {
    /// Who hears of new times: those concerned, and whoever runs the day.
    func announced(to people: [PersonID]) -> [PersonID] {
        (people + day.people(for: [.coordinator], AudienceContext())).unique
    }
}

/// Changes of the run of show as one unit with the notice that everybody concerned confirms.
func announced(
    _ changes: [Change], _ items: [ItemID], _ about: String, _ text: String, _ day: DayState,
    _ state: inout ConsoleState
) -> ConsoleEffect {
    let (unit, words) = announcement(changes, items, text, day, state)
    return state.submit(unit, about, text: words, priority: .critical)
}

/// The unit, and the words that everybody concerned reads.
func announcement(
    _ changes: [Change], _ items: [ItemID], _ text: String, _ day: DayState, _ state: ConsoleState
) -> (Request, String) {
    var after = day.day
    for case .edit(.field(.item(let id), let edit, _)) in changes {
        guard edit.field == .start, let start = edit.value.moment else { continue }
        after.items.update(id) { $0.start = start }
    }
    for case .timeline(.shift(let ids, let minutes)) in changes {
        for id in ids { after.items.update(id) { $0.start = $0.start + .minutes(minutes) } }
    }
    let version = day.day.version + 1
    let times = items.prefix(4).compactMap { id in
        after.items[id].map { "\($0.title) \(state.clock($0.start))" }
    }
    let more = items.count > 4 ? " and \(items.count - 4) more" : ""
    let words = "NEW TIMES v\(version): \(times.joined(separator: ", "))\(more). Please confirm."
    let people = items.flatMap { day.day.items[$0]?.everyone ?? [] }.unique
    let draft = MessageDraft(
        to: [.coordinator] + people.map(AudienceWord.person), priority: .critical,
        version: version)
    // A shift is a new version by itself.
    let isShift = changes.contains { if case .timeline(.shift) = $0 { true } else { false } }
    let published = isShift ? changes : changes + [.timeline(.publish(version: version))]
    return (
        .unit(published.map(Request.write) + [.send(draft)], []),
        text.isEmpty ? words : "\(text). \(words)"
    )
}
