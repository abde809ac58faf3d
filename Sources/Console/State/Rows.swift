import RealtimeProtocol
import Wedding

/// The selectable rows of the views, as ids in order: what `j` and `k` walk over.
package enum Rows {
    package static func ids(_ state: ConsoleState, _ view: ViewID? = nil) -> [String] {
        guard let day = state.day else { return [] }
        switch view ?? state.view {
        case .board: return BoardModel(state, day).rows.compactMap(\.id)
        case .timeline: return TimelineModel(state, day).items.map(\.id.rawValue)
        case .map: return day.day.zones.map(\.id.rawValue)
        case .alerts: return AlertsModel(state, day).rows.compactMap(\.alert?.id.rawValue)
        case .conflicts: return ConflictsModel(day).rows.map(\.id)
        case .messages: return MessagesModel(state, day).conversations.map(\.id)
        case .dead: return letters(state, day).map(id)
        case .stats: return []
        case .audit: return audit(state).map { "\($0.number)" }
        }
    }

    /// Audit rows that match the filter, the newest first.
    static func audit(_ state: ConsoleState) -> [AuditEntry] {
        let needle = state.filter.lowercased()
        return state.audit.reversed().filter {
            needle.isEmpty || $0.detail.lowercased().contains(needle)
                || $0.kind.words.contains(needle)
        }
    }

    /// Dead letters that match the filter.
    static func letters(_ state: ConsoleState, _ day: DayState) -> [DeadLetter] {
        let needle = state.filter.lowercased()
        return state.deadLetters.filter { letter in
            needle.isEmpty || letter.text.lowercased().contains(needle)
                || day.day.name(of: letter.id.person).lowercased().contains(needle)
        }
    }

    /// The first row of the next group, or of this one or the one before.
    static func group(
        from current: Int, _ ids: [String], forward: Bool, _ state: ConsoleState
    ) -> Int {
        guard let day = state.day else { return current }
        let sections: [String?]
        switch state.view {
        case .board: sections = BoardModel(state, day).rows.map(\.id)
        case .alerts: sections = AlertsModel(state, day).rows.map { $0.alert?.id.rawValue }
        default: return current + (forward ? 1 : -1)
        }
        var starts = [0]
        var row = 0
        for id in sections {
            if id != nil { row += 1 } else if starts.last != row { starts.append(row) }
        }
        // A section of lines that cannot be selected begins no group.
        if starts.count > 1, starts.last == row { starts.removeLast() }
        let here = starts.lastIndex { $0 <= current } ?? 0
        let next = forward ? here + 1 : starts[here] == current ? here - 1 : here
        return starts[(next + starts.count) % starts.count]
    }

    package static func id(_ letter: DeadLetter) -> String {
        "\(letter.id.offset)-\(letter.id.person)"
    }

    /// The selected row of the view, or its first.
    package static func selected(_ state: ConsoleState, _ view: ViewID? = nil) -> String? {
        // The unfiltered board holds everybody: asking that of one needs no list.
        if (view ?? state.view) == .board, state.filter.isEmpty,
            let chosen = state.selection[.board], state.day?.day.people[PersonID(chosen)] != nil
        {
            return chosen
        }
        return pick(ids(state, view), state, view)
    }

    /// The same, for a screen that has the rows already.
    static func pick(_ ids: [String], _ state: ConsoleState, _ view: ViewID? = nil) -> String? {
        if let chosen = state.selection[view ?? state.view], ids.contains(chosen) { return chosen }
        if (view ?? state.view) == .timeline, let day = state.day {
            return TimelineModel(state, day).current?.rawValue ?? ids.first
        }
        return ids.first
    }
}

extension ConsoleState {
    /// The person that the selected row is about.
    var selectedPerson: Person? {
        guard let day, let row = Rows.selected(self) else { return nil }
        switch view {
        case .board: return day.day.people[PersonID(row)]
        case .alerts:
            return day.alert(AlertID(row)).flatMap { day.day.people[PersonID($0.about)] }
        case .timeline: return day.day.items[ItemID(row)]?.owner.flatMap { day.day.people[$0] }
        case .messages: return day.day.people[PersonID(row)]
        case .dead:
            return deadLetters.first { Rows.id($0) == row }.flatMap { day.day.people[$0.id.person] }
        case .map, .conflicts, .stats, .audit: return nil
        }
    }

    var selectedAlert: Alert? {
        guard view == .alerts else { return day?.mostUrgent }
        return Rows.selected(self).flatMap { day?.alert(AlertID($0)) }
    }

    var selectedItem: TimelineItem? {
        guard view == .timeline else { return nil }
        return Rows.selected(self).flatMap { day?.day.items[ItemID($0)] }
    }

    /// First row to draw so that `index` is seen. Goes by thirds of the height, so that a list
    /// stands still while the selection walks through it.
    static func scroll(_ index: Int, count: Int, height: Int) -> Int {
        guard count > height, height > 0 else { return 0 }
        let step = max(1, height / 3)
        let steps = (index - height * 2 / 3 + step - 1) / step
        return max(0, min(steps * step, count - height))
    }
}
