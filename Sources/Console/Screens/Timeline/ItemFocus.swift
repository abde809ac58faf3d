import Wedding

/// One item: what it needs, who is missing for it, what would follow.
struct ItemFocus {
    let state: ConsoleState
    let day: DayState
    let item: TimelineItem?

    private let clashes: [String]

    init(
        _ state: ConsoleState, _ day: DayState, _ item: TimelineItem?,
        _ clashes: [ItemID: [Clash]]
    ) {
        (self.state, self.day, self.item) = (state, day, item)
        self.clashes = item.flatMap { clashes[$0.id] }?.map { $0.words(day.day) } ?? []
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        guard let item else {
            frame.box(area, "Next")
            return
        }
        let time = " · \(state.clock(item.start))\(item.anchor == .hard ? " ◆" : "")"
        // The countdown is never what is cut.
        let room = area.width - time.cellWidth - remark.cellWidth - 9
        let inside = frame.box(area, item.title.fitted(max(4, room)) + time, remark: remark)
        var y = inside.y
        if let proposal = day.proposal, !state.pendingMoves.isEmpty {
            y = drawProposal(&frame, inside.inset(1, 0), proposal)
        }
        y = drawNeeds(&frame, inside.inset(1, 0), y) + 1
        let lines = details(item)
        for (label, value) in lines where y < inside.bottom {
            y = frame.field(label, value, in: inside.inset(1, 0), row: y, labelWidth: 9)
        }
    }

    private var okKey: String {
        KeyMap.standard.label(.approve, in: .timeline, isDemo: state.options.isDemo)
    }

    private var remark: String {
        guard let item else { return "" }
        switch item.status {
        case .planned:
            let left = item.start - state.now
            return left > .zero ? "in \(left.clockFace)" : "late \(left.clockFace)"
        case .running:
            // Counts up to the planned end, then how far over it is.
            let left = item.expectedEnd - state.now
            switch TimerPhase(item, at: state.now) {
            case .calm: return "ends in \(left.clockFace)"
            case .warning: return "ends soon · \(left.clockFace)"
            case .danger: return "WRAP UP · \(left.clockFace)"
            case .overtime: return "OVER +\(left.clockFace)"
            }
        case .done, .skipped: return item.status.rawValue
        }
    }

    var headline: String {
        guard let item else { return "" }
        let hard = item.anchor == .hard ? " ◆" : ""
        let people = needs
        let ready = people.count { $0.isReady }
        let absent = people.filter { !$0.isReady }.map { "\($0.glyph) \($0.name)" }
        return
            "\(item.title) \(state.clock(item.start))\(hard) \(remark)"
            + (state.seesAllNeeds ? " · ready \(ready)/\(people.count)" : "")
            + (standby.map { " · standby \($0.count - $0.waiting.count)/\($0.count)" } ?? "")
            + (absent.isEmpty ? "" : " · " + absent.prefix(3).joined(separator: "  "))
    }

    var advice: String {
        if let proposal = day.proposal, !state.pendingMoves.isEmpty,
            let cause = day.day.items[proposal.cause]
        {
            return "\(okKey) OK slip of \(cause.title): \(state.pendingMoves.count.items) to move"
        }
        return item?.cue.map { "cue: \($0)" } ?? clashes.first.map { "≠ \($0)" } ?? item?.notes
            ?? ""
    }

    /// How many were called for its cue, and who of them has not said ready.
    private var standby: (count: Int, waiting: [String])? {
        guard let item, item.status == .planned, let called = item.calledFor else { return nil }
        let waiting = called.filter { item.ready?.contains($0) != true }
        return (called.count, waiting.map { day.day.givenName(of: $0) })
    }

    private var needs: [ItemNeeds.Need] {
        item.map { ItemNeeds($0, day, at: state.now).all } ?? []
    }

    private func drawNeeds(_ frame: inout Frame, _ area: Rect, _ row: Int) -> Int {
        let list = needs
        let width = max(10, (area.width - 8) / 2)
        frame.write("Needs", area.x, row, .muted)
        for (index, need) in list.prefix(10).enumerated() {
            let x = area.x + 8 + (index % 2) * width
            let y = row + index / 2
            guard y < area.bottom else { return y }
            frame.write(need.glyph, x, y, need.style)
            frame.write(need.name.fitted(width - 3), x + 2, y)
        }
        let y = row + (min(10, list.count) + 1) / 2
        let counts = [
            state.seesAllNeeds ? "\(list.count(where: \.isReady)) of \(list.count)" : nil,
            standby.map { "standby \($0.count - $0.waiting.count)/\($0.count)" },
        ].compactMap { $0 }
        guard !counts.isEmpty else { return y }
        frame.write("Ready", area.x, y, .muted)
        frame.write(
            counts.joined(separator: " · "), area.x + 8, y, limit: max(0, area.width - 8))
        return y + 1
    }

    private func details(_ item: TimelineItem) -> [(String, String)] {
        var lines = clashes.map { ("Clash", $0) }
        if state.seesWholePlan, item.status == .running,
            let overrun = Overrun(day.day, at: state.now),
            overrun.item.id == item.id, let words = overrun.riskWords(day.day)
        {
            lines.append(("At risk", words))
        }
        if let parts = ItemParts(item, day), parts.doneCount > 0 {
            lines.append(("Done", parts.words(state)))
        }
        lines.append(("Until", "\(state.clock(item.end)), \(item.duration.words)"))
        if let owner = item.owner { lines.append(("Owner", day.day.name(of: owner))) }
        if let zone = item.zone { lines.append(("Where", day.day.name(of: zone))) }
        if let cue = item.cue { lines.append(("Cue", cue)) }
        if let waiting = standby?.waiting, !waiting.isEmpty {
            lines.append(("Standby", "not yet \(waiting.spoken(limit: 6))"))
        }
        if let notes = item.notes { lines.append(("Notes", notes)) }
        if let decision = item.decision {
            lines.append(("Decided", decision.spaced))
        }
        if item.start != item.originalStart {
            lines.append(("Was", state.clock(item.originalStart)))
        }
        for person in item.everyone.compactMap({ day.day.people[$0] })
        where day.status(of: person, at: state.now) == .missing {
            let standIn = person.backup.map { day.day.name(of: $0) } ?? "a stand-in"
            lines.append(("Stand-in", "\(standIn) takes over if \(person.givenName) is not seen"))
        }
        if let zone = item.alternativeZone {
            let holds = zone == item.zone
            lines.append((holds ? "Plan B" : "If rain", holds ? "holds" : day.day.name(of: zone)))
        }
        let next = day.day.runOfShow.filter { $0.dependsOn.contains(item.id) && !$0.isOver }
        if !next.isEmpty {
            let titles = next.map { "\(state.clock($0.start)) \($0.title)" }
            lines.append(("Then", titles.joined(separator: ", ")))
        }
        for duty in day.day.duties where duty.item == item.id && !duty.isDone {
            let owner = duty.owner.map { ", " + day.day.givenName(of: $0) } ?? ""
            lines.append(("To do", duty.title + owner))
        }
        if item.id == day.day.ceremony { lines += ceremonyLines }
        return lines
    }

    /// Empty in the copy of whoever may not read them.
    private var ceremonyLines: [(String, String)] {
        let details = day.day.ceremonyDetails
        return [
            ("Order", details.processional.joined(separator: ", ")), ("Music", details.music),
            ("Readings", details.readings.joined(separator: ", ")), ("Vows", details.vows),
            ("Notes", details.notes ?? ""),
        ].filter { !$0.1.isEmpty }
    }

    /// What waits for approval comes first: it holds other people up.
    ///
    /// - Returns: the row after it.
    private func drawProposal(
        _ frame: inout Frame, _ area: Rect, _ proposal: RippleProposal
    ) -> Int {
        let cause = day.day.items[proposal.cause]?.title ?? ""
        let moves = state.pendingMoves
        frame.write("\(okKey) OK slip of \(cause)…".fitted(area.width), area.x, area.y, .of(.over))
        var y = area.y + 1
        for move in moves.prefix(min(3, max(0, area.height - 6))) {
            guard let item = day.day.items[move.item] else { continue }
            let text = "\(state.clock(item.start)) → \(state.clock(move.start)) \(item.title)"
            frame.write(text.fitted(area.width - 2), area.x + 2, y)
            y += 1
        }
        if moves.count > 3 {
            frame.write("and \(moves.count - 3) more", area.x + 2, y, .muted)
            y += 1
        }
        return y
    }
}
