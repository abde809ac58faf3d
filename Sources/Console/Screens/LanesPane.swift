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
        let labelWidth = 12
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
            for item in lane.items { drawItem(&frame, item, y, track, column) }
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
        return all.map { name, test in (name, items.filter(test)) }.filter { !$0.1.isEmpty }
    }

    private func drawItem(
        _ frame: inout Frame, _ item: TimelineItem, _ y: Int, _ track: Rect,
        _ column: (Timestamp) -> Int
    ) {
        let begin = item.startedAt ?? item.start
        let finish = item.endedAt ?? max(item.end, begin)
        let left = max(track.x, column(begin))
        let right = min(track.right, max(column(finish), left + 1))
        guard left < track.right, right > track.x, right > left else { return }
        let width = right - left
        let style = model.style(item)
        guard width >= 3 else {
            frame.write(String(repeating: "▌", count: width), left, y, style)
            return
        }
        let name = item.title.prefix { $0 != "," && $0 != ":" && $0 != "(" }.trimmedSpaces
        let room = width - 2
        let label = name.cellWidth <= room ? name : String(name.prefix(max(0, room)))
        let pad = room - label.cellWidth
        let bar =
            "▐" + String(repeating: "░", count: pad / 2) + label
            + String(repeating: "░", count: pad - pad / 2) + "▌"
        frame.write(bar, left, y, style, limit: width)
    }
}
