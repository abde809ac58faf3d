import Wedding

/// The first two lines of the Board: NOW, NEXT, CEREMONY, and how late it will be. Titles give way,
/// times never.
struct GlancePane {
    static let height = 2

    let state: ConsoleState
    private let glance: Glance

    init(_ state: ConsoleState, _ day: DayState) {
        self.state = state
        glance = state.glance ?? Glance(day, at: state.now)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let half = area.width / 2
        let columns = [
            Rect(x: area.x + 1, y: area.y, width: half - 2, height: 2),
            Rect(x: area.x + half + 1, y: area.y, width: area.width - half - 2, height: 2),
        ]
        draw(now, &frame, columns[0].row(0))
        draw(next, &frame, columns[1].row(0))
        draw(ceremony, &frame, columns[0].row(1))
        draw(projection, &frame, columns[1].row(1))
    }

    private struct Line {
        let label: String
        let title: String
        let time: String
        var style = Style.text
    }

    private var now: Line {
        guard let item = glance.running.first else {
            return Line(label: "NOW", title: "nothing runs", time: "", style: .muted)
        }
        let over = item.overrun(at: state.now)
        let more = glance.running.count > 1 ? ", \(glance.running.count - 1) more" : ""
        return over > .zero
            ? Line(
                label: "NOW", title: item.title + more, time: "OVER +\(over.clockFace)",
                style: .of(.over))
            : Line(label: "NOW", title: item.title + more, time: "ends in \(over.clockFace)")
    }

    private var next: Line {
        guard let item = glance.next else {
            return Line(label: "NEXT", title: "nothing more is planned", time: "", style: .muted)
        }
        let left = item.start - state.now
        return Line(
            label: "NEXT", title: "\(state.clock(item.start)) \(item.title)",
            time: left >= .zero ? "in \(left.clockFace)" : "late \(left.clockFace)",
            style: left >= .zero ? .text : .of(.over))
    }

    private var ceremony: Line? {
        guard let item = glance.ceremony else { return nil }
        let left = item.start - state.now
        let time =
            item.status == .running
            ? "until \(state.clock(item.expectedEnd))"
            : left >= .zero ? "in \(left.clockFace)" : "late \(left.clockFace)"
        return Line(
            label: "CEREMONY", title: state.clock(item.start), time: time,
            style: left < .zero && item.status == .planned ? .of(.over) : .text)
    }

    /// One number for everybody who may see it: nobody else sees any.
    private var projection: Line? {
        guard let projection = glance.projection, state.seesWholePlan else { return nil }
        let minutes = projection.by.wholeMinutes
        return Line(
            label: "SHOW",
            title: "for \(state.clock(projection.item.start)) \(projection.item.title)",
            time: minutes > 0 ? "+\(minutes) min late" : "on time",
            style: minutes > 0 ? .of(.over) : .text)
    }

    private func draw(_ line: Line?, _ frame: inout Frame, _ area: Rect) {
        guard let line else { return }
        let x = frame.write(line.label + " ", area.x, area.y, .muted)
        let room = area.right - x - line.time.cellWidth - 1
        let end = frame.write(line.title.fitted(max(0, room)) + " ", x, area.y, line.style)
        frame.write(line.time, min(end, area.right - line.time.cellWidth), area.y, line.style.bold)
    }
}

extension ConsoleState {
    /// How late the next hard time will be: one number for everybody who sees what it comes from,
    /// and none for others.
    var projectedLateness: Duration? {
        guard let day, seesWholePlan else { return nil }
        return (glance ?? Glance(day, at: now)).projection?.by
    }

    /// Whether nobody is hidden from this user, so that its numbers are everybody's.
    var seesEveryone: Bool {
        guard let day, let user else { return false }
        return day.level(.presence, of: user) >= .view && day.level(.guests, of: user) >= .edit
    }

    /// Whether nothing of the plan is hidden from this user, so that its numbers are everybody's.
    var seesWholePlan: Bool {
        guard let day, let user else { return false }
        return day.level(.timeline, of: user) >= .edit
    }
}
