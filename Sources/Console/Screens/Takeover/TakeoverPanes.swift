import Wedding

/// Who has answered and who is where, in a takeover with room for both.
struct TakeoverPanes {
    private let screen: TakeoverScreen
    private var state: ConsoleState { screen.state }
    private var day: DayState { screen.day }
    private var alert: Alert { screen.alert }
    private var ground: Style { screen.ground }

    init(_ screen: TakeoverScreen) { self.screen = screen }

    func drawCaptains(_ frame: inout Frame, _ area: Rect) {
        let zones = day.day.zonesWithCaptains
        if state.emergency.showsRollCall, screen.safePlace != nil {
            return drawOutside(&frame, area)
        }
        guard alert.asksZones else { return drawAnswers(&frame, area) }
        let answered = zones.count { alert.isAcknowledged(for: $0) }
        let inside = frame.box(
            area, "Zone captains", remark: "\(answered) of \(zones.count) answered", ground,
            titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let order = zones.sorted { a, b in
            !alert.isAcknowledged(for: a) && alert.isAcknowledged(for: b)
        }
        guard order.count > inside.height else {
            for (offset, zone) in order.enumerated() {
                frame.write(
                    captainLine(zone).fitted(inside.width - 2), inside.x + 1, inside.y + offset,
                    ground)
            }
            return
        }
        // Nobody is left out: two columns of names, without what they said.
        let width = inside.width / 2 - 1
        for (index, zone) in order.prefix(inside.height * 2).enumerated() {
            let (column, row) = (index / inside.height, index % inside.height)
            let captain = zone.captains.first.map { day.day.givenName(of: $0) } ?? "—"
            let waited = (state.now - alert.raisedAt).clockFace
            let end = alert.isAcknowledged(for: zone) ? "" : " \(waited)"
            let line = "\(screen.mark(zone)) \(zone.shortName.filled(11))\(captain)\(end)"
            frame.write(
                line.fitted(width), inside.x + 1 + column * (width + 1), inside.y + row, ground)
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
        let seen = screen.mark(zone) == "◐"
        let waited = (state.now - alert.raisedAt).clockFace
        return
            "\(screen.mark(zone)) \(name)\(captain.filled(9))\(seen ? "seen, no ack" : "no answer") \(waited)"
    }

    /// Who is still to be found: place, age and the whole number to call; guests by table.
    private func drawOutside(_ frame: inout Frame, _ area: Rect) {
        guard let muster = screen.muster, let word = screen.safePlace?.word else { return }
        let inside = frame.box(
            area, "Not \(word) yet", remark: "\(muster.total - muster.safe) of \(muster.total)",
            ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let lines = screen.openLines(inside.width - 2)
        for (offset, line) in lines.prefix(inside.height).enumerated() {
            let isLast = offset == inside.height - 1 && lines.count > inside.height
            let text = isLast ? "and \(lines.count - offset) more: :roll-call lists all" : line
            frame.write(text, inside.x + 1, inside.y + offset, ground)
        }
        if lines.isEmpty {
            frame.write("Everyone is \(word).", inside.x + 1, inside.y, ground)
        }
    }

    /// Who has answered an emergency that was told to a few.
    private func drawAnswers(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Told to", remark: "not broadcast", ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let people = day.day.people(for: alert.audience, alert.context)
        for (offset, id) in people.prefix(inside.height).enumerated() {
            let ack = alert.acknowledgements.first { $0.by.person == id }
            let text =
                "\(ack == nil ? "○" : "●") \(day.day.name(of: id).filled(22)) \(ack?.text ?? "")"
            frame.write(text.fitted(inside.width - 2), inside.x + 1, inside.y + offset, ground)
        }
    }

    func drawRoll(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(
            area, "Roll call", remark: screen.rollRemark, ground, titleStyle: ground)
        frame.restyle(area) { $0 = ground }
        let top = max(1, screen.roll.first?.count ?? 1)
        for (offset, row) in screen.roll.prefix(inside.height - 1).enumerated() {
            let y = inside.y + offset
            frame.write(row.zone.columnName(15).filled(15), inside.x + 1, y, ground)
            frame.write("\(row.count)".rightAligned(4), inside.x + 16, y, ground)
            frame.bar(
                row.count, of: top, inside.x + 22, y, width: max(1, inside.width - 34), ground)
            if screen.safePlace?.holds(row.zone) == false {
                frame.write("moving", inside.right - 8, y, ground)
            }
        }
        if let update = alert.history.last(where: { $0.isUpdate == true }) {
            frame.write(
                update.text.fitted(inside.width - 2), inside.x + 1, inside.bottom - 1, ground)
        }
    }
}
