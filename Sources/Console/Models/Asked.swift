import RealtimeProtocol
import Wedding

/// What somebody waits for this console's user to say: it stands in the strip and takes one key.
enum Asked: Equatable {
    /// To stand by for a cue.
    case cue(TimelineItem)
    case message(Message)
    /// Whether the plan for rain holds, about the item that depends on it.
    case rainCall(TimelineItem, by: Timestamp)

    /// For so long words that ask for no version wait for an answer.
    private static let life = Duration.minutes(10)

    static func of(_ state: ConsoleState) -> Asked? {
        guard let me = state.me, let day = state.day, !state.options.isKiosk else { return nil }
        if let item = day.cue(for: me) { return .cue(item) }
        if let message = day.toConfirm(by: me) { return .message(message) }
        if let call = RainCall(state, day) { return .rainCall(call.item, by: call.by) }
        return day.messages.last { message in
            message.recipients.contains(me) && !message.confirmed.contains(me)
                && message.priority <= .high && message.from.person != nil
                && state.now - message.sentAt < life
        }.map { .message($0) }
    }

    func words(_ state: ConsoleState) -> String {
        switch self {
        case .cue(let item):
            "STANDBY \(item.title) \(state.clock(item.start))" + (item.cue.map { " · \($0)" } ?? "")
        case .message(let message):
            (message.from.person.map { state.day?.day.givenName(of: $0) ?? "" } ?? "Callboard")
                + ": \(message.text)"
        case .rainCall(_, let by):
            "RAIN CALL by \(state.clock(by)): does the first plan hold?"
        }
    }

    /// What the one key says.
    var answer: String {
        switch self {
        case .cue: "ready"
        case .message: "got it"
        case .rainCall: "decide"
        }
    }

    func answer(_ state: inout ConsoleState) -> [ConsoleEffect] {
        switch self {
        case .cue(let item):
            state.say("You are ready for \(item.title)")
            return [state.submit(.timeline(.ready(item.id)), "ready for \(item.title)")]
        case .message(let message):
            state.say(message.version.map { "You have confirmed v\($0)" } ?? "Answered: got it")
            return [state.submit(.message(.confirm(message.id)), "your answer")]
        case .rainCall(let item, _): return askRainCall(item, &state)
        }
    }
}
