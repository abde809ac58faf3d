import Wedding

extension ConsoleState {
    /// What clashes since a change that was made here: said once, and the change stands.
    ///
    /// - Parameter last: The number of what was said last before it.
    mutating func tellClashes(since before: Roster<TimelineItem>, _ last: Int?) {
        guard seesWholePlan, var old = day, let new = day, new.day.items != before else { return }
        old.day.items = before
        let known = old.clashes
        let fresh = new.clashes.flatMap { id, clashes in
            clashes.filter { known[id]?.contains($0) != true }.map { (id, $0) }
        }
        .sorted { new.day.items[$0.0]?.start ?? .zero < new.day.items[$1.0]?.start ?? .zero }
        guard let (id, clash) = fresh.first else { return }
        let others = fresh.count { $0.0 != id && $0.1.other != id }
        let more = others > 0 ? ", and \(others) more" : ""
        let title = new.day.items[id]?.title ?? id.rawValue
        let said = toast.flatMap { $0.number == last ? nil : $0.text + " · " } ?? ""
        say("\(said)≠ \(title): \(clash.words(new.day))\(more)")
    }
}
