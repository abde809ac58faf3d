import RealtimeProtocol
import Wedding

/// Finding somebody, and doing without them.
extension ConsoleState {
    /// Who is not there any more or not yet, of those that the selected row is about, with a
    /// stand-in.
    var standIn: (missing: Person, standIn: Person)? {
        guard let day, let person = selectedPerson ?? missingOwner,
            [.missing, .late, .left].contains(day.status(of: person, at: now)),
            let standIn = person.backup.flatMap({ day.day.people[$0] })
        else { return nil }
        return (person, standIn)
    }

    private var missingOwner: Person? {
        selectedItem?.everyone.compactMap { day?.day.people[$0] }
            .first { day?.status(of: $0, at: now) == .missing }
    }

    /// Who is looked for, and where to begin: the selected person, or who was lost in the zone.
    var searchZone: (person: Person, zone: Zone)? {
        guard let day else { return nil }
        let lost = day.day.people.filter { day.status(of: $0, at: now) == .missing }
        let zone = view == .map ? Rows.selected(self).map { ZoneID($0) } : nil
        let person =
            view == .map
            ? lost.first { day.presence[$0.id]?.zone == zone }
            : selectedPerson.flatMap { chosen in lost.first { $0.id == chosen.id } }
        guard let person, let place = day.presence[person.id]?.zone.flatMap({ day.day.zones[$0] })
        else { return nil }
        return (person, place)
    }
}

func proposeStandIn(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let (missing, standIn) = state.standIn else {
        let edit = KeyMap.standard.label(.edit, in: .timeline, isDemo: state.options.isDemo)
        state.say(
            state.selectedPerson.map {
                "\($0.name) is here, or has no stand-in. \(edit) on an item names somebody else"
            } ?? "Select somebody who is late, missing or has left")
        return []
    }
    let items = standInItems(missing.id, state)
    guard !items.isEmpty else {
        state.say("\(missing.givenName) has no part in what is to come")
        return []
    }
    var lines = items.prefix(6).map { "\(state.clock($0.start))  \($0.title)" }
    if items.count > 6 { lines.append("and \(items.count - 6) more") }
    let people = [standIn.id, missing.id] + items.flatMap(\.people)
    lines.append(
        "\(told(people.unique, state)) told.")
    let steps = items.flatMap { item in
        item.replacing(missing.id, with: standIn.id).compactMap { state.day?.step(item.id, $0) }
    }
    return ask(
        Dialog(
            "\(standIn.name) takes over \(items.count.items)?", lines, .confirm,
            .timeline(
                .edits(
                    steps, about: "stand-in", text: "Stand-in for \(missing.givenName)",
                    toast: "\(standIn.givenName) takes over \(items.count.items)"))), &state)
}

/// What somebody has a part in and is still to come.
private func standInItems(_ person: PersonID, _ state: ConsoleState) -> [TimelineItem] {
    (state.day?.day.runOfShow ?? []).filter { $0.involves(person) && $0.status == .planned }
}

extension TimelineItem {
    /// The edits that give somebody's part to somebody else.
    fileprivate func replacing(_ one: PersonID, with other: PersonID) -> [FieldEdit] {
        let lead = owner == one ? [FieldEdit.owner(other)] : []
        guard people.contains(one) else { return lead }
        let isIn = people.contains(other)
        return lead + [FieldEdit(.people, .removing(one.rawValue))]
            + (isIn ? [] : [FieldEdit(.people, .adding(other.rawValue))])
    }
}

func proposeNearest(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let (person, zone) = state.searchZone, let day = state.day else {
        state.say("Select somebody who is missing, or the zone they were last seen in")
        return []
    }
    guard let helper = day.nearest(to: zone.id, at: state.now).first else {
        state.say("No available person is known to be near \(zone.plainName)")
        return []
    }
    let lines = [
        "\(helper.person.name) is in \(day.day.name(of: helper.zone)), the nearest to \(zone.plainName).",
        "This tells \(helper.person.givenName): \(searchText(person, zone))",
    ]
    return ask(
        Dialog(
            "Send \(helper.person.givenName)?", lines, .confirm,
            .sendNearest(helper.person.id, zone.id)),
        &state)
}

func searchText(_ person: Person, _ zone: Zone) -> String {
    "Please go to \(zone.plainName) and look for \(person.name). Say on the radio what you find."
}
