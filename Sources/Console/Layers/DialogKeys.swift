import RealtimeProtocol
import Wedding

/// Keys inside a question: what is typed, chosen, confirmed or left.
func press(_ key: Key, _ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    var dialog = dialog
    func keep() { state.layers[state.layers.count - 1] = .dialog(dialog) }
    if key == .escape || (key == .char("q") && !dialog.takesText) {
        state.layers.removeLast()
        return []
    }
    switch (dialog.kind, key) {
    case (.choice(let options), .down), (.choice(let options), .char("j")):
        dialog.selected = min(options.count - 1, dialog.selected + 1)
    case (.choice, .up), (.choice, .char("k")): dialog.selected = max(0, dialog.selected - 1)
    case (.choice(let options), .char(let digit)) where digit.wholeNumberValue != nil:
        let index = (digit.wholeNumberValue ?? 0) - 1
        guard options.indices.contains(index) else { return [] }
        dialog.selected = index
    case (_, .tab) where dialog.isHearsay(me: state.me):
        state.board.heard = state.board.heard.nextHeard
        dialog.lines[dialog.lines.count - 1] = state.heardLine
    case (_, .enter): return answer(dialog, &state)
    case (.typed, .char(let character)), (.text, .char(let character)):
        dialog.input = dialog.input.appending(
            typed: character, max: ConsoleState.messageCharactersMax)
        dialog.complaint = nil
    case (.typed, .backspace), (.text, .backspace): dialog.input = String(dialog.input.dropLast())
    case (.typed, .ctrl("u")), (.text, .ctrl("u")): dialog.input = ""
    default: return []
    }
    keep()
    return []
}

extension Dialog {
    /// Whether it asks for what others said.
    func isHearsay(me: PersonID?) -> Bool {
        if case .person(let id, _) = purpose { id != me } else { false }
    }

    var takesText: Bool {
        switch kind {
        case .typed, .text: true
        case .confirm, .choice: false
        }
    }
}
