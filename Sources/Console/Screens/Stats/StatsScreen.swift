import Wedding

/// How the core and the day are doing, in numbers.
struct StatsScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let (left, right) = area.split(left: area.width / 2)
        let half = area.height / 2
        let (core, letters) = left.split(top: half)
        let (guests, work) = right.split(top: half)
        pane(&frame, core, "Core", coreLines)
        pane(&frame, letters, "Letters by priority", letterLines)
        pane(&frame, guests, "Guests and meals", guestLines)
        if state.stats.links.isEmpty {
            pane(&frame, work, "Tasks and payments", workLines)
        } else {
            let (tasks, links) = work.split(top: work.height / 2)
            pane(&frame, tasks, "Tasks and payments", workLines)
            drawLinks(&frame, links)
        }
        drawEvents(&frame, core)
    }

    private func pane(
        _ frame: inout Frame, _ area: Rect, _ title: String, _ lines: [(String, String)]
    ) {
        let inside = frame.box(area, title).inset(1, 0)
        let labelWidth = min(20, max(12, inside.width - 12))
        var y = inside.y
        for (label, value) in lines where y < inside.bottom {
            y = frame.field(
                label.fitted(labelWidth - 1), value, in: inside, row: y, labelWidth: labelWidth,
                maxLines: 1)
        }
    }

    /// The slowest sockets: how long a PING took, and what went over them.
    private func drawLinks(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Slowest links", remark: "ping · in · out · queued").inset(
            1, 0)
        for (row, link) in state.stats.links.prefix(inside.height).enumerated() {
            let ping = link.latencyMicroseconds.map { "\(Double($0 / 100) / 10) ms" } ?? "—"
            let flow =
                "\(ping.rightAligned(9)) \(link.bytesIn.bytes.rightAligned(7)) "
                + "\(link.bytesOut.bytes.rightAligned(7)) \(link.queued.bytes.rightAligned(6))"
            let name = "\(link.reader.spaced) \(link.connection)"
            frame.write(
                name.fitted(max(0, inside.width - flow.count - 1)), inside.x, inside.y + row)
            frame.write(flow, inside.right - flow.count, inside.y + row, .muted)
        }
    }

    private var coreLines: [(String, String)] {
        let stats = state.stats
        let letters = stats.byPriority.total
        let mode = state.mode == .weddingDay ? "wedding day" : "normal"
        return [
            ("Mode", mode + (state.isCeremony ? ", ceremony" : "")),
            ("Heartbeat", "\(state.mode.heartbeat.wholeSeconds) s"),
            (
                "Connections",
                "\(stats.connections) of \(stats.capacity ?? state.mode.connectionsMax)"
            ),
            ("Log", "\(day.offset) entries"), ("Refused", "\(stats.refused)"),
            ("Settled", "\(letters.settled) of \(letters.letters)"),
            ("Tries", "\(stats.attempts)"), ("Dead letters", "\(stats.lettersDead)"),
        ]
    }

    /// Events in the last hour, five minutes a column.
    private func drawEvents(_ frame: inout Frame, _ area: Rect) {
        guard area.height > 13 else { return }
        let inside = area.inside
        var counts = [Int](repeating: 0, count: 12)
        for event in day.recent.reversed() {
            let age = (state.now - event.at).wholeMinutes
            guard age < 60 else { break }
            counts[11 - max(0, age) / 5] += 1
        }
        frame.write("Entries, last hour", inside.x + 1, inside.bottom - 3, .muted)
        frame.write(
            "\(sparkline(counts))  peak \(counts.max() ?? 0) in 5 min", inside.x + 1,
            inside.bottom - 2)
    }

    private var letterLines: [(String, String)] {
        Priority.allCases.map { priority in
            (
                "\(priority.glyph) \(priority.word.lowercased())",
                "\(state.stats.byPriority[priority].letters)"
            )
        } + [("Waiting", "\(state.stats.lettersWaiting)")]
    }

    private var guestLines: [(String, String)] {
        let guests = day.day.guests
        let expected = guests.count { $0.rsvp.isExpected }
        let declined = guests.count { $0.rsvp == .declined }
        let free =
            day.day.tables.reduce(0) { $0 + $1.seats }
            - guests.count { $0.table != nil && $0.rsvp.isExpected }
        let meals = day.mealCounts.map { meal, count in
            (meal.spaced.capitalizedFirst, "\(count)")
        }
        let diets = guests.count { $0.diet != nil && $0.rsvp.isExpected }
        return [
            ("Expected", "\(expected)"), ("Declined", "\(declined)"), ("Free seats", "\(free)"),
            ("Special diets", "\(diets)"),
        ] + meals
    }

    private var workLines: [(String, String)] {
        let duties = day.day.duties
        let overdue = duties.count { !$0.isDone && ($0.due.map { state.now > $0 } ?? false) }
        let payments = day.day.payments
        let pending = payments.filter { $0.status == .pending }
        let late = pending.count { $0.due.map { state.now > $0 } ?? false }
        let done = day.day.items.count { $0.status == .done }
        let things = day.day.custody.map { thing -> (String, String) in
            switch thing.holder {
            case .person(let id): (thing.name, day.day.name(of: id))
            case .unconfirmed: (thing.name, "not confirmed")
            case .missing: (thing.name, "MISSING")
            }
        }
        return [
            ("Items done", "\(done) of \(day.day.items.count)"),
            ("Late at hard times", "\(day.lateness.wholeMinutes)"),
            ("Tasks open", "\(duties.count { !$0.isDone }), \(overdue) overdue"),
            ("Payments pending", "\(pending.count), \(late) past due"),
        ] + things
    }
}

extension Int {
    /// `512 B`, `8 kB`, `3 MB`.
    fileprivate var bytes: String {
        switch self {
        case ..<1_000: "\(self) B"
        case ..<1_000_000: "\(self / 1_000) kB"
        default: "\(self / 1_000_000) MB"
        }
    }
}

extension StatsScreen: Screen {
    static let name = "Stats"

    static func right(_ state: ConsoleState) -> Right {
        .level(.emergency, .manage, doing: "open Stats")
    }

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] { [] }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        let (stats, letters) = (state.stats, state.stats.byPriority.total)
        return [
            "Log \(day.offset) entries, \(stats.refused) refused",
            "Settled \(letters.settled) of \(letters.letters)",
            "Dead \(stats.lettersDead), waiting \(stats.lettersWaiting)",
        ].map { ScreenLine(id: nil, text: $0) }
    }
}
