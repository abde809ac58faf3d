extension DayState {
    /// Weather notices below a warning that still hold, the newest first. A later notice of the
    /// same id takes the place of an earlier one, and its cancel ends it.
    public func advisories(at now: Timestamp) -> [LogEvent] {
        var seen: Set<String> = []
        return recent.reversed().filter { event in
            guard case .weather(let notice) = event.change, seen.insert(notice.id).inserted else {
                return false
            }
            let isOver = notice.until.map { $0 <= now } ?? false
            return notice.kind != .cancel && !notice.isEmergency && !isOver
        }
    }
}
