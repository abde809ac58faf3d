import Wedding

/// The run of show: what is now, what is late, what must not move.
struct TimelineScreen {
    let state: ConsoleState
    let day: DayState
    private let model: TimelineModel
    private let chosen: String?
    private let forecast: Forecast
    private let risks: Set<ItemID>
    private let clashes: [ItemID: [Clash]]

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = TimelineModel(state, day)
        forecast = day.forecast(at: state.now)
        risks = Set(forecast.missed.map(\.item))
        // Of a plan that is hidden in part, half would be missed and heads counted wrong.
        clashes = state.seesWholePlan ? day.clashes : [:]
        let ids = model.items.map(\.id.rawValue)
        let picked = state.selection[.timeline].flatMap { ids.contains($0) ? $0 : nil }
        chosen = picked ?? model.current?.rawValue ?? ids.first
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        if area.width < 100 || area.height < 24 {
            drawSmall(&frame, area)
            return
        }
        let lanesHeight = state.timeline.showsLanes ? min(10, area.height / 3) : 0
        let (upper, lower) = area.split(top: area.height - lanesHeight)
        let (list, side) = upper.split(left: upper.width - 40)
        drawList(&frame, list, isPinned: false)
        let (clock, focus) = side.split(top: 9)
        drawClock(&frame, clock)
        ItemFocus(state, day, chosenItem, clashes).draw(&frame, focus)
        if lanesHeight > 3 { LanesPane(state, day).draw(&frame, lower) }
    }

    private var chosenItem: TimelineItem? { chosen.flatMap { day.day.items[ItemID($0)] } }

    // MARK: List

    /// - Parameter isPinned: Beside another view, where it shows only what is near now.
    func drawList(_ frame: inout Frame, _ area: Rect, isPinned: Bool) {
        let inside = frame.box(
            area, "Run of show v\(day.day.version)",
            remark: isPinned ? "" : "plan · began · over/under, at the end once done",
            isPinned ? .of(.border) : .of(.borderFocus))
        drawHeadings(&frame, inside)
        let (rows, legend) = inside.row(1, height: inside.height - 1).split(
            top: inside.height - (isPinned ? 1 : 2))
        drawRows(&frame, rows, showsSelection: !isPinned)
        if !isPinned {
            frame.write(
                "  ◆ hard  ▶ runs  ✓ done  ▲ late  · buffer  – skipped  * moved  ≠ clash"
                    .fitted(legend.width), legend.x, legend.y, .muted)
        }
    }

    private struct Columns {
        let cue, who, actual, drift: Int

        init(width: Int) {
            let rest = width - 10
            drift = 7
            actual = 8
            who = max(8, rest * 30 / 100)
            cue = max(8, rest - who - actual - drift)
        }
    }

    private func drawHeadings(_ frame: inout Frame, _ area: Rect) {
        let columns = Columns(width: area.width)
        frame.write("Plan", area.x + 2, area.y, .muted)
        frame.write("Cue", area.x + 9, area.y, .muted)
        frame.write("Who", area.x + 9 + columns.cue, area.y, .muted)
        frame.write("Began", area.x + 9 + columns.cue + columns.who, area.y, .muted)
        let x = area.x + 9 + columns.cue + columns.who + columns.actual
        frame.write("± min", x, area.y, .muted, limit: max(0, area.right - x))
    }

    private func drawRows(_ frame: inout Frame, _ area: Rect, showsSelection: Bool) {
        guard !model.items.isEmpty else {
            let text =
                state.filter.isEmpty
                ? "The wedding file has no items."
                : "Nothing matches \"\(state.filter)\". Esc clears the filter."
            frame.write(text, area.x + 2, area.y + 1, .muted, limit: area.width - 4)
            return
        }
        let columns = Columns(width: area.width)
        let now = model.nowIndex
        let index = model.items.firstIndex { $0.id.rawValue == chosen } ?? now
        // One line of the list is the now-line.
        let height = area.height
        let count = model.items.count + 1
        let anchor = state.timeline.isFollowing ? now : (index < now ? index : index + 1)
        let first =
            state.timeline.isFollowing
            ? max(0, min(anchor - height / 3, count - height))
            : ListPane<Int>.first(around: anchor, count: count, height: height)
        for offset in 0..<height {
            let line = first + offset
            guard line < count else { return }
            let place = area.row(offset)
            if line == now {
                drawNow(&frame, place)
                continue
            }
            let item = model.items[line < now ? line : line - 1]
            drawItem(&frame, item, place, columns)
            frame.target(place, .select(item.id.rawValue))
            if showsSelection, item.id.rawValue == chosen {
                frame.mark(place)
            }
        }
    }

    private func drawNow(_ frame: inout Frame, _ area: Rect) {
        let clock = state.clock(state.now)
        let next = model.next.map { " next cue in \(($0.start - state.now).clockFace) " } ?? " "
        let line = String(repeating: "━", count: max(0, area.width))
        frame.write(line, area.x, area.y, .of(.nowLine), limit: area.width)
        frame.write("  \(clock) ", area.x, area.y, .of(.nowLine))
        let text = " NOW ━━\(next)"
        frame.write(
            text, area.x + max(9, (area.width - text.cellWidth) / 2), area.y, .of(.nowLine),
            limit: max(0, area.width - 10))
    }

    private func drawItem(
        _ frame: inout Frame, _ item: TimelineItem, _ area: Rect, _ columns: Columns
    ) {
        let style: Style = isAtRisk(item) ? .of(.missing) : model.style(item)
        var x = area.x + 2
        frame.write(state.clock(item.start), x, area.y, style)
        x += 7
        let cue = "\(model.glyph(item)) \(item.title)"
        let moved = item.start != item.originalStart ? "*" : ""
        let clash = clashes[item.id] == nil ? "" : " ≠"
        let room = columns.cue - 1 - clash.cellWidth
        let end = frame.write((cue + moved).fitted(room), x, area.y, style)
        frame.write(clash, end, area.y, .of(.itemLate))
        x += columns.cue
        frame.write(
            model.who(item).fitted(columns.who - 1), x, area.y, item.isOver ? .muted : .text)
        x += columns.who
        frame.write(item.startedAt.map { state.clock($0) } ?? "·", x, area.y, .muted)
        x += columns.actual
        if let drift = model.drift(item) {
            frame.write(drift.text.rightAligned(4), x, area.y, drift.style)
        }
    }

    /// A hard time that the forecast says will be missed.
    private func isAtRisk(_ item: TimelineItem) -> Bool {
        item.status == .planned && item.anchor == .hard && risks.contains(item.id)
    }

    // MARK: Side

    private func drawClock(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Clock")
        let local = day.day.clock.local(state.now)
        let face = state.options.hasClock ? local.hourMinuteSecond : local.hourMinute
        frame.digits(face, inside.x + 3, inside.y, large: false)
        var y = inside.y + 4
        if let late = state.projectedLateness {
            frame.write("Show", inside.x + 3, y, .muted)
            frame.write(
                "+\(late.wholeMinutes) min", inside.x + 9, y,
                late > .minutes(4) ? .of(.over) : .text)
            y += 1
        }
        if let time = houseTime {
            frame.write(
                time.words, inside.x + 3, y, time.isMissed ? .of(.missing) : .text,
                limit: inside.width - 4)
            y += 1
        }
        if let slack = ceremonySlack, y < inside.bottom {
            let style: Style = slack < .zero ? .of(.missing) : .text
            frame.write(
                "Slack before ceremony ◆  \(slack.slackWords)", inside.x + 3, y, style,
                limit: inside.width - 4)
        }
    }

    /// The time of the house to watch: one that would be missed, else the next, else the last.
    private var houseTime: (words: String, isMissed: Bool)? {
        // Plan B holds: nobody calls the rain any more.
        let plan = PlanB(day)
        let isCalled = plan.isReturn && !plan.moves.isEmpty
        let times = day.day.houseTimes.filter { $0.kind != .rainCall || !isCalled }
        let ahead = times.filter { $0.at >= state.now }
        let missed = ahead.first { forecast.overrun(of: $0, day.day) != nil }
        guard let time = missed ?? ahead.first ?? times.last else { return nil }
        let left = time.at - state.now
        let remark =
            (state.seesWholePlan ? forecast.end(before: time, of: day.day) : nil)
            .map { " projected \(state.clock($0))" }
            ?? (left > .zero ? " in \(left.words)" : "")
        let inHouse = time.kind == .clearBy ? day.day.pieces.count(where: \.isInHouse) : 0
        let open = inHouse > 0 ? ", \(inHouse) pieces not out" : ""
        return ("\(time.kind.words) \(state.clock(time.at)) ◆\(remark)\(open)", missed != nil)
    }

    private var ceremonySlack: Duration? {
        guard state.seesWholePlan, let ceremony = day.day.ceremonyItem,
            ceremony.status == .planned
        else { return nil }
        return day.day.slack(before: ceremony, at: state.now)
    }

    // MARK: Small

    private func drawSmall(_ frame: inout Frame, _ area: Rect) {
        if state.showsDetail, let item = chosenItem {
            ItemFocus(state, day, item, clashes).draw(&frame, area)
            return
        }
        if state.timeline.showsOnlyLanes {
            LanesPane(state, day).draw(&frame, area)
            return
        }
        var facts = state.projectedLateness.map { ["Show +\($0.wholeMinutes)"] } ?? []
        if let time = houseTime { facts.append(time.words) }
        if let slack = ceremonySlack {
            facts.append("Slack before ceremony ◆ \(slack.slackWords)")
        }
        frame.write(
            " " + facts.joined(separator: "   ").fitted(area.width - 1), area.x, area.y)
        frame.rule(area.x, area.y + 1, width: area.width)
        drawHeadings(&frame, area.row(2))
        let tail = area.height >= 16 ? 3 : 0
        let list = Rect(x: area.x, y: area.y + 3, width: area.width, height: area.height - 3 - tail)
        drawRows(&frame, list, showsSelection: true)
        guard tail > 0, let item = chosenItem else { return }
        frame.rule(area.x, list.bottom, width: area.width)
        let focus = ItemFocus(state, day, item, clashes)
        frame.write(focus.headline.fitted(area.width - 2), area.x + 1, list.bottom + 1, .of(.title))
        frame.write(focus.advice.fitted(area.width - 2), area.x + 1, list.bottom + 2, .muted)
    }
}

extension Duration {
    /// Minutes, as a day is counted; days, before it.
    fileprivate var slackWords: String {
        self >= .hours(48) ? words : "\(wholeMinutes) min"
    }
}
