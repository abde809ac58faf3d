/// What a day says first: what runs, what comes, how long until the ceremony, and how late it will
/// be at its next hard time.
package struct Glance: Sendable, Equatable {
    /// What runs, the ceremony and then the furthest over first.
    package let running: [TimelineItem]
    package let next: TimelineItem?
    /// Until it is over.
    package let ceremony: TimelineItem?
    package let projection: Projection?

    /// How late the day will be where it must not be.
    package struct Projection: Sendable, Equatable {
        /// The next hard time of this day.
        package let item: TimelineItem
        package let by: Duration
    }

    /// Complexity: O(items × dependencies).
    package init(_ day: DayState, at now: Timestamp) {
        let plan = day.day.runOfShow.filter { $0.anchor != .buffer }
        let ceremonyID = day.day.ceremony
        running = plan.filter { $0.status == .running }.sorted { a, b in
            if a.id == ceremonyID || b.id == ceremonyID { return a.id == ceremonyID }
            return a.overrun(at: now) > b.overrun(at: now)
        }
        // What nobody said began, and is over by the plan, does not come any more.
        next = plan.first { $0.status == .planned && $0.end > now }
        ceremony = day.day.ceremonyItem.flatMap { $0.isOver ? nil : $0 }
        let hard = plan.first {
            $0.status == .planned && ($0.anchor == .hard || $0.id == day.day.ceremony)
                && day.day.isSameDay($0.start, as: now)
        }
        projection = hard.map { item in
            let forecast = day.forecast(at: now)
            let missed = forecast.missed.first { $0.item == item.id }?.by
            let start = forecast.starts[item.id] ?? item.start
            return Projection(
                item: item, by: max(.zero, missed ?? start - item.start, now - item.start))
        }
    }
}

extension DayState {
    /// When each item will be, with those who said that they come too late for it.
    package func forecast(at now: Timestamp) -> Forecast {
        Forecast(day, at: now, notBefore: lateArrivals)
    }

    private var lateArrivals: [ItemID: Timestamp] {
        let coming = presence.compactMapValues { $0.isCheckedIn ? nil : $0.eta }
        guard !coming.isEmpty else { return [:] }
        var arrivals: [ItemID: Timestamp] = [:]
        for item in day.items where item.status == .planned && item.kind != .transport {
            arrivals[item.id] = item.everyone.compactMap { coming[$0] }.max()
        }
        return arrivals
    }
}

extension TimelineItem {
    /// When it will be over, if it lasts as long as planned from when it began.
    package var expectedEnd: Timestamp { (startedAt ?? start) + duration }

    /// How far past its planned length it runs; less than zero before that.
    package func overrun(at now: Timestamp) -> Duration {
        now - ((startedAt ?? start) + plannedDuration)
    }
}
