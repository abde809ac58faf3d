import RealtimeProtocol
import Wedding

/// Opens a text; it goes on being brought along when it is closed before everything has left.
func openNote(_ key: FieldKey, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let user = state.user else { return [] }
    if case .refused(let refusal) = Rights(state: day, now: state.now).verdict(on: key, by: user) {
        state.say("\(ProtocolError(refusal))")
        return []
    }
    if state.notes[key] == nil { state.notes[key] = NoteEditor(key, day) }
    state.layers.append(.note(key))
    return []
}

func pressNote(_ key: Key, _ note: FieldKey, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard var editor = state.notes[note] else {
        state.layers.removeLast()
        return []
    }
    let columns = NotePanel.textColumns(state.columns)
    switch key {
    case .escape:
        state.layers.removeLast()
        return sendNotes(&state)
    case .char(let character): editor.insert(String(character).sanitised)
    case .enter: editor.insert("\n")
    case .backspace: editor.delete(to: editor.step(false))
    case .delete: editor.delete(to: editor.step(true))
    case .left: editor.move(to: editor.step(false))
    case .right: editor.move(to: editor.step(true))
    case .up: editor.move(to: editor.row(-1, columns))
    case .down: editor.move(to: editor.row(1, columns))
    case .home, .ctrl("a"): editor.move(to: editor.lineStart(columns))
    case .end, .ctrl("e"): editor.move(to: editor.lineEnd(columns))
    case .ctrl("u"): editor.delete(to: editor.lineStart(columns))
    case .ctrl("w"): editor.delete(to: editor.wordStart)
    default: return []
    }
    state.notes[note] = editor
    // A word at a time; the clock sends the rest.
    return editor.endsWord ? sendNotes(&state) : []
}

/// Whatever may leave of the texts that are written at.
func sendNotes(_ state: inout ConsoleState) -> [ConsoleEffect] {
    var effects: [ConsoleEffect] = []
    for key in state.notes.keys.sorted(by: { $0.entity.id < $1.entity.id }) {
        let id = state.ids.next
        guard let change = state.notes[key]?.takeSend(id: id, isLive: state.isLive) else {
            if state.notes[key]?.isSaved == true, !state.layers.contains(.note(key)) {
                state.notes[key] = nil
            }
            continue
        }
        effects.append(state.send(.write(change), "note", priority: .normal))
    }
    return effects
}

extension NoteEditor {
    /// Whether what stands before the cursor ends a word, or nothing does.
    fileprivate var endsWord: Bool {
        cursor == 0 || !text[cursor - 1].properties.isAlphabetic
    }

    fileprivate func lineStart(_ columns: Int) -> Int {
        lines(columns).last { $0.place <= cursor }?.place ?? 0
    }

    fileprivate func lineEnd(_ columns: Int) -> Int {
        guard let line = lines(columns).last(where: { $0.place <= cursor }) else {
            return text.count
        }
        return line.place + line.text.unicodeScalars.count
    }

    fileprivate var wordStart: Int {
        var place = cursor
        while place > 0, text[place - 1] == " " { place -= 1 }
        while place > 0, text[place - 1] != " ", text[place - 1] != "\n" { place -= 1 }
        return place
    }
}

/// A text over the screen, with the cursor where one writes.
struct NotePanel {
    let state: ConsoleState
    let day: DayState
    let key: FieldKey

    static func textColumns(_ columns: Int) -> Int { max(8, min(96, columns - 4) - 4) }

    func draw(_ frame: inout Frame) {
        guard let editor = state.notes[key] else { return }
        let area = frame.centered(
            width: min(96, frame.columns - 4), height: max(6, frame.rows - 8))
        frame.fill(area)
        let inside = frame.box(
            area,
            key.entity == .wedding
                ? "Shared brief" : "\(day.name(of: key.entity)): \(key.field.words)",
            remark: status(editor),
            .of(.borderFocus)
        ).inset(1, 0)
        let columns = Self.textColumns(state.columns)
        let lines = editor.lines(columns)
        let height = max(1, inside.height - 2)
        let here = lines.lastIndex { $0.place <= editor.cursor } ?? 0
        let first = max(0, min(here - height * 2 / 3, lines.count - height))
        for (offset, line) in lines.dropFirst(first).prefix(height).enumerated() {
            let y = inside.y + offset
            frame.write(line.text, inside.x, y, limit: inside.width)
            guard first + offset == here else { continue }
            let before = Array(line.text.unicodeScalars).prefix(editor.cursor - line.place)
            let x = inside.x + String(TextOperation.Scalars(before)).cellWidth
            frame.cursor = (min(x, inside.right - 1), y)
            frame.restyle(Rect(x: min(x, inside.right - 1), y: y, width: 1, height: 1)) {
                $0 = $0.reverse
            }
        }
        if let complaint = editor.complaint {
            frame.write(complaint.fitted(inside.width), inside.x, inside.bottom - 2, .of(.late))
        }
        frame.write(
            "Esc done   Ctrl-W del word   Ctrl-U del line   others can edit too".fitted(
                inside.width),
            inside.x, inside.bottom - 1, .of(.key))
    }

    private func status(_ editor: NoteEditor) -> String {
        let other = editor.other.map { other in
            "\(day.day.givenName(of: other.person)) wrote at \(state.clock(other.at)) · "
        }
        let saved =
            editor.isSaved ? "saved" : state.isLive ? "saving…" : "saved here until reconnected"
        return (other ?? "") + saved
    }
}
