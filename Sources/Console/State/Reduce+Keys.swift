import RealtimeProtocol
import Wedding

/// A key goes to the topmost layer that wants it; the takeover lets nothing past it.
func press(_ key: Key, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if state.day == nil, [.char("q"), .escape, .ctrl("c")].contains(key) { return [.quit] }
    if key == .ctrl("c") { return cancel(&state) }
    if state.options.isKiosk { return pressKiosk(key, &state) }
    if state.holdToast != nil {
        if key == .escape { (state.holdToast, state.toast) = (nil, nil) } else { state.hold() }
        return []
    }
    if case .dialog(let dialog) = state.layers.last, state.showsLayer {
        return press(key, dialog, &state)
    }
    if state.takeover != nil {
        guard let action = KeyMap.standard.takeoverAction(for: key) else { return [] }
        return perform(action, &state)
    }
    switch state.layers.last {
    case .help(let query, let scroll): return pressHelp(key, query, scroll, &state)
    case .palette(let text, let selected): return pressPalette(key, text, selected, &state)
    case .filter: return pressFilter(key, &state)
    case .compose: return pressCompose(key, &state)
    case .picker(let picker): return press(key, picker, &state)
    case .form(let form): return press(key, form, &state)
    case .note(let note): return pressNote(key, note, &state)
    case .feed(let selected): return pressFeed(key, selected, &state)
    case .ticks(let list): return press(key, list, &state)
    case .gate(let list): return press(key, list, &state)
    case .dialog, nil: break
    }
    guard
        let action = KeyMap.standard.action(
            for: key, in: state.view, isDemo: state.options.isDemo, isFiltered: state.isFiltered)
    else { return [] }
    return perform(action, &state)
}

/// A shared screen is nobody's console: it can be repainted, left after a question, and in a replay
/// moved through the day.
private func pressKiosk(_ key: Key, _ state: inout ConsoleState) -> [ConsoleEffect] {
    if case .dialog(let dialog) = state.layers.last { return press(key, dialog, &state) }
    switch KeyMap.standard.action(for: key, in: .board, isDemo: state.options.isDemo) {
    case .repaint: return [.repaint]
    case .quit: return perform(.quit, &state)
    case .pause, .seekBack, .seekForward, .nextEvent, .faster, .slower:
        return KeyMap.standard.action(for: key, in: .board, isDemo: true)
            .map { perform($0, &state) } ?? []
    default: return []
    }
}

/// The first Ctrl-C cancels what is open; a second one while the toast says so quits.
private func cancel(_ state: inout ConsoleState) -> [ConsoleEffect] {
    if let toast = state.toast?.number, toast == state.cancelToast { return [.quit] }
    if state.takeover == nil { state.layers = [] }
    if let before = state.themeBefore { (state.theme, state.themeBefore) = (before, nil) }
    state.say("Press Ctrl-C again to quit")
    state.cancelToast = state.toast?.number
    return []
}

extension String {
    /// With a letter that was typed, as long as there is room: a letter can have any number of
    /// marks, so scalars are counted as well.
    func appending(typed character: Character, max: Int) -> String {
        let isFull = unicodeScalars.count >= max * 4 || count >= max
        return isFull ? self : (self + String(character)).keepingFewMarks
    }

    /// Without the last mark where it is one too many. Only the end is looked at.
    private var keepingFewMarks: String {
        let end = String(unicodeScalars.suffix(8))
        let clean = end.sanitised
        guard clean != end else { return self }
        return String(unicodeScalars.dropLast(8)) + clean
    }
}

func edited(_ text: String, _ key: Key, max: Int) -> String? {
    switch key {
    case .char(let character):
        return text.appending(typed: character, max: max)
    case .backspace: return String(text.dropLast())
    case .ctrl("u"): return ""
    case .ctrl("w"):
        var rest = text[...]
        while rest.last == " " { rest.removeLast() }
        while let last = rest.last, last != " " { rest.removeLast() }
        return String(rest)
    default: return nil
    }
}

private func pressHelp(
    _ key: Key, _ query: String, _ scroll: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch key {
    case .escape, .enter: state.layers.removeLast()
    case .char("?") where query.isEmpty: state.layers.removeLast()
    case .down: state.layers[state.layers.count - 1] = .help(query: query, scroll: scroll + 1)
    case .up: state.layers[state.layers.count - 1] = .help(query: query, scroll: max(0, scroll - 1))
    case .pageDown: state.layers[state.layers.count - 1] = .help(query: query, scroll: scroll + 10)
    case .pageUp:
        state.layers[state.layers.count - 1] = .help(query: query, scroll: max(0, scroll - 10))
    default:
        if let text = edited(query, key, max: 40) {
            state.layers[state.layers.count - 1] = .help(query: text, scroll: 0)
        }
    }
    return []
}

private func pressPalette(
    _ key: Key, _ text: String, _ selected: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let matches = Palette.matches(text, state)
    func preview(_ index: Int) {
        let chosen = matches[safe: index]?.action
        guard let theme = state.themes.first(where: { .theme($0.name) == chosen }) else { return }
        state.themeBefore = state.themeBefore ?? state.theme
        state.theme = theme
    }
    switch key {
    case .escape:
        state.layers.removeLast()
        // A previewed theme goes with the palette.
        if let before = state.themeBefore { state.theme = before }
        state.themeBefore = nil
        return []
    case .enter:
        // Of several themes none is meant before one is chosen.
        if text.trimmedSpaces == "theme", selected == 0, matches.count > 1 {
            state.layers[state.layers.count - 1] = .palette(text: "theme ", selected: 0)
            preview(0)
            return []
        }
        state.layers.removeLast()
        state.themeBefore = nil
        guard let chosen = matches[safe: min(selected, matches.count - 1)] else {
            state.say("Unknown command \"\(text)\". :help lists all keys.")
            return []
        }
        return perform(chosen.action, &state)
    case .tab:
        if let chosen = matches[safe: selected] {
            state.layers[state.layers.count - 1] = .palette(text: chosen.name, selected: 0)
        }
        return []
    case .down, .ctrl("n"), .up, .ctrl("p"), .pageDown, .pageUp, .home, .end:
        let steps: [Key: Int] = [
            .down: 1, .ctrl("n"): 1, .up: -1, .ctrl("p"): -1, .pageDown: 10, .pageUp: -10,
            .home: -matches.count, .end: matches.count,
        ]
        let next = max(0, min(matches.count - 1, selected + (steps[key] ?? 0)))
        state.layers[state.layers.count - 1] = .palette(text: text, selected: next)
        preview(next)
        return []
    default:
        if let text = edited(text, key, max: 60) {
            state.layers[state.layers.count - 1] = .palette(text: text, selected: 0)
        }
        return []
    }
}

private func pressFilter(_ key: Key, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch key {
    case .escape:
        state.filter = ""
        state.layers.removeLast()
    case .enter: state.layers.removeLast()
    case .down: return perform(.down, &state)
    case .up: return perform(.up, &state)
    default: if let text = edited(state.filter, key, max: 40) { state.filter = text }
    }
    return []
}

private func pressCompose(_ key: Key, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch key {
    case .escape: state.layers.removeLast()
    case .ctrl("p"):
        // More urgent first. A message is never an emergency: that is what alerts are for.
        let order: [Priority] = [.normal, .high, .critical, .low]
        let place = order.firstIndex(of: state.messages.priority) ?? 0
        state.messages.priority = order[(place + 1) % order.count]
    case .ctrl("n"): return askNearDraft(&state)
    case .tab: return perform(.nextPane, &state)
    case .enter:
        guard let day = state.day, !state.messages.draft.trimmedSpaces.isEmpty else { return [] }
        let conversations = MessagesModel(state, day).conversations
        let chosen = Rows.selected(state).flatMap { id in conversations.first { $0.id == id } }
        guard let conversation = chosen ?? conversations.first else { return [] }
        let text = state.messages.draft.trimmedSpaces
        let (priority, near) = (state.messages.priority, state.messages.near)
        (state.messages.draft, state.messages.priority, state.messages.near) = ("", .normal, nil)
        state.layers.removeLast()
        return [send(text, to: conversation.words, near: near, priority, &state)]
    default:
        if let text = edited(state.messages.draft, key, max: ConsoleState.messageCharactersMax) {
            state.messages.draft = text
        }
    }
    return []
}

extension ConsoleState {
    /// A radio message is a sentence, not a letter.
    static let messageCharactersMax = 500
}

func send(
    _ text: String, to words: [AudienceWord], near zone: ZoneID? = nil, _ priority: Priority,
    _ state: inout ConsoleState
) -> ConsoleEffect {
    let draft = MessageDraft(to: words, priority: priority, near: zone)
    return state.submit(.send(draft), "message", text: text, priority: priority)
}
