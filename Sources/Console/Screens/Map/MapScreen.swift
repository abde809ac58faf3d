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
            ZonePane(state, day).drawPeople(&frame, area, zone)
            return
        }
        let (plan, side) =
            hasSide ? area.split(left: area.width - 32) : (area, area.row(0, height: 0))
        if hasSide {
            let remark = "zoom \(zoomName) · layer \(state.map.layer.rawValue)"
            let inside = frame.box(plan, day.day.venue, remark: remark, .of(.borderFocus))
            if !day.day.address.isEmpty {
                let width = min(day.day.venue.cellWidth, plan.width - 6)
                frame.link(
                    Rect(x: plan.x + 3, y: plan.y, width: width, height: 1),
                    to: day.day.address.mapLink)
            }
            let (canvas, notes) = inside.split(top: inside.height - 2)
            if state.map.zoom == .zone, let zone = selected {
                ZonePane(state, day).drawPeople(&frame, canvas, zone)
            } else {
                drawPlan(&frame, canvas)
            }
            drawNotes(&frame, notes)
            let (list, detail) = side.split(top: min(side.height - 9, day.day.zones.count + 5))
            let pane = ZonePane(state, day)
            pane.drawList(&frame, list, selected: selected)
            if let zone = selected {
                pane.drawDetail(&frame, detail, zone)
            } else {
                frame.box(detail)
            }
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
        drawDoors(&frame, area, placed)
        for (zone, rect) in placed {
            ZoneBox(
                state, day, zone, rect, area, isSelected: zone.id == selected?.id,
                isAlerting: alert(zone) != nil
            ).draw(&frame)
            if zone.id == selected?.id, area.contains(rect.x, rect.y) {
                frame.cursor = (rect.x, rect.y)
            }
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
            height: max(3, y(rect.y + rect.height) - top))
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
        Heat.role(day.occupants(of: zone.id, at: state.now).count * 100 / max(1, zone.capacity))
    }

    /// A gap in the walls, where two zones are joined: in each at the side of the other.
    private func drawDoors(_ frame: inout Frame, _ area: Rect, _ placed: [(Zone, Rect)]) {
        for door in day.day.mapDoors {
            guard let from = placed.first(where: { $0.0.id == door.from })?.1,
                let to = placed.first(where: { $0.0.id == door.to })?.1
            else { continue }
            for (wall, other) in [(from, to), (to, from)] {
                let (x, y) = wall.edge(towards: other)
                guard area.contains(x, y) else { continue }
                frame.write(" ", x, y)
            }
        }
    }

    /// Alerts outside of what is seen get an arrow and their number at the edge.
    private func drawArrows(_ frame: inout Frame, _ area: Rect, _ placed: [(Zone, Rect)]) {
        let alerting = placed.filter { alert($0.0) != nil }.map(\.1)
        let middle = area.y + area.height / 2
        func arrow(_ glyph: String, _ rects: [Rect], _ x: Int, _ y: Int) {
            guard !rects.isEmpty else { return }
            let text = "\(glyph) ▲\(rects.count)"
            frame.write(
                text, min(max(area.x, x), area.right - text.cellWidth), y, .of(.missing))
        }
        arrow("▶", alerting.filter { $0.x >= area.right }, area.right, middle)
        arrow("◀", alerting.filter { $0.right <= area.x }, area.x, middle)
        let center = area.x + area.width / 2
        arrow("↑", alerting.filter { $0.bottom <= area.y }, center, area.y)
        arrow("↓", alerting.filter { $0.y >= area.bottom }, center, area.bottom - 1)
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
            case .missing, .due, .here, .left: return nil
            }
        }
        guard !away.isEmpty, area.height > 1 else { return }
        frame.write(
            " Off site: \(away.joined(separator: " · "))".fitted(area.width), area.x, area.y + 1,
            .of(.onTheWay))
    }
}

extension Rect {
    /// The place in the own wall that is nearest to another room.
    fileprivate func edge(towards other: Rect) -> (x: Int, y: Int) {
        let middle = (x: other.x + other.width / 2, y: other.y + other.height / 2)
        let inX = min(max(middle.x, x + 1), right - 2)
        let inY = min(max(middle.y, y + 1), bottom - 2)
        if middle.x >= right { return (right - 1, inY) }
        if middle.x < x { return (x, inY) }
        return (inX, middle.y >= bottom ? bottom - 1 : y)
    }
}
