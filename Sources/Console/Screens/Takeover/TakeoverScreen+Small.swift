import Wedding

/// Where rows are few.
extension TakeoverScreen {
    /// Fits 40 x 10: EMERGENCY, kind, place, first action, A.
    func drawSmall(_ frame: inout Frame, _ area: Rect) {
        let hasRoom = area.height >= 18 && area.width >= 60
        let drill = alert.isDrill ? "DRILL  " : ""
        frame.write(
            "\(drill)!! EMERGENCY !!  \(kindWord)".fitted(area.width), area.x, area.y, ground)
        if area.width >= 60 {
            frame.write(since, area.right - since.cellWidth, area.y, ground)
        }
        var y = area.y + (hasRoom ? 2 : 1)
        if hasRoom {
            frame.write(countdown.title, area.x + 2, area.y + 1, ground)
            frame.digits(countdown.face, area.x + 2, y, large: false, ground)
        }
        let left = hasRoom ? area.x + 26 : area.x
        let place = alert.zone.map { ["Place: \(day.day.name(of: $0))"] } ?? []
        for sentence in sentences.prefix(3) + place {
            for line in sentence.uppercased().wrapped(area.right - left, maxLines: 2)
            where y < area.bottom - 3 {
                frame.write(line, left, y, ground)
                y += 1
            }
        }
        if hasRoom {
            y = max(y, area.y + 5) + 1
            drawMiddle(&frame, area, &y)
        }
        drawDoNow(&frame, area, below: y, hasRoom: hasRoom)
        let hint = "Press A and say who you are. A red bar stays until ALL CLEAR."
        if hasRoom { frame.write(hint.fitted(area.width), area.x, area.bottom - 1, ground) }
        drawKeys(&frame, area.x, area.bottom - (hasRoom ? 3 : 1), width: area.width)
    }

    private func drawDoNow(
        _ frame: inout Frame, _ area: Rect, below y: Int, hasRoom: Bool
    ) {
        let end = area.bottom - (hasRoom ? 4 : 1)
        var row = hasRoom ? y : min(max(y, area.bottom - 5), area.bottom - 3)
        for (index, action) in doNow.enumerated() {
            let number = doNow.count > 1 ? "\(index + 1)  " : ""
            let lines = (number + action).wrapped(area.width - 8, maxLines: 2)
            for (offset, line) in lines.enumerated() where row < end {
                let head = index == 0 && offset == 0 ? "DO NOW  " : "        "
                frame.write(head + line, area.x, row, ground)
                row += 1
            }
        }
    }

    private func drawMiddle(_ frame: inout Frame, _ area: Rect, _ y: inout Int) {
        func line(_ text: String) {
            guard y < area.bottom - 5 else { return }
            frame.write(text.fitted(area.width), area.x, y, ground)
            y += 1
        }
        line(command)
        line(String(repeating: "─", count: area.width))
        if state.emergency.showsRollCall, let safePlace, let muster {
            line("Not \(safePlace.word) yet: \(muster.total - muster.safe) of \(muster.total)")
            let lines = openLines(area.width)
            // What to do stays on the screen, whatever is listed above it.
            let room = max(1, area.bottom - 7 - y)
            for (offset, text) in lines.prefix(room).enumerated() {
                let isLast = offset == room - 1 && lines.count > room
                line(isLast ? "and \(lines.count - offset) more: :roll-call lists all" : text)
            }
            return
        } else if alert.asksZones {
            let zones = day.day.zonesWithCaptains
            let answered = zones.count { alert.isAcknowledged(for: $0) }
            let list = zones.sorted { a, b in
                !alert.isAcknowledged(for: a) && alert.isAcknowledged(for: b)
            }.map { "\(mark($0)) \($0.shortName)" }
            packed("Captains \(answered) of \(zones.count)", list, &frame, area, &y)
        }
        let places = roll.prefix(4).map { "\($0.zone.shortName) \($0.count)" }
        line("Roll call \(rollRemark)  " + places.joined(separator: " · "))
        if let next { line(next) }
        line(String(repeating: "─", count: area.width))
    }

    /// Who is still to be found, one a line, then guests as a number by table.
    func openLines(_ width: Int) -> [String] {
        guard let muster else { return [] }
        let people = muster.open.map { line in
            let phone = state.showsInitials ? "" : line.person.phone ?? ""
            let name = line.person.name.filled(min(22, width / 3))
            let room = width - name.cellWidth - phone.cellWidth - 4
            return "\(line.glyph) \(name) \(line.whereabouts(state.now, 12).filled(room)) \(phone)"
        }
        let guests = muster.openGuests.map { "\($0.name) \($0.open.count) of \($0.total)" }
        return people + guests.inRows(width - 8).map { "Guests  " + $0 }
    }

    /// Answered, device on, silent.
    func mark(_ zone: Zone) -> String {
        if alert.isAcknowledged(for: zone) { return "●" }
        let isOn =
            zone.captains.first.map { day.presence[$0]?.link.isConnected == true } ?? false
        return isOn ? "◐" : "○"
    }

    /// Words in rows, none of them parted.
    private func packed(
        _ title: String, _ words: [String], _ frame: inout Frame, _ area: Rect, _ y: inout Int
    ) {
        frame.write(title, area.x, y, ground)
        let left = area.x + max(20, title.cellWidth + 2)
        var x = left
        for word in words {
            if x > left, x + word.cellWidth > area.right {
                x = left
                y += 1
            }
            guard y < area.bottom - 7 else { break }
            x = frame.write(word, x, y, ground) + 2
        }
        y += 1
    }
}

extension [String] {
    /// As few lines as hold them, none of them parted.
    fileprivate func inRows(_ columns: Int) -> [String] {
        reduce(into: [String]()) { rows, word in
            let longer = rows.last.map { "\($0) · \(word)" }
            if let longer, longer.cellWidth <= columns {
                rows[rows.count - 1] = longer
            } else {
                rows.append(word)
            }
        }
    }
}
