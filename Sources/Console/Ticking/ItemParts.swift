import RealtimeProtocol
import Wedding

/// What an item is made of, one after the other: groups of a shot list, chairs of hair and make-up.
struct ItemParts {
    struct Part {
        let id: DutyID
        let words: String
        let people: [Person]
        let isDone: Bool
    }

    let item: TimelineItem
    let parts: [Part]

    /// - Returns: nil where there is nothing to go through. An item's notes name two parts at
    ///   least, between `;` or on lines of their own; else a prep is done person by person.
    init?(_ item: TimelineItem, _ day: DayState) {
        let listed = (item.notes ?? "").split(whereSeparator: { $0 == ";" || $0 == "\n" })
            .map { Self.words($0.trimmedSpaces) }.filter { !$0.isEmpty }
        let people = item.people.compactMap { day.day.people[$0] }.filter { !$0.role.isVendor }
        let named: [(String, [Person])]
        switch item.kind {
        case .photo: named = listed.map { ($0, Self.people(in: $0, day)) }
        case .prep where listed.count > 1: named = listed.map { ($0, Self.people(in: $0, day)) }
        case .prep: named = people.map { ($0.name, [$0]) }
        case .admin, .loadIn, .transport, .decision, .buffer, .ceremony, .cocktail, .reception,
            .cake, .strike:
            return nil
        }
        guard named.count > 1 else { return nil }
        self.item = item
        parts = named.enumerated().map { number, part in
            let id = Duty.part(number + 1, of: item.id)
            return Part(
                id: id, words: part.0, people: part.1, isDone: day.day.duties[id]?.isDone == true)
        }
    }

    /// Without the number it begins with.
    private static func words(_ text: String) -> String {
        let rest = text.drop { $0.isNumber || $0 == "." || $0 == ")" }
        return rest.count < text.count ? String(rest).trimmedSpaces : text
    }

    /// Of those with a name here, who is meant: by given name, as the couple, or as its party.
    private static func people(in words: String, _ day: DayState) -> [Person] {
        let parts = Set(
            words.lowercased().split { !$0.isLetter && $0 != "-" && $0 != "'" }.map(String.init))
        return day.day.people.filter { person in
            guard !person.role.isVendor else { return false }
            if person.role == .couple, parts.contains("couple") { return true }
            if person.role == .weddingParty, parts.contains("party") { return true }
            return parts.contains(person.givenName.lowercased())
        }
    }

    /// Of the selected item, of what runs, or of what comes.
    static func of(_ state: ConsoleState) -> ItemParts? {
        guard let day = state.day else { return nil }
        if let item = state.selectedItem, let parts = ItemParts(item, day) { return parts }
        let lists = day.day.runOfShow.compactMap { ItemParts($0, day) }
        return lists.first { $0.item.status == .running } ?? lists.first { !$0.item.isOver }
    }

    var doneCount: Int { parts.count(where: \.isDone) }

    /// When the last would be done, at the pace of those that are.
    func finish(at now: Timestamp) -> Timestamp? {
        guard item.status == .running, let began = item.startedAt, doneCount > 0 else { return nil }
        let each = (now - began) / doneCount
        return now + each * (parts.count - doneCount)
    }

    /// "3 of 7 done, finish 12:31 at this pace".
    func words(_ state: ConsoleState) -> String {
        let finish = finish(at: state.now).map { ", finish \(state.clock($0)) at this pace" } ?? ""
        return "\(doneCount) of \(parts.count) done\(finish)"
    }
}

extension Action {
    static let parts = work(
        "parts", command: "formals", .level(.presence, .edit, doing: "tick the parts of an item")
    ) { state in
        guard let parts = ItemParts.of(state) else {
            state.say("No item has parts. Write them in its notes: couple; siblings; everyone")
            return []
        }
        return state.open(.parts(parts.item.id))
    }
}

extension TickSheet {
    static func parts(_ id: ItemID, _ state: ConsoleState, _ day: DayState) -> TickSheet? {
        guard let item = day.day.items[id], let parts = ItemParts(item, day) else { return nil }
        let rows = parts.parts.map { part in
            let standing = part.people.map { (day.status(of: $0, at: state.now), $0.givenName) }
            let absent = standing.filter { $0.0 != .here }.map { "\($0.0.glyph) \($0.1)" }
            let here = standing.count { $0.0 == .here }
            let known = part.people.isEmpty ? "" : "\(here) of \(part.people.count) here"
            return Row(
                id: part.id.rawValue, glyph: part.people.isEmpty ? " " : absent.isEmpty ? "●" : "✕",
                role: absent.isEmpty ? .here : .missing, name: part.words,
                detail: ([known] + absent).filter { !$0.isEmpty }.joined(separator: "  "),
                isDone: part.isDone)
        }
        return TickSheet(
            item.title, remark: parts.words(state), enter: "write ticked as done",
            empty: "Nothing to go through.", rows: rows, key: (.char("f"), "fetch"))
    }
}

/// Parts that were gone through are tasks that are done.
func tickParts(
    _ ids: [String], of id: ItemID, left: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day, let item = day.day.items[id], let parts = ItemParts(item, day) else {
        return []
    }
    let effects = parts.parts.filter { ids.contains($0.id.rawValue) }.map { part in
        let duty = Duty(id: part.id, title: part.words, owner: item.owner, item: item.id)
        return state.submit(
            .unit(of: [.task(.add(duty)), .task(.finish(part.id))]), "done: \(part.words)")
    }
    // A task that is new is shown when the host has taken it.
    state.say("\(item.title): \(parts.doneCount + effects.count) of \(parts.parts.count) done")
    return effects
}

/// Whoever of a part is not here is asked to come.
func fetch(_ id: String, for item: ItemID, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let item = day.day.items[item], let parts = ItemParts(item, day),
        let part = parts.parts.first(where: { $0.id.rawValue == id })
    else { return [] }
    let absent = part.people.filter { day.status(of: $0, at: state.now) != .here }
    guard !absent.isEmpty else {
        state.say("Nobody with a name here is missing for \(part.words)")
        return []
    }
    let place = item.zone.map { " to \(day.day.name(of: $0))" } ?? ""
    let names = absent.map(\.givenName).spoken()
    let helpers = absent.compactMap(\.helper)
    state.say("Asked \(names) to come\(helpers.isEmpty ? "" : ", and who helps them")")
    return [
        send(
            "\(names): please come\(place) for \(part.words).",
            to: (absent.map(\.id) + helpers).unique.map(AudienceWord.person), .high, &state)
    ]
}
