import Wedding

/// The station's one screen, at any size.
struct StationScreen {
    let state: StationState
    let words: StationWords

    init(_ state: StationState) { (self.state, words) = (state, state.words) }

    var frame: Frame {
        var frame = Frame(columns: state.columns, rows: state.rows)
        frame.title = "callboard check-in"
        frame.showsCursor = true
        if let emergency = state.emergency {
            draw(emergency, &frame)
        } else if let day = state.day {
            if frame.columns >= 40, frame.rows >= 12 { draw(day, &frame) } else { drawTiny(&frame) }
        } else {
            frame.write("Connecting…".fitted(frame.columns), 2, frame.rows / 2, .muted)
        }
        max(state.glyphs, state.theme.glyphSet).apply(to: &frame)
        return frame
    }

    /// Above everything: what happened, and what to do.
    private func draw(_ alert: Alert, _ frame: inout Frame) {
        frame.fill(frame.area, " ", .of(.emergency))
        let middle = frame.rows / 2
        let lines = ["!!  EMERGENCY  !!", "", alert.text.uppercased(), "", alert.doFirst]
            .flatMap { $0.isEmpty ? [""] : $0.wrapped(max(1, frame.columns - 8), maxLines: 3) }
        for (offset, line) in lines.enumerated() {
            let x = max(0, (frame.columns - line.cellWidth) / 2)
            frame.write(line, x, middle - lines.count / 2 + offset, Style.of(.emergency).bold)
        }
        frame.write(clock(state.now), frame.columns - 7, 1, .of(.emergency))
    }

    private var isWide: Bool { state.columns >= 100 && state.rows >= 28 && !state.isLarge }

    func clock(_ moment: Timestamp) -> String {
        state.day?.day.clock.local(moment).hourMinute ?? "--:--"
    }

    private func drawTiny(_ frame: inout Frame) {
        frame.write(words.who.fitted(frame.columns), 0, 0, .of(.title))
        frame.write((state.query + "_").fitted(frame.columns), 0, 1, .of(.input))
        for (index, row) in state.matches.prefix(max(0, frame.rows - 2)).enumerated() {
            let isChosen = row == state.selectedRow
            frame.write(
                row.name.fitted(frame.columns), 0, 2 + index,
                isChosen ? Style.text.reverse : .text)
        }
    }

    private func draw(_ day: DayState, _ frame: inout Frame) {
        drawHead(day, &frame)
        let margin = isWide ? 8 : 2
        let body = Rect(
            x: margin, y: 3, width: frame.columns - 2 * margin, height: frame.rows - 6)
        if isWide {
            let (left, right) = body.split(left: body.width * 58 / 100)
            let top = Rect(x: left.x, y: left.y + 1, width: left.width - 2, height: body.height - 8)
            drawSearch(top, &frame)
            drawCard(
                Rect(
                    x: right.x + 1, y: body.y + 1, width: right.width - 1, height: body.height - 8),
                isBoxed: true, &frame)
            drawNext(
                Rect(x: body.x, y: body.bottom - 6, width: body.width, height: 5), isBoxed: true,
                &frame)
        } else {
            let list = min(max(6, body.height / 3), 9)
            drawSearch(Rect(x: body.x, y: body.y, width: body.width, height: list), &frame)
            frame.rule(0, body.y + list, width: frame.columns)
            let card = Rect(
                x: body.x, y: body.y + list + 1, width: body.width,
                height: max(1, body.height - list - 4))
            drawCard(card, isBoxed: false, &frame)
            drawNext(
                Rect(x: body.x, y: body.bottom - 2, width: body.width, height: 2), isBoxed: false,
                &frame)
        }
        drawFoot(&frame)
    }

    private func drawHead(_ day: DayState, _ frame: inout Frame) {
        let date = day.day.date
        let names = "◆ \(words.title) · \(day.day.title)"
        let place =
            " · \(date.weekdayName.prefix(3)) \(date.day) \(date.monthName.prefix(3)) · \(day.day.venue)"
        let since = state.lostAt.map { " " + (state.now - $0).words } ?? ""
        let link = state.isLive ? "● \(words.online)" : "○ \(words.offlineNow)\(since)"
        let right = "\(link)   \(clock(state.now))"
        let room = frame.columns - right.cellWidth - 6
        let title = (names + place).cellWidth <= room ? names + place : names
        frame.write(title.fitted(room), 3, 1, .of(.title))
        let column = frame.columns - right.cellWidth - 2
        frame.write(link, column, 1, .of(state.isLive ? .live : .offline))
        frame.write(clock(state.now), frame.columns - 7, 1, .of(.title))
        frame.rule(0, 2, width: frame.columns)
    }

    func spread(_ text: String) -> String {
        state.isLarge ? text.map { String($0) }.joined(separator: " ") : text
    }

    private func drawSearch(_ area: Rect, _ frame: inout Frame) {
        let isTyping = state.step == .search
        var y = area.y
        let wide = isWide
        if wide {
            frame.write(words.who, area.x, y, .of(.title))
            let field = Rect(x: area.x, y: y + 1, width: area.width, height: 3)
            let inside = frame.box(field, "", isTyping ? .of(.borderFocus) : .of(.border))
            drawQuery(inside.x + 1, inside.y, inside.width - 2, &frame)
            frame.write(words.hint.fitted(area.width), area.x, y + 5, .muted)
            y += 7
        } else {
            let end = frame.write(words.who + "  > ", area.x, y, .of(.title))
            drawQuery(end, y, area.right - end, &frame)
            y += 2
        }
        let matches = state.matches
        var list = Rect(x: area.x, y: y, width: area.width, height: area.bottom - y)
        if wide {
            list = frame.box(list, words.matches(matches.count))
        }
        let rows = max(0, list.height - 1)
        let place = matches.firstIndex { $0 == state.selectedRow } ?? 0
        let first = max(0, min(place - rows / 2, matches.count - rows))
        for (index, row) in matches.dropFirst(first).prefix(rows).enumerated() {
            drawRow(row, Rect(x: list.x, y: list.y + index, width: list.width, height: 1), &frame)
        }
        frame.write(words.notListed.fitted(list.width - 2), list.x + 2, list.bottom - 1, .muted)
    }

    private func drawQuery(_ x: Int, _ y: Int, _ width: Int, _ frame: inout Frame) {
        let isTyping = state.step == .search
        let shown = String(state.query.suffix(max(0, width - 1)))
        let end = frame.write(shown, x, y, .of(.input))
        if isTyping {
            frame.write("_", end, y, .of(.input))
            frame.cursor = (end, y)
        }
    }

    private func drawRow(_ row: StationState.Row, _ area: Rect, _ frame: inout Frame) {
        let isChosen = row == state.selectedRow
        let isHere = state.isHere(row.person.id)
        let due = row.person.callTime.map { "\(words.due) \(clock($0))" } ?? ""
        let hasLeft = state.day?.presence[row.person.id]?.activity == .departed
        let mark = isHere ? "✓" : hasLeft ? "◇" : "○"
        let right = "\(due) \(mark)"
        if isChosen { frame.write("▌", area.x, area.y, .of(.borderFocus)) }
        let trade = area.width > 50 ? row.vendor?.trade.spaced ?? row.person.title : ""
        let isLead =
            row.vendor.map { state.day?.day.lead(of: $0.id)?.id == row.person.id } ?? true
        let title = isLead ? row.name : "\(row.person.name), \(row.name)"
        let name = title.filled(
            max(12, area.width - trade.cellWidth - right.cellWidth - 6))
        frame.write(
            name, area.x + 2, area.y, isChosen ? Style.text.bold : isHere ? .muted : .text)
        frame.write(trade, area.right - right.cellWidth - trade.cellWidth - 3, area.y, .muted)
        frame.write(
            right, area.right - right.cellWidth - 1, area.y, isHere ? .of(.here) : .of(.due))
    }

    private func drawFoot(_ frame: inout Frame) {
        let y = frame.rows - 3
        if let toast = state.toast {
            frame.write(toast.text.fitted(frame.columns - 4), 2, y, Style.of(.toast).bold)
        } else {
            var x = 3
            for arrival in state.arrivals.prefix(6) {
                let text = "✓ \(clock(arrival.at)) \(arrival.name)   "
                guard x + text.cellWidth < frame.columns else { break }
                x = frame.write(text, x, y, .of(.here))
            }
        }
        frame.rule(0, frame.rows - 2, width: frame.columns)
        let room = frame.columns - 2
        let footer = words.footer.cellWidth <= room ? words.footer : words.shortFooter
        frame.write(footer.fitted(room), 1, frame.rows - 1, .of(.footer))
    }
}
