import RealtimeProtocol
import Wedding

extension Action {
    static let calls = work(
        "calls", command: "call", .anyone, when: { $0.alertToRingFor != nil }
    ) { state in
        guard let alert = state.alertToRingFor else {
            state.say("No alert is open")
            return []
        }
        return state.open(.calls(alert.id))
    }
    static let byPhone = work(
        "by phone", command: "phone",
        .level(.messaging, .manage, doing: "answer for others")
    ) { $0.open(.byPhone) }
}

extension TickSheet {
    static func calls(_ id: AlertID, _ state: ConsoleState, _ day: DayState) -> TickSheet? {
        guard let alert = day.alert(id), alert.isOpen else { return nil }
        let rows = CallList(alert, day).entries.map { entry in
            Row(
                id: entry.name, name: entry.name, detail: entry.why,
                end: state.showsInitials ? "" : entry.phone,
                isDone: alert.history.contains { $0.text.hasSuffix("Rang \(entry.name)") })
        }
        return TickSheet(
            "Call, one after the other", remark: alert.kind.words, enter: "write ticked as rung",
            empty: "Nobody to ring for this alert.", rows: rows)
    }

    static func byPhone(_ state: ConsoleState, _ day: DayState) -> TickSheet? {
        let rows = day.toTellByPhone(at: state.now).compactMap { message, id -> Row? in
            guard let person = day.day.people[id] else { return nil }
            return Row(
                id: "\(message.id) \(id)", glyph: message.priority.glyph,
                role: message.priority.role, name: person.name, detail: message.text,
                end: state.phone(of: person))
        }
        return TickSheet(
            "Tell by phone", remark: "\(state.toTellCount ?? 0) without a device",
            enter: "write ticked as told", empty: "Everyone was told.", rows: rows)
    }
}

extension ConsoleState {
    /// The selected alert, or the one that waits for an answer, or else the first that is open.
    fileprivate var alertToRingFor: Alert? { selectedAlert ?? day?.openAlerts.first }

    /// How many people wait to be told by phone; nil when nobody does, or it is not theirs to do.
    var toTellCount: Int? {
        guard let day, let user, day.level(.messaging, of: user) >= .manage else { return nil }
        let people = Set(day.toTellByPhone(at: now).map(\.1))
        return people.isEmpty ? nil : people.count
    }
}

extension DayState {
    /// What has to be said to people whom no device ever brought anything, the newest first.
    func toTellByPhone(at now: Timestamp) -> [(Message, PersonID)] {
        messages.reversed().filter { message in
            message.priority <= .high && now - message.sentAt < Self.phoneLife
                && message.from.person != nil
        }.flatMap { message in
            message.recipients.filter { person in
                (presence[person] ?? Presence()).link == .none && message.from.person != person
                    && !message.confirmed.contains(person) && !message.delivered.contains(person)
                    && (message.version == nil || toConfirm(by: person)?.id == message.id)
            }.map { (message, $0) }
        }
    }

    /// After it what was said is done, or was said again.
    private static let phoneLife = Duration.hours(2)
}

func noteCalls(_ names: [String], about id: AlertID, _ state: inout ConsoleState) -> [ConsoleEffect]
{
    guard !names.isEmpty else { return [] }
    state.say("Rang \(names.spoken())")
    return names.map {
        state.submit(.alert(.update(id)), "call", text: "Rang \($0)")
    }
}

func noteTold(_ ids: [String], left: Int, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let rows = day.toTellByPhone(at: state.now).filter { ids.contains("\($0.id) \($1)") }
    state.say("\(rows.count) told by phone" + (left > 0 ? ", \(left) to go" : ""))
    return rows.map { message, person in
        state.submit(
            .message(.confirm(message.id)), "told \(day.day.name(of: person))",
            by: person == state.me ? nil : person, via: .phone)
    }
}
