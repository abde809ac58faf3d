import RealtimeProtocol
import Wedding

/// Guests who come or go, found by a few letters: one of them, a party, a table, a coach.
package struct GateList: Sendable, Equatable {
    var query = ""
    var selected = 0
    /// Whether they go.
    var isLeaving = false

    struct Row: Equatable {
        let name: String
        let detail: String
        /// Whom it moves; empty for somebody who is not on the list.
        let guests: [GuestID]
    }

    func rows(_ day: DayState) -> [Row] {
        let guests = day.day.guests.filter { isLeaving ? $0.rsvp.isHere : $0.rsvp.canCome }
        let needle = query.lowercased().trimmedSpaces
        let all = groups(guests, day) + guests.map { single($0, day) }
        let found = all.filter { row in
            needle.isEmpty || "\(row.name) \(row.detail)".lowercased().contains(needle)
        }
        let isKnown = day.day.guests.contains { $0.name.lowercased() == needle }
        guard !isLeaving, !needle.isEmpty, !isKnown else { return found }
        return found + [Row(name: "New guest: \(query.trimmedSpaces)", detail: "", guests: [])]
    }

    private func groups(_ guests: [Guest], _ day: DayState) -> [Row] {
        func row(_ name: String, _ list: [Guest]) -> Row? {
            guard list.count > 1 else { return nil }
            let word = isLeaving ? "here" : "still to come"
            return Row(name: name, detail: "\(list.count) \(word)", guests: list.map(\.id))
        }
        let coach = row("Everyone of the coach", guests.filter(\.takesShuttle))
        let tables = day.day.tables.compactMap { table in
            row("Table \(table.number) \(table.name)", guests.filter { $0.table == table.id })
        }
        let parties = guests.map(\.party).filter { !$0.isEmpty }.unique.compactMap { party in
            row("Party \(party)", guests.filter { $0.party == party })
        }
        // One is a row already.
        let untabled = row("Without a table", guests.filter { $0.table == nil })
        return [coach].compactMap { $0 } + tables + [untabled].compactMap { $0 } + parties
    }

    private func single(_ guest: Guest, _ day: DayState) -> Row {
        let table =
            guest.table.map { id in day.day.tables[id].map { "table \($0.number)" } }
            ?? BoardModel.untabled
        let isUnexpected = !guest.rsvp.isExpected && !isLeaving
        let parts = [
            table, guest.meal?.spaced, guest.diet, isUnexpected ? guest.rsvp.rawValue.spaced : nil,
        ]
        return Row(
            name: guest.name, detail: parts.compactMap { $0 }.joined(separator: " · "),
            guests: [guest.id])
    }
}

extension Guest.Answer {
    /// Who is not here, whatever they had answered.
    fileprivate var canCome: Bool {
        switch self {
        case .invited, .attending, .declined, .pending, .noShow, .left: true
        case .arrived, .arrivedUninvited: false
        }
    }
}

extension Action {
    static let gate = work(
        "gate", command: "gate", .level(.guests, .edit, doing: "report guests' arrivals")
    ) { state in
        state.layers.append(.gate(GateList()))
        return []
    }
}

func press(_ key: Key, _ list: GateList, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    var list = list
    let rows = list.rows(day)
    let last = max(0, rows.count - 1)
    var effects: [ConsoleEffect] = []
    switch key {
    case .escape:
        state.layers.removeLast()
        return []
    // No name begins with it.
    case .char(":") where list.query.isEmpty:
        state.layers.removeLast()
        return perform(.palette, &state)
    case .down, .ctrl("n"): list.selected = min(last, list.selected + 1)
    case .up, .ctrl("p"): list.selected = max(0, list.selected - 1)
    case .pageDown: list.selected = min(last, list.selected + 10)
    case .pageUp: list.selected = max(0, list.selected - 10)
    case .tab: (list.isLeaving, list.selected) = (!list.isLeaving, 0)
    case .enter:
        guard let row = rows[safe: list.selected] else { return [] }
        effects = pass(row, isLeaving: list.isLeaving, query: list.query, &state)
        (list.query, list.selected) = ("", 0)
    default:
        guard let text = edited(list.query, key, max: 60) else { return [] }
        (list.query, list.selected) = (text, 0)
    }
    state.layers[state.layers.count - 1] = .gate(list)
    return effects
}

private func pass(
    _ row: GateList.Row, isLeaving: Bool, query: String, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let change: GuestChange
    if row.guests.isEmpty {
        let words = query.trimmedSpaces.split(separator: " ").map(String.init)
        let guest = Guest(
            id: GuestID("g-\(state.now.milliseconds)"), firstName: words.first ?? "",
            lastName: words.dropFirst().joined(separator: " "), rsvp: .arrivedUninvited)
        change = .add(guest)
    } else {
        change = isLeaving ? .leave(row.guests) : .arrive(row.guests, zone: nil)
    }
    let effect = state.submit(.guest(change), row.name)
    guard let day = state.day else { return [effect] }
    // Who is new is shown when the host has taken them.
    let guests = GuestCount(day, besides: row.guests.isEmpty ? 1 : 0)
    let verb = isLeaving ? "left" : row.guests.isEmpty ? "is on the list now" : "here"
    let who = row.guests.isEmpty ? query.trimmedSpaces : row.name
    let count = row.guests.count > 1 ? ", \(row.guests.count)" : ""
    state.say("\(who)\(count) \(verb). \(guests.here) of \(guests.expected) guests here")
    return [effect]
}

/// Guests who are nobody by name in the plan: how many are here of how many.
struct GuestCount {
    let here, expected: Int

    /// - Parameter more: Who is here and not in the copy of the day yet.
    init(_ day: DayState, besides more: Int = 0) {
        here = day.day.otherGuests(who: \.isHere) + more
        expected = day.day.otherGuests(who: \.isExpected) + more
    }
}
