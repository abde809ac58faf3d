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

    init(
        _ state: ConsoleState, _ day: DayState, _ zone: Zone, _ rect: Rect, _ area: Rect,
        isSelected: Bool
    ) {
        self.isSelected = isSelected
        (self.state, self.day, self.zone) = (state, day, zone)
        (self.rect, self.area) = (rect, area)
    }

    func draw(_ frame: inout Frame) {
        let people = day.occupants(of: zone.id, at: state.now)
        let count = people.named.count + people.guests
        let style: Style = isSelected ? .of(.title) : count > 0 ? .text : .muted
        let room = max(1, rect.width - 4)
        let full = count > 0 ? "\(zone.shortName) \(count)" : zone.shortName
        let lost = rect.height <= 2 ? missing.first.map { "✕ \($0.initials) \(lastSeen($0))" } : nil
        let label = lost ?? (full.cellWidth <= room ? full : zone.shortName.abbreviated(room))
        write(&frame, " \(label) ", 1, 0, style)
        frame.target(rect, .select(zone.id.rawValue))
        guard rect.height > 2, rect.width > 3 else { return }
        switch state.map.layer {
        case .people where state.map.zoom == .overview: return
        case .people: drawPeople(&frame, people.named, people.guests)
        case .heat: drawHeat(&frame, count)
        case .labels: drawLabels(&frame)
        }
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
    private var missing: [Person] {
        day.day.people.filter {
            day.presence[$0.id]?.zone == zone.id && day.status(of: $0, at: state.now) == .missing
        }
    }

    private func lastSeen(_ person: Person) -> String {
        day.presence[person.id]?.lastSeen.map { state.clock($0) } ?? ""
    }

    private func drawPeople(_ frame: inout Frame, _ named: [Person], _ guests: Int) {
        let width = rect.width - 3
        var row = 1
        for person in missing where row < rect.height - 1 {
            write(&frame, "✕ \(person.initials) \(lastSeen(person))", 2, row, .of(.missing))
            row += 1
        }
        if guests > 0 {
            for line in crowd(guests, width: width) where row < rect.height - 1 {
                write(&frame, line, 2, row, .of(.roleGuest))
                row += 1
            }
        }
        var column = 0
        for person in named {
            guard row < rect.height - 1 else {
                return
            }
            let tag = person.initials
            if column + tag.count > width {
                column = 0
                row += 1
                guard row < rect.height - 1 else { return }
            }
            write(&frame, tag, 2 + column, row, style(person))
            column += tag.count + 1
        }
        if named.isEmpty && guests == 0 && missing.isEmpty { drawLabels(&frame) }
    }

    /// One dot one guest, eight a cell: fullness without reading.
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
        default: .of(.roleVendor)
        }
    }

    private func drawHeat(_ frame: inout Frame, _ count: Int) {
        let percent = count * 100 / max(1, zone.capacity)
        let step = percent < 10 ? "▁" : percent < 40 ? "▃" : percent < 90 ? "▅" : "▇"
        let style: Style = percent > 90 ? .of(.missing) : .text
        write(&frame, "\(step) \(percent)%", 2, 1, style)
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
        for art in day.day.mapArt where art.zone == zone.id {
            write(&frame, art.text, 1 + art.x, 1 + art.y, .muted)
        }
    }
}
