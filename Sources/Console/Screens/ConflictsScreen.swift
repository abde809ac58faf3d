import Wedding

/// Two changes of one thing: what waits for a person, and what a rule has settled.
struct ConflictsScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let listWidth = min(40, area.width / 2)
        let (left, right) = area.split(left: listWidth)
        drawList(&frame, left)
        guard let chosen = Rows.selected(state, .conflicts).flatMap({ Int($0) }),
            let conflict = day.conflicts[safe: chosen]
        else {
            let inside = frame.box(right, "Both sides")
            frame.write(
                "No two changes have met today.".fitted(inside.width - 2), inside.x + 1,
                inside.y + 1, .muted)
            return
        }
        drawSides(&frame, right, conflict)
    }

    private func drawList(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(
            area, "Queue", remark: "\(day.conflicts.count) by rule", .of(.borderFocus))
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
        frame.separator("settled by rule today", inside.x + 1, y, width: inside.width - 2)
        y += 1
        let chosen = Rows.selected(state, .conflicts)
        for index in day.conflicts.indices.reversed() where y + 1 < inside.bottom {
            let conflict = day.conflicts[index]
            let place = Rect(x: inside.x, y: y, width: inside.width, height: 2)
            frame.write("✓ \(title(conflict))".fitted(inside.width - 3), place.x + 2, y)
            frame.write(
                "  \(conflict.rule.words) · \(state.clock(conflict.settledAt))".fitted(
                    inside.width - 3), place.x + 2, y + 1, .muted)
            frame.target(place, .select("\(index)"))
            if "\(index)" == chosen {
                frame.restyle(place.row(0)) { $0 = Style(.selection) }
                frame.write("▌", place.x, y, .of(.selection))
                frame.cursor = (place.x + 2, y)
            }
            y += 2
        }
    }

    private func title(_ conflict: Conflict) -> String {
        "\(day.name(of: conflict.entity)), \(conflict.field.words)"
    }

    private func drawSides(_ frame: inout Frame, _ area: Rect, _ conflict: Conflict) {
        let inside = frame.box(
            area, title(conflict), remark: "settled \(state.clock(conflict.settledAt))"
        ).inset(1, 0)
        let half = inside.width / 2
        var y = inside.y + 1
        for (x, side, mark, style) in [
            (inside.x, conflict.winner, "● taken", Style(.taken)),
            (inside.x + half, conflict.loser, "○ not taken", Style(.theirs)),
        ] {
            frame.write(who(side).fitted(half - 1), x, y, .muted)
            frame.write(day.words(side.value.value, conflict.key).fitted(half - 1), x, y + 1, style)
            frame.write(mark, x, y + 2, style)
            frame.write("said \(state.clock(side.at))", x, y + 3, .muted)
        }
        y += 5
        y = frame.field(
            "Why", "Neither had seen the other's change.", in: inside, row: y, labelWidth: 7)
        y = frame.field(
            "Rule", conflict.rule.words.capitalizedFirst, in: inside, row: y, labelWidth: 7)
        let loser = conflict.loser.by.person.map { day.day.name(of: $0) } ?? "The other side"
        frame.field("Told", "\(loser), with both values", in: inside, row: y, labelWidth: 7)
    }

    private func who(_ side: Conflict.Side) -> String {
        guard let person = side.by.person.flatMap({ day.day.people[$0] }) else { return "feed" }
        return "\(person.givenName), \(person.title)"
    }
}
