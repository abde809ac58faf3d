import RealtimeProtocol
import Wedding

/// What the kitchen has to know: heads, meals, diets, heads a table. What was sent last is how it
/// knows what changed.
struct CatererNote {
    private static let head = "KITCHEN"

    let parts: [String]
    /// What was sent last, and when.
    let before: (parts: [String], at: Timestamp)?

    init(_ day: DayState) {
        let guests = day.day.guests.filter(\.rsvp.isExpected)
        let here = guests.count { $0.rsvp.isHere }
        let uninvited = guests.count { $0.rsvp == .arrivedUninvited }
        let absent = day.day.guests.count { $0.rsvp == .noShow }
        let meals = day.mealCounts.map { "\($0.meal.spaced) \($0.count)" }
        var diets: [String: Int] = [:]
        for guest in guests {
            for diet in (guest.diet ?? "").split(separator: ",").map(\.trimmedSpaces) {
                diets[diet, default: 0] += 1
            }
        }
        let tables = day.day.tables.map { "\($0.number): \(day.day.seated(at: $0.id).count)" }
        let loose = guests.count { $0.table == nil }
        parts = [
            "\(guests.count) heads, \(here) here",
            uninvited > 0 ? "not on the list \(uninvited)" : "",
            absent > 0 ? "not coming \(absent)" : "",
            "meals " + meals.joined(separator: ", "),
            diets.isEmpty
                ? ""
                : "diets "
                    + diets.sorted { $0.key < $1.key }.map { "\($0.key.spaced) \($0.value)" }
                    .joined(separator: ", "),
            tables.isEmpty ? "" : "tables " + tables.joined(separator: ", "),
            loose > 0 ? "without a table \(loose)" : "",
        ].filter { !$0.isEmpty }
        before = day.messages.last { $0.text.hasPrefix(Self.head) }.map { message in
            let text = message.text.dropFirst(Self.head.count + 2)
            return (text.split(separator: ";").map(\.trimmedSpaces), message.sentAt)
        }
    }

    var text: String { "\(Self.head): \(parts.joined(separator: "; "))" }

    /// What the kitchen was not told yet.
    var changed: [String] { before.map { old in parts.filter { !old.parts.contains($0) } } ?? [] }
}

extension Action {
    static let caterer = work(
        "caterer", command: "caterer", .level(.guests, .view, doing: "tell the kitchen")
    ) { state in
        guard let day = state.day else { return [] }
        let note = CatererNote(day)
        var lines = note.parts
        if let before = note.before {
            lines.append(
                note.changed.isEmpty
                    ? "Nothing has changed since \(state.clock(before.at))."
                    : "Changed since \(state.clock(before.at)): \(note.changed.joined(separator: "; "))"
            )
        }
        lines.append("\(told(day.day.people(for: [.catering], AudienceContext()), state)) told.")
        return ask(Dialog("Tell the kitchen?", lines, .confirm, .caterer), &state)
    }
}

func tellCaterer(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    state.say("The kitchen is told")
    return [send(CatererNote(day).text, to: [.catering, .coordinator], .high, &state)]
}
