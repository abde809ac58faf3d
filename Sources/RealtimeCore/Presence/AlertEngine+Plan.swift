import RealtimeProtocol
import Wedding

/// Hard times of the plan that are late, or will be.
extension AlertEngine {
    /// One alert a hard time, while it is missed by enough to tell, or will be. Where nobody calls
    /// the run of show nothing is known of it, and nothing is said.
    mutating func lateTimes(_ view: View) -> [Draft] {
        // A minute more or less is told; seconds are not worth a forecast each.
        guard view.now.milliseconds / 1_000 % 10 == 0 else { return [] }
        let day = view.state.day
        let open = view.state.alerts.filter {
            $0.kind == .timelineCrisis && $0.raisedBy == .system && $0.isOpen
                && $0.state != .returned
        }
        let late = lateHardTime(view)
        var drafts = open.filter { $0.about != late?.item.id.rawValue }.flatMap { alert in
            let item = day.items[ItemID(alert.about)]
            let words = item?.status == .planned ? "on time again" : "it has begun"
            return causeGone(of: .timelineCrisis, about: alert.about, words, view)
        }
        guard let late, !open.contains(where: { $0.about == late.item.id.rawValue }),
            history.lateTimes?[late.item.id] != late.item.start
        else { return drafts }
        history.lateTimes = (history.lateTimes ?? [:]).merging([late.item.id: late.item.start]) {
            $1
        }
        drafts.append(
            raise(
                .timelineCrisis, about: late.item.id.rawValue, late.words, view, priority: .high,
                audience: [.coordinator]))
        return drafts
    }

    private func lateHardTime(_ view: View) -> (item: TimelineItem, words: String)? {
        let (day, now) = (view.state.day, view.now)
        let overdue = hardItems.compactMap { day.items[$0] }.first {
            $0.status == .planned && now >= $0.start + RippleProposal.worthTelling
                && day.isSameDay($0.start, as: now)
        }
        let isCalled = day.items.contains {
            $0.startedAt != nil && day.isSameDay($0.start, as: now)
        }
        if let overdue, isCalled {
            let planned = day.clock.local(overdue.start).hourMinute
            return (
                overdue, "\(overdue.title.sentenceCase) is late: planned for \(planned), not begun"
            )
        }
        guard let overrun = Overrun(day, at: now), let risk = overrun.risk,
            let item = day.items[risk.item], let words = overrun.riskWords(day)
        else { return nil }
        return (item, "\(overrun.item.title.sentenceCase) runs over. \(words)")
    }
}
