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
            Tabs(state, day).draw(&frame, row: 1)
            frame.rule(0, 2, width: frame.columns)
        }
        let top = isTiny ? 1 : 3
        let strip = Strip(state, day)
        let body = Rect(
            x: 0, y: top, width: frame.columns, height: frame.rows - top - 1 - strip.height)
        frame.cursor = (0, min(frame.rows - 1, top))
        if isTiny { TinyScreen(state, day).draw(&frame, body) } else { drawBody(&frame, body) }
        strip.draw(&frame, bottom: frame.rows - 2)
        drawFooter(&frame, row: frame.rows - 1)
    }

    private func drawBody(_ frame: inout Frame, _ body: Rect) {
        switch state.sizeClass {
        case .wall: drawWall(&frame, body)
        case .wide where state.view != .timeline && state.view != .map:
            let (main, pinned) = body.split(left: body.width - 62)
            draw(state.view, &frame, main)
            let cursor = frame.cursor
            TimelineScreen(state, day).drawList(&frame, pinned, isPinned: true)
            frame.cursor = cursor
            frame.target(pinned, .show(.timeline))
        default: draw(state.view, &frame, body)
        }
    }

    private func drawWall(_ frame: inout Frame, _ body: Rect) {
        let (upper, lower) = body.split(top: body.height / 2)
        let (board, timeline) = upper.split(left: body.width / 2)
        let (map, alerts) = lower.split(left: body.width / 2)
        let last = [.board, .timeline, .map].contains(state.view) ? .alerts : state.view
        for (view, area) in [
            (ViewID.map, map), (last, alerts), (.timeline, timeline), (.board, board),
        ] {
            let cursor = frame.cursor
            draw(view, &frame, area)
            guard view != state.view else { continue }
            // Only the view in hand takes clicks on its rows; the others are brought to hand.
            frame.cursor = cursor
            frame.target(area, .show(view))
        }
    }

    private func draw(_ view: ViewID, _ frame: inout Frame, _ area: Rect) {
        frame.fill(area)
        view.screen.init(state, day).draw(&frame, area)
    }

    private func drawHeader(_ frame: inout Frame) {
        let isNarrow = frame.columns < 100
        let local = day.day.clock.local(state.now)
        let date = day.day.date
        var left = " ◆ \(day.day.title.replacingDash)"
        let isTiny = state.sizeClass == .tiny
        if isTiny { left = " \(state.view.title)" }
        if !isNarrow {
            let weekday = date.weekdayName.prefix(3)
            left += " · \(weekday) \(date.day) \(date.monthName.prefix(3)) · \(day.day.venue)"
        }
        let clock = state.options.hasClock ? local.hourMinuteSecond : local.hourMinute
        let here = "\(day.hereCount(at: state.now))/\(day.expectedCount)"
        let seen = state.seesEveryone ? isTiny || isNarrow ? here : "\(here) here" : nil
        let counts =
            ([user, seen] + (isTiny ? [] : [late(isNarrow)]))
            .compactMap { $0 }.joined(separator: isNarrow ? "  " : "   ")
        let right = "\(counts)\(isNarrow ? "  " : "   ")\(clock) "
        var x = frame.columns - right.cellWidth
        frame.write(right, x, 0, .text)
        for (text, style) in tags(isNarrow).reversed() {
            x -= text.cellWidth + 2
            frame.write(text, x, 0, style)
        }
        frame.write(left.fitted(max(0, x - 2)), 0, 0, .of(.title))
    }

    /// Who is logged in: what is pressed here is said by them.
    private var user: String? {
        guard state.sizeClass != .tiny, let user = state.user else { return nil }
        return state.columns >= 160 ? user.name : user.givenName.fitted(16)
    }

    /// The lateness that will be at the next hard time, where its user sees all that it comes from.
    private func late(_ isNarrow: Bool) -> String? {
        state.projectedLateness.map { (isNarrow ? "" : "show ") + "+\($0.wholeMinutes)m" }
    }

    /// What the header says of the link, the mode and a replay.
    private func tags(_ isNarrow: Bool) -> [(String, Style)] {
        var tags: [(String, Style)] = []
        if state.options.isDemo, let demo = state.demo {
            let how = demo.isOver ? " over" : demo.isPaused ? " paused" : " \(demo.speed)×"
            let word = state.options.isReplay ? "REPLAY" : "DEMO"
            let text = word + (state.sizeClass == .tiny ? "" : how)
            tags.append((text, Style(.nowLine).reverse))
        }
        if !isNarrow {
            // A log that is shown again has nobody who says so.
            let isCeremony = state.options.isReplay && day.day.isCeremony(at: state.now)
            if state.isCeremony || isCeremony {
                tags.append(("ceremony", .of(.standby)))
            } else if state.mode == .weddingDay {
                tags.append(("wedding day", .muted))
            }
        }
        if state.diskTrouble != nil { tags.append(("▲ DISK", .of(.offline))) }
        if state.emergency.mutedUntil != nil { tags.append(("muted", .of(.late))) }
        if state.isBusy { tags.append(("busy", .of(.queued))) }
        // A host on the network answers at once: only what takes longer is told.
        if state.isLive, let since = state.waitingSince, state.now - since >= .seconds(2) {
            tags.append(("↑ \(state.waitingCount)", .of(.queued)))
        }
        if state.options.isReplay { return tags }
        if state.isLive {
            tags.append((state.sizeClass == .tiny ? "●" : "● live", .of(.live)))
        } else {
            let since = state.lostAt.map { " " + (state.now - $0).brief } ?? ""
            let waiting = state.waitingCount > 0 ? " · \(state.waitingCount) unsent" : ""
            tags.append(("○ OFFLINE\(since)\(waiting)", .of(.offline)))
        }
        return tags
    }

    private func drawFooter(_ frame: inout Frame, row: Int) {
        switch state.layers.last {
        case .filter:
            let x = frame.write(" / ", 0, row, .of(.key))
            let end = frame.write(state.filter, x, row, .of(.input))
            frame.cursor = (min(frame.columns - 1, end), row)
            frame.write("   Enter apply  Esc clear", max(end, x + 12), row, .of(.footer))
            return
        case .compose:
            frame.write(
                " Enter send  Ctrl-P priority  Ctrl-N place  Tab next  Esc leave".fitted(
                    frame.columns), 0,
                row, .of(.footer))
            return
        // These say in their own box what their keys are.
        case .help, .palette, .dialog, .picker, .form, .note, .feed, .ticks, .gate: return
        case nil: break
        }
        let note = state.filter.isEmpty ? "" : "  filter: \(state.filter) (Esc clears) "
        drawHints(&frame, row, room: frame.columns - note.cellWidth)
        frame.write(note, max(0, frame.columns - note.cellWidth), row, .of(.nowLine))
    }

    /// Whole hints only, the best first; `?` always has a place.
    private func drawHints(_ frame: inout Frame, _ row: Int, room columns: Int) {
        let hints = KeyMap.standard.hints(
            in: state.view, isDemo: state.options.isDemo, isFiltered: state.isFiltered
        )
        .filter { $0.action.applies(state) }
        let essential = hints.filter { $0.action == .help }
        var room = columns - 2 - essential.reduce(0) { $0 + width($1) }
        var shown: [KeyMap.Binding] = []
        for hint in hints where hint.action != .help {
            room -= width(hint)
            guard room >= 0 else { break }
            shown.append(hint)
        }
        var x = 1
        for hint in shown + essential {
            let start = x
            let isRefused = hint.action.refusal(state) != nil
            x = frame.write(hint.label, x, row, isRefused ? .muted : .of(.key))
            x = frame.write(" \(words(hint))", x, row, .of(.footer))
            frame.target(Rect(x: start, y: row, width: x - start, height: 1), hint.action)
            x += 2
        }
    }

    private func width(_ hint: KeyMap.Binding) -> Int {
        hint.label.cellWidth + words(hint).cellWidth + 3
    }

    private func words(_ hint: KeyMap.Binding) -> String {
        hint.action == .feed ? "\(state.feed.unread.count) \(hint.short)" : hint.short
    }
}

extension KeyMap.Binding {
    var label: String { hint ?? keys.first?.label ?? "" }
}

extension String {
    /// `Castellano - Lindqvist` as a title.
    var replacingDash: String { replacing(" - ", with: " & ") }
}
