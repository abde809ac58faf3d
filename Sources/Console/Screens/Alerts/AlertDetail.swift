import Wedding

/// One alert: cause, what to do, what happens next, what happened.
struct AlertDetail {
    let state: ConsoleState
    let day: DayState
    let alert: Alert
    /// Whether nothing beside it lists whom to ring.
    let showsCalls: Bool

    init(_ state: ConsoleState, _ day: DayState, _ alert: Alert, showsCalls: Bool = true) {
        (self.state, self.day, self.alert, self.showsCalls) = (state, day, alert, showsCalls)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let waited =
            alert.state == .raised ? " · unacked \((state.now - alert.raisedAt).words)" : ""
        let title = "\(alert.priority.glyph) \(alert.priority.word)\(waited)"
        let style: Style = alert.state == .raised ? .of(alert.priority.role) : .of(.title)
        let inside = frame.box(area, title, remark: alert.id.rawValue, titleStyle: style).inset(
            1, 0)
        // In a few rows what to do comes first; the strip tells the cause.
        let isShort = inside.height < 10
        let foot = isShort ? 1 : 3
        var y = inside.y + (isShort ? 0 : 1)
        for (label, value) in facts
        where !value.isEmpty && y < inside.bottom - foot && !(isShort && label == "Cause") {
            let room = max(1, inside.bottom - foot - y)
            y = frame.field(
                label, value, in: inside, row: y, labelWidth: 10, maxLines: min(4, room))
        }
        y += 1
        let room = max(0, inside.bottom - y - 2)
        for entry in alert.history.suffix(room) {
            let clock = day.day.clock.local(entry.at).hourMinuteSecond
            frame.write("\(clock) \(entry.text)".fitted(inside.width), inside.x, y)
            y += 1
        }
        let all =
            alert.isOpen
            ? [
                "a ack (you)        o assign…",
                alert.isEmergency ? "C all clear…       r resolve…" : "\(shelf)  r resolve…",
            ]
            : ["This alert is over."]
        let keys = isShort ? Array(all.prefix(1)) : all
        for (offset, line) in keys.enumerated() {
            frame.write(
                line.fitted(inside.width), inside.x, inside.bottom - keys.count + offset, .muted)
        }
    }

    private var facts: [(String, String)] {
        let person = day.day.people[PersonID(alert.about)]
        let zone = person.flatMap { day.deadZone(of: $0.id) }
        let blocked = person.map { person in
            day.day.runOfShow.filter { !$0.isOver && $0.involves(person.id) }.prefix(2)
                .map { "\(state.clock($0.start)) \($0.title)" }.joined(separator: ", ")
        }
        return [
            ("Cause", day.words(of: alert)),
            (
                "",
                zone.map { "\($0.shortName) has \($0.signal == .none ? "no" : "a weak") signal" }
                    ?? ""
            ),
            ("With it", others), ("Do first", alert.doFirst), ("Call", calls),
            ("Effect", blocked ?? ""), ("Then", alert.then),
            ("If rain", isWeather ? day.day.rainPlan : ""),
            ("Decide by", alert.decideBy.map { state.clock($0) } ?? ""),
            ("Escalates", nextStep ?? ""),
            ("Quiet", alert.suppressedBy.flatMap { day.day.suppressions[$0]?.reason } ?? ""),
            ("Owner", alert.owner.map { day.day.name(of: $0) } ?? ""),
        ]
    }

    /// What else its row stands for, and one answer acknowledges.
    private var others: String {
        day.answered(with: alert).filter { $0.id != alert.id }.map { day.words(of: $0) }
            .joined(separator: "; ")
    }

    private var shelf: String {
        alert.priority <= .critical ? "s shelve 5 min… " : "s shelve 5/10/15m"
    }

    private var isWeather: Bool { alert.kind == .weather || alert.kind == .severeWeather }

    /// The first two to ring; the rest stand in the list beside it.
    private var calls: String {
        guard showsCalls, !state.showsInitials else { return "" }
        return CallList(alert, day).entries.prefix(2).map { "\($0.name) \($0.phone)" }
            .joined(separator: ", ")
    }

    /// "15:05 → Ben and Gus", while nobody has answered.
    var nextStep: String? {
        NextStep(alert, day).map { "\(state.clock($0.at)) → \($0.target)" }
    }
}
