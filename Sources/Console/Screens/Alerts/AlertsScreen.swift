import Wedding

/// Active alerts, what to do first, and how loud the day is.
struct AlertsScreen {
    let state: ConsoleState
    let day: DayState
    private let model: AlertsModel

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = AlertsModel(state, day)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        if area.width < 100 || area.height < 24 {
            drawSmall(&frame, area)
            return
        }
        let (upper, lower) = area.split(top: area.height - 11)
        let (list, detail) = upper.split(left: area.width - 42)
        let inside = frame.box(
            list, "Active", remark: "unacked first · then priority · then age", .of(.borderFocus))
        let (rows, foot) = inside.split(top: inside.height - 2)
        drawRows(&frame, rows)
        frame.write(" \(counts)".fitted(foot.width), foot.x, foot.y, .muted)
        frame.write(" \(sound)".fitted(foot.width), foot.x, foot.y + 1, .muted)
        if let alert = selected {
            AlertDetail(state, day, alert, showsCalls: false).draw(&frame, detail)
        } else {
            let empty = frame.box(detail, "Detail")
            frame.write("No alert needs you.", empty.x + 1, empty.y + 1, .muted)
        }
        let (load, call) = lower.split(left: area.width / 2)
        drawLoad(&frame, load)
        if state.alerts.showsFlood { drawFlood(&frame, call) } else { drawCalls(&frame, call) }
    }

    private var selected: Alert? {
        Rows.selected(state, .alerts).flatMap { day.alert(AlertID($0)) }
    }

    private var counts: String {
        let others = [
            (model.acknowledged, "acked"), (model.shelved, "shelved"),
            (model.suppressed, "suppressed"), (model.returned, "returned"),
        ].filter { $0.0 > 0 }
        return ([(model.unacknowledged, "unacked")] + others).map { "\($0.0) \($0.1)" }
            .joined(separator: " · ")
    }

    private var sound: String {
        guard let until = state.emergency.mutedUntil else {
            return "● Sound on · m mute 60 s (emergencies still sound)"
        }
        return "○ Muted for \((until - state.now).words) · emergencies still sound"
    }

    /// Where each column begins, after the mark; words come before when and who.
    private struct Columns {
        let since: Int?
        let age, text, textWidth: Int
        let owner: Int?
        let state, stateWidth: Int

        init(width: Int) {
            let isNarrow = width < 70
            (since, age) = isNarrow ? (nil, 10) : (11, 18)
            text = isNarrow ? 15 : 23
            stateWidth = isNarrow ? 9 : 15
            let owners = isNarrow ? 0 : 8
            textWidth = max(8, width - text - owners - stateWidth)
            owner = isNarrow ? nil : text + textWidth
            state = text + textWidth + owners
        }
    }

    private func drawRows(_ frame: inout Frame, _ area: Rect) {
        let columns = Columns(width: area.width)
        for (title, x) in [
            ("Prio", 5), ("Since", columns.since), ("Age", columns.age), ("Alert", columns.text),
            ("Owner", columns.owner), ("State", columns.state),
        ] {
            guard let x else { continue }
            frame.write(title, area.x + x, area.y, .muted, limit: area.width - x)
        }
        let list = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        guard !model.rows.isEmpty else {
            frame.write(
                "  No open alerts. ! raises one, h shows past ones.".fitted(list.width),
                list.x, list.y + 1, .muted)
            return
        }
        let chosen = Rows.selected(state, .alerts)
        let index = model.rows.firstIndex { $0.alert?.id.rawValue == chosen && chosen != nil }
        let alert = index.flatMap { model.rows[$0].alert }
        let mark: ThemeRole =
            alert?.state == .raised ? alert?.priority.role ?? .selection : .selection
        ListPane(model.rows, selected: index).draw(&frame, list, mark: .of(mark)) {
            frame, row, place in
            if let title = row.separator {
                frame.separator(title, place.x + 2, place.y, width: place.width - 3)
            } else if let notice = row.notice {
                drawNotice(&frame, notice, place, columns)
            } else if let alert = row.alert {
                drawAlert(&frame, alert, place, columns, of: row.alerts)
                frame.target(place, .select(alert.id.rawValue))
            }
        }
    }

    private func drawAlert(
        _ frame: inout Frame, _ alert: Alert, _ area: Rect, _ columns: Columns, of all: [Alert]
    ) {
        let style: Style = alert.state == .raised ? .of(alert.priority.role) : .of(alert.stateRole)
        let rest: Style = alert.state == .raised ? style : .muted
        frame.write(alert.priority.glyph, area.x + 2, area.y, style)
        frame.write(alert.priority.brief, area.x + 5, area.y, rest)
        if let x = columns.since {
            frame.write(state.clock(alert.raisedAt), area.x + x, area.y, rest)
        }
        frame.write((state.now - alert.raisedAt).brief, area.x + columns.age, area.y, rest)
        frame.write(
            words(of: all).fitted(columns.textWidth - 1), area.x + columns.text, area.y,
            alert.state == .raised ? style : .text)
        if let x = columns.owner {
            let owner = alert.owner.map { day.day.givenName(of: $0) } ?? "—"
            frame.write(owner.fitted(7), area.x + x, area.y, rest)
        }
        frame.write(
            alert.stateWords(day.day.clock).fitted(columns.stateWidth), area.x + columns.state,
            area.y, style, limit: area.width - columns.state)
    }

    /// Of one cause the most urgent leads; of one kind the newest stands for all.
    private func words(of all: [Alert]) -> String {
        guard all.count > 1, let first = all.first, let last = all.last else {
            return all.last.map { day.words(of: $0) } ?? ""
        }
        return all.allSatisfy { $0.kind == first.kind }
            ? "\(all.count) × \(first.kind.words), newest: \(day.words(of: last))"
            : "\(day.words(of: first)) (+\(all.count - 1))"
    }

    /// Weather below a warning: to know, not to answer.
    private func drawNotice(
        _ frame: inout Frame, _ event: LogEvent, _ area: Rect, _ columns: Columns
    ) {
        guard case .day(.weather(let notice)) = event.change else { return }
        let end = notice.until.map { "until \(state.clock($0))" } ?? "no end given"
        let cells: [(String, Int?, Int)] = [
            ("·", 2, 1), ("NOTE", 5, 4), (state.clock(event.at), columns.since, 5),
            ((state.now - event.at).brief, columns.age, 4),
            (EventWords(day).words(event).sentence, columns.text, columns.textWidth - 1),
            ("—", columns.owner, 7), (end, columns.state, columns.stateWidth),
        ]
        for (text, x, width) in cells {
            guard let x else { continue }
            frame.write(text.fitted(width), area.x + x, area.y, .text, limit: area.width - x)
        }
    }

    // MARK: Load

    private func drawLoad(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Load", remark: "last 60 min · target ≤ 1 per 10 min")
        let slots = max(1, inside.width - 4)
        var counts = [Int](repeating: 0, count: slots)
        let hour = Duration.minutes(60)
        let recent = day.alerts.filter {
            state.now - $0.raisedAt < hour && $0.raisedAt <= state.now
        }
        for alert in recent {
            let slot = Int(
                (alert.raisedAt - (state.now - hour)).milliseconds * Int64(slots)
                    / hour.milliseconds)
            counts[min(slots - 1, max(0, slot))] += 1
        }
        for (offset, minutes) in [60, 40, 20, 0].enumerated() {
            let text = minutes == 0 ? "now" : state.clock(state.now - .minutes(minutes))
            let x = inside.x + 2 + offset * (slots - 5) / 3
            frame.write(text, x, inside.y, .muted)
        }
        frame.columns(
            counts, max: max(3, counts.max() ?? 3),
            Rect(x: inside.x + 2, y: inside.y + 1, width: slots, height: 2))
        var y = inside.y + 4
        for line in loadLines(recent) where y < inside.bottom {
            frame.write(line.fitted(inside.width - 2), inside.x + 1, y)
            y += 1
        }
    }

    private func loadLines(_ recent: [Alert]) -> [String] {
        let inTen = recent.count { state.now - $0.raisedAt < .minutes(10) }
        let state10 =
            state.isFlooded ? "FLOOD: only urgent ones sound" : "steady 1 · flood starts at 10"
        let waits = day.alerts.compactMap { alert in
            alert.acknowledgedAt.map { $0 - alert.raisedAt }
        }
        let mean = waits.isEmpty ? "—" : (waits.reduce(Duration.zero, +) / waits.count).words
        let oldest = day.alerts.filter { $0.state.isUnacknowledged }.map(\.raisedAt).min()
        let waiting = oldest.map { (state.now - $0).words } ?? "—"
        let all = max(1, day.alerts.count)
        func share(_ test: (Priority) -> Bool) -> Int {
            day.alerts.count { test($0.priority) } * 100 / all
        }
        var lines = [
            "Now \(inTen) in 10 min   (\(state10))",
            "Mean time to ack \(mean)    oldest unacked \(waiting)",
            "Mix   CRIT \(share { $0 <= .critical })%  HIGH \(share { $0 == .high })%  NORM+LOW \(share { $0 >= .normal })%  (aim 5/15/80)",
        ]
        let kinds = Dictionary(grouping: day.alerts, by: \.kind).mapValues(\.count)
        if let top = kinds.max(by: { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }) {
            lines.append("Most frequent: \(top.key.words) ×\(top.value)")
        }
        return lines
    }

    /// Numbers to ring because of the selected alert, in full.
    private func drawCalls(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Whom to ring")
        let entries = selected.map { CallList($0, day).entries } ?? []
        guard !entries.isEmpty else {
            let text = selected == nil ? "No alert is selected." : "Nobody to ring for this alert."
            frame.write(text, inside.x + 1, inside.y, .muted, limit: inside.width - 2)
            return
        }
        for (offset, entry) in entries.prefix(inside.height).enumerated() {
            let y = inside.y + offset
            let phone = state.showsInitials ? "hidden" : entry.phone
            let room = inside.width - phone.cellWidth - 3
            let end = frame.write(entry.name.fitted(room), inside.x + 1, y)
            frame.write(
                " \(entry.why)".fitted(inside.x + 1 + room - end), end, y, .muted)
            frame.write(phone, inside.right - phone.cellWidth - 1, y, .of(.title))
        }
    }

    /// Consequences folded under their cause.
    private func drawFlood(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "By cause", remark: "F whom to call")
        let groups = Dictionary(grouping: day.alerts) { $0.kind }
            .sorted { ($1.value.count, $0.key.rawValue) < ($0.value.count, $1.key.rawValue) }
        for (offset, group) in groups.prefix(inside.height).enumerated() {
            let open = group.value.count(where: \.isOpen)
            let text = " \(group.value.count) × \(group.key.words), \(open) open"
            frame.write(text.fitted(inside.width), inside.x, inside.y + offset)
        }
    }

    private func drawSmall(_ frame: inout Frame, _ area: Rect) {
        if state.showsDetail, let alert = selected {
            AlertDetail(state, day, alert).draw(&frame, area)
            return
        }
        let recent = day.alerts.count {
            state.now - $0.raisedAt < .minutes(10) && $0.raisedAt <= state.now
        }
        let flood = "\(recent) in 10 min (flood at 10)"
        frame.write(
            "  \(counts)".fitted(area.width - flood.cellWidth - 2), area.x, area.y)
        frame.write(flood, area.right - flood.cellWidth - 1, area.y, .muted)
        frame.rule(area.x, area.y + 1, width: area.width)
        let tail = area.height >= 16 ? 7 : 0
        drawRows(
            &frame,
            Rect(x: area.x, y: area.y + 2, width: area.width, height: area.height - 2 - tail))
        guard tail > 0, let alert = selected else { return }
        let y = area.bottom - tail
        frame.rule(area.x, y, width: area.width)
        let waited =
            alert.state == .raised ? " · unacked \((state.now - alert.raisedAt).words)" : ""
        frame.write(
            " \(alert.priority.glyph) \(day.words(of: alert))\(waited)".fitted(area.width), area.x,
            y + 1,
            .of(.title))
        let detail = AlertDetail(state, day, alert)
        let calls = state.showsInitials ? [] : CallList(alert, day).entries
        let lines: [(String, String, Style)] = [
            ("Do first  ", alert.doFirst, .text),
            ("Call      ", calls.map { "\($0.name) \($0.phone)" }.joined(separator: ", "), .text),
            ("Then      ", alert.then, .text),
            (
                "Next      ",
                [
                    alert.decideBy.map { "decide by \(state.clock($0))" },
                    detail.nextStep.map { "escalates \($0)" },
                ].compactMap { $0 }.joined(separator: " · "), .muted
            ),
        ].filter { !$0.1.isEmpty }
        for (offset, (label, words, style)) in lines.prefix(tail - 3).enumerated() {
            frame.write("   \(label)\(words)".fitted(area.width), area.x, y + 2 + offset, style)
        }
        frame.write(" \(sound)".fitted(area.width), area.x, y + 6, .muted)
    }
}
