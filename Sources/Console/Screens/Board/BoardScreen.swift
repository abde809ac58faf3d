import Wedding

/// Who is here, who needs somebody, where everyone is.
struct BoardScreen {
    let state: ConsoleState
    let day: DayState
    let model: BoardModel
    private let chosen: String?

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = BoardModel(state, day)
        chosen = Rows.pick(model.rows.compactMap(\.id), state, .board)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        if area.width < 100 || area.height < 24 {
            drawSmall(&frame, area)
            return
        }
        let (head, panes) = area.split(top: GlancePane.height)
        GlancePane(state, day).draw(&frame, head)
        // Names come before bars: where both have no room, counts stand in one line.
        let hasBars = area.width >= Self.widthForBars && state.seesEveryone
        let hasCounts = !hasBars && state.seesEveryone
        let (counts, below) = panes.split(top: hasCounts ? 1 : 0)
        if hasCounts { drawCounts(&frame, counts) }
        let (left, rest) = below.split(left: hasBars ? 34 : 0)
        let (middle, right) = rest.split(left: rest.width - 34)
        if hasBars { drawLeft(&frame, left) }
        let sort = "sort: \(state.board.order.rawValue)"
        let remark =
            state.seesEveryone ? "\(model.needing) of \(day.expectedCount) · \(sort)" : sort
        let title = state.seesWholePlan ? "Needs you" : "People"
        let inside = frame.box(middle, title, remark: remark, .of(.borderFocus))
        drawRows(&frame, inside, columns: Columns(width: inside.width))
        if let person = selected {
            drawDetail(&frame, right, person)
        } else if let table = selectedTable {
            drawTable(&frame, right, table)
        } else {
            frame.box(right, "Details")
        }
    }

    private var selected: Person? {
        chosen.flatMap { day.day.people[PersonID($0)] }
    }

    private var selectedTable: SeatingTable? {
        chosen.flatMap { day.day.tables[TableID($0)] }
    }

    // MARK: List

    private struct Columns {
        let who, role, due, seen, note: Int

        init(width: Int) {
            let rest = width - 5
            if width < 60 {
                (who, role, due, note) = (rest * 38 / 100, rest * 23 / 100, 6, 0)
            } else {
                // A note of a few cells says nothing: its room goes to the role.
                let spare = rest - 21 - 13 - 7 - 16
                note = spare < 6 ? 0 : spare
                (who, role, due) = (21, 13 + max(0, spare - note), 7)
            }
            seen = rest - who - role - due - max(0, note)
        }
    }

    private func drawRows(_ frame: inout Frame, _ area: Rect, columns: Columns) {
        var x = area.x + 3
        for (title, width) in [
            ("Who", columns.who), ("Role", columns.role), ("Due", columns.due),
            ("Last seen", columns.seen), ("Note", columns.note),
        ] where width > 0 {
            frame.write(title, x + (title == "Who" ? 1 : 0), area.y, .muted, limit: width)
            x += width
        }
        var list = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        if day.hearsNobody, list.height > 6 {
            list = list.split(top: list.height - 1).0
            frame.write(
                " No tracked devices. People are as reported.".fitted(list.width - 1),
                list.x, list.bottom, .muted)
        }
        guard !model.rows.isEmpty else {
            let text =
                state.filter.isEmpty
                ? "The wedding file has no people."
                : "Nobody matches \"\(state.filter)\". Esc clears the filter."
            frame.write(text, list.x + 1, list.y + 1, .muted, limit: list.width - 2)
            return
        }
        let index = model.rows.firstIndex { $0.id == chosen && chosen != nil }
        let height = model.rows.count > list.height ? list.height - 1 : list.height
        let pane = ListPane(model.rows, selected: index)
        pane.draw(&frame, list.row(0, height: height)) { frame, row, place in
            drawRow(&frame, row, place, columns)
        }
        let first = pane.first(height: height)
        let hidden = model.rows.count - first - height
        if model.rows.count > list.height {
            let text = hidden > 0 ? "  … \(hidden) more · G end" : "  end · Home top"
            frame.write(text, list.x + 1, list.bottom - 1, .muted, limit: list.width - 2)
        }
    }

    private func drawRow(
        _ frame: inout Frame, _ row: BoardModel.Row, _ area: Rect, _ columns: Columns
    ) {
        switch row.content {
        case .separator(let title):
            frame.separator(title, area.x + 1, area.y, width: area.width - 1)
        case .person(let person, let status):
            drawPerson(&frame, person, status, area, columns)
        case .table(let table, let here, let seats):
            let style: Style = here < seats ? .muted : .text
            frame.write(here == seats && seats > 0 ? "●" : "○", area.x + 2, area.y, style)
            let name =
                table.map { "Table \($0.number) \(here)/\(seats) \($0.name)" }
                ?? "No table \(here)/\(seats)"
            frame.write(name.fitted(columns.who - 2), area.x + 4, area.y, style)
            frame.write("Guests", area.x + 3 + columns.who, area.y, .muted, limit: columns.role)
        }
        if let id = row.id { frame.target(area, .select(id)) }
    }

    private func drawPerson(
        _ frame: inout Frame, _ person: Person, _ status: PresenceStatus, _ area: Rect,
        _ columns: Columns
    ) {
        // Only what wants a person is coloured; of everyone else the name stands out.
        let isUrgent =
            (status == .missing || status == .late)
            && (state.seesWholePlan || person.id == state.me)
        let style: Style = isUrgent ? .of(status.role) : .text
        let rest: Style = isUrgent ? style : .muted
        frame.write(status.glyph, area.x + 2, area.y, status == .here ? style : .of(status.role))
        var x = area.x + 4
        frame.write(person.name.fitted(columns.who - 2), x, area.y, style)
        x = area.x + 3 + columns.who
        frame.write(person.title.capitalizedFirst.fitted(columns.role - 1), x, area.y, .muted)
        x += columns.role
        // Whoever is here is not due: the place begins where the time would stand.
        let isDue = status != .here && status != .left
        if isDue, let call = person.callTime { frame.write(state.clock(call), x, area.y, rest) }
        let lead = isDue || columns.note > 0 ? columns.due : 0
        let room = columns.due + columns.seen - lead
        // The newest change of a place stands out for a minute.
        let moved = day.presence[person.id]?.zoneAt.map { state.now - $0 < .minutes(1) } ?? false
        frame.write(seen(person, status).fitted(room), x + lead, area.y, moved ? style.bold : rest)
        x += columns.due + columns.seen
        if columns.note > 4 {
            frame.write(note(person, status).fitted(columns.note), x, area.y, .muted)
        }
    }

    private func seen(_ person: Person, _ status: PresenceStatus) -> String {
        let presence = day.presence[person.id] ?? Presence()
        if status != .here, status != .left, let eta = presence.eta {
            return "ETA \(state.clock(eta))"
        }
        guard let seen = presence.shownSighting(status), let zone = seen.zone else {
            return status == .here ? "here" : "—"
        }
        let isAway = day.day.zones[zone]?.kind == .offSite
        let place = isAway ? "away" : day.day.shortName(of: zone)
        return "\(isNarrow ? place.abbreviated(8) : place) \(state.clock(seen.at))"
    }

    private var isNarrow: Bool { state.columns < 140 }

    private func note(_ person: Person, _ status: PresenceStatus) -> String {
        let presence = day.presence[person.id] ?? Presence()
        if let why = day.unreachable(person.id, at: state.now) { return why }
        if status == .missing, let zone = day.deadZone(of: person.id) {
            return zone.signal == .none ? "no signal there" : "weak signal there"
        }
        if let battery = presence.battery, battery <= 30, !presence.isCharging {
            return "battery \(battery)%"
        }
        if presence.link == .offline && status == .here { return "device offline" }
        if presence.link == .weak { return "weak link" }
        return presence.activity.stage > 2 ? presence.activity.words : ""
    }

    private func drawSmall(_ frame: inout Frame, _ area: Rect) {
        if state.showsDetail, let person = selected {
            drawDetail(&frame, area, person)
            return
        }
        if state.showsDetail, let table = selectedTable {
            drawTable(&frame, area, table)
            return
        }
        GlancePane(state, day).draw(&frame, area)
        let top = area.row(GlancePane.height)
        let hasCounts = state.seesEveryone
        if hasCounts { drawCounts(&frame, top) }
        frame.rule(area.x, top.y + (hasCounts ? 1 : 0), width: area.width)
        let (_, list) = area.split(top: GlancePane.height + (hasCounts ? 2 : 1))
        drawRows(&frame, list, columns: Columns(width: list.width))
    }

    private static let widthForBars = 116

    private func drawCounts(_ frame: inout Frame, _ area: Rect) {
        var x = area.x + 1
        for (status, count) in counts {
            x =
                frame.write(
                    "\(status.glyph) \(status.word) \(count)", x, area.y,
                    count > 0 ? .of(status.role) : .muted) + 2
        }
    }

    var counts: [(PresenceStatus, Int)] {
        let people = day.day.people.map { day.status(of: $0, at: state.now) }
        let order: [PresenceStatus] = [.here, .onTheWay, .due, .late, .missing, .left]
        return order.map { status in
            // With the crews of companies who have no name here, as the header counts.
            if status == .here { return (status, day.hereCount(at: state.now)) }
            let guests = day.day.otherGuests { $0.isExpected && $0.status == status }
            return (status, people.count { $0 == status } + guests)
        }
    }

    // MARK: Detail

    private func drawDetail(_ frame: inout Frame, _ area: Rect, _ person: Person) {
        let status = day.status(of: person, at: state.now)
        let inside = frame.box(
            area, person.name.fitted(area.width - 16),
            remark: "\(status.glyph) \(status.word.uppercased())")
        let width = area.width
        let badge = " \(status.glyph) \(status.word.uppercased()) "
        frame.write(badge, area.x + width - 2 - badge.cellWidth, area.y, .of(status.role))
        PersonDetail(state, day, person).draw(&frame, inside.inset(1, 1))
    }

    private func drawTable(_ frame: inout Frame, _ area: Rect, _ table: SeatingTable) {
        let guests = day.day.seated(at: table.id)
        let inside = frame.box(
            area, "Table \(table.number) \(table.name)", remark: "\(guests.count)/\(table.seats)")
        var y = inside.y + 1
        for guest in guests.sorted(by: { ($0.seat ?? 99) < ($1.seat ?? 99) })
        where y < inside.bottom {
            frame.write(
                guest.rsvp.isHere ? "●" : "○", inside.x + 1, y,
                .of(guest.rsvp.isHere ? .here : .due))
            frame.write(guest.name.fitted(inside.width - 5), inside.x + 3, y)
            y += 1
            let wants = [guest.meal, guest.diet].compactMap { $0 }.map {
                $0.spaced
            }
            if !wants.isEmpty, y < inside.bottom {
                frame.write(
                    wants.joined(separator: ", ").fitted(inside.width - 6), inside.x + 4, y, .muted)
                y += 1
            }
        }
    }
}
