extension DayState {
    mutating func apply(_ change: DayChange, by event: LogEvent) {
        switch change {
        case .weather: break
        case .close: closedAt = event.at
        }
    }

    /// Weather notices below a warning that still hold, the newest first. A later notice of the
    /// same id takes the place of an earlier one, and its cancel ends it.
    public func advisories(at now: Timestamp) -> [LogEvent] {
        var seen: Set<String> = []
        let standing = recent.reversed().filter { event in
            guard case .day(.weather(let notice)) = event.change, seen.insert(notice.id).inserted
            else {
                return false
            }
            let isOver = notice.until.map { $0 <= now } ?? false
            return notice.kind != .cancel && !notice.isEmergency && !isOver
        }
        return Array(standing.prefix(Limits.advisoriesMax))
    }

    /// Entries among the first `count` of the history that still say something of now.
    func standing(amongFirst count: Int) -> [LogEvent] {
        let now = recent.last?.at ?? .zero
        let offsets = Set(advisories(at: now).map(\.offset))
        return recent.prefix(count).filter { offsets.contains($0.offset) }
    }
}
