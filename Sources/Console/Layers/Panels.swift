import Wedding

/// Every key that works here, searchable.
struct HelpPanel {
    let state: ConsoleState
    let query: String
    let scroll: Int

    init(_ state: ConsoleState, _ query: String, _ scroll: Int) {
        (self.state, self.query, self.scroll) = (state, query, scroll)
    }

    func draw(_ frame: inout Frame) {
        let area = frame.centered(width: 100, height: frame.rows - 4)
        frame.fill(area)
        let inside = frame.box(
            area, "Help: \(state.view.name)", remark: "type to search · Esc closes",
            .of(.borderFocus))
        let lines = lines
        let height = inside.height - 1
        let first = max(0, min(scroll, lines.count - height))
        for (offset, line) in lines[first...].prefix(max(0, height)).enumerated() {
            let y = inside.y + offset
            if line.2 {
                frame.separator(line.0, inside.x + 1, y, width: inside.width - 2)
            } else {
                frame.write(line.0.fitted(14), inside.x + 2, y, .of(.key))
                frame.write(line.1.fitted(inside.width - 19), inside.x + 17, y)
            }
        }
        let end = frame.write(
            " find: \(query)", inside.x, inside.bottom - 1, .of(.input), limit: inside.width)
        frame.cursor = (min(frame.columns - 1, end), max(0, inside.bottom - 1))
        if lines.count > height, inside.width > 40 {
            frame.write(
                "↑↓ \(first + 1)-\(min(lines.count, first + height)) of \(lines.count)"
                    .rightAligned(20), inside.right - 21, inside.bottom - 1, .muted)
        }
    }
}

extension HelpPanel {
    /// Keys, what they do, and whether it is a heading: of this view, then commands that match,
    /// then how things go here.
    private var lines: [(String, String, Bool)] {
        let bindings = KeyMap.standard.bindings(
            in: state.view, isDemo: state.options.isDemo, isFiltered: state.isFiltered
        )
        .filter { binding in
            query.isEmpty
                || (binding.help + binding.short).lowercased().contains(query.lowercased())
        }
        var lines: [(String, String, Bool)] = []
        var place: KeyMap.Place?
        var told: [Action] = []
        for binding in bindings {
            guard let keys = keys(of: binding), !told.contains(binding.action) else { continue }
            told.append(binding.action)
            if binding.place != place {
                if place != nil { lines.append(("", "", false)) }
                lines.append((binding.place.title, "", true))
                place = binding.place
            }
            let refusal = binding.action.lack(state).map { " — \($0)" } ?? ""
            lines.append((keys, binding.help + refusal, false))
        }
        let commands =
            query.isEmpty
            ? []
            : Palette.matches(query, state).filter { command in
                !told.contains(command.action)
            }
        if !commands.isEmpty {
            lines += [("", "", false), ("Commands", "", true)]
            lines += commands.map { (":" + $0.name, $0.help, false) }
        }
        let notes = state.view.screen.notes.filter {
            query.isEmpty || $0.lowercased().contains(query.lowercased())
        }
        if !notes.isEmpty {
            lines += [("", "", false), ("How it goes", "", true)]
            lines += notes.map { ("", $0, false) }
        }
        return lines.isEmpty ? [("", "Nothing matches \"\(query)\".", false)] : lines
    }

    /// The keys that do it here, or its command where a replay needs them all; nil when neither.
    private func keys(of binding: KeyMap.Binding) -> String? {
        let own = KeyMap.standard.keys(
            of: binding, in: state.view, isDemo: state.options.isDemo, isFiltered: state.isFiltered)
        if own.isEmpty { return binding.action.command.map { ":" + $0 } }
        return own.map(\.label).joined(separator: " ")
    }
}

/// Commands and views by name.
struct PalettePanel {
    let state: ConsoleState
    let text: String
    let selected: Int

    init(_ state: ConsoleState, _ text: String, _ selected: Int) {
        (self.state, self.text, self.selected) = (state, text, selected)
    }

    func draw(_ frame: inout Frame) {
        let matches = Palette.matches(text, state)
        let area = frame.centered(width: 64, height: min(frame.rows - 4, 16))
        frame.fill(area)
        let inside = frame.box(
            area, "Command", remark: "Tab completes · Enter runs", .of(.borderFocus))
        let end = frame.write(
            ": \(text)", inside.x + 1, inside.y, .of(.input), limit: inside.width - 2)
        let list = inside.row(1, height: inside.height - 1)
        ListPane(matches, selected: selected).draw(&frame, list, cursor: nil) {
            frame, command, place in
            let refusal = command.action.lack(state)
            frame.write(
                command.name.fitted(20), place.x + 3, place.y, refusal == nil ? .of(.key) : .muted)
            frame.write(
                (refusal ?? command.help).fitted(place.width - 25), place.x + 24, place.y, .muted)
        }
        if matches.isEmpty {
            frame.write(
                "No matching command.".fitted(list.width - 4), list.x + 3, list.y, .muted)
        }
        frame.cursor = (min(frame.columns - 1, end), inside.y)
    }
}

/// A question over the screen.
struct DialogBox {
    let state: ConsoleState
    let dialog: Dialog

    init(_ state: ConsoleState, _ dialog: Dialog) { (self.state, self.dialog) = (state, dialog) }

    func draw(_ frame: inout Frame) {
        let width = min(72, frame.columns - 4)
        let lines = dialog.lines.flatMap { $0.wrapped(max(8, width - 4), maxLines: 4) }
        let options: [String]
        if case .choice(let list) = dialog.kind { options = list } else { options = [] }
        let shownOptions = min(options.count, max(1, frame.rows - lines.count - 8))
        let area = frame.centered(width: width, height: lines.count + shownOptions + 6)
        frame.fill(area)
        let inside = frame.box(area, dialog.title, .of(.borderFocus)).inset(1, 0)
        var y = inside.y
        for line in lines where y < inside.bottom {
            frame.write(line, inside.x, y, limit: inside.width)
            y += 1
        }
        y += 1
        switch dialog.kind {
        case .choice: drawOptions(&frame, inside, &y, options, shownOptions)
        case .typed, .text:
            let end = frame.write(
                "> \(dialog.input)", inside.x, y, .of(.input), limit: inside.width)
            frame.cursor = (min(frame.columns - 1, end), y)
            y += 1
        case .confirm: break
        }
        if let complaint = dialog.complaint, y < inside.bottom {
            frame.write(complaint.fitted(inside.width), inside.x, y, .of(.late))
        }
        frame.write(hint.fitted(inside.width), inside.x, max(inside.y, inside.bottom - 1), .muted)
    }

    private func drawOptions(
        _ frame: inout Frame, _ area: Rect, _ y: inout Int, _ options: [String], _ count: Int
    ) {
        let list = Rect(
            x: area.x, y: y, width: area.width, height: max(0, min(count, area.bottom - y)))
        ListPane(options, selected: dialog.selected).draw(&frame, list) { frame, option, place in
            frame.write(option.fitted(area.width - 3), area.x + 2, place.y)
        }
        y += min(list.height, options.count)
    }

    private var hint: String {
        switch dialog.kind {
        case .confirm where dialog.purpose == .told: "Enter close"
        case .confirm: "Enter confirm   Esc cancel"
        case .typed: "Type the word, then Enter   Esc cancel"
        case .text: "Enter send   Esc cancel"
        case .choice where !dialog.input.isEmpty:
            "find: \(dialog.input)   Enter select   Esc cancel"
        case .choice: "↑↓ or letters choose   Enter select   Esc cancel"
        }
    }
}

extension Frame {
    func centered(width: Int, height: Int) -> Rect {
        let width = max(2, min(width, columns - 2))
        let height = max(2, min(height, rows))
        return Rect(
            x: max(0, (columns - width) / 2), y: max(0, (rows - height) / 2), width: width,
            height: height)
    }
}
