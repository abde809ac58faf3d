import Wedding

/// The venue: walls, who is where, who was last seen where.
struct MapScreen {
    let state: ConsoleState
    let day: DayState

    private let selected: Zone?

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        selected = Rows.selected(state, .map).flatMap { day.day.zones[ZoneID($0)] }
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let hasSide = area.width >= 100 && area.height >= 24
        if !hasSide, state.showsDetail || state.map.zoom == .zone, let zone = selected {
            drawZone(&frame, area, zone)
            return
        }
        let (plan, side) =
            hasSide ? area.split(left: area.width - 32) : (area, area.row(0, height: 0))
        if hasSide {
            let remark = "zoom \(zoomName) · layer \(state.map.layer.rawValue)"
            let inside = frame.box(plan, day.day.venue, remark: remark, .of(.borderFocus))
            let (canvas, notes) = inside.split(top: inside.height - 2)
            if state.map.zoom == .zone, let zone = selected {
                drawZone(&frame, canvas, zone)
            } else {
                drawPlan(&frame, canvas)
            }
            drawNotes(&frame, notes)
            let (list, detail) = side.split(top: min(side.height - 8, day.day.zones.count + 4))
            drawList(&frame, list)
            if let zone = selected { drawDetail(&frame, detail, zone) } else { frame.box(detail) }
        } else {
            drawPlan(&frame, plan)
        }
    }

    private var zoomName: String {
        switch state.map.zoom {
        case .overview: "overview"
        case .plan: "fit"
        case .zone: "zone"
        }
    }

    // MARK: Plan

    private func drawPlan(_ frame: inout Frame, _ area: Rect) {
        let zones = day.day.zones.filter { $0.kind != .offSite }
        guard !zones.isEmpty else {
            frame.write("The wedding file has no zones.", area.x + 1, area.y + 1, .muted)
            return
        }
        var walls = WallMap(area)
        var placed: [(Zone, Rect)] = []
        for zone in zones {
            let rect = scaled(zone.area, area)
            placed.append((zone, rect))
            walls.add(rect, look(zone))
        }
        if state.map.layer == .heat {
            for (zone, rect) in placed { frame.fill(clip(rect, area), " ", .of(heat(zone))) }
        }
        walls.draw(&frame)
        for (zone, rect) in placed {
            ZoneBox(
                state, day, zone, rect, area, isSelected: zone.id == selected?.id
            ).draw(&frame)
        }
        drawArrows(&frame, area, placed)
    }

    private func clip(_ rect: Rect, _ area: Rect) -> Rect {
        let (x, y) = (max(rect.x, area.x), max(rect.y, area.y))
        return Rect(
            x: x, y: y, width: min(rect.right, area.right) - x,
            height: min(rect.bottom, area.bottom) - y)
    }

    /// The whole plan fits at zoom "plan"; cells are twice as tall as wide, so x stretches more.
    private func scaled(_ rect: Zone.Rectangle, _ area: Rect) -> Rect {
        let (mapWidth, mapHeight) = (max(1, day.day.mapWidth), max(1, usedHeight))
        func x(_ value: Int) -> Int {
            area.x + value * (area.width - 1) / mapWidth - state.map.panX
        }
        func y(_ value: Int) -> Int {
            area.y + value * (area.height - 1) / mapHeight - state.map.panY
        }
        let (left, top) = (x(rect.x), y(rect.y))
        return Rect(
            x: left, y: top, width: max(3, x(rect.x + rect.width) - left),
            height: max(2, y(rect.y + rect.height) - top))
    }

    /// Rows of the plan that zones on it use.
    private var usedHeight: Int {
        day.day.zones.filter { $0.kind != .offSite }.map { $0.area.y + $0.area.height }.max() ?? 1
    }

    private func look(_ zone: Zone) -> WallMap.Look {
        let isAlerting = alert(zone) != nil
        if isAlerting {
            return .alert(isDouble: !(alert(zone)?.state == .raised && state.isPulseOn))
        }
        if zone.id == selected?.id { return .focus }
        return zone.isIndoor ? .indoor : .outdoor
    }

    /// An open alert about the zone or about somebody last seen in it.
    private func alert(_ zone: Zone) -> Alert? {
        day.openAlerts.first { alert in
            guard alert.priority <= .critical else { return false }
            if alert.zone == zone.id { return true }
            return day.presence[PersonID(alert.about)]?.zone == zone.id
        }
    }

    private func heat(_ zone: Zone) -> ThemeRole {
        let people = day.occupants(of: zone.id, at: state.now)
        let percent = (people.named.count + people.guests) * 100 / max(1, zone.capacity)
        switch percent {
        case ..<10: return .heat1
        case ..<40: return .heat2
        case ..<90: return .heat3
        default: return .heat4
        }
    }

    /// Alerts outside of what is seen get an arrow at the edge.
    private func drawArrows(_ frame: inout Frame, _ area: Rect, _ placed: [(Zone, Rect)]) {
        for (zone, rect) in placed where alert(zone) != nil {
            let y = min(max(rect.y, area.y), area.bottom - 1)
            if rect.x >= area.right { frame.write("▶▲", area.right - 2, y, .of(.missing)) }
            if rect.right <= area.x { frame.write("▲◀", area.x, y, .of(.missing)) }
        }
    }

    private func drawNotes(_ frame: inout Frame, _ area: Rect) {
        frame.write(
            " 1 dot = 1 guest · XX named · ✕ last seen · ═ alert · ┄ outdoor".fitted(area.width),
            area.x, area.y, .muted)
        let away = day.day.people.compactMap { person -> String? in
            let status = day.status(of: person, at: state.now)
            switch status {
            case .late: return "\(person.givenName) late"
            case .onTheWay:
                let eta = day.presence[person.id]?.eta.map { " \(state.clock($0))" } ?? ""
                return "\(person.givenName) on the way\(eta)"
            default: return nil
            }
        }
        guard !away.isEmpty, area.height > 1 else { return }
        frame.write(
            " Off site: \(away.joined(separator: " · "))".fitted(area.width), area.x, area.y + 1,
            .of(.onTheWay))
    }

    // MARK: Side

    private func drawList(_ frame: inout Frame, _ area: Rect) {
        let zones = day.day.zones.filter { $0.kind != .offSite }
        let people = zones.map { zone in
            let found = day.occupants(of: zone.id, at: state.now)
            return found.named.count + found.guests
        }
        let inside = frame.box(area, "Zones", remark: "\(people.reduce(0, +))")
        let order = zones.indices.sorted { (people[$1], $0) < (people[$0], $1) }
        for (offset, index) in order.prefix(inside.height - 1).enumerated() {
            let zone = zones[index]
            let y = inside.y + 1 + offset
            let place = Rect(x: inside.x, y: y, width: inside.width, height: 1)
            frame.write(zone.columnName(13), inside.x + 2, y)
            frame.write("\(people[index])".rightAligned(4), inside.x + 15, y)
            frame.bar(people[index], of: zone.capacity, inside.x + 20, y, width: 8, rest: "░")
            frame.target(place, .select(zone.id.rawValue))
            if zone.id == selected?.id {
                frame.restyle(place) { $0 = Style(.selection) }
                frame.write("▌", inside.x, y, .of(.selection))
                frame.cursor = (inside.x + 2, y)
            }
        }
    }

    private func drawDetail(_ frame: inout Frame, _ area: Rect, _ zone: Zone) {
        let inside = frame.box(area, zone.plainName).inset(1, 0)
        let people = day.occupants(of: zone.id, at: state.now)
        let count = people.named.count + people.guests
        var y = inside.y
        let kind = zone.kind.rawValue.spaced
        let place = zone.isIndoor ? "indoor" : "outdoor"
        for line in "\(kind) · \(place) · \(count) of \(zone.capacity)".wrapped(inside.width) {
            frame.write(line, inside.x, y)
            y += 1
        }
        if zone.signal == .none {
            for line in "NO SIGNAL: check-ins come late. Unseen is not absent.".wrapped(
                inside.width)
            {
                frame.write(line, inside.x, y, .of(.late))
                y += 1
            }
        }
        if let captain = zone.captains.first {
            y = frame.field("Captain", day.day.name(of: captain), in: inside, row: y, labelWidth: 9)
        }
        y += 1
        let unseen = day.day.people.filter { person in
            day.presence[person.id]?.zone == zone.id
                && day.status(of: person, at: state.now) == .missing
        }
        for person in unseen where y < inside.bottom {
            let seen = day.presence[person.id]?.lastSeen.map { state.clock($0) } ?? ""
            frame.write(
                "✕ \(person.initials) \(person.name) \(seen)".fitted(inside.width), inside.x, y,
                .of(.missing))
            y += 1
        }
        for person in people.named where y < inside.bottom {
            frame.write("● \(person.initials) \(person.name)".fitted(inside.width), inside.x, y)
            y += 1
        }
    }

    /// One zone with everyone in it by name.
    private func drawZone(_ frame: inout Frame, _ area: Rect, _ zone: Zone) {
        let people = day.occupants(of: zone.id, at: state.now)
        let inside = frame.box(
            area, zone.plainName,
            remark: "\(people.named.count + people.guests) of \(zone.capacity) · 0 fit")
        guard inside.height > 0, inside.width > 4 else { return }
        let columnWidth = min(inside.width, 30)
        for (index, person) in people.named.enumerated() {
            let x = inside.x + 1 + index / inside.height * columnWidth
            guard x + 4 < inside.right else { return }
            let y = inside.y + index % inside.height
            let text = "\(person.initials) \(person.name)"
            frame.write("●", x, y, .of(.here))
            frame.write(text.fitted(columnWidth - 3), x + 2, y, limit: inside.right - x - 2)
        }
        if people.guests > 0 {
            frame.write(
                "and \(people.guests) guests".fitted(inside.width - 2), inside.x + 1,
                inside.bottom - 1, .muted)
        }
    }
}
