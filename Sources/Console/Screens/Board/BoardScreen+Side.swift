import Wedding

/// The left column: groups, arrivals, zones.
extension BoardScreen {
    func drawLeft(_ frame: inout Frame, _ area: Rect) {
        let groups = PresenceGroup.all(day, at: state.now)
        let (top, rest) = area.split(top: min(area.height, groups.count + 6))
        drawGroups(&frame, top, groups)
        let zoneHeight = min(max(6, rest.height / 2), 11)
        let (arrivals, zones) = rest.split(top: rest.height - zoneHeight)
        drawArrivals(&frame, arrivals)
        drawZones(&frame, zones)
    }

    private func drawGroups(_ frame: inout Frame, _ area: Rect, _ groups: [PresenceGroup]) {
        let total = "\(day.hereCount(at: state.now))/\(day.expectedCount)"
        let inside = frame.box(area, "Presence by group", remark: total)
        frame.write("Group", inside.x + 1, inside.y, .muted)
        frame.write("Here", inside.x + 21, inside.y, .muted)
        var y = inside.y + 1
        for group in groups where y < inside.bottom - 3 {
            frame.write(group.name.fitted(18), inside.x + 1, y)
            frame.write("\(group.here)/\(group.total)".rightAligned(6), inside.x + 18, y)
            frame.bar(group.here, of: group.total, inside.x + 25, y, width: 6, rest: "░")
            y += 1
        }
        frame.separator("", inside.x + 1, y, width: inside.width - 2)
        let counts = counts
        for (index, pair) in counts.enumerated() {
            let (status, count) = pair
            let x = inside.x + 1 + (index % 3) * 11
            let row = y + 1 + index / 3
            guard row < inside.bottom else { return }
            let word = status == .onTheWay ? "way" : status == .missing ? "miss" : status.word
            frame.write(
                "\(status.glyph) \(word) \(count)", x, row,
                count > 0 ? .of(status.role) : .muted, limit: 10)
        }
    }

    /// One arrival, or one person in a zone, fills no column and no bar.
    private static let fullColumn = 4, fullBar = 10

    private func drawArrivals(_ frame: inout Frame, _ area: Rect) {
        guard area.height >= 5 else {
            frame.box(area, "Arrivals")
            return
        }
        let inside = area.inside
        let slots = inside.width - 6
        let step = Duration.minutes(5)
        let end =
            Timestamp(
                milliseconds: state.now.milliseconds / step.milliseconds * step.milliseconds) + step
        let start = end - .milliseconds(step.milliseconds * Int64(slots))
        var counts = [Int](repeating: 0, count: slots)
        for arrival in day.arrivals where arrival >= start && arrival < end {
            counts[Int((arrival - start).milliseconds / step.milliseconds)] += 1
        }
        let peak = counts.max() ?? 0
        let top = max(Self.fullColumn, peak)
        frame.box(area, "Arrivals / 5 min", remark: "peak \(peak)")
        let hasForecast = inside.height >= 7
        let graph = Rect(
            x: inside.x + 5, y: inside.y, width: slots,
            height: inside.height - (hasForecast ? 3 : 2))
        frame.columns(counts, max: top, graph)
        var last: Int?
        for row in 0..<graph.height {
            let value = top * (graph.height - row) / max(1, graph.height)
            defer { last = value }
            guard value != last, value > 0 else { continue }
            frame.write("\(value)".rightAligned(3), inside.x, graph.y + row, .of(.graphAxis))
            frame.write("┤", inside.x + 4, graph.y + row, .of(.graphAxis))
        }
        frame.write(
            "  0 ┼" + String(repeating: "─", count: slots), inside.x, graph.bottom,
            .of(.graphAxis))
        frame.write(state.clock(start), inside.x + 4, graph.bottom + 1, .muted)
        frame.write("now", inside.right - 3, graph.bottom + 1, .muted)
        guard hasForecast else { return }
        let by = state.now + .minutes(20)
        frame.write(
            "expected by \(state.clock(by)): \(day.expected(by: by, at: state.now)) of \(day.expectedCount)"
                .fitted(inside.width - 1), inside.x + 1, graph.bottom + 2, .muted)
    }

    private func drawZones(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Zones")
        let heads = day.headcounts(at: state.now)
        let rows = day.day.zones.filter { $0.kind != .offSite }.map { ($0, heads[$0.id] ?? 0) }
            .sorted { $0.1 > $1.1 }
        let top = max(Self.fullBar, rows.first?.1 ?? 0)
        for (offset, row) in rows.prefix(inside.height).enumerated() {
            let y = inside.y + offset
            frame.write(row.0.columnName(13), inside.x + 1, y, row.1 > 0 ? .text : .muted)
            frame.write("\(row.1)".rightAligned(4), inside.x + 14, y)
            frame.bar(row.1, of: top, inside.x + 19, y, width: inside.width - 20)
        }
    }
}
