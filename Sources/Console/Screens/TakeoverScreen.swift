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
                let row = frame.rows - 1
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
        guard let owner = alert.acknowledgements.first(where: { $0.zone == nil }),
            let person = owner.by.person
        else { return "Nobody has command yet." }
        return
            "\(day.day.givenName(of: person)) has command (\(day.day.clock.local(owner.at).hourMinuteSecond))."
    }

    // MARK: Large

    private func drawLarge(_ frame: inout Frame, _ area: Rect) {
        let head = "!! EMERGENCY !!     \(spaced(kindWord))     !! EMERGENCY !!"
        frame.write(head.fitted(area.width - 34), area.x, area.y, ground)
        let raised = "raised " + since
        frame.write(raised, area.right - raised.cellWidth, area.y, ground)
        let (left, right) = Rect(x: area.x, y: area.y + 2, width: area.width, height: 9).split(
            left: 50)
        frame.write("SINCE IT WAS RAISED", left.x + 2, left.y, ground)
        frame.digits(minutesFace, left.x + 4, left.y + 2, large: true, ground)
        frame.write(source.fitted(46), left.x + 2, left.y + 8, ground)
        var y = right.y + 1
        for sentence in sentences.prefix(4) {
            for line in sentence.uppercased().wrapped(right.width, maxLines: 2) {
                frame.write(line, right.x, y, ground)
                y += 1
            }
            y += 1
        }
        frame.write(command.fitted(right.width), right.x, right.bottom - 1, ground)
        frame.write(
            "╶" + String(repeating: "─", count: area.width - 2) + "╴", area.x, area.y + 12, ground)
        let boxes = Rect(x: area.x, y: area.y + 13, width: area.width, height: area.height - 20)
        let (captains, roll) = boxes.split(left: boxes.width / 2)
        drawCaptains(
            &frame,
            Rect(x: captains.x, y: captains.y, width: captains.width - 2, height: captains.height))
        drawRoll(&frame, Rect(x: roll.x + 2, y: roll.y, width: roll.width - 2, height: roll.height))
        y = boxes.bottom
        frame.write("DO NOW", area.x + 2, y, ground)
        for (offset, line) in doNow.prefix(2).enumerated() {
            frame.write(
                "\(offset + 1)  \(line)".fitted(area.width - 4), area.x + 2, y + 1 + offset, ground)
        }
        drawKeys(&frame, area.x + 2, area.bottom - 3, width: area.width - 2)
        frame.write(
            "A asks who you are, then returns you to work under a red bar until ALL CLEAR. Esc does nothing here."
                .fitted(area.width - 2), area.x + 2, area.bottom - 1, ground)
    }

    /// "mm:ss", or "h:mm:ss".
    private var minutesFace: String {
        let face = (state.now - alert.raisedAt).clockFace
        return face.count == 4 ? "0" + face : face
    }

    private var source: String {
        switch alert.raisedBy {
        case .person(let id): "raised by \(day.day.name(of: id))"
        case .feed(let name): name.uppercased()
        case .system: "raised by rule \(alert.rule)"
        }
    }

    private func spaced(_ word: String) -> String {
        word.count > 12 ? word : word.map(String.init).joined(separator: " ")
    }

    private func drawCaptains(_ frame: inout Frame, _ area: Rect) {
        let zones = day.day.zonesWithCaptains
        guard !state.showsRollCall else { return drawOutside(&frame, area) }
        guard alert.asksZones else { return drawAnswers(&frame, area) }
        let answered = zones.count { alert.isAcknowledged(for: $0) }
        let inside = frame.box(
            area, "Zone captains", remark: "\(answered) of \(zones.count) answered", ground,
            titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let order = zones.sorted { a, b in
            !alert.isAcknowledged(for: a) && alert.isAcknowledged(for: b)
        }
        let shown = order.count > inside.height ? inside.height - 1 : order.count
        for (offset, zone) in order.prefix(max(0, shown)).enumerated() {
            frame.write(
                captainLine(zone).fitted(inside.width - 2), inside.x + 1, inside.y + offset, ground)
        }
        if order.count > inside.height {
            frame.write(
                "… \(order.count - shown) more".fitted(inside.width - 2), inside.x + 1,
                inside.bottom - 1, ground)
        }
    }

    private func captainLine(_ zone: Zone) -> String {
        let name = zone.columnName(16).filled(17)
        let captain = zone.captains.first.map { day.day.givenName(of: $0) } ?? "—"
        if alert.isAcknowledged(for: zone) {
            let ack =
                alert.acknowledgements.last { $0.zone == zone.id }
                ?? alert.acknowledgements.last {
                    $0.zone == nil && $0.by.person.map(zone.captains.contains) == true
                }
            return "● \(name)\(captain.filled(9))\(ack?.text ?? "")"
        }
        let seen = zone.captains.first.map { day.presence[$0]?.link.isConnected == true } ?? false
        let waited = (state.now - alert.raisedAt).clockFace
        return
            "\(seen ? "◐" : "○") \(name)\(captain.filled(9))\(seen ? "device on, not acked" : "no answer") \(waited)"
    }

    /// Named people who are not in a shelter, by the place they were last said to be.
    private func drawOutside(_ frame: inout Frame, _ area: Rect) {
        let outside = day.day.people.compactMap { person -> String? in
            guard day.status(of: person, at: state.now) == .here,
                let zone = day.presence[person.id]?.zone.flatMap({ day.day.zones[$0] }),
                !zone.isStormShelter
            else { return nil }
            return "○ \(person.name.filled(22)) \(zone.columnName(14)) \(person.phone ?? "")"
        }
        let inside = frame.box(
            area, "Still outside", remark: "\(outside.count) by name", ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        for (offset, line) in outside.prefix(inside.height).enumerated() {
            frame.write(line.fitted(inside.width - 2), inside.x + 1, inside.y + offset, ground)
        }
        if outside.isEmpty { frame.write("Everyone is inside.", inside.x + 1, inside.y, ground) }
    }

    /// Who has answered an emergency that was told to a few.
    private func drawAnswers(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Told to", remark: "not broadcast", ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let people = day.day.people(
            for: alert.audience, AudienceContext(subject: PersonID(alert.about)))
        for (offset, id) in people.prefix(inside.height).enumerated() {
            let ack = alert.acknowledgements.first { $0.by.person == id }
            let text =
                "\(ack == nil ? "○" : "●") \(day.day.name(of: id).filled(22)) \(ack?.text ?? "")"
            frame.write(text.fitted(inside.width - 2), inside.x + 1, inside.y + offset, ground)
        }
    }

    var roll: [(zone: Zone, count: Int)] {
        day.day.zones.filter { $0.kind != .offSite }.map { zone in
            let people = day.occupants(of: zone.id, at: state.now)
            return (zone, people.named.count + people.guests)
        }.filter { $0.count > 0 }.sorted { $0.count > $1.count }
    }

    var safe: Int { roll.filter(\.zone.isStormShelter).reduce(0) { $0 + $1.count } }
    var total: Int { roll.reduce(0) { $0 + $1.count } }

    private func drawRoll(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(
            area, "Roll call", remark: "\(safe) of \(total) inside", ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let top = max(1, roll.first?.count ?? 1)
        for (offset, row) in roll.prefix(inside.height - 1).enumerated() {
            let y = inside.y + offset
            frame.write(row.zone.columnName(15).filled(15), inside.x + 1, y, ground)
            frame.write("\(row.count)".rightAligned(4), inside.x + 16, y, ground)
            frame.bar(
                row.count, of: top, inside.x + 22, y, width: max(1, inside.width - 34), ground)
            if !row.zone.isStormShelter {
                frame.write("moving", inside.right - 8, y, ground)
            }
        }
        if let update = alert.history.last(where: { $0.text.lowercased().contains("sweep") }) {
            frame.write(
                update.text.fitted(inside.width - 2), inside.x + 1, inside.bottom - 1, ground)
        }
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
            x = frame.write(text, x, row, ground.reverse) + 3
        }
    }
}
