import RealtimeProtocol
import Wedding

/// The selectable rows of the views, as ids in order: what `j` and `k` walk over.
package enum Rows {
    package static func ids(_ state: ConsoleState, _ view: ViewID? = nil) -> [String] {
        guard let day = state.day else { return [] }
        return (view ?? state.view).screen.rows(state, day).compactMap { $0 }
    }

    /// The first row of the next group, or of this one or the one before.
    static func group(from current: Int, forward: Bool, _ state: ConsoleState) -> Int {
        guard let day = state.day else { return current }
        let sections = state.view.screen.rows(state, day)
        guard sections.contains(nil) else { return current + (forward ? 1 : -1) }
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
        let view = view ?? state.view
        if let chosen = state.selection[view], ids.contains(chosen) { return chosen }
        return state.day.flatMap { view.screen.current(state, $0) } ?? ids.first
    }
}

extension ConsoleState {
    /// The person that the selected row is about.
    var selectedPerson: Person? {
        guard let day, let row = Rows.selected(self) else { return nil }
        return view.screen.person(row, self, day)
    }

    /// The table of guests whose row is selected.
    var selectedTable: SeatingTable? {
        guard view == .board else { return nil }
        return Rows.selected(self).flatMap { day?.day.tables[TableID($0)] }
    }

    /// How the gate finds the guests whose row is selected.
    var selectedGuests: String? {
        if let table = selectedTable { return "table \(table.number) " }
        return view == .board && Rows.selected(self) == BoardModel.untabled
            ? BoardModel.untabled : nil
    }

    var selectedAlert: Alert? {
        guard view == .alerts else { return day?.mostUrgent }
        return Rows.selected(self).flatMap { day?.alert(AlertID($0)) }
    }

    var selectedItem: TimelineItem? {
        guard view == .timeline else { return nil }
        return Rows.selected(self).flatMap { day?.day.items[ItemID($0)] }
    }

    /// Whether Enter shows more of the selected row here.
    var opensDetail: Bool { view.screen.detailSizes.contains(sizeClass) }
}
