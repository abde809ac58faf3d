import RealtimeProtocol
import Wedding

/// What a coordinator hears of somebody and types in, in any view whose row is about a person.
extension Action {
    /// Where others are may be said by whoever may see it; more than that not.
    private static func seen(_ person: PersonID) -> Right {
        .level(.presence, .view, doing: "report where others are")
    }
    static func said(_ person: PersonID) -> Right {
        .presence(person, sighting: nil, next: nil)
    }

    /// Of a row of guests, the gate with that table found.
    static let checkIn = work(
        "check in", command: "check-in",
        right: { $0.selectedPerson.map { seen($0.id) } ?? .anyone },
        when: { $0.selectedPerson != nil || $0.selectedGuests != nil }
    ) { state in
        if let guests = state.selectedGuests {
            if let reason = Action.gate.refusal(state) {
                state.say(reason)
                return []
            }
            state.layers.append(.gate(GateList(query: guests)))
            return []
        }
        guard let person = state.selectedPerson else {
            state.say("Select somebody first")
            return []
        }
        return askCheckIn(person, &state)
    }
    static let place = onPerson("where", command: "where", seen) { person, state in
        ask(.place(of: person, isArrival: false, state), &state)
    }
    static let eta = onPerson("eta", command: "eta", said) { person, state in
        let lines = ["20 is in 20 minutes, 15:30 a time."] + state.heardLines(of: person)
        let title = state.asked(person, "When do you come?", "When does \(person.name) come?")
        return ask(Dialog(title, lines, .text, .person(person.id, .eta)), &state)
    }
    static let leave = onPerson("has left", command: "left", said) { person, state in
        state.said("\(person.name) left")
        return state.saying(.activity(person.id, .departed), "\(person.name) left")
    }
    /// In Messages first what is asked of oneself there.
    static let confirmPlan = work(
        "confirmed", command: "confirmed",
        right: { state in
            let isOwn = state.selectedPerson.map { $0.id == state.me } ?? true
            return isOwn || MessagesScreen.ownToConfirm(state) != nil
                ? .anyone : .level(.messaging, .manage, doing: "answer for others")
        }
    ) { state in
        if let own = MessagesScreen.ownToConfirm(state) { return Asked.message(own).answer(&state) }
        guard let person = state.selectedPerson else {
            state.say("Select somebody first")
            return []
        }
        return confirm(person, &state)
    }
    static let hold = onPerson("has a thing", command: "has", { _ in .anyone }) { person, state in
        let things = state.day?.day.custody.map { $0 } ?? []
        guard !things.isEmpty else {
            state.say("This wedding has no things that somebody holds")
            return []
        }
        let dialog = Dialog(
            state.asked(person, "What do you have?", "What does \(person.name) have?"),
            state.heardLines(of: person),
            .choice(things.map(\.name)),
            .person(person.id, .thing(things.map(\.id))))
        return ask(dialog, &state)
    }

    static func onPerson(
        _ id: String, command: String, _ right: @escaping @Sendable (PersonID) -> Right,
        _ perform: @escaping @Sendable (Person, inout ConsoleState) -> [ConsoleEffect]
    ) -> Action {
        work(
            id, command: command, right: { $0.selectedPerson.map { right($0.id) } ?? .anyone },
            when: { $0.selectedPerson != nil }
        ) { state in
            guard let person = state.selectedPerson else {
                state.say("Select somebody first")
                return []
            }
            return perform(person, &state)
        }
    }
}

private func askCheckIn(_ person: Person, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let isMissing = day.status(of: person, at: state.now) == .missing
    if day.presence[person.id]?.isCheckedIn == true, !isMissing {
        let key = KeyMap.standard.label(.place, in: state.view, isDemo: state.options.isDemo)
        state.say("\(person.name) is already checked in. \(key) says where")
        return []
    }
    return ask(.place(of: person, isArrival: true, state), &state)
}

/// The coordinator says for somebody what they would say themselves: ready for a cue, or that they
/// have the newest times.
private func confirm(_ person: Person, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let actor = person.id == state.me ? nil : person.id
    let via = actor == nil ? .console : state.board.heard
    if let item = day.cue(for: person.id) {
        state.said("\(person.name) is ready for \(item.title)")
        return [
            state.submit(
                .timeline(.ready(item.id)), "\(person.givenName) ready", by: actor, via: via)
        ]
    }
    guard let message = day.toConfirm(by: person.id) else {
        let last = day.messages.last { $0.recipients.contains(person.id) && $0.version != nil }
        let version = last?.version.map { " v\($0)" } ?? ""
        state.say(
            last == nil
                ? "\(person.name) was asked to confirm nothing"
                : "\(person.name) has confirmed\(version) already")
        return []
    }
    let what = message.version.map { "v\($0)" } ?? "it"
    state.said("\(person.name) confirmed \(what)")
    return [
        state.submit(
            .message(.confirm(message.id)), "\(person.givenName) confirmed \(what)", by: actor,
            via: via)
    ]
}

extension Dialog {
    /// Where somebody is: of who arrives where their next item is comes first, else what was said
    /// last.
    static func place(of person: Person, isArrival: Bool, _ state: ConsoleState) -> Dialog {
        let day = state.day?.day
        let known = day.map { Dialog.places($0).map(\.id) } ?? []
        let next = day?.runOfShow.first {
            !$0.isOver && $0.involves(person.id) && $0.zone != nil
        }?.zone
        let likely = [state.day?.presence[person.id]?.zone, next].compactMap { $0 }
        // Whoever comes goes to their work; who is here moves where others were seen.
        let first = isArrival ? likely + state.board.places : state.board.places + likely
        let places = (first + known).filter(known.contains).unique
        let names = places.map { day?.zones[$0]?.plainName ?? $0.rawValue }
        var lines = state.heardLines(of: person)
        if isArrival, let state = state.day, state.isReportedMissing(person.id) {
            lines.insert("Choose where they were seen. This clears the alert.", at: 0)
        }
        let title =
            isArrival
            ? state.asked(person, "You are here. Where?", "\(person.name) is here. Where?")
            : state.asked(person, "Where are you?", "Where is \(person.name)?")
        return Dialog(
            title, lines, .choice(names + (isArrival ? ["nobody said where"] : [])),
            .person(
                person.id,
                .place(places + (isArrival ? [nil] : []), isArrival: isArrival)))
    }
}

/// What the answer to a question about somebody says of them.
func answer(
    _ question: Dialog.PersonQuestion, of id: PersonID, _ dialog: Dialog,
    _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day, let person = day.day.people[id] else { return [] }
    switch question {
    case .place(let places, let isArrival):
        guard let zone = places[safe: dialog.selected] else { return [] }
        if let zone {
            state.board.places = ([zone] + state.board.places.filter { $0 != zone })
        }
        let place = zone.map { " at \(day.day.name(of: $0))" } ?? ""
        let isSeenAgain = day.presence[id]?.isCheckedIn == true
        state.said("\(person.name) \(isArrival && !isSeenAgain ? "checked in" : "seen")\(place)")
        guard isArrival, !isSeenAgain else {
            guard let zone else { return [] }
            state.selection[.board] = id.rawValue
            return state.saying(.move(id, zone: zone), "\(person.name)\(place)")
        }
        return state.keepingRow {
            $0.saying(.checkIn(id, zone: zone), "check in \(person.name)")
        }
    case .eta:
        guard
            let eta = try? ArrivalTime(dialog.input.trimmedSpaces, bareMinutes: true)
                .moment(in: day.day, at: state.now)
        else { return [] }
        let need = day.day.runOfShow.first {
            $0.status == .planned && $0.involves(id) && $0.start < eta
        }
        let late =
            need.map { ", after \(state.clock($0.start)) \($0.title), which needs them" } ?? ""
        state.said("\(person.name) expected at \(state.clock(eta))\(late)")
        return state.saying(.eta(id, eta), "ETA of \(person.name)")
    case .activity(let steps):
        guard let next = steps[safe: dialog.selected] else { return [] }
        state.said("\(person.name): \(next.words)")
        return state.saying(.activity(id, next), "\(person.name), \(next.words)")
    case .battery:
        guard let reading = BatteryReading(dialog.input) else { return [] }
        state.said("\(person.name)'s phone at \(reading.percent) percent")
        return state.saying(
            .battery(id, percent: reading.percent, isCharging: reading.isCharging),
            "battery of \(person.name)")
    case .thing(let things):
        guard let thing = things[safe: dialog.selected].flatMap({ day.day.custody[$0] }) else {
            return []
        }
        state.said("\(person.givenName) has the \(thing.name)")
        return [
            state.submit(
                .task(.custody(thing.id, .person(id))), "\(thing.name)", via: state.board.heard)
        ]
    }
}

extension ConsoleState {
    /// A question about somebody, who may be the one who is asked.
    func asked(_ person: Person, _ own: String, _ other: String) -> String {
        person.id == me ? own : other
    }

    /// How it was heard, under what is asked of others.
    func heardLines(of person: Person) -> [String] { person.id == me ? [] : [heardLine] }

    var heardLine: String {
        let others = Medium.heard.filter { $0 != board.heard }.map(\.hearing)
        return "Heard: \(board.heard.hearing). Tab: \(others.joined(separator: ", "))."
    }

    /// What was said of somebody, how it came, and that it can be taken back.
    fileprivate mutating func said(_ words: String) {
        let key = KeyMap.standard.label(.undo, in: view, isDemo: options.isDemo)
        let heard = board.heard == .console ? "" : " (\(board.heard.hearing))"
        say("\(words)\(heard). \(key) takes it back")
    }

    fileprivate mutating func saying(_ change: PresenceChange, _ about: String) -> [ConsoleEffect] {
        let via = change.person == me ? .console : board.heard
        return [submit(.presence(change), about, via: via)]
    }

    /// The cursor stays on its line of the Board, whoever moves away from under it.
    fileprivate mutating func keepingRow(
        _ work: (inout ConsoleState) -> [ConsoleEffect]
    ) -> [ConsoleEffect] {
        let place = Rows.selected(self, .board).flatMap {
            Rows.ids(self, .board).firstIndex(of: $0)
        }
        let effects = work(&self)
        guard view == .board, let place, let row = Rows.ids(self, .board)[safe: place] else {
            return effects
        }
        selection[.board] = row
        return effects
    }
}

extension Medium {
    /// Ways in which a coordinator hears of others.
    static let heard: [Medium] = [.console, .phone, .radio]

    var nextHeard: Medium {
        let next = (Self.heard.firstIndex(of: self) ?? -1) + 1
        return Self.heard[next % Self.heard.count]
    }

    var hearing: String { heardWords ?? "in person" }
}

extension ArrivalTime {
    /// Why what was typed is no time to come.
    static func complaint(_ text: String, _ day: WeddingDay, at now: Timestamp) -> String? {
        do throws(TypedTime.Problem) {
            let eta = try ArrivalTime(text.trimmedSpaces, bareMinutes: true)
            return try eta.moment(in: day, at: now) < now ? "That time is in the past." : nil
        } catch { return error.words }
    }
}
