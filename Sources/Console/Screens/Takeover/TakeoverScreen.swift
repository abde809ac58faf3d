import Wedding

/// Danger to people: what everyone does, who has answered, who is where. Nothing else.
struct TakeoverScreen {
    let state: ConsoleState
    let day: DayState
    let alert: Alert

    init(_ state: ConsoleState, _ day: DayState, _ alert: Alert) {
        (self.state, self.day, self.alert) = (state, day, alert)
    }

    var ground: Style { Style(.emergency) }

    func draw(_ frame: inout Frame) {
        frame.fill(frame.area, " ", ground)
        let isPulsing = alert.state == .raised && state.isPulseOn
        drawBorder(&frame, isPulsing ? ground.reverse : ground)
        let margin = frame.columns >= 100 ? 4 : 2
        let area = frame.area.inset(margin, frame.rows >= 20 ? 1 : 0)
        frame.cursor = (area.x, area.y)
        defer {
            if let toast = state.toast {
                // Where there is no border, the last row is the keys.
                let row = frame.rows - (frame.rows >= 20 ? 1 : 2)
                frame.write(" \(toast.text) ".fitted(frame.columns), 0, row, ground.reverse)
            }
        }
        if frame.columns >= 110 && frame.rows >= 32 {
            drawLarge(&frame, area.inset(2, 1))
        } else {
            drawSmall(&frame, area)
        }
    }

    private func drawBorder(_ frame: inout Frame, _ style: Style) {
        let thick = frame.columns >= 100 ? 2 : 1
        let character: Character = alert.isDrill ? "░" : "▓"
        let area = frame.area
        guard frame.rows >= 12 else { return }
        frame.fill(area.row(0), character, style)
        frame.fill(area.row(frame.rows - 1), character, style)
        frame.fill(Rect(x: 0, y: 0, width: thick, height: frame.rows), character, style)
        frame.fill(
            Rect(x: frame.columns - thick, y: 0, width: thick, height: frame.rows), character, style
        )
        guard alert.isDrill else { return }
        for (x, y) in [
            (0, 0), (frame.columns - 7, 0), (0, frame.rows - 1),
            (frame.columns - 7, frame.rows - 1),
        ] {
            frame.write(" DRILL ", x, y, ground.bold)
        }
    }

    /// What the console knows of its own link, when that is not good news.
    var offline: String? {
        if state.isLive, state.diskTrouble != nil {
            return "UNCONFIRMED: sent, but the host cannot save it to disk yet"
        }
        guard !state.isLive else { return nil }
        let since = state.lostAt.map { " " + (state.now - $0).brief } ?? ""
        return "OFFLINE\(since): your answer is saved; sends when reconnected"
    }

    var since: String {
        let raised = day.day.clock.local(alert.raisedAt).hourMinuteSecond
        return "\(raised) · \((state.now - alert.raisedAt).clockFace) ago"
    }

    var kindWord: String { alert.kind.words.uppercased() }

    /// The sentence, split where it says what to do.
    var sentences: [String] {
        alert.text.split(separator: ".").map { $0.trimmedSpaces }.filter { !$0.isEmpty }
    }

    var command: String {
        if let offline { return offline }
        guard let person = day.commander(of: alert),
            let ack = alert.acknowledgements.first(where: { $0.by.person == person })
        else { return "Nobody has command yet." }
        return
            "\(day.day.givenName(of: person)) has command (\(day.day.clock.local(ack.at).hourMinuteSecond))."
    }

    /// "Next 16:39 Meadow → Gus · 2:13": what the ladder does if nobody answers.
    var next: String? {
        guard let step = NextStep(alert, day) else { return nil }
        let zones = step.zones.map(\.shortName).spoken(limit: 3)
        let left = max(.zero, step.at - state.now).clockFace
        let place = step.zones.isEmpty ? "" : "\(zones) "
        return "Next  \(state.clock(step.at)) \(place)→ \(step.target) · in \(left)"
    }

    /// Time to impact when the service named it, else since it was raised.
    var countdown: (title: String, face: String) {
        guard let impact = alert.impactAt, impact > state.now else {
            return ("SINCE IT WAS RAISED", face(state.now - alert.raisedAt))
        }
        return ("IMPACT IN ABOUT", face(impact - state.now))
    }

    /// "mm:ss", or "h:mm:ss".
    private func face(_ span: Duration) -> String {
        let face = span.clockFace
        return face.count == 4 ? "0" + face : face
    }

    // MARK: Large

    private func drawLarge(_ frame: inout Frame, _ area: Rect) {
        let head = "!! EMERGENCY !!     \(spaced(kindWord))     !! EMERGENCY !!"
        frame.write(head.fitted(area.width - 34), area.x, area.y, ground)
        let raised = "raised " + since
        frame.write(raised, area.right - raised.cellWidth, area.y, ground)
        let (left, right) = Rect(x: area.x, y: area.y + 2, width: area.width, height: 9).split(
            left: 50)
        frame.write(countdown.title, left.x + 2, left.y, ground)
        frame.digits(countdown.face, left.x + 4, left.y + 2, large: true, ground)
        frame.write(source.fitted(46), left.x + 2, left.y + 8, ground)
        var y = right.y + 1
        let place = alert.zone.map { ["Place: \(day.day.name(of: $0))"] } ?? []
        for sentence in sentences.prefix(4) + place {
            for line in sentence.uppercased().wrapped(right.width, maxLines: 2)
            where y < right.bottom - 2 {
                frame.write(line, right.x, y, ground)
                y += 1
            }
            y += 1
        }
        frame.write(command.fitted(right.width), right.x, right.bottom - 1, ground)
        frame.write(
            "╶" + String(repeating: "─", count: area.width - 2) + "╴", area.x, area.y + 12, ground)
        let boxes = Rect(x: area.x, y: area.y + 13, width: area.width, height: area.height - 21)
        let (captains, roll) = boxes.split(left: boxes.width / 2)
        let panes = TakeoverPanes(self)
        panes.drawCaptains(
            &frame,
            Rect(x: captains.x, y: captains.y, width: captains.width - 2, height: captains.height))
        panes.drawRoll(
            &frame, Rect(x: roll.x + 2, y: roll.y, width: roll.width - 2, height: roll.height))
        y = boxes.bottom
        frame.write("DO NOW", area.x + 2, y, ground)
        for (offset, line) in doNow.prefix(2).enumerated() {
            frame.write(
                "\(offset + 1)  \(line)".fitted(area.width - 4), area.x + 2, y + 1 + offset, ground)
        }
        if let next {
            frame.write(next.fitted(area.width - 4), area.x + 2, area.bottom - 4, ground)
        }
        drawKeys(&frame, area.x + 2, area.bottom - 3, width: area.width - 2)
        frame.write(
            "Press A, then say who you are. A red bar stays until ALL CLEAR. Esc does nothing here."
                .fitted(area.width - 2), area.x + 2, area.bottom - 1, ground)
    }

    private var source: String {
        switch alert.raisedBy {
        case .person(let id): "raised by \(day.day.name(of: id))"
        case .feed(let name): "from \(name.uppercased())"
        case .system: "raised by rule \(alert.rule)"
        }
    }

    private func spaced(_ word: String) -> String {
        word.count > 12 ? word : word.map(String.init).joined(separator: " ")
    }

    var safePlace: SafePlace? { SafePlace(for: alert.kind, in: day.day) }

    /// Everybody who is to be counted, where people have to go somewhere.
    var muster: Muster? { safePlace?.muster(day, alert, at: state.now) }

    var roll: [(zone: Zone, count: Int)] {
        day.day.zones.filter { $0.kind != .offSite }
            .map { ($0, day.occupants(of: $0.id, at: state.now).count) }
            .filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
    }

    /// "64 of 120 inside", or how many are at the venue.
    var rollRemark: String {
        guard let safePlace, let muster else {
            return "\(roll.reduce(0) { $0 + $1.count }) at the venue"
        }
        return muster.words(safePlace)
    }

    var doNow: [String] {
        [alert.doFirst, alert.then].filter { !$0.isEmpty }
    }

    func drawKeys(_ frame: inout Frame, _ column: Int, _ row: Int, width: Int) {
        var x = column
        for binding in KeyMap.standard.bindings where binding.place == .takeover {
            guard case .char(let key) = binding.keys[0], key.isUppercase, binding.action != .pause
            else { continue }
            let text = "▐ \(key)  \(binding.short) ▌"
            guard x + text.cellWidth <= column + width else { return }
            x = frame.write(text, x, row, ground.reverse) + (width < 90 ? 1 : 3)
        }
    }
}
