import RealtimeProtocol
import Wedding

/// Keys inside a question: what is typed, chosen, confirmed or left.
func press(_ key: Key, _ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    var dialog = dialog
    func keep() { state.layers[state.layers.count - 1] = .dialog(dialog) }
    if key == .escape || (key == .char("q") && !dialog.takesLetters) {
        state.layers.removeLast()
        return []
    }
    switch (dialog.kind, key) {
    case (.choice(let options), .down):
        (dialog.selected, dialog.input) = (min(options.count - 1, dialog.selected + 1), "")
    case (.choice, .up): (dialog.selected, dialog.input) = (max(0, dialog.selected - 1), "")
    case (.choice(let options), .char(let character)): dialog.choose(by: character, of: options)
    case (.choice, .backspace): dialog.input = String(dialog.input.dropLast())
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

    /// Whether letters are words: in a list too long for digits too, where they find a name.
    fileprivate var takesLetters: Bool {
        guard case .choice(let options) = kind else { return takesText }
        return options.count > 9 || !input.isEmpty
    }

    /// A digit is a place in the list, `j` and `k` move in a short one; other letters find a name.
    fileprivate mutating func choose(by character: Character, of options: [String]) {
        complaint = nil
        if input.isEmpty, let digit = character.wholeNumberValue {
            if options.indices.contains(digit - 1) { selected = digit - 1 }
            return
        }
        if !takesLetters, character == "j" || character == "k" {
            selected = max(0, min(options.count - 1, selected + (character == "j" ? 1 : -1)))
            return
        }
        let typed = input.appending(typed: character, max: 40)
        let (names, needle) = (options.map { $0.lowercased() }, typed.lowercased())
        guard
            let found = names.firstIndex(where: { $0.hasPrefix(needle) })
                ?? names.firstIndex(where: { $0.contains(needle) })
        else { return complaint = "Nothing in this list has \"\(typed)\"." }
        (selected, input) = (found, typed)
    }
}
