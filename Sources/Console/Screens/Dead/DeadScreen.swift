import RealtimeProtocol
import Wedding

/// Letters that reached nobody: the urgent ones are work, the rest is listed quietly.
struct DeadScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    private var letters: [DeadLetter] { Self.letters(state, day) }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let work = state.deadLetters.count(where: \.isWork)
        let stats = state.stats
        let rest = state.deadLetters.count - work
        let remark =
            (work > 0 || rest == 0 ? "\(work) to handle · " : "")
            + (rest > 0 ? "\(rest) to know · " : "") + "\(stats.lettersWaiting) waiting"
        let (upper, lower) = area.split(top: area.height - min(11, area.height / 2))
        let inside = frame.box(upper, "Dead letters", remark: remark, .of(.borderFocus))
        guard !letters.isEmpty else {
            if !state.filter.isEmpty {
                frame.write(
                    "Nothing matches \"\(state.filter)\". Esc clears the filter.".fitted(
                        inside.width - 2), inside.x + 1, inside.y + 1, .muted)
                return
            }
            frame.write(
                "No dead letters: \(stats.byPriority.total.settled) of \(stats.lettersSent) settled."
                    .fitted(inside.width - 2), inside.x + 1, inside.y + 1, .muted)
            frame.box(lower, "Letter")
            return
        }
        drawRows(&frame, inside)
        drawLetter(&frame, lower)
    }

    private func drawRows(_ frame: inout Frame, _ area: Rect) {
        let what = max(10, area.width - 56)
        for (title, x) in [
            ("To", 5), ("What", 26), ("Tries", 27 + what), ("Died", 34 + what), ("Why", 41 + what),
        ] {
            frame.write(title, area.x + x, area.y, .muted, limit: max(0, area.width - x))
        }
        let chosen = Rows.selected(state, .dead)
        let list = area.row(1, height: area.height - 1)
        let index = letters.firstIndex { $0.rowID == chosen }
        ListPane(letters, selected: index).draw(&frame, list) { frame, letter, place in
            let style: Style = letter.isWork ? .of(.dead) : .muted
            frame.write("✕", place.x + 2, place.y, style)
            frame.write(day.day.name(of: letter.id.person).fitted(20), place.x + 5, place.y)
            frame.write(letter.text.fitted(what), place.x + 26, place.y)
            let most = letter.priority.attemptsMax.map { "/\($0)" } ?? ""
            frame.write("\(letter.attempts)\(most)", place.x + 27 + what, place.y, .muted)
            frame.write(state.clock(letter.diedAt), place.x + 34 + what, place.y, .muted)
            let why = letter.reason.brief
            frame.write(
                why, place.x + 41 + what, place.y, .muted,
                limit: max(0, place.right - place.x - 41 - what))
            frame.target(place, .select(letter.rowID))
        }
    }

    private func drawLetter(_ frame: inout Frame, _ area: Rect) {
        guard
            let letter = state.deadLetters.first(where: {
                $0.rowID == Rows.selected(state, .dead)
            })
        else {
            frame.box(area, "Letter")
            return
        }
        let person = day.day.people[letter.id.person]
        let inside = frame.box(
            area, day.day.name(of: letter.id.person),
            remark:
                "\(letter.priority.word.lowercased()) · dead since \(state.clock(letter.diedAt))"
        ).inset(1, 0)
        var y = inside.y
        for line in "\"\(letter.text)\"".wrapped(inside.width, maxLines: 3) {
            frame.write(line, inside.x, y)
            y += 1
        }
        y += 1
        frame.write(
            "\(letter.attempts) tries \(state.clock(letter.sentAt)) to \(state.clock(letter.diedAt)): \(letter.reason.rawValue)"
                .fitted(inside.width), inside.x, y, .muted)
        frame.write(
            "You can send again: duplicates are ignored.".fitted(inside.width), inside.x, y + 1,
            .muted)
        let ways = [
            person?.radioChannel.map { "radio ch \($0)" }, person?.phone.map { "phone \($0)" },
            person?.backup.map { "\(day.day.name(of: $0)) in person" },
        ].compactMap { $0 }
        if !ways.isEmpty, y + 3 < inside.bottom {
            frame.field(
                "Other ways", ways.joined(separator: " · "), in: inside, row: y + 3, labelWidth: 12)
        }
    }
}

extension DeadLetter.Reason {
    fileprivate var brief: String {
        switch self {
        case .attempts: "no receipt"
        case .time: "never online"
        case .overflow: "too many"
        }
    }
}
