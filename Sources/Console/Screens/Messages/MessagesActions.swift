import RealtimeProtocol
import Wedding

extension MessagesScreen: Screen {
    static let name = "Messages"
    static let short = "Msg"
    static let isFiltered = true
    static let detailSizes: Set<ConsoleState.SizeClass> = [.small, .standard, .wide, .wall]
    static let keys: [KeyMap.Binding] = [
        .init([.enter], .open, "whole", "confirm what you are asked to; then messages in full"),
        .init([.char("r")], .compose, "reply", "write to this conversation", rank: 3),
        .init([.char("n")], .newMessage, "new to…", "write to somebody", rank: 4),
        .init([.tab], .nextPane, "next", "next conversation", rank: 5),
    ]

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        MessagesModel(state, day).conversations.map(\.id)
    }

    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        day.day.people[PersonID(row)]
    }

    static func badge(_ state: ConsoleState, _ day: DayState, isNarrow: Bool) -> String {
        count(MessagesModel(state, day).unread)
    }

    /// One conversation after the other, the newest message of each.
    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        MessagesModel(state, day).conversations.map { conversation in
            let last = conversation.messages.last
            let words = last.map { " \(state.clock($0.sentAt)) \($0.text)" } ?? " nothing yet"
            return ScreenLine(
                id: conversation.id, text: conversation.name + words,
                style: last == nil ? .muted : .text)
        }
    }

    /// A thread that fills the pane scrolls.
    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool {
        guard state.showsDetail else { return false }
        let page = max(1, state.rows / 2)
        switch motion {
        case .up: state.messages.scroll += 1
        case .down: state.messages.scroll = max(0, state.messages.scroll - 1)
        case .pageUp: state.messages.scroll += page
        case .pageDown: state.messages.scroll = max(0, state.messages.scroll - page)
        case .bottom: state.messages.scroll = 0
        case .top, .left, .right, .nextPane, .previousPane, .zoomIn, .zoomOut, .fit: return false
        }
        return true
    }

    /// What waits for this user's answer, where the conversation that is open holds it.
    static func ownToConfirm(_ state: ConsoleState) -> Message? {
        guard state.view == .messages, let day = state.day,
            case .message(let asked)? = Asked.of(state)
        else { return nil }
        let open = Rows.selected(state, .messages)
        let conversation = MessagesModel(state, day).conversations.first { $0.id == open }
        return conversation?.messages.contains { $0.id == asked.id } == true ? asked : nil
    }

    static func open(_ state: inout ConsoleState) -> [ConsoleEffect] {
        if !state.showsDetail, let own = ownToConfirm(state) {
            return Asked.message(own).answer(&state)
        }
        if state.opensDetail { state.showsDetail.toggle() }
        state.messages.scroll = 0
        return []
    }
}

extension Action {
    static let message = work("message", command: "message", .anyone) { writeToSelected(&$0) }
    static let newMessage = work("new message", command: "new-message", .anyone) { state in
        guard state.view == .messages else { return writeToSelected(&state) }
        let dialog = Dialog("Message to", ["Type a name, or part of one"], .text, .message(nil))
        return ask(dialog, &state)
    }
    static let compose = work("compose", .anyone) { state in
        state.layers.append(.compose)
        return []
    }
}

private func writeToSelected(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let person = state.selectedPerson else {
        state.say("Select somebody first")
        return []
    }
    let radio = person.radioChannel.map { ["Radio: channel \($0)"] } ?? []
    return ask(
        Dialog("Message to \(person.name)", radio, .text, .message(person.id)), &state)
}
