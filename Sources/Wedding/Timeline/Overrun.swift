/// An item that runs over: by how much, which hard time that puts at risk, and what could be cut so
/// that it does not.
package struct Overrun: Sendable, Equatable {
    package struct Cut: Sendable, Equatable {
        package let item: ItemID
        package let by: Duration
        /// Left out whole; else shortened.
        package let isWhole: Bool
    }

    package let item: TimelineItem
    package let by: Duration
    /// The first hard time that would be missed, and by how much.
    package let risk: Forecast.Risk?
    package let cuts: [Cut]

    /// Of all that run over long enough to tell, the furthest over; nil when there is none.
    package init?(_ day: WeddingDay, at now: Timestamp) {
        let over = day.items.filter { $0.status == .running && $0.anchor != .buffer }
            .max { $0.overrun(at: now) < $1.overrun(at: now) }
        guard let over, over.overrun(at: now) >= RippleProposal.worthTelling else { return nil }
        (item, by) = (over, over.overrun(at: now))
        risk = Forecast(day, at: now).risk(day, at: now)
        cuts = risk.map { Self.cuts(for: $0, day, now) } ?? []
    }

    /// What comes before the hard time and could give way, the least first, until it is enough.
    private static func cuts(
        for risk: Forecast.Risk, _ day: WeddingDay, _ now: Timestamp
    ) -> [Cut] {
        var day = day
        var left = risk.by
        var cuts: [Cut] = []
        let before = day.ancestors(of: risk.item).filter {
            $0.status == .planned && $0.anchor != .hard && $0.anchor != .buffer
        }
        let options = before.map { item -> (item: TimelineItem, room: Duration) in
            // What is flexible is at its minimum already: it can only be left out.
            let isFlexible = item.anchor == .flex
            return (item, isFlexible ? item.minimum : item.duration - item.minimum)
        }
        for (item, room) in options.sorted(by: { $0.room < $1.room })
        where left > .zero && room >= .minutes(1) {
            var shorter = day
            let isWhole = item.anchor == .flex || (item.minimum == .zero && left >= room)
            let saved = isWhole ? room : min(room, left)
            shorter.items.update(item.id) {
                $0.minimum = .zero
                $0.end = isWhole ? $0.start : $0.end - saved
            }
            let rest =
                Forecast(shorter, at: now).missed.first { $0.item == risk.item }?.by ?? .zero
            guard rest < left else { continue }
            (day, left) = (shorter, rest)
            cuts.append(Cut(item: item.id, by: saved, isWhole: isWhole))
        }
        return cuts
    }

    /// "Ceremony at risk: +4 min; cut Portraits (10), shorten Drinks (5)".
    package func riskWords(_ day: WeddingDay) -> String? {
        guard let risk, let title = day.items[risk.item]?.title else { return nil }
        let words = cuts.map { cut in
            let name = day.items[cut.item]?.title ?? cut.item.rawValue
            return "\(cut.isWhole ? "cut" : "shorten") \(name) (\(cut.by.wholeMinutes))"
        }
        let advice = words.isEmpty ? "nothing before it can be cut" : words.joined(separator: ", ")
        return "\(title) at risk: +\(risk.by.wholeMinutes) min; \(advice)"
    }
}

extension Forecast {
    package typealias Risk = RippleProposal.MissedTime

    /// The first hard time still to come of this day that would be missed by enough to tell.
    package func risk(_ day: WeddingDay, at now: Timestamp) -> Risk? {
        missed.filter { missed in
            guard let item = day.items[missed.item], item.status == .planned else { return false }
            return missed.by >= RippleProposal.worthTelling && day.isSameDay(item.start, as: now)
        }.min { one, two in
            day.items[one.item]?.start ?? .zero < day.items[two.item]?.start ?? .zero
        }
    }
}

extension WeddingDay {
    /// Everything that an item waits for, by any way.
    fileprivate func ancestors(of id: ItemID) -> [TimelineItem] {
        var found: [ItemID] = []
        var open = items[id]?.dependsOn ?? []
        while let next = open.popLast() {
            guard !found.contains(next) else { continue }
            found.append(next)
            open += items[next]?.dependsOn ?? []
        }
        return found.compactMap { items[$0] }
    }
}
