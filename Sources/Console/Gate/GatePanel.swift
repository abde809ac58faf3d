import Wedding

/// The door, over the screen.
struct GatePanel {
    let day: DayState
    let list: GateList

    func draw(_ frame: inout Frame) {
        let rows = list.rows(day)
        let area = frame.centered(width: 72, height: min(frame.rows - 4, 18))
        frame.fill(area)
        let guests = GuestCount(day)
        let inside = frame.box(
            area, list.isLeaving ? "Guests who go" : "Guests who come",
            remark: "\(guests.here) of \(guests.expected) here", .of(.borderFocus))
        let end = frame.write(
            "> \(list.query)", inside.x + 1, inside.y, .of(.input), limit: inside.width - 2)
        let (body, foot) = inside.row(1, height: inside.height - 1).split(top: inside.height - 2)
        ListPane(rows, selected: min(list.selected, max(0, rows.count - 1)))
            .draw(&frame, body, cursor: nil) { frame, row, place in
                frame.write(row.name.fitted(34), place.x + 2, place.y)
                frame.write(
                    row.detail.fitted(max(0, place.width - 38)), place.x + 37, place.y, .muted)
            }
        if rows.isEmpty {
            let words = list.isLeaving ? "No guest is here." : "Every guest is here."
            frame.write(words, body.x + 2, body.y, .muted, limit: body.width - 4)
        }
        frame.write(
            "Type a name   Enter \(list.isLeaving ? "they go" : "here")   Tab \(list.isLeaving ? "who come" : "who go")   Esc close"
                .fitted(foot.width - 2), foot.x + 1, foot.y, .of(.key))
        frame.cursor = (min(frame.columns - 1, end), inside.y)
    }
}
