import Wedding

/// One list for terminals under 60 x 16: what the view is about, a line each.
struct TinyScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, _ whole: Rect) {
        if state.showsDetail, drawDetail(&frame, whole) { return }
        let isComposing = state.layers.last == .compose
        let area = isComposing ? whole.split(top: whole.height - 1).0 : whole
        if isComposing {
            let room = max(4, whole.width - 4)
            let shown = String(state.draft.suffix(room - 1))
            let end = frame.write("> \(shown)", whole.x, whole.bottom - 1, .of(.input))
            frame.cursor = (min(frame.columns - 1, end), whole.bottom - 1)
        }
        let rows = lines
        let ids = Rows.ids(state)
        let chosen = Rows.selected(state)
        let index = rows.firstIndex { $0.id == chosen && chosen != nil } ?? 0
        let first = ConsoleState.scroll(index, count: rows.count, height: area.height)
        if rows.isEmpty {
            frame.write(
                "\(state.view.rawValue) \(state.view.name): nothing here".fitted(area.width),
                area.x, area.y, .muted)
        }
        for (offset, row) in rows[min(first, rows.count)...].prefix(area.height).enumerated() {
            let place = area.row(offset)
            frame.write(row.text.fitted(area.width - 1), place.x + 1, place.y, row.style)
            guard !isComposing, let id = row.id, id == chosen, ids.contains(id) else { continue }
            frame.restyle(place) { $0 = Style(.selection) }
            frame.write("▌", place.x, place.y, .of(.selection))
            frame.cursor = (0, place.y)
        }
    }

    private func drawDetail(_ frame: inout Frame, _ area: Rect) -> Bool {
        switch state.view {
        case .board:
            guard let person = state.selectedPerson else { return false }
            let status = day.status(of: person, at: state.now)
            let (head, rest) = area.split(top: 1)
            frame.write(
                "\(status.glyph) \(person.name)".fitted(area.width - 1), head.x + 1, head.y,
                .of(status.role))
            PersonDetail(state, day, person).draw(&frame, rest.inset(1, 0))
        case .alerts:
            guard let alert = state.selectedAlert else { return false }
            AlertDetail(state, day, alert).draw(&frame, area)
        default: return false
        }
        return true
    }

    /// " ✕ Iris 14:49": last seen there, and not since.
    private func lost(_ zone: Zone) -> String {
        day.lost(in: zone.id, at: state.now).map { person in
            let at = day.presence[person.id]?.lastSeen.map { " " + state.clock($0) } ?? ""
            return "  ✕ \(person.givenName)\(at)"
        }.joined()
    }

    private struct Line {
        let id: String?
        let text: String
        let style: Style
    }

    private var lines: [Line] {
        switch state.view {
        case .map:
            let zones = day.day.zones.filter { $0.kind != .offSite }
            let searched = zones.filter { !lost($0).isEmpty }
            return (searched + zones.filter { lost($0).isEmpty }).map { zone in
                let count = day.occupants(of: zone.id, at: state.now).count
                return Line(
                    id: zone.id.rawValue, text: "\(zone.shortName) \(count)\(lost(zone))",
                    style: count > 0 || !lost(zone).isEmpty ? .text : .muted)
            }
        case .conflicts:
            let model = ConflictsModel(day)
            return model.rows.map { row in
                let mark = model.sheet(row).isOpen ? "◆" : "✓"
                return Line(id: row.id, text: "\(mark) \(model.title(row))", style: .text)
            }
        case .stats:
            let letters = state.stats.byPriority.total
            return [
                Line(
                    id: nil, text: "Log \(day.offset) entries, \(state.stats.refused) refused",
                    style: .text),
                Line(
                    id: nil,
                    text: "Settled \(letters.settled) of \(letters.letters)",
                    style: .text),
                Line(
                    id: nil,
                    text: "Dead \(state.stats.lettersDead), waiting \(state.stats.lettersWaiting)",
                    style: .text),
            ]
        case .dead:
            return Rows.letters(state, day).map {
                Line(
                    id: Rows.id($0), text: "✕ \(day.day.name(of: $0.id.person)): \($0.text)",
                    style: .of(.dead))
            }
        case .timeline:
            let model = TimelineModel(state, day)
            return model.items.map {
                Line(
                    id: $0.id.rawValue,
                    text: "\(state.clock($0.start)) \(model.glyph($0)) \($0.title)",
                    style: model.style($0))
            }
        case .alerts:
            return AlertsModel(state, day).rows.compactMap { row in
                if let notice = row.notice {
                    return Line(id: nil, text: notice.feedLine(day), style: .text)
                }
                return row.alert.map {
                    Line(
                        id: $0.id.rawValue, text: "\($0.priority.glyph) \($0.text)",
                        style: .of($0.stateRole))
                }
            }
        case .messages:
            // One conversation after the other, the newest message of each.
            return MessagesModel(state, day).conversations.map { conversation in
                let last = conversation.messages.last
                let words = last.map { " \(state.clock($0.sentAt)) \($0.text)" } ?? " nothing yet"
                return Line(
                    id: conversation.id, text: conversation.name + words,
                    style: last == nil ? .muted : .text)
            }
        case .audit:
            return Rows.audit(state).map {
                Line(
                    id: "\($0.number)",
                    text: "\(state.clock($0.at)) \($0.kind.words): \($0.detail)", style: .text)
            }
        case .board:
            return BoardModel(state, day).rows.compactMap { row in
                switch row.content {
                case .separator: return nil
                case .person(let person, let status):
                    return Line(
                        id: row.id, text: "\(status.glyph) \(person.name), \(person.title)",
                        style: .of(status.role))
                case .table(let table, let here, let seats):
                    return Line(
                        id: row.id, text: "○ Table \(table.number) \(here)/\(seats)", style: .muted)
                }
            }
        }
    }
}
