import CTerminal
import Console
import Wedding

/// Turns what ncurses read into console events: keys, clicks, pastes, focus.
struct KeyReader {
    private var pasted: String.UnicodeScalarView?
    private var pastedCount = 0
    private var lastPress: (column: Int, row: Int, at: ContinuousClock.Instant)?
    /// Letters of one paste kept at most; the rest is dropped.
    private static let pasteCharactersMax = 2_000

    /// Everything that was typed since the last call.
    mutating func read() -> [ConsoleEvent] {
        var events: [ConsoleEvent] = []
        var value: Int32 = 0
        while true {
            let kind = Int(ct_key(&value))
            switch kind {
            case CT_KEY_NONE: return events
            case CT_KEY_CHARACTER: events += character(value)
            case CT_KEY_CODE: if let key = code(value) { events.append(.key(key)) }
            case CT_KEY_MOUSE: if let mouse = mouse() { events.append(.mouse(mouse)) }
            case CT_KEY_PASTE_BEGIN: (pasted, pastedCount) = ("".unicodeScalars, 0)
            case CT_KEY_PASTE_END:
                if let pasted { events.append(.paste(String(pasted))) }
                pasted = nil
            case CT_KEY_FOCUS_IN: events.append(.focus(true))
            case CT_KEY_FOCUS_OUT: events.append(.focus(false))
            default: break
            }
        }
    }

    private mutating func character(_ value: Int32) -> [ConsoleEvent] {
        guard let scalar = Unicode.Scalar(UInt32(bitPattern: value)) else { return [] }
        guard pasted == nil else {
            // Counted beside: to count what is there for each that comes would take for ever.
            pastedCount += 1
            if pastedCount <= Self.pasteCharactersMax { pasted?.append(scalar) }
            return []
        }
        switch scalar.value {
        case 0x1B: return escape()
        case 0x09: return [.key(.tab)]
        case 0x0A, 0x0D: return [.key(.enter)]
        case 0x08, 0x7F: return [.key(.backspace)]
        case 0x01...0x1A:
            return [.key(.ctrl(Character(Unicode.Scalar(UInt8(scalar.value + 0x60)))))]
        case 0x00...0x1F: return []
        default: return [.key(.char(Character(scalar)))]
        }
    }

    /// A letter right behind Esc is Alt with that letter; here that is Esc and then the letter.
    private mutating func escape() -> [ConsoleEvent] {
        var value: Int32 = 0
        guard Int(ct_key(&value)) == CT_KEY_CHARACTER else { return [.key(.escape)] }
        return [.key(.escape)] + character(value)
    }

    private func code(_ value: Int32) -> Key? {
        switch Int(value) {
        case CT_UP: .up
        case CT_DOWN: .down
        case CT_LEFT: .left
        case CT_RIGHT: .right
        case CT_HOME: .home
        case CT_END: .end
        case CT_PAGE_UP: .pageUp
        case CT_PAGE_DOWN: .pageDown
        case CT_BACKSPACE: .backspace
        case CT_DELETE: .delete
        case CT_ENTER: .enter
        case CT_BACK_TAB: .backTab
        case CT_FUNCTION + 1...CT_FUNCTION + 24:
            .function(Int(value) - CT_FUNCTION)
        default: nil
        }
    }

    private mutating func mouse() -> MouseEvent? {
        var raw = ct_mouse_event()
        guard ct_mouse(&raw) != 0 else { return nil }
        let (column, row) = (Int(raw.x), Int(raw.y))
        switch Int(raw.kind) {
        case CT_PRESS:
            let now = ContinuousClock.now
            let isDouble = lastPress.map {
                $0.column == column && $0.row == row && now - $0.at < .milliseconds(400)
            }
            lastPress = isDouble == true ? nil : (column, row, now)
            return MouseEvent(isDouble == true ? .double : .press, column: column, row: row)
        case CT_WHEEL_UP: return MouseEvent(.wheelUp, column: column, row: row)
        case CT_WHEEL_DOWN: return MouseEvent(.wheelDown, column: column, row: row)
        case CT_DRAG: return MouseEvent(.drag, column: column, row: row)
        default: return nil
        }
    }
}
