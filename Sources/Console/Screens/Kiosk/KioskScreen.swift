import Wedding

/// The shared screen: public wording only. No names but the couple's, no phones, no reasons.
struct KioskScreen {
    let state: ConsoleState
    let day: DayState

    init(_ state: ConsoleState, _ day: DayState) { (self.state, self.day) = (state, day) }

    /// Items that guests may know of, in order.
    private var items: [TimelineItem] {
        let kinds: Set<TimelineItem.Kind> = [.ceremony, .cocktail, .reception, .cake, .transport]
        return day.day.runOfShow.filter {
            $0.publicTitle != nil || ($0.visibility == .all && kinds.contains($0.kind))
        }
    }

    private func title(_ item: TimelineItem) -> String { item.publicTitle ?? item.title }

    /// As people of the place read a clock, and with the day where it is another.
    private func publicClock(_ moment: Timestamp) -> String {
        let (local, today) = (day.day.clock.local(moment), day.day.clock.local(state.now).date)
        let time =
            day.day.readsTwelveHours ? "\(local.twelveHour) \(local.meridiem)" : local.hourMinute
        return (local.date == today ? "" : "\(local.date.weekdayName.prefix(3)) ") + time
    }

    private var current: TimelineItem? {
        items.last { $0.status == .running } ?? items.last { $0.status == .done }
    }

    private var next: TimelineItem? {
        items.first { $0.status == .planned && $0.start > state.now }
    }

    func draw(_ frame: inout Frame) {
        frame.fill(frame.area)
        // A drill is for the crew: guests are not sent anywhere.
        let real = day.alerts.last { $0.asksZones && $0.isOpen && !$0.isDrill }
        if let emergency = real {
            drawEmergency(&frame, emergency)
            drawDemoTag(&frame)
            return
        }
        guard frame.columns >= 60, frame.rows >= 16 else {
            drawTiny(&frame)
            drawDemoTag(&frame)
            return
        }
        let isLarge = frame.columns >= 100 && frame.rows >= 30
        let margin = isLarge ? 4 : 2
        let area = frame.area.inset(margin, 1)
        let names = day.day.coupleNames.uppercased()
        frame.write(isLarge ? spaced(names) : names, area.x, area.y, .of(.title))
        let date =
            "\(day.day.date.weekdayName) \(day.day.date.day) \(day.day.date.monthName) · \(day.day.venue)"
        frame.write(
            date.fitted(area.width / 2), area.right - min(date.cellWidth, area.width / 2), area.y,
            .muted)
        frame.rule(area.x, area.y + 1, width: area.width, "━")
        let clockRow = area.y + 3
        drawClocks(&frame, area, clockRow, isLarge)
        let below = clockRow + (isLarge ? 7 : 4)
        drawNow(&frame, area, below)
        let rule = below + (isLarge ? 3 : 2)
        frame.rule(area.x, rule, width: area.width, "━")
        let page = Rect(
            x: area.x, y: rule + (isLarge ? 2 : 1), width: area.width,
            height: area.bottom - rule - (isLarge ? 5 : 3))
        drawPage(&frame, page, isLarge)
        frame.rule(area.x, area.bottom - 2, width: area.width, "━")
        drawFoot(&frame, area)
        drawDemoTag(&frame)
    }

    /// A small screen says what is next, then what follows.
    private func drawTiny(_ frame: inout Frame) {
        frame.write(day.day.coupleNames.fitted(frame.columns), 0, 0, .of(.title))
        let clock = publicClock(state.now)
        frame.write(clock, max(0, frame.columns - clock.count - 7), 0, .of(.title))
        let upcoming = items.filter {
            !$0.isOver && ($0.status == .running || $0.end > state.now)
        }
        for (offset, item) in upcoming.prefix(max(0, frame.rows - 1)).enumerated() {
            let isNow = item.status == .running
            let line =
                "\(publicClock(item.start).rightAligned(8))  \(title(item))\(isNow ? "  NOW" : "")"
            frame.write(
                line.fitted(frame.columns), 0, 1 + offset, isNow ? .of(.running) : .text)
        }
    }

    private func spaced(_ text: String) -> String { text.map(String.init).joined(separator: " ") }

    private func drawClocks(_ frame: inout Frame, _ area: Rect, _ row: Int, _ isLarge: Bool) {
        let top = row + (isLarge ? 1 : 0)
        let now = day.day.clock.local(state.now)
        let isHalf = day.day.readsTwelveHours
        let width = frame.digits(
            isHalf ? now.twelveHour : now.hourMinute, area.x + 2, top, large: isLarge, .of(.title))
        if isHalf {
            frame.write(now.meridiem, area.x + width + 4, top + (isLarge ? 4 : 2), .of(.title))
        }
        guard let next else { return }
        let x = area.x + area.width / 2
        let place = next.zone.map { " · \(day.day.name(of: $0))" } ?? ""
        frame.write(
            "\(title(next))\(place) IN".uppercased().fitted(area.width / 2), x, row - 1, .muted)
        let left = next.start - state.now
        if left >= .hours(24) {
            let days = "\(left.wholeMinutes / 1440)"
            let width = frame.digits(days, x, top, large: isLarge, .of(.nowLine))
            frame.write("days", x + width + 2, top + (isLarge ? 4 : 2), .muted)
            return
        }
        frame.digits(left.clockFace, x, top, large: isLarge, .of(.nowLine))
    }

    private func drawNow(_ frame: inout Frame, _ area: Rect, _ row: Int) {
        guard let current else {
            frame.write("Welcome", area.x + 2, row, .of(.title))
            return
        }
        frame.write("NOW", area.x + 2, row, .of(.nowLine))
        frame.write(title(current).fitted(area.width - 10), area.x + 8, row, .of(.title))
        if let zone = current.zone.flatMap({ day.day.zones[$0] }), zone.kind != .offSite {
            frame.write(day.day.name(of: zone.id), area.x + 8, row + 1, .muted)
        }
    }

    /// Three pages, twenty seconds each.
    private func drawPage(_ frame: inout Frame, _ area: Rect, _ isLarge: Bool) {
        let seconds = state.now.milliseconds / 1000 / Int64(max(1, state.demo?.speed ?? 1))
        let page = Int(seconds / 20 % 3)
        // A screen that is told of nobody in particular has nobody to count.
        guard day.expectedCount > 2 else { return drawToday(&frame, area) }
        let (left, right) = area.split(left: isLarge ? area.width / 2 : area.width)
        // Where there is room the day stays and the other half turns; else all three take turns.
        if isLarge { drawToday(&frame, left) }
        switch page {
        case 0 where !isLarge: drawToday(&frame, left)
        case 2: drawMap(&frame, isLarge ? right : left)
        default: drawHere(&frame, isLarge ? right : left, isLarge)
        }
    }

    private func drawToday(_ frame: inout Frame, _ area: Rect) {
        frame.write("T O D A Y", area.x + 2, area.y, .muted)
        let upcoming = items.filter { !$0.isOver }
        let step = area.height >= upcoming.count * 2 + 2 ? 2 : 1
        for (offset, item) in upcoming.prefix(max(0, (area.height - 2) / step)).enumerated() {
            let y = area.y + 2 + offset * step
            let isNow = item.status == .running
            let style: Style = isNow ? .of(.running) : .text
            frame.write(isNow ? "▶" : " ", area.x + 2, y, .of(.nowLine))
            frame.write(publicClock(item.start).rightAligned(12), area.x + 4, y, style)
            let room = area.width - 26
            let zone = item.zone.flatMap { day.day.zones[$0] }.flatMap { zone in
                zone.kind == .offSite ? nil : " · " + zone.plainName
            }
            let full = title(item) + (zone ?? "")
            let words = full.cellWidth <= room ? full : title(item).fitted(room)
            frame.write(words, area.x + 18, y, style)
            if isNow { frame.write("NOW", area.right - 7, y, .of(.nowLine)) }
            if item.id == next?.id { frame.write("NEXT", area.right - 7, y, .muted) }
        }
        if upcoming.isEmpty {
            frame.write("Thank you for being here.", area.x + 2, area.y + 2)
        }
    }

    private func drawHere(_ frame: inout Frame, _ area: Rect, _ isLarge: Bool) {
        let here = day.hereCount(at: state.now)
        let total = day.expectedCount
        frame.write("H E R E", area.x + 2, area.y, .muted)
        let large = isLarge && area.height >= 12
        let top = area.y + (large ? 2 : 1)
        frame.digits("\(here)", area.x + 2, top, large: large)
        let below = top + (large ? 6 : 3)
        guard below + 1 < area.bottom else { return }
        frame.write("of \(total) guests and crew", area.x + 2, below, .muted)
        frame.bar(here, of: total, area.x + 2, below + 1, width: max(4, area.width - 6), rest: "░")
        guard let last = items.last(where: { $0.kind == .transport && $0.status == .planned })
        else { return }
        guard below + 3 < area.bottom else { return }
        frame.write(
            "Shuttles from \(publicClock(last.start))".fitted(area.width - 4),
            area.x + 2, below + 3, .muted)
    }

    /// Names of places and how full they are; nobody's name.
    private func drawMap(_ frame: inout Frame, _ area: Rect) {
        frame.write("W H E R E", area.x + 2, area.y, .muted)
        let open: Set<Zone.Kind> = [
            .ceremonyArea, .receptionHall, .cocktailArea, .guestEntrance, .parking,
        ]
        for (offset, zone) in day.day.zones.filter({ open.contains($0.kind) }).prefix(
            max(0, area.height - 2)
        ).enumerated() {
            let y = area.y + 2 + offset
            frame.write(zone.plainName.fitted(18), area.x + 2, y)
            frame.bar(
                day.occupants(of: zone.id, at: state.now).count, of: zone.capacity, area.x + 22, y,
                width: max(4, area.width - 28), rest: "░")
        }
    }

    private func drawFoot(_ frame: inout Frame, _ area: Rect) {
        var words: [String] = []
        if let sunset = day.day.sunset {
            words.append("Sunset \(publicClock(sunset)).")
        }
        let hasWeather = day.alerts.contains { $0.kind == .weather && $0.isOpen && !$0.isDrill }
        if hasWeather {
            words.append(rainPlan ?? "Please watch the weather.")
        }
        frame.write(
            words.joined(separator: " ").fitted(area.width - 4), area.x + 2, area.bottom - 1, .muted
        )
        frame.write(
            state.isLive ? "●" : "○", area.right - 2, area.bottom - 1,
            .of(state.isLive ? .live : .offline))
    }

    /// Where the next thing will be if it rains, from the wedding's own plan.
    private var rainPlan: String? {
        items.lazy.filter { !$0.isOver }.compactMap { item in
            let title = self.title(item).trimmedSpaces
            guard !title.isEmpty,
                let zone = item.alternativeZone.flatMap({ self.day.day.zones[$0] })
            else { return nil }
            return "If it rains, in the \(zone.plainName): \(title)".ended
        }.first
    }

    private func drawDemoTag(_ frame: inout Frame) {
        guard state.options.isDemo else { return }
        frame.write(" DEMO ", frame.columns - 7, 0, Style(.nowLine).reverse)
    }
}
