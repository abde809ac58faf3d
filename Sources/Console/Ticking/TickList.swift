import RealtimeProtocol
import Wedding

/// A list to be ticked by whoever goes through it: nothing is said before Enter says it.
package struct TickList: Sendable, Equatable {
    /// What it is a list of.
    package enum Purpose: Sendable, Equatable {
        /// Whom a hard item needs.
        case rollCall(ItemID)
        /// Everyone who is still to be found in an emergency.
        case muster(AlertID)
        /// What an item is made of: groups of a shot list, chairs.
        case parts(ItemID)
        /// Numbers to ring because of an alert.
        case calls(AlertID)
        /// Words that no device will bring to those they are for.
        case byPhone
        /// What companies bring, and how far it is.
        case equipment
        /// Zones that an emergency asks, answered for by radio.
        case zones(AlertID)
    }

    let purpose: Purpose
    var ticked: Set<String> = []
    var selected = 0
}

/// A list as it stands now, made from the day.
struct TickSheet {
    struct Row: Equatable {
        let id: String
        var glyph = " "
        var role = ThemeRole.text
        let name: String
        var detail = ""
        /// Never cut: a number to ring.
        var end = ""
        /// What is so already needs no saying.
        var isDone = false
    }

    let title: String
    let remark: String
    let rows: [Row]
    /// What Enter does with what is ticked.
    let enter: String
    /// Where nothing is left to tick.
    let empty: String
    /// A further key of its own.
    let key: (key: Key, words: String)?

    init(
        _ title: String, remark: String, enter: String, empty: String, rows: [Row],
        key: (key: Key, words: String)? = nil
    ) {
        (self.title, self.remark, self.enter, self.empty) = (title, remark, enter, empty)
        (self.rows, self.key) = (rows, key)
    }

    /// - Returns: nil when what it was about is over.
    init?(_ purpose: TickList.Purpose, _ state: ConsoleState) {
        guard let day = state.day else { return nil }
        let sheet: TickSheet? =
            switch purpose {
            case .rollCall(let item): .rollCall(item, state, day)
            case .muster(let alert): .muster(alert, state, day)
            case .parts(let item): .parts(item, state, day)
            case .calls(let alert): .calls(alert, state, day)
            case .byPhone: .byPhone(state, day)
            case .equipment: .equipment(state, day)
            case .zones(let alert): .zones(alert, state, day)
            }
        guard let sheet else { return nil }
        self = sheet
    }
}

extension ConsoleState {
    /// Opens a list with what is so already ticked.
    mutating func open(_ purpose: TickList.Purpose) -> [ConsoleEffect] {
        let done = TickSheet(purpose, self)?.rows.filter(\.isDone).map(\.id) ?? []
        layers.append(.ticks(TickList(purpose: purpose, ticked: Set(done))))
        return []
    }
}

func press(_ key: Key, _ list: TickList, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let sheet = TickSheet(list.purpose, state) else {
        state.layers.removeLast()
        return []
    }
    var list = list
    let rows = sheet.rows
    let last = max(0, rows.count - 1)
    list.selected = min(list.selected, last)
    switch key {
    case .escape, .char("q"):
        state.layers.removeLast()
        return []
    case .down, .char("j"): list.selected = min(last, list.selected + 1)
    case .up, .char("k"): list.selected = max(0, list.selected - 1)
    case .end, .char("G"): list.selected = last
    case .home, .char("g"): list.selected = 0
    case .char(" "):
        guard let row = rows[safe: list.selected] else { return [] }
        list.ticked.formSymmetricDifference([row.id])
        list.selected = min(last, list.selected + 1)
    case .char("A"):
        let all = Set(rows.map(\.id))
        list.ticked = list.ticked == all ? [] : all
    case .enter:
        state.layers.removeLast()
        let fresh = rows.filter { list.ticked.contains($0.id) && !$0.isDone }.map(\.id)
        let left = rows.count { !list.ticked.contains($0.id) }
        return finish(list.purpose, fresh, left: left, &state)
    case sheet.key?.key:
        guard let row = rows[safe: list.selected] else { return [] }
        return pressOwnKey(list.purpose, row.id, &state)
    default: return []
    }
    state.layers[state.layers.count - 1] = .ticks(list)
    return []
}

private func finish(
    _ purpose: TickList.Purpose, _ ids: [String], left: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch purpose {
    case .rollCall(let item): confirmNeeded(ids.map { PersonID($0) }, for: item, left: left, &state)
    case .muster(let alert): countSafe(ids, in: alert, &state)
    case .parts(let item): tickParts(ids, of: item, left: left, &state)
    case .calls(let alert): noteCalls(ids, about: alert, &state)
    case .byPhone: noteTold(ids.map { PersonID($0) }, left: left, &state)
    case .equipment: moveOn(ids.map { PieceID($0) }, &state)
    case .zones(let alert): answerZones(ids.map { ZoneID($0) }, in: alert, &state)
    }
}

private func pressOwnKey(
    _ purpose: TickList.Purpose, _ id: String, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch purpose {
    case .rollCall(let item): askWhere(PersonID(id), for: item, &state)
    case .parts(let item): fetch(id, for: item, &state)
    case .muster, .calls, .byPhone, .equipment, .zones: []
    }
}
