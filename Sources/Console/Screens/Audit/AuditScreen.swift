import RealtimeProtocol
import Wedding

/// Who was refused, overruled or overrode, the newest first.
struct AuditScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let entries = Self.entries(state)
        if state.showsDetail, let chosen = Rows.selected(state, .audit),
            let entry = entries.first(where: { "\($0.number)" == chosen })
        {
            return drawWhole(&frame, area, entry)
        }
        let inside = frame.box(
            area, "Audit", remark: "\(entries.count) entries, newest first", .of(.borderFocus))
        for (title, x) in [("No", 2), ("Time", 8), ("What", 18), ("Who", 40), ("Detail", 54)] {
            frame.write(title, inside.x + x, inside.y, .muted, limit: max(0, inside.width - x))
        }
        let list = inside.row(1, height: inside.height - 1)
        guard !entries.isEmpty else {
            let words =
                state.filter.isEmpty
                ? "No audit entries yet." : "No matches."
            frame.write(
                words.fitted(list.width - 2), list.x + 2,
                list.y + 1, .muted)
            return
        }
        let chosen = Rows.selected(state, .audit)
        let index = entries.firstIndex { "\($0.number)" == chosen }
        ListPane(entries, selected: index).draw(&frame, list) { frame, entry, place in
            frame.write("\(entry.number)", place.x + 2, place.y, .muted)
            frame.write(day.day.clock.local(entry.at).hourMinuteSecond, place.x + 8, place.y)
            frame.write(entry.kind.words, place.x + 18, place.y)
            frame.write(who(entry.by).fitted(13), place.x + 40, place.y)
            frame.write(
                entry.detail.fitted(max(0, place.width - 55)), place.x + 54, place.y, .muted)
            frame.target(place, .select("\(entry.number)"))
        }
    }

    /// One entry in full: the reason somebody gave may be longer than a row.
    private func drawWhole(_ frame: inout Frame, _ area: Rect, _ entry: AuditEntry) {
        let inside = frame.box(
            area, "Audit \(entry.number)", remark: "Esc back", .of(.borderFocus)
        ).inset(1, 1)
        var y = inside.y
        for (label, value) in [
            ("Time", day.day.clock.local(entry.at).hourMinuteSecond), ("What", entry.kind.words),
            ("Who", entry.by.person.map { day.day.name(of: $0) } ?? who(entry.by)),
            ("Detail", entry.detail),
        ] { y = frame.field(label, value, in: inside, row: y, maxLines: 12) }
    }

    private func who(_ actor: Actor) -> String {
        switch actor {
        case .person(let id): day.day.givenName(of: id)
        case .system: "Callboard"
        case .feed(let name): name
        }
    }
}

extension AuditScreen: Screen {
    static let name = "Audit"
    static let isFiltered = true
    static let detailSizes: Set<ConsoleState.SizeClass> = [.small, .standard, .wide, .wall]

    static func right(_ state: ConsoleState) -> Right {
        .level(.administration, .edit, doing: "open Audit")
    }

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        entries(state).map { "\($0.number)" }
    }

    /// Those that match the filter, the newest first.
    static func entries(_ state: ConsoleState) -> [AuditEntry] {
        let needle = state.filter.lowercased()
        return state.audit.reversed().filter {
            needle.isEmpty || $0.detail.lowercased().contains(needle)
                || $0.kind.words.contains(needle)
        }
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        entries(state).map {
            ScreenLine(
                id: "\($0.number)", text: "\(state.clock($0.at)) \($0.kind.words): \($0.detail)")
        }
    }
}
