import Wedding

/// Two changes of one thing, side by side: what waits for a person, and what a rule has settled.
struct ConflictsScreen {
    let state: ConsoleState
    let day: DayState
    private let model: ConflictsModel

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day, model) = (state, day, ConflictsModel(day))
    }

    private var chosen: ConflictsModel.Row? {
        let id = Rows.selected(state, .conflicts)
        return model.rows.first { $0.id == id }
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        guard state.sizeClass != .small else { return drawOne(&frame, area) }
        let (left, right) = area.split(left: 36)
        drawQueue(&frame, left)
        guard let row = chosen else {
            let inside = frame.box(right, "Both sides")
            frame.write(
                "No conflicts today.".fitted(inside.width - 2), inside.x + 1,
                inside.y + 1, .muted)
            return
        }
        let (upper, lower) = right.split(top: right.height - min(10, right.height / 3))
        let sheet = model.sheet(row)
        let inside = frame.box(upper, model.title(row), remark: remark(sheet)).inset(1, 0)
        drawSheet(&frame, inside.row(1, height: inside.height - 1), sheet)
        let remarkBelow = sheet.isOpen || isChanged(sheet) ? "preview, nothing saved yet" : ""
        let below = frame.box(lower, "Result", remark: remarkBelow).inset(1, 0)
        drawResult(&frame, below.row(1, height: below.height - 1), sheet)
    }

    /// Without room for the queue: one at a time.
    private func drawOne(_ frame: inout Frame, _ area: Rect) {
        guard let row = chosen else {
            frame.write(
                "No conflicts today.".fitted(area.width - 2), area.x + 1, area.y, .muted)
            return
        }
        let sheet = model.sheet(row)
        let place = (model.rows.firstIndex(of: row) ?? 0) + 1
        let mark = sheet.isOpen ? "◆" : "✓"
        let title = "\(mark) \(model.title(row))"
        frame.write(
            "\(place) of \(model.rows.count) · \(title) · \(remark(sheet))".fitted(area.width - 2),
            area.x + 1, area.y, .of(.title))
        frame.cursor = (area.x + 1, area.y)
        frame.rule(area.x, area.y + 1, width: area.width)
        let height = max(0, area.height - 7)
        drawSheet(
            &frame, Rect(x: area.x + 1, y: area.y + 2, width: area.width - 2, height: height), sheet
        )
        frame.rule(area.x, area.bottom - 5, width: area.width)
        drawResult(
            &frame, Rect(x: area.x + 1, y: area.bottom - 4, width: area.width - 2, height: 4), sheet
        )
    }

    private func remark(_ sheet: ConflictSheet) -> String {
        if case .proposal = sheet.row { return sheet.isOpen ? "pending proposal" : "answered" }
        if !sheet.isOpen, case .conflict(let conflict) = sheet.row {
            return "settled \(state.clock(conflict.settledAt))"
        }
        let apart = sheet.b.at - sheet.a.at
        return apart >= .minutes(1) ? "changed \(apart.words) apart" : "at the same time"
    }

    private func drawQueue(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(
            area, "Queue", remark: "\(model.open.count) open · \(model.settled.count) settled",
            .of(.borderFocus))
        var y = inside.y + 1
        if let proposal = day.proposal, !state.pendingMoves.isEmpty,
            let cause = day.day.items[proposal.cause]
        {
            let key = KeyMap.standard.label(
                .approve, in: .timeline, isDemo: state.options.isDemo)
            frame.write(
                "◆ Slip of \(cause.title)".fitted(inside.width - 2), inside.x + 1, y, .of(.over))
            frame.write(
                "  \(state.pendingMoves.count.items) · \(key) in Timeline".fitted(inside.width - 2),
                inside.x + 1, y + 1, .muted)
            y += 3
        }
        let rows = model.rows
        let index = rows.firstIndex { $0.id == chosen?.id } ?? 0
        let height = max(1, (inside.bottom - y - 3) / 3)
        let first = ListPane(rows, selected: index).first(height: height)
        for (place, row) in rows.enumerated().dropFirst(first) {
            if place == model.open.count, !model.settled.isEmpty, y + 1 < inside.bottom {
                frame.separator("settled today", inside.x + 1, y, width: inside.width - 2)
                y += 1
            }
            guard y + 1 < inside.bottom else { break }
            drawRow(&frame, Rect(x: inside.x, y: y, width: inside.width, height: 2), row)
            y += place < model.open.count ? 3 : 2
        }
    }

    private func drawRow(_ frame: inout Frame, _ place: Rect, _ row: ConflictsModel.Row) {
        let sheet = model.sheet(row)
        let mark = sheet.isOpen ? "◆" : "✓"
        frame.write("\(mark) \(model.title(row))".fitted(place.width - 2), place.x + 1, place.y)
        frame.write(
            "    \(subtitle(sheet))".fitted(place.width - 2), place.x + 1, place.y + 1, .muted)
        frame.target(place, .select(row.id))
        if row.id == chosen?.id { frame.mark(place.row(0), cursor: 1) }
    }

    private func subtitle(_ sheet: ConflictSheet) -> String {
        func name(_ side: ConflictSheet.Side) -> String {
            sheet.side(side).by.person.map { day.day.givenName(of: $0) } ?? "plan"
        }
        switch sheet.row {
        case .conflict(let conflict) where conflict.isOpen:
            return "\(name(.a)) \(state.clock(sheet.a.at)) · \(name(.b)) \(state.clock(sheet.b.at))"
        case .conflict(let conflict):
            let how = conflict.decision == nil ? conflict.rule.words : "decided by a person"
            return "\(how) · \(state.clock(conflict.settledAt))"
        case .proposal(let proposal):
            guard let answer = proposal.answer else {
                return "\(name(.b)) proposes · \(state.clock(proposal.at))"
            }
            return answer.isAccepted ? "accepted" : "declined"
        }
    }

    /// Which side the user has chosen, or what stands.
    private func side(_ sheet: ConflictSheet) -> ConflictSheet.Side? {
        state.conflicts.id == sheet.row.id
            ? state.conflicts.side ?? sheet.suggestion : sheet.suggestion
    }

    private func isChanged(_ sheet: ConflictSheet) -> Bool {
        state.conflicts.id == sheet.row.id
            && (state.conflicts.value != nil || side(sheet) != sheet.suggestion)
    }

    private func drawSheet(_ frame: inout Frame, _ area: Rect, _ sheet: ConflictSheet) {
        let isNarrow = area.height < 16
        let columns = isNarrow ? [2, 16, 27, 52] : [2, 16, 29, 56]
        func x(_ column: Int) -> Int { area.x + columns[column] }
        func room(_ column: Int) -> Int {
            (column + 1 < columns.count ? columns[column + 1] : area.width) - columns[column] - 1
        }
        var y = area.y
        let taken = side(sheet)
        let heads = ["Field", "Before", "◀ A  \(sheet.who(.a))", "B  \(sheet.who(.b)) ▶"]
        for (column, head) in heads.enumerated() {
            frame.write(head.fitted(room(column)), x(column), y, .muted)
        }
        frame.separator("", area.x, y + 1, width: area.width)
        y += 2
        func row(_ name: String, _ before: String, _ a: String, _ b: String, isMain: Bool = false) {
            guard y < area.bottom - 3 else { return }
            frame.write(name.fitted(room(0)), x(0), y, isMain ? .text : .muted)
            frame.write(before.fitted(room(1)), x(1), y, .muted)
            for (column, side, text) in [(2, ConflictSheet.Side.a, a), (3, .b, b)] {
                let isTaken = side == taken
                let mark = isTaken ? "●" : "○"
                frame.write(
                    "\(mark) \(text)".fitted(room(column)), x(column), y,
                    isTaken ? Style(.taken).bold : Style(.theirs))
            }
            if isMain { frame.write("▌", area.x, y, .of(.selection)) }
            y += isNarrow ? 1 : 2
        }
        row(
            sheet.key.field.words.capitalizedFirst,
            sheet.before.map { day.words($0, sheet.key) } ?? "—",
            sheet.words(.a), sheet.words(.b), isMain: true)
        if !sheet.a.text.isEmpty || !sheet.b.text.isEmpty {
            func said(_ text: String) -> String { text.isEmpty ? "—" : text }
            row("Reason", "—", said(sheet.a.text), said(sheet.b.text))
        }
        for (name, value) in sheet.context where y < area.bottom - 3 {
            frame.write(name.fitted(room(0)), x(0), y, .muted)
            frame.write(value.fitted(room(1)), x(1), y, .muted)
            for column in [2, 3] {
                frame.write("= \(value)".fitted(room(column)), x(column), y, .of(.same))
            }
            y += isNarrow ? 1 : 2
        }
        if sheet.guestNotice(.a) != sheet.guestNotice(.b) {
            row("Guest notice", "none", sheet.guestNotice(.a), sheet.guestNotice(.b))
        }
        guard y + 2 < area.bottom else { return }
        frame.separator("", area.x, y, width: area.width)
        y = frame.field(
            "Why", sheet.why, in: area, row: y + 1, labelWidth: 7, .text, maxLines: isNarrow ? 1 : 2
        )
        y = frame.field(
            "Rule", sheet.rule, in: area, row: y, labelWidth: 7, .of(.conflictRule),
            maxLines: isNarrow ? 1 : 2)
        guard y + 1 < area.bottom, !isNarrow else { return }
        frame.write(
            "● chosen   ○ not chosen   = same on both sides", area.x, area.bottom - 1, .muted)
    }

    private func drawResult(_ frame: inout Frame, _ area: Rect, _ sheet: ConflictSheet) {
        let own = state.conflicts.id == sheet.row.id ? state.conflicts.value : nil
        guard let value = own ?? side(sheet).map({ sheet.side($0).value }) else {
            frame.write(
                "No side chosen. Press ←/→ to choose one.".fitted(area.width), area.x,
                area.y, .muted)
            return
        }
        let outcome = sheet.outcome(value, at: state.now)
        var y = area.y
        frame.write(outcome.headline.fitted(area.width), area.x, y, Style(.text).bold)
        y += area.height > 5 ? 2 : 1
        let then =
            outcome.then.isEmpty
            ? "nothing else moves" : outcome.then.prefix(4).joined(separator: " · ")
        y = frame.field(
            "Then", then, in: area, row: y, labelWidth: 6, .text, maxLines: area.height > 5 ? 2 : 1)
        guard y < area.bottom else { return }
        let names = outcome.told.filter { $0 != state.me }.map { day.day.givenName(of: $0) }
        if !names.isEmpty {
            frame.write(
                "      \(names.spoken(limit: 5)) \(names.count == 1 ? "is" : "are") told, with both values."
                    .fitted(area.width), area.x, y, .muted)
        }
        y = max(y + 2, area.bottom - 1)
        guard y < area.bottom, let user = state.user else { return }
        let hint: String
        if case .proposal = sheet.row, sheet.isOpen {
            hint = "Enter accept as \(user.givenName)   x decline"
        } else if sheet.isOpen || isChanged(sheet) {
            hint = "Enter apply as \(user.givenName)   e edit the result"
        } else if case .proposal = sheet.row {
            hint = "This proposal is already answered."
        } else {
            hint = "←/→ choose the other side to change this decision"
        }
        frame.write(hint.fitted(area.width), area.x, y, .of(.key))
    }
}
