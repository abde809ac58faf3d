import RealtimeProtocol
import Wedding

extension TimelineScreen: Screen {
    static let name = "Timeline"
    static let short = "Time"
    static let isFiltered = true
    static let detailSizes: Set<ConsoleState.SizeClass> = [.small, .standard, .wide, .wall]
    static let keys: [KeyMap.Binding] = [
        .init([.char("s")], .standby, "standby", "standby: the next step is GO", rank: 3),
        .init([.char(" ")], .primary, "GO/done", "start the item, or end it", rank: 4),
        .init(
            [.char("+"), .char("=")], .nudgeLater, "nudge", "move 5 minutes later, with a preview",
            rank: 5, hint: "+/-"),
        .init([.char("-")], .nudgeEarlier, "earlier", "move 5 minutes earlier, with a preview"),
        .init(
            [.char("d")], .delayRest, "delay rest…", "move this and items that depend on it",
            rank: 6),
        .init([.char("o")], .approve, "OK slip…", "approve the pending slip", rank: 9),
        .init(
            [.char("b")], .standIn, "stand-in…", "give a missing person's items to their stand-in",
            rank: 10),
        .init([.char("e")], .edit, "edit…", "edit the item's fields", rank: 9),
        .init([.char("N")], .note, "note", "edit the item's notes", rank: 11),
        .init([.char("X")], .skip, "skip…", "skip the item today"),
        .init([.char("t")], .toNow, "now", "go back to now and follow it", rank: 7),
        .init([.char("v")], .lanes, "lanes/list", "show lanes, or a longer list", rank: 8),
        .init([.char("z")], .zoomIn, "zoom", "show fewer hours"),
        .init([.char("Z")], .zoomOut, "wider", "show more hours"),
    ]

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        TimelineModel(state, day).items.map(\.id.rawValue)
    }

    static func current(_ state: ConsoleState, _ day: DayState) -> String? {
        TimelineModel(state, day).current?.rawValue
    }

    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        day.day.items[ItemID(row)]?.owner.flatMap { day.day.people[$0] }
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        let model = TimelineModel(state, day)
        return model.items.map {
            ScreenLine(
                id: $0.id.rawValue, text: "\(state.clock($0.start)) \(model.glyph($0)) \($0.title)",
                style: model.style($0))
        }
    }

    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool {
        switch motion {
        case .left: state.timeline.panMinutes -= 60
        case .right: state.timeline.panMinutes += 60
        case .zoomIn: state.timeline.hours = max(2, state.timeline.hours - 1)
        case .zoomOut: state.timeline.hours = min(18, state.timeline.hours + 1)
        case .up, .down, .top, .bottom, .pageUp, .pageDown, .nextPane, .previousPane, .fit:
            return false
        }
        return true
    }
}

extension Action {
    static let standby = onItem("standby", command: "standby", "call standby") {
        proposeStandby($0, &$1)
    }
    static let nudgeLater = onItem("later", "move items") { nudge($0, by: 5, &$1) }
    static let nudgeEarlier = onItem("earlier", "move items") { nudge($0, by: -5, &$1) }
    static let delayRest = onItem("delay rest", command: "delay", "move items") { item, state in
        guard mayMove(item, &state) else { return [] }
        let lines = [
            "Delays \(item.title) and items that depend on it.",
            "How many minutes? Enter alone is 10.",
        ]
        return ask(Dialog("Delay", lines, .text, .timeline(.delay(item.id))), &state)
    }
    static let skip = onItem("skip", command: "skip", "skip items") { item, state in
        guard item.status == .planned || item.status == .running else {
            state.say("\(item.title) is \(item.status.rawValue) already")
            return []
        }
        let lines = ["\(item.title) is skipped today. \(told(item.everyone, state)) told."]
        return ask(Dialog("Skip this item?", lines, .confirm, .timeline(.skip(item.id))), &state)
    }
    static let approve = work(
        "approve", command: "approve", .level(.timeline, .edit, doing: "approve slips"),
        when: { !$0.pendingMoves.isEmpty }
    ) { proposeApproval(&$0) }
    static let toNow = look("now", command: "now") { state in
        guard state.view == .timeline else { return [] }
        state.timeline.isFollowing = true
        state.timeline.panMinutes = 0
        state.selection[.timeline] = nil
        return []
    }
    static let lanes = look("lanes", command: "lanes") { state in
        guard state.view == .timeline else { return [] }
        if state.sizeClass == .small {
            state.timeline.showsOnlyLanes.toggle()
        } else {
            state.timeline.showsLanes.toggle()
        }
        return []
    }

    /// With the selected item, on which the cursor stays.
    static func onItem(
        _ id: String, command: String? = nil, _ doing: String,
        _ perform: @escaping @Sendable (TimelineItem, inout ConsoleState) -> [ConsoleEffect]
    ) -> Action {
        work(id, command: command, .level(.timeline, .edit, doing: doing)) { state in
            guard let item = state.selectedItem else { return [] }
            state.stay(on: item)
            return perform(item, &state)
        }
    }
}

extension ConsoleState {
    mutating func stay(on item: TimelineItem) {
        timeline.isFollowing = false
        selection[.timeline] = item.id.rawValue
    }
}

private func mayMove(_ item: TimelineItem, _ state: inout ConsoleState) -> Bool {
    guard item.status != .planned else { return true }
    state.say("\(item.title) is \(item.status.rawValue): only planned items can be moved")
    return false
}

private func nudge(
    _ item: TimelineItem, by minutes: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard mayMove(item, &state) else { return [] }
    let dialog = moving(
        item, to: item.start + .minutes(minutes), "Move by \(minutes) min?", state)
    return ask(dialog, &state)
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
    lines.append("\(told(item.everyone, state)) told to stand by. Then press Space for GO.")
    return ask(Dialog("Standby?", lines, .confirm, .timeline(.standby(item.id))), &state)
}

/// What has agreed words is called in two steps, standby and GO; the rest starts with one key.
func goOrDone(_ item: TimelineItem, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.stay(on: item)
    switch item.status {
    case .planned:
        if item.cue != nil && item.standbyAt == nil { return proposeStandby(item, &state) }
        let open = state.day.map { ItemNeeds(item, $0, at: state.now).open } ?? []
        let early = item.start - state.now
        let isEarly = early >= .minutes(15)
        guard !open.isEmpty || isEarly else { return go(item, &state) }
        let when =
            isEarly
            ? ["It is planned for \(state.clock(item.start)), in \(early.words)."] : []
        let need = open.isEmpty ? [] : ["What it needs is not there:"]
        let lines = open.prefix(8).map { "\($0.glyph) \($0.name): \($0.word)" }
        let more = open.count > 8 ? ["and \(open.count - 8) more"] : []
        return ask(
            Dialog(
                item.standbyAt == nil ? "Start \(item.title)?" : "GO \(item.title)?",
                when + need + lines + more, .confirm,
                .timeline(.go(item.id))), &state)
    case .running:
        let left = item.expectedEnd - state.now
        guard min(left, item.end - state.now) >= .minutes(5) else {
            return [state.submit(.timeline(.end(item.id)), "end \(item.title)")]
        }
        let lines = [
            "\(item.title) should end at \(state.clock(item.expectedEnd)), in \(left.words)."
        ]
        return ask(Dialog("End it now?", lines, .confirm, .timeline(.end(item.id))), &state)
    case .done, .skipped:
        state.say("\(item.title) is already \(item.status.rawValue)")
        return []
    }
}

/// The start, and before it GO to those who stand by.
func go(_ item: TimelineItem, _ state: inout ConsoleState) -> [ConsoleEffect] {
    let cue = item.standbyAt.map { _ in
        state.submit(
            .timeline(.go(item.id, item.cueTakers)), "go", text: item.cue ?? "GO",
            priority: .critical)
    }
    return [cue, state.submit(.timeline(.start(item.id)), "start \(item.title)")].compactMap { $0 }
}

extension TimelineItem {
    /// Who is called for a cue: the first few of its people.
    var cueTakers: [PersonID] { Array(everyone.prefix(8)) }
}
