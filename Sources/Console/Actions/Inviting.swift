import RealtimeProtocol
import Wedding

/// Codes that let people in, made at the host's own console.
extension Action {
    static let invite = work(
        "invite", command: "invite", .level(.administration, .edit, doing: "invite people")
    ) { state in
        guard let day = state.day else { return [] }
        guard state.options.isHost, !state.options.isDemo else {
            state.say("Codes are made at the host: callboard invite NAME, or :invite there")
            return []
        }
        let absent = day.day.people.filter { $0.id != state.me && !day.hasDevice($0.id) }
        let selected = state.selectedPerson.map(\.id)
        let order = absent.filter { $0.id == selected } + absent.filter { $0.id != selected }
        guard !order.isEmpty else {
            state.say("Everyone has joined already")
            return []
        }
        let names = ["everyone who has not joined, \(order.count)"] + order.map(\.name)
        var dialog = Dialog(
            "Invite whom?", ["Each code lets one person in, once."], .choice(names),
            .invite([nil] + order.map(\.id)))
        if order.first?.id == selected { dialog.selected = 1 }
        return ask(dialog, &state)
    }
}

func answerInvite(
    _ people: [PersonID?], _ selected: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let choice = people[safe: selected] else { return [] }
    return [.invite(choice.map { [$0] } ?? people.compactMap { $0 })]
}

extension Dialog {
    /// - Parameter list: The file to print.
    static func invited(_ lines: [String], _ list: String) -> Dialog {
        let shown = lines.prefix(10)
        let more = lines.count > 10 ? ["and \(lines.count - 10) more"] : []
        return Dialog(
            lines.count == 1 ? "Invitation" : "\(lines.count) invitations",
            shown + more + ["To print: \(list.sanitised)"], .confirm, .told)
    }
}
