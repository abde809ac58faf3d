import Wedding

/// What stands in one room of the map: name and count in its wall, people inside.
struct ZoneBox {
    let state: ConsoleState
    let day: DayState
    let zone: Zone
    let rect: Rect
    /// What of the screen the map may use.
    let area: Rect
    let isSelected: Bool
    let isAlerting: Bool

    init(
        _ state: ConsoleState, _ day: DayState, _ zone: Zone, _ rect: Rect, _ area: Rect,
        isSelected: Bool, isAlerting: Bool
    ) {
        (self.isSelected, self.isAlerting) = (isSelected, isAlerting)
        (self.state, self.day, self.zone) = (state, day, zone)
        (self.rect, self.area) = (rect, area)
    }

    func draw(_ frame: inout Frame) {
        let people = day.occupants(of: zone.id, at: state.now)
        let count = people.count
        var style: Style = isSelected ? .of(.title) : count > 0 ? .of(zone.themeRole) : .muted
        // Where nothing may pulse, the title of an alerting zone stands reversed.
        if isAlerting && state.options.motion == .off { style = style.reverse }
        write(&frame, label(count, room: max(1, rect.width - 2)), 1, 0, style)
        frame.target(rect, .select(zone.id.rawValue))
        guard rect.height > 2, rect.width > 3 else { return }
        switch state.map.layer {
        case .people where state.map.zoom == .overview: drawLost(&frame)
        case .people: drawPeople(&frame, people)
        case .heat: drawHeat(&frame, count)
        case .labels: drawLabels(&frame)
        }
    }

    /// " Kitchen 2 " between the corners; the spaces go first, then the end of the name, never the
    /// count.
    private func label(_ count: Int, room: Int) -> String {
        let tail = count > 0 ? " \(count)" : ""
        let full = zone.shortName + tail
        if full.cellWidth + 2 <= room { return " \(full) " }
        return zone.shortName.abbreviated(max(1, room - tail.cellWidth)) + tail
    }

    /// Text inside the room, cut at its walls and at the map's edge.
    private func write(
        _ frame: inout Frame, _ text: String, _ column: Int, _ row: Int, _ style: Style = .text
    ) {
        let (x, y) = (rect.x + column, rect.y + row)
        guard y >= area.y, y < area.bottom, x >= area.x else { return }
        let room = min(rect.right - 1, area.right) - x
        frame.write(text, x, y, style, limit: max(0, room))
    }

    /// Last seen here, and not seen since.
    private var missing: [Person] { day.lost(in: zone.id, at: state.now) }

    private func lastSeen(_ person: Person) -> String {
        day.presence[person.id]?.lastSeen.map { state.clock($0) } ?? ""
    }

    /// - Returns: the row after them.
    @discardableResult
    private func drawLost(_ frame: inout Frame, from first: Int = 1) -> Int {
        var row = first
        for person in missing where row < rect.height - 1 {
            write(&frame, "✕ \(person.initials) \(lastSeen(person))", 2, row, .of(.missing))
            row += 1
        }
        return row
    }

    private func drawPeople(_ frame: inout Frame, _ people: DayState.Occupants) {
        drawArt(&frame)
        let width = rect.width - 3
        var row = drawLost(&frame)
        for (count, role) in [(people.guests, ThemeRole.roleGuest), (people.crew, .roleVendor)] {
            for line in crowd(count, width: width) where row < rect.height - 1 {
                write(&frame, line, 2, row, .of(role))
                row += 1
            }
        }
        drawTags(&frame, people.named, from: row, width: width)
        if people.count == 0 && missing.isEmpty { drawLabels(&frame) }
    }

    /// As many tags as there is room for, then how many more there are.
    private func drawTags(_ frame: inout Frame, _ named: [Person], from row: Int, width: Int) {
        let perRow = max(1, (width + 1) / 3)
        let room = max(0, rect.height - 1 - row) * perRow
        guard room > 0 else { return }
        let shown = named.count > room ? room - 1 : named.count
        for (index, person) in named.prefix(max(0, shown)).enumerated() {
            write(
                &frame, person.initials, 2 + index % perRow * 3, row + index / perRow,
                style(person))
        }
        guard named.count > room else { return }
        let last = room - 1
        write(
            &frame, "+\(named.count - shown)", 2 + last % perRow * 3, row + last / perRow, .muted)
    }

    /// One dot one of them, eight a cell: fullness without reading.
    private func crowd(_ count: Int, width: Int) -> [String] {
        guard width > 0 else { return [] }
        let full = "⣿"
        let parts = Array("⠁⠃⠇⡇⡏⡟⡿")
        var cells = String(repeating: full, count: count / 8)
        if count % 8 > 0 { cells.append(parts[count % 8 - 1]) }
        let all = Array(cells)
        return stride(from: 0, to: all.count, by: width).map { start in
            String(all[start..<min(all.count, start + width)])
        }
    }

    private func style(_ person: Person) -> Style {
        switch person.role {
        case .coordinator: .of(.roleCoordinator)
        case .couple: .of(.roleCouple)
        case .weddingParty: .of(.roleParty)
        case .venueManager: .of(.roleVenue)
        case .guest: .of(.roleGuest)
        case .officiant, .photographer, .caterer,
            .entertainment, .vendor:
            .of(.roleVendor)
        }
    }

    private func drawHeat(_ frame: inout Frame, _ count: Int) {
        let percent = count * 100 / max(1, zone.capacity)
        let step = percent < 10 ? "▁" : percent < 40 ? "▃" : percent < 90 ? "▅" : "▇"
        let ground = Style(Heat.role(percent))
        // Over nine tenths is no shade any more but something to look at.
        let text = percent > 90 ? "▲ \(percent)% FULL" : "\(step) \(percent)%"
        write(&frame, text, 2, 1, percent > 90 ? ground.bold.reverse : ground)
        drawLost(&frame, from: 2)
    }

    private func drawLabels(_ frame: inout Frame) {
        var lines: [String] = []
        if zone.isPrivate { lines.append("private") }
        if zone.signal == .none { lines.append("no signal") }
        if let item = day.day.runOfShow.first(where: {
            $0.zone == zone.id && !$0.isOver && $0.visibility == .all
        }) {
            lines.append("\(state.clock(item.start)) \(item.title)")
        }
        for (offset, line) in lines.prefix(rect.height - 2).enumerated() {
            write(&frame, line.fitted(rect.width - 4), 2, 1 + offset, .muted)
        }
        drawArt(&frame)
    }

    private func drawArt(_ frame: inout Frame) {
        for art in day.day.mapArt where art.zone == zone.id && art.y < rect.height - 2 {
            write(&frame, art.text, 1 + art.x, 1 + art.y, .muted)
        }
    }
}

/// How full a zone looks.
enum Heat {
    static func role(_ percent: Int) -> ThemeRole {
        switch percent {
        case ..<10: .heat1
        case ..<40: .heat2
        case ..<90: .heat3
        default: .heat4
        }
    }
}

extension Zone {
    /// Which of the theme's colours its name has.
    fileprivate var themeRole: ThemeRole {
        if isStormShelter { return .zoneShelter }
        switch kind {
        case .guestEntrance, .parking: return .zoneArrival
        case .bridalSuite, .groomSuite: return .zonePrivate
        case .ceremonyArea, .photoLocation: return .zoneCeremony
        case .cocktailArea: return .zoneCocktail
        case .receptionHall: return .zoneReception
        case .kitchen, .backOfHouse, .vendorStaging, .coordinatorOffice: return .zoneStaff
        case .assemblyPoint, .offSite: return .zonePrep
        }
    }
}
