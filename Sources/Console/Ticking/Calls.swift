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

    static func byPhone(_ state: ConsoleState, _ day: DayState) -> TickSheet {
        let calls = ToTell(day, but: state.me, at: state.now).calls
        let rows = calls.compactMap { call -> Row? in
            guard let person = day.day.people[call.person] else { return nil }
            let priority = call.news.map(\.priority).min() ?? .high
            return Row(
                id: call.person.rawValue, glyph: priority.glyph, role: priority.role,
                name: person.name,
                detail: call.news.map { $0.news(day) }.joined(separator: " · "),
                end: state.phone(of: person))
        }
        return TickSheet(
            "Tell by phone", remark: "\(rows.count) without a device",
            enter: "write ticked as told", empty: "Everyone was told.", rows: rows)
    }
}

extension ConsoleState {
    /// The selected alert, or the one that waits for an answer, or else the first that is open.
    fileprivate var alertToRingFor: Alert? { selectedAlert ?? day?.openAlerts.first }

    /// How many people wait to be told by phone; nil when nobody does, or it is not theirs to do.
    var toTellCount: Int? {
        guard let day, let user, day.level(.messaging, of: user) >= .manage else { return nil }
        let count = ToTell(day, but: me, at: now).calls.count
        return count > 0 ? count : nil
    }
}

extension LogEvent {
    /// The words to say: of an alert what has happened and what to do, whatever its last step was.
    fileprivate func news(_ day: DayState) -> String {
        if let message = change.sent { return message.text }
        if case .alert(let change) = change { return day.toSay(of: change) }
        let (word, sentence) = EventWords(day).words(self)
        return sentence.isEmpty ? word : sentence
    }
}

extension DayState {
    fileprivate func toSay(of change: AlertChange) -> String {
        let raised: AlertID? = if case .raise(let alert) = change { alert.id } else { nil }
        guard let alert = (change.subject ?? raised).flatMap({ self.alert($0) }) else { return "" }
        let text = (alert.isDrill ? "DRILL: " : "") + alert.text
        if case .allClear = change { return "ALL CLEAR. It is over: \(text)" }
        return [alert.kind.words.capitalizedFirst + ": " + text, alert.doFirst]
            .filter { !$0.isEmpty }.map(\.ended).joined(separator: " ")
    }
}

func noteCalls(_ names: [String], about id: AlertID, _ state: inout ConsoleState) -> [ConsoleEffect]
{
    guard !names.isEmpty else { return [] }
    state.say("Rang \(names.spoken())")
    return names.map {
        state.submit(.alert(.update(id)), "call", text: "Rang \($0)")
    }
}

/// Messages are confirmed, so that their sender sees who has them; of all else stands a note.
func noteTold(_ people: [PersonID], left: Int, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let calls = ToTell(day, but: state.me, at: state.now).calls.filter {
        people.contains($0.person)
    }
    state.say("\(calls.count) told by phone" + (left > 0 ? ", \(left) to go" : ""))
    return calls.flatMap { call in
        call.news.compactMap(\.change.sent).map { message in
            state.submit(
                .message(.confirm(message.id)), "told \(day.day.name(of: call.person))",
                by: call.person, via: .phone)
        }
            + call.news.filter { $0.change.sent == nil }.prefix(1).map { newest in
                state.submit(
                    .message(.note(subject: call.person.rawValue)),
                    "told \(day.day.name(of: call.person))",
                    text: "Told: \(newest.news(day))", via: .phone)
            }
    }
}
