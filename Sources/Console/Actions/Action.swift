import RealtimeProtocol
import Wedding

/// One thing that a key, a click or a command can ask for, as a row: who may do it, whether it does
/// anything now, and what it does.
///
/// One object each, however many keys and places lead to it.
package final class Action: Sendable {
    package enum Kind: Sendable {
        /// Changes only what is seen here.
        case looks
        /// Tells others, or changes the day: not in a replay.
        case works
    }

    /// Tells it from all others.
    package let id: String
    /// A word for the palette: `:ack`; nil where only keys lead to it.
    package let command: String?
    package let kind: Kind
    let right: @Sendable (ConsoleState) -> Right
    /// Whether it does anything here, now: a footer shows only what does.
    private let isOfUse: @Sendable (ConsoleState) -> Bool
    let perform: @Sendable (inout ConsoleState) -> [ConsoleEffect]
    /// The row that it selects, if it selects one.
    let row: String?

    typealias Test = @Sendable (ConsoleState) -> Bool
    typealias Work = @Sendable (inout ConsoleState) -> [ConsoleEffect]

    private init(
        _ id: String, _ command: String?, _ kind: Kind,
        right: @escaping @Sendable (ConsoleState) -> Right, when isOfUse: @escaping Test,
        row: String? = nil, _ perform: @escaping Work
    ) {
        (self.id, self.command, self.kind, self.right) = (id, command, kind, right)
        (self.isOfUse, self.row, self.perform) = (isOfUse, row, perform)
    }

    static func look(
        _ id: String, command: String? = nil, when isOfUse: @escaping Test = { _ in true },
        _ perform: @escaping Work
    ) -> Action {
        Action(id, command, .looks, right: { _ in .anyone }, when: isOfUse, perform)
    }

    static func work(
        _ id: String, command: String? = nil, _ right: Right,
        when isOfUse: @escaping Test = { _ in true }, _ perform: @escaping Work
    ) -> Action {
        Action(id, command, .works, right: { _ in right }, when: isOfUse, perform)
    }

    /// Where the right depends on the row that is selected.
    static func work(
        _ id: String, command: String? = nil, right: @escaping @Sendable (ConsoleState) -> Right,
        when isOfUse: @escaping Test = { _ in true }, _ perform: @escaping Work
    ) -> Action {
        Action(id, command, .works, right: right, when: isOfUse, perform)
    }

    static func show(_ view: ViewID) -> Action { shows[view] ?? showing(view) }

    private static let shows = Dictionary(
        uniqueKeysWithValues: ViewID.allCases.map { ($0, showing($0)) })

    private static func showing(_ view: ViewID) -> Action {
        Action(
            "show \(view)", view.name.lowercased(), .looks, right: { view.screen.right($0) },
            when: { _ in true }
        ) { state in
            state.markRead()
            state.view = view
            state.showsDetail = false
            state.filter = ""
            state.messages.scroll = 0
            return []
        }
    }

    static func select(_ row: String) -> Action {
        Action(
            "select \(row)", nil, .looks, right: { _ in .anyone }, when: { _ in true }, row: row
        ) { state in
            state.messages.scroll = 0
            state.selection[state.view] = row
            if state.view == .timeline { state.timeline.isFollowing = false }
            return []
        }
    }

    /// Why the user may not do it; nil when they may. Help shows it beside the key.
    func refusal(_ state: ConsoleState) -> String? {
        guard let user = state.user, let day = state.day else { return nil }
        if state.options.isReplay, kind == .works {
            return "This is a replay: you cannot change anything in it."
        }
        switch Rights(state: day, now: state.now).verdict(right(state), by: user) {
        case .allowed, .proposal, .sighting: return nil
        case .refused(let refusal): return "\(ProtocolError(refusal))"
        }
    }

    /// The same in a few words, for lists.
    func lack(_ state: ConsoleState) -> String? {
        refusal(state).map { refusal in
            guard !state.options.isReplay, let category = right(state).category else {
                return refusal
            }
            return "needs the \(category.title) right"
        }
    }

    func applies(_ state: ConsoleState) -> Bool { refusal(state) == nil && isOfUse(state) }
}

extension Action: Hashable {
    package static func == (one: Action, other: Action) -> Bool { one.id == other.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// Carries out what a key, a click or a command asked for.
func perform(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if let reason = action.refusal(state) {
        state.say(reason)
        return []
    }
    return action.perform(&state)
}
