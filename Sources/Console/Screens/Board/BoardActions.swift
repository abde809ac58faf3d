import RealtimeProtocol
import Wedding

extension BoardScreen: Screen {
    static let name = "Board"
    static let isFiltered = true
    static let detailSizes: Set<ConsoleState.SizeClass> = [.small, .tiny]
    static let keys: [KeyMap.Binding] = [
        .init([.char("c")], .checkIn, "check in…", "check the selected person in", rank: 3),
        .init(
            [.char("d")], .gate, "guests…", "guests come or go: by name, party, table or coach",
            rank: 11),
        .init([.char("l")], .leave, "left", "the selected person has left", rank: 12),
        .init([.char("m")], .message, "message", "write to the selected person", rank: 4),
        .init(
            [.char("p")], .findOnMap, "find on map", "show the selected person on the map",
            rank: 5),
        .init([.char("g")], .group, "group", "group by status, or show one list", rank: 6),
        .init([.char("s")], .sort, "sort", "sort by urgency, name, role or place", rank: 7),
        .init(
            [.char("b")], .standIn, "stand-in…", "give a missing person's items to their stand-in",
            rank: 9),
        .init(
            [.char("n")], .sendNearest, "send nearest…",
            "send the nearest person to look for them", rank: 8),
        .init([.char("e")], .edit, "edit…", "edit their details", rank: 10),
        .init([.home], .top, "top", "first row"),
    ]

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        BoardModel(state, day).rows.map(\.id)
    }

    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        day.day.people[PersonID(row)]
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        BoardModel(state, day).rows.compactMap { row in
            switch row.content {
            case .separator: nil
            case .person(let person, let status):
                ScreenLine(
                    id: row.id,
                    text:
                        "\(status.glyph) \(person.name)\(status == .here ? "" : " \(status.word)"), \(person.title)",
                    style: .of(status.role))
            case .table(let table, let here, let seats):
                ScreenLine(
                    id: row.id,
                    text: "○ \(table.map { "Table \($0.number)" } ?? "No table") \(here)/\(seats)",
                    style: .muted)
            }
        }
    }

    func drawTinyDetail(_ frame: inout Frame, _ area: Rect) -> Bool {
        guard let person = state.selectedPerson else { return false }
        let status = day.status(of: person, at: state.now)
        let (head, rest) = area.split(top: 1)
        frame.write(
            "\(status.glyph) \(person.name)".fitted(area.width - 1), head.x + 1, head.y,
            .of(status.role))
        PersonDetail(state, day, person).draw(&frame, rest.inset(1, 0))
        return true
    }
}

extension Action {
    static let findOnMap = look("find on map", command: "find") { state in
        guard let zone = state.selectedPerson.flatMap({ state.day?.presence[$0.id]?.zone }) else {
            state.say("No place is known for this person yet")
            return []
        }
        _ = Console.perform(.show(.map), &state)
        (state.map.zoom, state.map.panX, state.map.panY) = (.plan, 0, 0)
        state.selection[.map] = zone.rawValue
        return []
    }
    static let copy = look(
        "copy", command: "copy", when: { $0.view != .dead || !$0.deadLetters.isEmpty }
    ) { state in
        guard let phone = state.selectedPerson?.phone else {
            state.say("No phone number for this person")
            return []
        }
        state.say(state.showsInitials ? "Copied" : "Copied \(phone)")
        return [.copy(phone)]
    }
    static let sort = look("sort", command: "sort") { state in
        state.selection[state.view] = Rows.selected(state)
        state.board.order = state.board.order.next
        state.say("Sorted by \(state.board.order.rawValue)")
        return []
    }
    static let group = look("group", command: "group") { state in
        state.board.isGrouped.toggle()
        return []
    }
    static let standIn = work(
        "stand-in", command: "stand-in", .level(.timeline, .edit, doing: "change who leads items"),
        when: { $0.standIn != nil }
    ) { proposeStandIn(&$0) }
    static let sendNearest = work(
        "send nearest", command: "nearest", .anyone, when: { $0.searchZone != nil }
    ) { proposeNearest(&$0) }
    static let lendRights = work(
        "lend rights", command: "lend-rights", .level(.emergency, .manage, doing: "lend rights")
    ) { proposeRights(&$0) }
}
