import Wedding

/// Beside the map: how full the zones are, and everything about the one in hand.
struct ZonePane {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func drawList(_ frame: inout Frame, _ area: Rect, selected: Zone?) {
        let zones = day.day.zones.filter { $0.kind != .offSite }
        let people = zones.map { day.occupants(of: $0.id, at: state.now).count }
        let inside = frame.box(area, "Zones", remark: "\(people.reduce(0, +))")
        let order = zones.indices.sorted { (people[$1], $0) < (people[$0], $1) }
        let rows = inside.row(1, height: inside.height - 3)
        for (offset, index) in order.prefix(rows.height).enumerated() {
            let zone = zones[index]
            let place = rows.row(offset)
            frame.write(zone.columnName(12), place.x + 2, place.y)
            frame.write("\(people[index])".rightAligned(4), place.x + 14, place.y)
            frame.bar(people[index], of: zone.capacity, place.x + 19, place.y, width: 6, rest: "░")
            let lost = day.lost(in: zone.id, at: state.now).count
            if lost > 0 { frame.write("✕\(lost)", place.x + 26, place.y, .of(.missing)) }
            frame.target(place, .select(zone.id.rawValue))
            if zone.id == selected?.id { frame.mark(place) }
        }
        guard let zone = selected ?? order.first.map({ zones[$0] }), inside.height > 5 else {
            return
        }
        let counts = day.trend.suffix(12).map { $0.counts[zone.id] ?? 0 }
        frame.write(
            "\(zone.shortName.fitted(9)) \(sparkline(counts + [day.occupants(of: zone.id, at: state.now).count])) now"
                .fitted(inside.width - 2), inside.x + 2, inside.bottom - 1, .muted)
    }

    func drawDetail(_ frame: inout Frame, _ area: Rect, _ zone: Zone) {
        let people = day.occupants(of: zone.id, at: state.now)
        let lost = day.lost(in: zone.id, at: state.now)
        let inside = frame.box(
            area, zone.plainName, remark: lost.isEmpty ? "" : "✕ \(lost.count) last seen"
        ).inset(1, 0)
        let keys = keys(lost)
        let body = inside.split(top: inside.height - keys.count).0
        var y = body.y
        func line(_ text: String, _ style: Style = .text) {
            for line in text.wrapped(body.width) where y < body.bottom {
                frame.write(line, body.x, y, style)
                y += 1
            }
        }
        let place = zone.isIndoor ? "indoor" : "outdoor"
        line("\(zone.kind.rawValue.spaced) · \(place) · \(people.count) of \(zone.capacity)")
        if let warning = signalWarning(zone) { line(warning, .of(.late)) }
        for person in lost { line(lastSeen(person), .of(.missing)) }
        if !lost.isEmpty {
            for near in day.nearest(to: zone.id, at: state.now).prefix(2) {
                line("Nearest \(near.person.givenName), \(day.day.shortName(of: near.zone))")
            }
        }
        if let captain = zone.captains.first {
            line("Captain \(day.day.name(of: captain))", .muted)
        }
        for person in people.named { line("● \(person.initials) \(person.name)") }
        let next = zone.adjacent.compactMap { day.day.zones[$0] }.filter { $0.kind != .offSite }
        if !next.isEmpty {
            line("Next to " + next.map(\.shortName).joined(separator: ", "), .muted)
        }
        for (offset, key) in keys.enumerated() {
            frame.write(
                key.fitted(inside.width), inside.x, inside.bottom - keys.count + offset, .muted)
        }
    }

    private func keys(_ lost: [Person]) -> [String] {
        func label(_ action: Action) -> String {
            KeyMap.standard.label(action, in: .map, isDemo: state.options.isDemo)
        }
        let nearest = lost.isEmpty ? [] : ["\(label(.sendNearest)) send nearest…"]
        return nearest + ["\(label(.evacuate)) evacuate zone…"]
    }

    private func signalWarning(_ zone: Zone) -> String? {
        switch zone.signal {
        case .good: nil
        case .weak: "Weak signal: devices drop out here."
        case .none: "NO SIGNAL: check-ins come late. People may be here unseen."
        }
    }

    private func lastSeen(_ person: Person) -> String {
        let seen = day.presence[person.id]?.lastSeen.map { state.clock($0) } ?? ""
        return "✕ \(person.initials) \(person.name) \(seen)"
    }

    /// One zone with everyone in it by name, and who was last seen there.
    func drawPeople(_ frame: inout Frame, _ area: Rect, _ zone: Zone) {
        let people = day.occupants(of: zone.id, at: state.now)
        let inside = frame.box(
            area, zone.plainName,
            remark: "\(people.count) of \(zone.capacity) · Esc back")
        guard inside.height > 0, inside.width > 4 else { return }
        var lines: [(String, Style)] = []
        if let warning = signalWarning(zone) { lines.append((warning, .of(.late))) }
        for person in day.lost(in: zone.id, at: state.now) {
            lines.append((lastSeen(person) + ", not seen since", .of(.missing)))
        }
        for (offset, line) in lines.enumerated() where offset < inside.height {
            frame.write(
                line.0.fitted(inside.width - 2), inside.x + 1, inside.y + offset, line.1)
        }
        let others = [(people.crew, "crew"), (people.guests, "guests")].filter { $0.0 > 0 }
            .map { "\($0.0) \($0.1)" }.spoken()
        let room = inside.height - lines.count - (others.isEmpty ? 0 : 1)
        guard room > 0 else { return }
        let columnWidth = min(inside.width, 30)
        for (index, person) in people.named.enumerated() {
            let x = inside.x + 1 + index / room * columnWidth
            guard x + 4 < inside.right else { break }
            let y = inside.y + lines.count + index % room
            frame.write("●", x, y, .of(.here))
            frame.write(
                "\(person.initials) \(person.name)".fitted(columnWidth - 3), x + 2, y,
                limit: inside.right - x - 2)
        }
        frame.cursor = (inside.x, inside.y)
        guard !others.isEmpty else { return }
        frame.write(
            "and \(others)".fitted(inside.width - 2), inside.x + 1,
            inside.bottom - 1, .muted)
    }
}
