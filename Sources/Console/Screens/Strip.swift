import Wedding

/// What must not be missed, above the footer: the most urgent unacknowledged alert, and over it the
/// bar of an answered emergency until all clear.
struct Strip {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    /// Rows it takes.
    var height: Int { state.barred == nil ? 1 : 2 }

    func draw(_ frame: inout Frame, bottom row: Int) {
        if let emergency = state.barred { drawBar(emergency, &frame, row - 1) }
        if let alert = waiting {
            drawAlert(alert, &frame, row)
        } else if state.options.isFirstRun {
            let words =
                "Welcome. ? lists every key of a view, : runs a command by name. Any key hides this."
            frame.write(" " + words.fitted(frame.columns - 2), 0, row, .of(.strip))
        }
        guard let toast = state.toast else { return }
        let text = " \(toast.text.fitted(max(0, frame.columns - 4))) "
        let isFree = waiting == nil
        frame.write(text, isFree ? 0 : 1, isFree ? row : row - height, .of(.toast))
    }

    /// The bar stands for the emergency it shows.
    private var waiting: Alert? {
        day.openAlerts.first { $0.state.isUnacknowledged && $0.id != state.barred?.id }
    }

    private func drawBar(_ alert: Alert, _ frame: inout Frame, _ row: Int) {
        let isNarrow = frame.columns < 100
        var parts = ["\(alert.isDrill ? "DRILL " : "")EMERGENCY acknowledged", alert.text]
        if isNarrow { parts[0] = alert.isDrill ? "DRILL acked" : "EMERGENCY acknowledged" }
        var tail: [String] = []
        if let commander = alert.commander {
            tail.append("\(day.day.givenName(of: commander)) commands")
        }
        let zones = day.day.zonesWithCaptains
        if alert.asksZones, !zones.isEmpty {
            tail.append("\(zones.count { alert.isAcknowledged(for: $0) })/\(zones.count) zones")
        }
        tail.append((state.now - alert.raisedAt).clockFace)
        let end = " · " + tail.joined(separator: " · ") + " "
        let room = frame.columns - end.cellWidth
        frame.fill(Rect(x: 0, y: row, width: frame.columns, height: 1), " ", .of(.emergency))
        let head = " !! " + parts.joined(separator: " · ")
        frame.write(head.fitted(max(12, room)) + end, 0, row, .of(.emergency))
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
        tail.append(isNarrow ? "a ack" : "a ack  Enter open")
        if state.sizeClass == .tiny { tail = ["a ack"] }
        let drill = alert.isDrill ? "DRILL " : ""
        let mark = isStill ? "!!" : alert.priority.glyph
        let head = " \(mark) \(drill)\(alert.priority.word) \(isNarrow ? "" : " ")"
        let end = " · " + tail.joined(separator: " · ") + " "
        let room = area.width - head.cellWidth - end.cellWidth
        frame.fill(area, " ", style)
        frame.write(head + alert.text.fitted(max(8, room)) + end, 0, row, style)
        frame.target(area, .openUrgent)
    }
}
