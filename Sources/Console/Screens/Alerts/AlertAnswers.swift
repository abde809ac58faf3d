import RealtimeProtocol
import Wedding

func answer(
    _ question: Dialog.AlertQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch question {
    case .shelve(let id):
        let until = state.now + .minutes(5 * (dialog.selected + 1))
        return [state.submit(.alert(.shelve(id, until: until)), "shelve \(id)")]
    case .shelveCritical(let id):
        let until = state.now + .minutes(5)
        return [
            state.submit(
                .alert(.shelve(id, until: until)), "shelve \(id)", text: dialog.input.trimmedSpaces)
        ]
    case .again(let id):
        let words = dialog.input.trimmedSpaces
        state.say(words.isEmpty ? "Repeated to everyone" : "Said to everyone: \(words)")
        let again = state.submit(
            .escalate(id, .again), "repeat", text: "Repeated to everyone", priority: .emergency)
        guard !words.isEmpty else { return [again] }
        return [send(words, to: [.all], .critical, &state), again]
    case .broadcast(let id):
        return [
            state.submit(
                .alert(.broadcast(id)), "tell everyone", text: reason(dialog), priority: .emergency)
        ]
    case .update(let id):
        return [
            state.submit(.alert(.update(id)), "update \(id)", text: dialog.input.trimmedSpaces)
        ]
    case .cancel(let id):
        state.say("Cancelled: raised in error")
        return [state.submit(.alert(.cancel(id)), "cancel \(id)", text: reason(dialog))]
    case .resolve(let id):
        return [state.submit(.alert(.resolve(id)), "resolve \(id)", text: reason(dialog))]
    case .allClear(let id):
        return [
            state.submit(
                .alert(.allClear(id)), "all clear",
                text: reason(dialog), priority: .emergency)
        ]
    case .assign(let id):
        guard let person = state.assignable[safe: dialog.selected] else { return [] }
        return [state.submit(.alert(.assign(id, person.id)), "assign \(id)")]
    case .evacuate(let id):
        let name = state.day?.day.name(of: id) ?? ""
        let why = reason(dialog).isEmpty ? "" : ": " + reason(dialog)
        return [
            raise(.fireEvacuation, "Leave \(name) now\(why)", zone: id, isDrill: false, &state)
        ]
    case .answer(let id):
        guard let day = state.day,
            let person = Dialog.answerers(day, me: state.me)[
                safe: dialog.selected]
        else { return [] }
        return answerAs(person, id, &state)
    }
}

/// What, where, and in which words; who will be told is said before the last Enter.
func answer(
    _ question: Dialog.RaiseQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let day = state.day?.day else { return [] }
    switch question {
    case .kind(let isDrill):
        guard let kind = AlertKind.toRaise[safe: dialog.selected] else {
            return []
        }
        let places = ["no single place"] + Dialog.places(day).map(\.plainName)
        return ask(
            Dialog(
                kind.words.capitalizedFirst, ["Where?"], .choice(places),
                .raise(.place(kind, isDrill: isDrill))), &state)
    case .place(let kind, let isDrill):
        let zone = dialog.selected == 0 ? nil : Dialog.places(day)[safe: dialog.selected - 1]
        let place = zone.map { ", \($0.plainName)" } ?? ""
        let audience: String =
            if kind.defaultPriority == .emergency && !kind.isTargeted {
                "This tells everyone at the venue at once."
            } else {
                told(day.people(for: kind.promisedAudience, AudienceContext()), state) + " told."
            }
        let lines = ["What has happened?", (isDrill ? "DRILL. " : "") + audience]
        return ask(
            Dialog(
                kind.words.capitalizedFirst + place, lines, .text,
                .raise(.words(kind, zone?.id, isDrill: isDrill))), &state)
    case .words(let kind, let zone, let isDrill):
        let place = zone.flatMap { day.zones[$0]?.plainName }.map { "\($0): " } ?? ""
        let words = place + dialog.input.trimmedSpaces
        return [raise(kind, words, zone: zone, isDrill: isDrill, &state)]
    }
}

extension Dialog {
    /// Where something can happen.
    static func places(_ day: WeddingDay) -> [Zone] { day.zones.filter { $0.kind != .offSite } }
}

private func raise(
    _ kind: AlertKind, _ words: String, zone: ZoneID?, isDrill: Bool, _ state: inout ConsoleState
) -> ConsoleEffect {
    let call = AlertCall(kind, about: zone?.rawValue ?? "all", zone: zone, isDrill: isDrill)
    return state.submit(.raise(call), "alert", text: words, priority: call.priority)
}
