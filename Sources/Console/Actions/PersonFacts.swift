import RealtimeProtocol
import Wedding

/// What is said of somebody less often: what they do, and how full their phone is.
extension Action {
    static let activity = onPerson("activity", command: "activity", said) { person, state in
        let steps = state.day.map { $0.activities(for: person) } ?? []
        let dialog = Dialog(
            state.asked(person, "What are you doing?", "What is \(person.name) doing?"),
            state.heardLines(of: person),
            .choice(steps.map(\.words)), .person(person.id, .activity(steps)))
        return ask(dialog, &state)
    }
    static let battery = onPerson("battery", command: "battery", said) { person, state in
        let lines = ["35 is 35 percent, 35+ is charging."] + state.heardLines(of: person)
        let title = state.asked(
            person, "How full is your phone?", "How full is \(person.name)'s phone?")
        return ask(Dialog(title, lines, .text, .person(person.id, .battery)), &state)
    }
}

extension DayState {
    /// What somebody may go on to do, as far as it needs no reason.
    fileprivate func activities(for person: Person) -> [Activity] {
        let presence = presence[person.id] ?? Presence()
        return Activity.allCases.filter { next in
            next != presence.activity
                && presence.activity.step(
                    to: next, role: person.role, before: presence.activityBeforeBreak) == .legal
        }
    }
}

/// "35", "35 %", "35+".
struct BatteryReading: Equatable {
    let percent: Int
    let isCharging: Bool

    init?(_ text: String) {
        let typed = text.trimmedSpaces
        let digits = typed.prefix { $0.isNumber }
        guard let percent = Int(digits), (0...100).contains(percent),
            typed.dropFirst(digits.count).allSatisfy({ "%+ ".contains($0) })
        else { return nil }
        (self.percent, isCharging) = (percent, typed.contains("+"))
    }
}
