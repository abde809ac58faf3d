import Wedding

/// Everything about one person that helps to find or replace them.
struct PersonDetail {
    let state: ConsoleState
    let day: DayState
    let person: Person

    init(_ state: ConsoleState, _ day: DayState, _ person: Person) {
        (self.state, self.day, self.person) = (state, day, person)
    }

    func draw(_ frame: inout Frame, _ whole: Rect) {
        // Where rows are few, what there is to know comes before what there is to do.
        let hasKeys = whole.height >= 24
        let rows = (keys.count + 1) / 2
        let area = hasKeys ? whole.split(top: whole.height - rows - 2).0 : whole
        if hasKeys { drawKeys(&frame, whole) }
        var y = area.y
        func line(_ text: String, _ style: Style = .text) {
            guard y < area.bottom else { return }
            frame.write(text.fitted(area.width), area.x, y, style)
            y += 1
        }
        func gap() { y += 1 }
        line(person.title.capitalizedFirst)
        line(person.vendor.flatMap { day.day.vendors[$0]?.name } ?? "", .muted)
        gap()
        for (label, value, style) in facts where y < area.bottom {
            if label == "Phone", !state.showsInitials, let url = person.phone?.telephoneLink {
                frame.link(
                    Rect(x: area.x + 11, y: y, width: value.cellWidth, height: 1), to: url)
            }
            y = frame.field(label, value, in: area, row: y, style)
        }
        gap()
        let blocks = day.day.runOfShow.filter {
            !$0.isOver && $0.anchor != .buffer && $0.involves(person.id)
        }
        for (index, item) in blocks.prefix(3).enumerated() where y < area.bottom {
            let text = "\(state.clock(item.start)) \(item.title)"
            y = frame.field(index == 0 ? "Blocks" : "", text, in: area, row: y, maxLines: 1)
        }
        if let backup = person.backup.flatMap({ day.day.people[$0] }) {
            let status = day.status(of: backup, at: state.now)
            y = frame.field("Stand-in", "\(backup.name), \(status.word)", in: area, row: y)
        }
        gap()
        drawHistory(&frame, area, &y)
    }

    private var facts: [(String, String, Style)] {
        let presence = day.presence[person.id] ?? Presence()
        var facts: [(String, String, Style)] = []
        let status = day.status(of: person, at: state.now)
        let phone =
            state.showsInitials ? "hidden, \(label(.initials)) shows it" : person.phone ?? "none"
        facts.append(("Phone", phone, .text))
        facts.append(("Call time", person.callTime.map(state.clock) ?? "none", .text))
        if let seen = presence.shownSighting(status) {
            let zone = seen.zone.map { " " + day.day.name(of: $0) } ?? ""
            let style: Style = status == .missing ? .of(.missing) : .text
            facts.append(("Last seen", state.clock(seen.at) + zone, style))
        }
        if let reporter = presence.reportedBy {
            facts.append(("Said by", day.day.name(of: reporter), .text))
        }
        if status == .missing || day.unreachable(person.id, at: state.now) != nil,
            let zone = day.deadZone(of: person.id)
        {
            let signal = zone.signal == .none ? "NO SIGNAL" : "weak signal"
            let text =
                "\(zone.shortName.lowercased()): \(signal), likely a dead zone, not an absence"
            facts.append(("Why", text, .text))
        }
        if let eta = presence.eta { facts.append(("ETA", state.clock(eta), .of(.onTheWay))) }
        if presence.activity.stage > 0 { facts.append(("Doing", presence.activity.words, .text)) }
        if let battery = presence.battery {
            let power = presence.isCharging ? "\(battery) %, charging" : "\(battery) %"
            let style: Style = battery <= 20 && !presence.isCharging ? .of(.late) : .text
            facts.append(("Battery", power, style))
        }
        if let asked = day.messages.last(where: {
            $0.version != nil && $0.recipients.contains(person.id)
        }), let version = asked.version {
            let isDone = asked.confirmed.contains(person.id)
            facts.append(
                (
                    "Plan", "v\(version) \(isDone ? "confirmed" : "not confirmed")",
                    isDone ? .text : .of(.late)
                ))
        }
        if presence.link != .none { facts.append(("Device", presence.link.rawValue, .text)) }
        if let channel = person.radioChannel {
            facts.append(("Radio", "channel \(channel)", .text))
        }
        return facts
    }

    private func drawHistory(_ frame: inout Frame, _ area: Rect, _ y: inout Int) {
        let lines = day.recent.reversed().lazy.compactMap { event -> String? in
            guard let words = words(event) else { return nil }
            return "\(state.clock(event.at)) \(words)"
        }.prefix(5)
        guard !lines.isEmpty, y + 1 < area.bottom else { return }
        // At the same place for everybody, so that the eye finds it.
        y = max(y, area.bottom - 6)
        frame.write("History", area.x, y, .muted)
        y += 1
        for line in lines where y < area.bottom {
            frame.write(line.fitted(area.width), area.x, y)
            y += 1
        }
    }

    private func words(_ event: LogEvent) -> String? {
        let id = person.id
        switch event.change {
        case .presence(.checkIn(id, let zone, _)): return "checked in" + place(zone)
        case .presence(.move(id, let zone)): return "moved to \(day.day.shortName(of: zone))"
        case .presence(.activity(id, let activity)): return activity.words
        case .presence(.eta(id, let eta)): return "ETA \(state.clock(eta))"
        case .presence(.battery(id, let percent, _)): return "battery \(percent) %"
        case .alert(.raise(let alert)) where alert.about == id.rawValue:
            return "\(alert.priority.glyph) \(alert.priority.word) raised"
        case .timeline(.start(let item)) where event.by.person == id:
            return "started \(day.day.items[item]?.title ?? "")"
        case .timeline(.end(let item)) where event.by.person == id:
            return "ended \(day.day.items[item]?.title ?? "")"
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
            return nil
        }
    }

    private func place(_ zone: ZoneID?) -> String {
        zone.map { " at " + day.day.shortName(of: $0) } ?? ""
    }

    private func label(_ action: Action) -> String {
        KeyMap.standard.label(action, in: .board, isDemo: state.options.isDemo)
    }

    /// What can be done about the person, by key.
    private var keys: [(String, String, Action)] {
        var keys: [(String, String, Action)] = []
        func key(_ action: Action, _ words: String) { keys.append((label(action), words, action)) }
        if day.mostUrgent?.about == person.id.rawValue { key(.acknowledge, "acknowledge") }
        if let (lost, zone) = state.searchZone, lost.id == person.id,
            let nearest = day.nearest(to: zone.id, at: state.now).first
        {
            key(.sendNearest, "send \(nearest.person.givenName)…")
        }
        if let (missing, _) = state.standIn, missing.id == person.id { key(.standIn, "stand-in…") }
        key(.checkIn, "check in…")
        key(.place, "where…")
        key(.eta, "ETA…")
        key(.leave, "has left")
        key(.confirmPlan, "confirmed")
        key(.hold, "has…")
        key(.message, "message…")
        key(.findOnMap, "on the map")
        key(.copy, "copy phone")
        return keys
    }

    /// In two columns, in the order of what is wanted first.
    private func drawKeys(_ frame: inout Frame, _ area: Rect) {
        let keys = keys
        let rows = (keys.count + 1) / 2
        let width = area.width / 2
        for (place, entry) in keys.enumerated() {
            let cell = Rect(
                x: area.x + place % 2 * width, y: area.bottom - rows + place / 2, width: width - 1,
                height: 1)
            let end = frame.write(entry.0, cell.x + 1, cell.y, .of(.key))
            frame.write(entry.1.fitted(max(0, cell.right - end - 1)), end + 1, cell.y, .muted)
            frame.target(cell, entry.2)
        }
        frame.write("Do", area.x, area.bottom - rows - 1, .muted)
    }
}
