import Wedding

/// The same day as lanes: who is busy when, with the now-line through all of them.
struct LanesPane {
    let state: ConsoleState
    let day: DayState
    private let model: TimelineModel

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = TimelineModel(state, day)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let start = windowStart
        let end = start + .hours(state.timeline.hours)
        let inside = frame.box(
            area, "Lanes",
            remark: "\(state.clock(start)) ─ \(state.clock(end)) · h/l pan · z/Z zoom")
        let labelWidth = 13
        let track = Rect(
            x: inside.x + labelWidth, y: inside.y + 1, width: inside.width - labelWidth - 1,
            height: inside.height - 1)
        guard track.width > 10 else { return }
        func column(_ moment: Timestamp) -> Int {
            let share = (moment - start).milliseconds * Int64(track.width)
            return track.x + Int(share / (end - start).milliseconds)
        }
        for hour in 0...state.timeline.hours {
            let moment = start + .hours(hour)
            let text = state.clock(moment)
            let x = min(column(moment), track.right - text.cellWidth)
            frame.write(text, x, inside.y, .muted)
        }
        for (offset, lane) in lanes.prefix(track.height).enumerated() {
            let y = track.y + offset
            frame.write(lane.name.fitted(labelWidth - 2), inside.x + 1, y)
            for (index, item) in lane.items.enumerated() {
                let next = lane.items[safe: index + 1].map { column($0.startedAt ?? $0.start) }
                drawItem(&frame, item, y, track, column, before: next)
            }
        }
        let nowX = column(state.now)
        guard nowX >= track.x, nowX < track.right else { return }
        for y in track.y..<track.bottom { frame.write("┃", nowX, y, .of(.nowLine)) }
    }

    private var windowStart: Timestamp {
        let center = state.now + .minutes(state.timeline.panMinutes)
        let start = center - .minutes(state.timeline.hours * 20)
        let hour: Int64 = 3_600_000
        return Timestamp(milliseconds: start.milliseconds / hour * hour)
    }

    private var lanes: [(name: String, items: [TimelineItem])] {
        let items = model.items.filter { $0.anchor != .buffer }
        func involves(_ test: @escaping (Person) -> Bool) -> (TimelineItem) -> Bool {
            { item in item.everyone.contains { day.day.people[$0].map(test) == true } }
        }
        func owns(_ role: Role) -> (TimelineItem) -> Bool {
            { item in item.owner.flatMap { day.day.people[$0] }?.role == role }
        }
        let all: [(String, (TimelineItem) -> Bool)] = [
            ("Couple", involves { $0.role == .couple }), ("Coordinator", owns(.coordinator)),
            ("Photo", involves { $0.role == .photographer }), ("Catering", owns(.caterer)),
            ("Music", owns(.entertainment)), ("Transport", { $0.kind == .transport }),
            ("Vendors", owns(.vendor)), ("Party", owns(.weddingParty)),
        ]
        return all.map { name, test in
            let own = items.filter(test)
                .sorted { ($0.startedAt ?? $0.start) < ($1.startedAt ?? $1.start) }
            return (name, own)
        }.filter { !$0.1.isEmpty }
    }

    /// - Parameter next: Where the lane's next item begins: nothing is drawn under it.
    private func drawItem(
        _ frame: inout Frame, _ item: TimelineItem, _ y: Int, _ track: Rect,
        _ column: (Timestamp) -> Int, before next: Int?
    ) {
        let begin = item.startedAt ?? item.start
        // What runs reaches to now, however late it is.
        let finish = item.endedAt ?? max(item.end, item.status == .running ? state.now : begin)
        let start = column(begin)
        var end = max(column(finish), start + 1)
        if let next, next > start { end = min(end, next) }
        let (left, right) = (max(track.x, start), min(track.right, end))
        guard right > left else { return }
        let width = right - left
        let style = model.style(item)
        guard width >= 3 else {
            frame.write(String(repeating: "▌", count: width), left, y, style)
            return
        }
        let name = item.title.prefix { $0 != "," && $0 != ":" && $0 != "(" }.trimmedSpaces
        frame.write(
            "▐" + String(repeating: "░", count: width - 2) + "▌", left, y, style, limit: width)
        // The now-line goes through the bar, never through its name.
        let now = column(state.now)
        var (from, to) = (left + 1, right - 1)
        if now >= from && now < to {
            if now - from >= to - now - 1 { to = now } else { from = now + 1 }
        }
        let label = name.cellWidth <= to - from ? name : String(name.prefix(max(0, to - from)))
        frame.write(label, from + (to - from - label.cellWidth) / 2, y, style, limit: to - from)
    }
}
