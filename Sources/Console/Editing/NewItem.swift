import Wedding

/// An item of one typed line: `16:00-16:20 Toast in the barn`.
package struct NewItem: Equatable {
    package let item: TimelineItem

    /// - Throws: `TypedTime.Problem`, with what to type instead.
    package init(_ line: String, _ day: WeddingDay, at now: Timestamp) throws {
        guard let typed = try TypedTime.leading(line.sanitised), !typed.rest.isEmpty else {
            throw TypedTime.Problem("Type a time and a title: 16:00 Toast in the barn")
        }
        let start = try day.clock.moment(typed.start, on: Self.date(typed.start, day, now))
        var end = start + .minutes(15)
        if let last = typed.end {
            let date = day.clock.local(start).date
            end = try day.clock.moment(last, on: date)
            if end <= start {
                end = try day.clock.moment(last, on: date.adding(days: 1))
                guard end - start <= .hours(12) else {
                    throw TypedTime.Problem("The item ends before it starts.")
                }
            }
        }
        item = TimelineItem(
            id: ItemID("i-\(now.milliseconds)"), title: typed.rest, kind: .admin, start: start,
            end: end, visibility: .crew)
    }

    /// What is wrong with a line; nil when nothing is.
    static func complaint(_ line: String, _ day: WeddingDay, at now: Timestamp) -> String? {
        do { _ = try NewItem(line, day, at: now) } catch { return "\(error)" }
        return nil
    }

    /// The wedding's day that is on, or else its first. What is up to six in the morning belongs to
    /// the night after it.
    private static func date(
        _ typed: TypedTime, _ day: WeddingDay, _ now: Timestamp
    ) -> CivilDate {
        let today = day.clock.local(now - .hours(6)).date
        let date = min(max(today, day.date), day.endDate)
        return typed.day == nil && typed.hour < 6 ? date.adding(days: 1) : date
    }
}
