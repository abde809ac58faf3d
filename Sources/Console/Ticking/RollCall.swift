import RealtimeProtocol
import Wedding

extension Action {
    /// While an emergency sends people somewhere, of everybody; else of whom the next hard item
    /// needs.
    static let confirmPeople = work(
        "roll call of an item", command: "roll-call",
        .level(.presence, .edit, doing: "hold a roll call")
    ) { state in
        guard let day = state.day else { return [] }
        if let alert = day.emergency, SafePlace(for: alert.kind, in: day.day) != nil {
            return state.open(.muster(alert.id))
        }
        guard let item = day.nextRollCall(at: state.now) else {
            state.say("No hard items are left")
            return []
        }
        return state.open(.rollCall(item.id))
    }
}

extension TickSheet {
    static func rollCall(_ id: ItemID, _ state: ConsoleState, _ day: DayState) -> TickSheet? {
        guard let item = day.day.items[id] else { return nil }
        let rows = day.neededPeople(for: item).map { person in
            let record = day.presence[person.id]
            let status = day.status(of: person, at: state.now)
            let zone = record?.lastSeenZone.map { day.day.shortName(of: $0) }
            let seen = record?.lastSeen.map { state.clock($0) }
            let known = [zone, seen].compactMap { $0 }.joined(separator: " ")
            return Row(
                id: person.id.rawValue, glyph: status.glyph, role: status.role, name: person.name,
                detail: record?.isCheckedIn == true ? known : "not checked in",
                end: state.phone(of: person), isDone: day.isConfirmed(person.id, for: item))
        }
        return TickSheet(
            "Roll call: \(item.title.sentenceCase) \(state.clock(item.start))",
            remark: "\(rows.count(where: \.isDone)) of \(rows.count)", enter: "confirm ticked",
            empty: "This item needs nobody.", rows: rows,
            key: (.char("m"), "ask by message"))
    }

    static func muster(_ id: AlertID, _ state: ConsoleState, _ day: DayState) -> TickSheet? {
        guard let alert = day.alert(id), alert.isOpen,
            let place = SafePlace(for: alert.kind, in: day.day)
        else { return nil }
        let muster = place.muster(day, alert, at: state.now)
        let drilled = state.emergency.drilled[id] ?? []
        let people = muster.open.map { line in
            Row(
                id: line.person.id.rawValue, glyph: line.glyph, role: line.role,
                name: line.person.name + (line.crew > 0 ? " and \(line.crew) more" : ""),
                detail: line.whereabouts(state.now, 12), end: state.phone(of: line.person),
                isDone: drilled.contains(line.person.id.rawValue))
        }
        let guests = muster.openGuests.map { party in
            Row(
                id: party.id, name: "\(party.name), guests",
                detail: "\(party.open.count) of \(party.total)"
                    + (party.table == nil ? ": \(names(party.open, day))" : ""),
                isDone: drilled.contains(party.id))
        }
        return TickSheet(
            "Roll call of everyone",
            remark: alert.isDrill
                ? "drill: \(drilled.count) ticked" : muster.words(place),
            enter: "tell that they are \(place.word)", empty: "Everyone is \(place.word).",
            rows: people + guests)
    }
}

private func names(_ guests: [GuestID], _ day: DayState) -> String {
    guests.compactMap { day.day.guests[$0]?.name }.spoken(limit: 4)
}

extension Muster.Party {
    /// No person has a table's id with this before it.
    fileprivate var id: String { "guests \(table?.id.rawValue ?? "")" }
}

extension ConsoleState {
    /// A number as it may be shown.
    func phone(of person: Person) -> String { showsInitials ? "" : person.phone ?? "" }
}

func confirmNeeded(
    _ people: [PersonID], for id: ItemID, left: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let title = state.day?.day.items[id]?.title.sentenceCase ?? ""
    state.say(
        "\(people.count) confirmed for \(title)" + (left > 0 ? ", \(left) still to find" : ""))
    return people.map { id in
        let name = state.day?.day.name(of: id) ?? ""
        return state.submit(.presence(.checkIn(id, zone: nil)), "confirm \(name)")
    }
}

func askWhere(
    _ person: PersonID, for id: ItemID, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day, let item = day.day.items[id] else { return [] }
    state.say("Asked \(day.day.name(of: person)) where they are")
    let text =
        "\(item.title.sentenceCase) \(state.clock(item.start)): where are you? Please answer."
    return [send(text, to: [.person(person)], .high, &state)]
}

/// Whoever is ticked is where people have to go, and heard of as the console's user heard it.
func countSafe(_ ids: [String], in id: AlertID, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let alert = day.alert(id),
        let place = SafePlace(for: alert.kind, in: day.day), let zone = place.zone?.id
    else { return [] }
    // A drill moves nobody in the log.
    guard !alert.isDrill else {
        state.emergency.drilled[id, default: []].formUnion(ids)
        let all = state.emergency.drilled[id]?.count ?? 0
        state.say("Drill: \(all) ticked. Nobody's place is changed")
        return []
    }
    let parties = place.muster(day, alert, at: state.now).openGuests
    let via = state.board.heard
    let effects = ids.map { id in
        guard let party = parties.first(where: { $0.id == id }) else {
            let person = PersonID(id)
            return state.submit(
                .presence(.checkIn(person, zone: zone)), "roll call: \(day.day.name(of: person))",
                via: via)
        }
        return state.submit(
            .guest(.arrive(party.open, zone: zone)), "roll call: \(party.name)", via: via)
    }
    if let after = state.day {
        let words = place.muster(after, alert, at: state.now).words(place)
        state.say("Roll call: \(words), written as \(day.day.shortName(of: zone))")
    }
    return effects
}
