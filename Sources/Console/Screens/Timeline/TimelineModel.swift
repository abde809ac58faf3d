import Wedding

/// The run of show as the list shows it.
struct TimelineModel {
    let state: ConsoleState
    let day: DayState
    let items: [TimelineItem]

    init(_ state: ConsoleState, _ day: DayState) {
        self.state = state
        self.day = day
        let needle = state.filter.lowercased()
        let all = day.day.runOfShow
        items =
            needle.isEmpty
            ? all
            : all.filter { item in
                let names = item.everyone.map { day.day.name(of: $0) }
                return (names + [item.title, item.titleLatin ?? ""]).contains {
                    $0.lowercased().contains(needle)
                }
            }
    }

    /// Index of the first row below the now-line.
    var nowIndex: Int {
        items.firstIndex { $0.status == .planned && $0.start > state.now } ?? items.count
    }

    /// What a coordinator looks at now: the last that runs, else the next.
    var current: ItemID? {
        (items.last { $0.status == .running } ?? items[safe: nowIndex])?.id
    }

    var next: TimelineItem? { items[safe: nowIndex] }

    func glyph(_ item: TimelineItem) -> String {
        switch item.status {
        case .done: return "✓"
        case .skipped: return "–"
        case .running: return "▶"
        case .planned:
            if isLate(item) { return "▲" }
            return item.anchor == .hard ? "◆" : item.anchor == .buffer ? "·" : "○"
        }
    }

    func isLate(_ item: TimelineItem) -> Bool {
        item.status == .planned && item.anchor != .buffer && state.now > item.start
    }

    func style(_ item: TimelineItem) -> Style {
        switch item.status {
        case .done, .skipped: return .of(.done)
        case .running:
            switch TimerPhase(item, at: state.now) {
            case .overtime: return .of(.over)
            case .danger: return .of(.itemLate)
            case .warning, .calm: return .of(.running)
            }
        case .planned:
            if isLate(item) { return .of(.itemLate) }
            if item.standbyAt != nil { return .of(.standby) }
            return item.anchor == .hard ? .of(.hard) : .of(.planned)
        }
    }

    /// Given names of who carries it; who is missing comes first, with a mark.
    func who(_ item: TimelineItem, limit: Int = 3) -> String {
        let missing = item.everyone.filter { id in
            day.day.people[id].map { day.status(of: $0, at: state.now) } == .missing
        }
        let others = item.everyone.filter { !missing.contains($0) }
        let names =
            missing.map { day.day.givenName(of: $0) + " ✕" }
            + others.map { day.day.givenName(of: $0) }
        return names.prefix(limit).joined(separator: ", ")
    }

    /// Minutes over or under, counting while it runs over, and whether that is worth a colour.
    func drift(_ item: TimelineItem) -> (text: String, style: Style)? {
        let running = item.status == .running ? item.overrun(at: state.now) : .zero
        guard let over = running > .zero ? running : item.overUnder else { return nil }
        let minutes = over.wholeMinutes
        return (over.signedMinutes, minutes >= 5 ? .of(.over) : .of(.under))
    }
}
