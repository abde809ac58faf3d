import Wedding

/// Where rows are few.
extension TakeoverScreen {
    /// Fits 40 x 10: EMERGENCY, kind, place, first action, A.
    func drawSmall(_ frame: inout Frame, _ area: Rect) {
        var y = area.y
        let head = "!! EMERGENCY !!  \(kindWord)"
        frame.write(head.fitted(area.width), area.x, y, ground)
        if area.width >= 60 {
            frame.write(since, area.right - since.cellWidth, y, ground)
        }
        y += frame.rows >= 16 ? 2 : 1
        for sentence in sentences.prefix(3) {
            for line in sentence.uppercased().wrapped(area.width, maxLines: 2)
            where y < area.bottom - 3 {
                frame.write(line, area.x, y, ground)
                y += 1
            }
        }
        if let zone = alert.zone, y < area.bottom - 3 {
            frame.write("Place: \(day.day.name(of: zone))".fitted(area.width), area.x, y, ground)
            y += 1
        }
        if frame.rows >= 20 { drawMiddle(&frame, area, &y) }
        if let first = doNow.first {
            let row = min(max(y, area.bottom - 5), area.bottom - 3)
            for (offset, line) in "DO NOW  \(first)".wrapped(area.width, maxLines: 2).enumerated() {
                guard row + offset < area.bottom - 1 else { break }
                frame.write(line, area.x, row + offset, ground)
            }
        }
        drawKeys(&frame, area.x, area.bottom - 1, width: area.width)
    }

    private func drawMiddle(_ frame: inout Frame, _ area: Rect, _ y: inout Int) {
        y += 1
        frame.write(command.fitted(area.width), area.x, y, ground)
        y += 1
        frame.write(String(repeating: "─", count: area.width), area.x, y, ground)
        y += 1
        if alert.asksZones {
            let zones = day.day.zonesWithCaptains
            let answered = zones.count { alert.isAcknowledged(for: $0) }
            let list = zones.map { "\(alert.isAcknowledged(for: $0) ? "●" : "○") \($0.shortName)" }
            frame.write("Captains \(answered) of \(zones.count)", area.x, y, ground)
            for line in list.joined(separator: "   ").wrapped(area.width - 20, maxLines: 4)
            where y < area.bottom - 6 {
                frame.write(line, area.x + 20, y, ground)
                y += 1
            }
        }
        let places = roll.prefix(5).map { "\($0.zone.shortName) \($0.count)" }.joined(
            separator: " · ")
        frame.write(
            "Roll call \(safe) of \(total)  \(places)".fitted(area.width), area.x, y, ground)
        y += 2
    }
}
