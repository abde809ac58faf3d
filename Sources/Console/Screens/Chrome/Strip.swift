import Wedding

/// What must not be missed, above the footer: the most urgent unacknowledged alert, and over it the
/// bar of an answered emergency until all clear. While neither is there, what somebody waits for an
/// answer to, then what is new and urgent, what runs over, and who is to be told by phone.
struct Strip {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    /// Rows it takes.
    var height: Int { state.barred == nil ? 1 : 2 }

    private var overrun: Overrun? {
        state.seesWholePlan ? Overrun(day.day, at: state.now) : nil
    }

    func draw(_ frame: inout Frame, bottom row: Int) {
        let overrun = waiting == nil ? overrun : nil
        if let emergency = state.barred {
            let isFree = waiting == nil && state.toast == nil
            drawBar(emergency, &frame, row - 1, rows: isFree ? 2 : 1)
        }
        if let alert = waiting {
            drawAlert(alert, &frame, row)
        } else if let trouble = state.diskTrouble {
            let words = " ▲ The host cannot save. \(trouble)"
            frame.write(words.fitted(frame.columns - 1), 0, row, .of(.offline))
        } else if state.barred == nil, state.toast == nil, let asked = Asked.of(state) {
            drawAsked(asked, &frame, row)
        } else if state.options.isFirstRun && state.barred == nil {
            let words =
                "Welcome. ? lists all keys, : runs a command. Press any key to hide this."
            frame.write(" " + words.fitted(frame.columns - 2), 0, row, .of(.strip))
        } else if state.barred == nil, state.toast == nil, let overrun, overrun.risk != nil {
            drawOverrun(overrun, &frame, row)
        } else if state.barred == nil, state.toast == nil,
            let news = state.feed.urgent(at: state.now)
        {
            drawNews(news, &frame, row)
        } else if state.barred == nil, state.toast == nil, let overrun {
            drawOverrun(overrun, &frame, row)
        } else if state.barred == nil, state.toast == nil, let count = state.toTellCount {
            drawToTell(count, &frame, row)
        }
        guard let toast = state.toast else { return }
        let text = " \(toast.text.fitted(max(0, frame.columns - 4))) "
        let isFree = waiting == nil
        let place = Rect(x: 0, y: isFree ? row : row - height, width: frame.columns, height: 1)
        // Where panes have walls it lies on one; else nothing of the line below it is left.
        if isFree || frame.columns < 100 || frame.rows < 30 { frame.fill(place) }
        frame.write(text, isFree ? 0 : 1, place.y, .of(.toast))
    }

    /// The bar stands for the emergency it shows.
    private var waiting: Alert? {
        day.openAlerts.first { $0.state.isUnacknowledged && $0.id != state.barred?.id }
    }

    private func drawAsked(_ asked: Asked, _ frame: inout Frame, _ row: Int) {
        let key = KeyMap.standard.label(.acknowledge, in: state.view, isDemo: state.options.isDemo)
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        let end = " · \(key) \(asked.answer) "
        frame.fill(area, " ", .of(.strip))
        let room = max(8, area.width - 1 - end.cellWidth)
        frame.write(" \(asked.words(state).fitted(room))\(end)", 0, row, .of(.strip))
        frame.target(area, .acknowledge)
    }

    private func drawNews(_ event: LogEvent, _ frame: inout Frame, _ row: Int) {
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        let key = KeyMap.standard.label(.feed, in: state.view, isDemo: state.options.isDemo)
        let end = " · \(key) feed "
        frame.fill(area, " ", .of(.strip))
        let room = max(8, area.width - 1 - end.cellWidth)
        frame.write(" \(event.feedLine(day).fitted(room))\(end)", 0, row, .of(.strip))
        frame.target(area, .feed)
    }

    private func drawToTell(_ count: Int, _ frame: inout Frame, _ row: Int) {
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        let people = count == 1 ? "1 person" : "\(count) people"
        let words = " \(people) without a device to tell by phone · :phone"
        frame.fill(area, " ", .of(.strip))
        frame.write(words.fitted(area.width - 1), 0, row, .of(.strip))
        frame.target(area, .byPhone)
    }

    private func drawOverrun(_ overrun: Overrun, _ frame: inout Frame, _ row: Int) {
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        let risk = overrun.riskWords(day.day) ?? "later items are not late yet"
        let head = "▲ \(overrun.item.title) +\(overrun.by.wholeMinutes) min"
        // What it costs is worth more than the whole of its name.
        let room = max(16, area.width - 5 - risk.cellWidth)
        frame.fill(area, " ", .of(.strip))
        frame.write(
            " \(head.fitted(room)) · \(risk)".fitted(area.width - 1), 0, row, .of(.strip))
        frame.target(area, .show(.timeline))
    }

    private func drawBar(_ alert: Alert, _ frame: inout Frame, _ row: Int, rows: Int) {
        let word = alert.acknowledgements.isEmpty ? "answered" : "acknowledged"
        var tail: [String] = []
        if let commander = day.commander(of: alert) {
            tail.append("\(day.day.givenName(of: commander)) has command")
        }
        let zones = day.day.zonesWithCaptains
        if alert.asksZones, !zones.isEmpty {
            tail.append("\(zones.count { alert.isAcknowledged(for: $0) })/\(zones.count) zones")
        }
        if let count = state.toTellCount { tail.append("\(count) to ring :phone") }
        if SafePlace(for: alert.kind, in: day.day) != nil { tail.append(":roll-call") }
        tail.append("since \(state.clock(alert.raisedAt))")
        let end = tail.joined(separator: " · ") + " "
        frame.fill(Rect(x: 0, y: row, width: frame.columns, height: rows), " ", .of(.emergency))
        let head = " !! EMERGENCY \(word) · "
        let room = max(12, frame.columns - head.cellWidth - 1)
        guard rows == 2 else {
            let text = alert.text.fitted(max(4, room - end.cellWidth - 2))
            frame.write("\(head)\(text) · \(end)", 0, row, .of(.emergency))
            return
        }
        // With nothing else to say, the words have the row below as well.
        let lines = alert.text.wrapped(room)
        frame.write(head + (lines.first ?? ""), 0, row, .of(.emergency))
        let rest = lines.dropFirst().joined(separator: " ")
        let left = max(0, frame.columns - end.cellWidth - 6)
        frame.write("    " + rest.fitted(left), 0, row + 1, .of(.emergency))
        frame.write(end, max(0, frame.columns - end.cellWidth), row + 1, .of(.emergency))
    }

    private func drawAlert(_ alert: Alert, _ frame: inout Frame, _ row: Int) {
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        var style = Style(alert.priority.role)
        let isFresh = alert.state == .raised && alert.priority <= .critical
        let isStill = state.options.motion == .off && isFresh
        if isFresh && state.isPulseOn { style = style.bold.reverse }
        if isStill { style = style.reverse }
        let isNarrow = frame.columns < 100
        let waited = (state.now - alert.changedAt).words
        var tail = [
            alert.state == .returned
                ? "cause gone, not acknowledged"
                : isNarrow ? "unacked \(waited)" : "unacknowledged \(waited)"
        ]
        tail.append("a ack")
        if state.sizeClass == .tiny { tail = ["a ack"] }
        let mark = isStill ? "!!" : alert.priority.glyph
        let head = " \(mark) \(alert.priority.word) \(isNarrow ? "" : " ")"
        let end = " · " + tail.joined(separator: " · ") + " "
        let room = area.width - head.cellWidth - end.cellWidth
        frame.fill(area, " ", style)
        // What stands in brackets gives way to what comes after it.
        let words = day.words(of: alert)
        let text =
            words.cellWidth <= room ? words : words.withoutBrackets
        frame.write(head + text.fitted(max(8, room)) + end, 0, row, style)
        frame.target(area, .openUrgent)
    }
}
