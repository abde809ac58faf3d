import Wedding

/// The screen of a state: plain, total, any size.
package func view(_ whole: ConsoleState) -> Frame {
    var state = whole.showsInitials ? whole.withInitials : whole
    // Asked for by nearly everything the board draws: found once.
    if state.view == .board { state.selection[.board] = Rows.selected(state) }
    state.glance = state.day.map { Glance($0, at: state.now) }
    var frame = Frame(columns: state.columns, rows: state.rows)
    frame.focusWalls = state.theme.focusWalls
    frame.title = title(state)
    frame.showsCursor = state.options.isAccessible || state.isTyping
    if let day = state.day {
        if state.options.isKiosk {
            KioskScreen(state, day).draw(&frame)
            if case .dialog(let dialog) = state.layers.last {
                DialogBox(state, dialog).draw(&frame)
            }
        } else if let emergency = state.takeover {
            TakeoverScreen(state, day, emergency).draw(&frame)
            if case .dialog(let dialog) = state.layers.last, state.showsLayer {
                DialogBox(state, dialog).draw(&frame)
            }
        } else if state.sizeClass == .sentence {
            drawSentence(state, day, &frame)
        } else {
            Chrome(state, day).draw(&frame)
            draw(state.layers.last, state, &frame)
        }
    } else {
        let waiting = state.waitingCount
        let lines = [
            "Connecting to the host…", state.hindrance ?? "",
            waiting > 0
                ? "Unsent changes saved here: \(waiting). They send when connected." : "",
            "Press q to quit.",
        ].filter { !$0.isEmpty }.flatMap { $0.wrapped(max(1, state.columns - 2)) }
        for (row, line) in lines.enumerated() where state.rows / 2 + row < state.rows {
            frame.write(line, 1, state.rows / 2 + row, .muted)
        }
    }
    if let tour = state.tour { frame.drawTour(tour, rows: state.options.tourRows) }
    let glyphs = state.theme.glyphs.compactMap { name, glyph in
        Theme.glyphNames[name].map { ($0, glyph) }
    }
    if !glyphs.isEmpty {
        let table = Dictionary(glyphs) { first, _ in first }
        frame.replace { table[$0] ?? $0 }
    }
    max(state.options.glyphs, state.theme.glyphSet).apply(to: &frame)
    return frame
}

extension ConsoleState {
    /// The same day with everybody under their initials.
    fileprivate var withInitials: ConsoleState {
        var state = self
        for person in day?.day.people.map(\.self) ?? [] {
            state.day?.day.people.update(person.id) {
                ($0.name, $0.nameLatin) = (person.initials, nil)
            }
        }
        return state
    }
}

private func draw(_ layer: Layer?, _ state: ConsoleState, _ frame: inout Frame) {
    switch layer {
    case .help(let query, let scroll): HelpPanel(state, query, scroll).draw(&frame)
    case .palette(let text, let selected): PalettePanel(state, text, selected).draw(&frame)
    case .dialog(let dialog): DialogBox(state, dialog).draw(&frame)
    case .picker(let picker):
        if let day = state.day { PickerPanel(day: day, picker: picker).draw(&frame) }
    case .form(let form):
        if let day = state.day { FormPanel(state: state, day: day, form: form).draw(&frame) }
    case .note(let key):
        if let day = state.day { NotePanel(state: state, day: day, key: key).draw(&frame) }
    case .feed(let selected):
        if let day = state.day {
            FeedPanel(state: state, day: day, selected: selected).draw(&frame)
        }
    case .gate(let list):
        if let day = state.day { GatePanel(day: day, list: list).draw(&frame) }
    case .ticks(let list): TickPanel(state, list)?.draw(&frame)
    case .filter, .compose, nil: return
    }
}

/// Below 40 x 10: the one most urgent fact.
private func drawSentence(_ state: ConsoleState, _ day: DayState, _ frame: inout Frame) {
    let clock = day.day.clock.local(state.now).hourMinute
    let fact: String
    var style = Style.text
    if let alert = day.mostUrgent ?? day.emergency {
        fact = "\(clock) \(alert.priority.word): \(alert.text)"
        style = .of(alert.priority.role)
    } else if let next = TimelineModel(state, day).next {
        fact = "\(clock) Next \(day.day.clock.local(next.start).hourMinute) \(next.title)"
    } else {
        fact =
            !state.seesEveryone
            ? clock : "\(clock) \(day.hereCount(at: state.now))/\(day.expectedCount) here"
    }
    for (row, line) in fact.wrapped(state.columns, maxLines: state.rows).enumerated() {
        frame.write(line, 0, row, style)
    }
}

private func title(_ state: ConsoleState) -> String {
    guard let day = state.day else { return "callboard" }
    let waiting = day.alerts.count { $0.state.isUnacknowledged }
    let name = day.day.title.split(separator: " ").first.map(String.init) ?? ""
    return (waiting > 0 ? "▲\(waiting) " : "") + "callboard \(name)"
}
