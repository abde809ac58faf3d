import Wedding

/// Header, tabs, strip and footer around the view.
struct Chrome {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame) {
        let isTiny = state.sizeClass == .tiny
        drawHeader(&frame)
        if !isTiny {
            drawTabs(&frame)
            frame.rule(0, 2, width: frame.columns)
        }
        let top = isTiny ? 1 : 3
        let body = Rect(x: 0, y: top, width: frame.columns, height: frame.rows - top - 2)
        frame.cursor = (0, min(frame.rows - 1, top))
        if isTiny { TinyScreen(state, day).draw(&frame, body) } else { drawBody(&frame, body) }
        drawStrip(&frame, row: frame.rows - 2)
        drawFooter(&frame, row: frame.rows - 1)
    }

    private func drawBody(_ frame: inout Frame, _ body: Rect) {
        switch state.sizeClass {
        case .wall: drawWall(&frame, body)
        case .wide where state.view != .timeline && state.view != .map:
            let (main, pinned) = body.split(left: body.width - 62)
            draw(state.view, &frame, main)
            TimelineScreen(state, day).drawList(&frame, pinned, isPinned: true)
        default: draw(state.view, &frame, body)
        }
    }

    private func drawWall(_ frame: inout Frame, _ body: Rect) {
        let (upper, lower) = body.split(top: body.height / 2)
        let (board, timeline) = upper.split(left: body.width / 2)
        let (map, alerts) = lower.split(left: body.width / 2)
        draw(.map, &frame, map)
        draw(.alerts, &frame, alerts)
        draw(.timeline, &frame, timeline)
        draw(.board, &frame, board)
        if state.view.rawValue > 4 { draw(state.view, &frame, alerts) }
    }

    private func draw(_ view: ViewID, _ frame: inout Frame, _ area: Rect) {
        frame.fill(area)
        switch view {
        case .board: BoardScreen(state, day).draw(&frame, area)
        case .timeline: TimelineScreen(state, day).draw(&frame, area)
        case .map: MapScreen(state, day).draw(&frame, area)
        case .alerts: AlertsScreen(state, day).draw(&frame, area)
        case .conflicts: ConflictsScreen(state, day).draw(&frame, area)
        case .messages: MessagesScreen(state, day).draw(&frame, area)
        case .dead: DeadScreen(state, day).draw(&frame, area)
        case .stats: StatsScreen(state, day).draw(&frame, area)
        case .audit: AuditScreen(state, day).draw(&frame, area)
        }
    }

    private func drawHeader(_ frame: inout Frame) {
        let isNarrow = frame.columns < 100
        let local = day.day.clock.local(state.now)
        let date = day.day.date
        var left = " ◆ \(day.day.title.replacingDash)"
        if state.sizeClass == .tiny { left = " \(state.view.rawValue) \(state.view.name)" }
        if !isNarrow {
            let weekday = date.weekdayName.prefix(3)
            left += " · \(weekday) \(date.day) \(date.monthName.prefix(3)) · \(day.day.venue)"
        }
        let clock = state.options.hasClock ? local.hourMinuteSecond : local.hourMinute
        let here = "\(day.hereCount(at: state.now))/\(day.expectedCount)"
        let drift = day.showDrift?.signedMinutes ?? "+0"
        let counts = isNarrow ? "\(here)  \(drift)m" : "\(here) here   show \(drift)m"
        let right = "\(counts)\(isNarrow ? "  " : "   ")\(clock) "
        var x = frame.columns - right.cellWidth
        frame.write(right, x, 0, .text)
        for (text, style) in tags(isNarrow).reversed() {
            x -= text.cellWidth + 2
            frame.write(text, x, 0, style)
        }
        frame.write(left.fitted(max(0, x - 2)), 0, 0, .of(.title))
    }

    /// What the header says of the link, the mode and a replay.
    private func tags(_ isNarrow: Bool) -> [(String, Style)] {
        var tags: [(String, Style)] = []
        if state.options.isDemo, let demo = state.demo {
            let how = demo.isOver ? "over" : demo.isPaused ? "paused" : "\(demo.speed)×"
            tags.append(("DEMO \(how)", Style(.nowLine).reverse))
        }
        if !isNarrow {
            if state.isCeremony {
                tags.append(("ceremony", .of(.standby)))
            } else if state.mode == .weddingDay {
                let beat = state.mode.heartbeat.wholeSeconds
                tags.append(("day \(beat) s", .muted))
            }
        }
        if state.mutedUntil != nil { tags.append(("muted", .of(.late))) }
        if state.isLive {
            tags.append(("● live", .of(.live)))
        } else {
            let since = state.lostAt.map { " " + (state.now - $0).brief } ?? ""
            tags.append(("○ OFFLINE\(since)", .of(.offline)))
        }
        return tags
    }

    private func drawTabs(_ frame: inout Frame) {
        let isNarrow = frame.columns < 110
        var x = 1
        // Where not all tabs fit, the last ones are shown without the first, so that the active is.
        let skipsFirst = isNarrow && state.view.rawValue >= 8
        for view in ViewID.allCases where !(skipsFirst && view.rawValue <= 3) {
            let name = isNarrow ? view.short : view.name
            let label = "\(view.rawValue) \(name)\(badge(view, isNarrow))"
            let isActive = view == state.view
            let text = isActive ? "▌\(label)▐" : " \(label) "
            guard x + text.cellWidth <= frame.columns else {
                frame.write("…", min(x + 1, frame.columns - 1), 1, .of(.tab))
                break
            }
            let style = isActive ? Style(.tabActive) : Style(.tab)
            frame.target(Rect(x: x, y: 1, width: text.cellWidth, height: 1), .show(view))
            x = frame.write(text, x, 1, style)
            if !isNarrow { x += 1 }
        }
    }

    private func badge(_ view: ViewID, _ isNarrow: Bool) -> String {
        func count(_ number: Int) -> String { number > 0 ? " \(number)" : "" }
        switch view {
        case .alerts:
            let waiting = day.alerts.count { $0.state.isUnacknowledged }
            return waiting > 0 ? (isNarrow ? "▲\(waiting)" : " ▲\(waiting)") : ""
        case .conflicts: return count(day.proposal == nil ? 0 : 1)
        case .dead: return count(state.deadLetters.count(where: \.isWork))
        case .messages:
            let fresh = day.messages.reversed().prefix { state.now - $0.sentAt < .minutes(10) }
            return count(fresh.count)
        default: return ""
        }
    }

    /// The most urgent unacknowledged alert; under an answered emergency its bar until all clear.
    private func drawStrip(_ frame: inout Frame, row: Int) {
        let area = Rect(x: 0, y: row, width: frame.columns, height: 1)
        // An answered emergency keeps its bar; what nobody has seen comes first all the same.
        if let emergency = day.emergency, state.answered.contains(emergency.id),
            day.mostUrgent.map({ $0.priority >= .high }) ?? true
        {
            frame.fill(area, " ", .of(.emergency))
            let zones = day.day.zonesWithCaptains
            let answered = zones.count { emergency.isAcknowledged(for: $0) }
            let roll = emergency.asksZones ? " · \(answered) of \(zones.count) zones answered" : ""
            let drill = emergency.isDrill ? "DRILL " : ""
            let age = (state.now - emergency.raisedAt).clockFace
            frame.write(
                " !! \(drill)EMERGENCY acknowledged · \(emergency.text)\(roll) · \(age)"
                    .fitted(frame.columns), 0, row, .of(.emergency))
            return
        }
        if let alert = day.mostUrgent {
            drawAlert(alert, &frame, area)
        } else if let toast = state.toast {
            frame.write(" " + toast.text.fitted(frame.columns - 2), 0, row, .of(.toast))
        }
        if day.mostUrgent != nil, let toast = state.toast {
            let text = " \(toast.text.fitted(max(0, frame.columns - 4))) "
            frame.write(text, 1, row - 1, .of(.toast))
        }
    }

    private func drawAlert(_ alert: Alert, _ frame: inout Frame, _ area: Rect) {
        var style = Style(alert.priority.role)
        let isFresh = alert.state == .raised && alert.priority <= .critical
        if isFresh && state.isPulseOn { style = style.bold.reverse }
        if state.options.motion == .off && isFresh { style = style.reverse }
        let isNarrow = frame.columns < 100
        var parts = [alert.text]
        let waited = (state.now - alert.changedAt).words
        if alert.state == .returned {
            parts.append("cause gone, not acknowledged")
        } else {
            parts.append(isNarrow ? "unacked \(waited)" : "unacknowledged \(waited)")
        }
        parts.append(isNarrow ? "a ack" : "a ack  Enter open")
        if state.sizeClass == .tiny { parts = [alert.text, "a ack"] }
        let head = " \(alert.priority.glyph) \(alert.priority.word) \(isNarrow ? "" : " ")"
        let tail = " · " + parts.dropFirst().joined(separator: " · ") + " "
        let room = area.width - head.cellWidth - tail.cellWidth
        frame.fill(area, " ", style)
        frame.write(head + parts[0].fitted(max(8, room)) + tail, 0, area.y, style)
        frame.target(area, .openUrgent)
    }

    private func drawFooter(_ frame: inout Frame, row: Int) {
        switch state.layers.last {
        case .filter:
            let x = frame.write(" / ", 0, row, .of(.key))
            let end = frame.write(state.filter, x, row, .of(.input))
            frame.cursor = (min(frame.columns - 1, end), row)
            frame.write("   Enter keep  Esc clear", max(end, x + 12), row, .of(.footer))
            return
        case .compose:
            frame.write(
                " Enter send  Ctrl-P priority  Tab channel  Esc leave".fitted(frame.columns), 0,
                row, .of(.footer))
            return
        default: break
        }
        drawHints(&frame, row)
        if !state.filter.isEmpty {
            let note = "  filter: \(state.filter) (Esc clears) "
            let room = Rect(
                x: frame.columns - note.cellWidth, y: row, width: note.cellWidth, height: 1)
            frame.fill(room)
            frame.write(note, frame.columns - note.cellWidth, row, .of(.nowLine))
        }
    }

    /// Whole hints only, the best first; `?` always has a place.
    private func drawHints(_ frame: inout Frame, _ row: Int) {
        let hints = KeyMap.standard.hints(in: state.view, isDemo: state.options.isDemo)
        var room = frame.columns - 2
        var shown: [KeyMap.Binding] = []
        let essential = hints.filter { $0.action == .help }
        room -= essential.reduce(0) { $0 + width($1) }
        for hint in hints where hint.action != .help {
            guard width(hint) <= room else { continue }
            room -= width(hint)
            shown.append(hint)
        }
        let ordered = hints.filter { shown.contains($0) || essential.contains($0) }
        var x = 1
        for hint in ordered {
            let start = x
            let isRefused = KeyMap.refusal(of: hint.action, state) != nil
            x = frame.write(hint.label, x, row, isRefused ? .muted : .of(.key))
            x = frame.write(" \(hint.short)", x, row, .of(.footer))
            frame.target(Rect(x: start, y: row, width: x - start, height: 1), hint.action)
            x += 2
        }
    }

    private func width(_ hint: KeyMap.Binding) -> Int {
        hint.label.cellWidth + hint.short.cellWidth + 3
    }
}

extension KeyMap.Binding {
    var label: String { hint ?? keys.first?.label ?? "" }
}

extension String {
    /// `Castellano - Lindqvist` as a title.
    var replacingDash: String { replacing(" - ", with: " & ") }
}
