import Wedding

extension AlertDesk {
    /// A zone over nine tenths of what it holds is an alert, and stops being one below eight:
    /// somebody who steps in and out is no news.
    mutating func crowds(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        let counts = view.state.headcounts(at: view.now)
        for zone in view.state.day.zones where zone.kind != .offSite && zone.capacity > 0 {
            let count = (counts[zone.id] ?? 0) - passedOn(from: zone.id, view)
            let id = zone.id.rawValue
            if count * 10 > zone.capacity * 9, memory.crowded.insert(zone.id).inserted {
                let share = count * 100 / zone.capacity
                drafts.append(
                    raise(
                        .overcrowded, about: id,
                        "\(zone.plainName) is \(share) % full: \(count) of \(zone.capacity)", view))
            } else if count * 10 < zone.capacity * 8, memory.crowded.remove(zone.id) != nil {
                drafts += causeGone(
                    of: .overcrowded, about: id, "\(count) of \(zone.capacity) left there", view)
            }
        }
        return drafts
    }

    /// Who was reported there a while ago and has no device: they came by, and nobody knows that
    /// they stayed.
    private func passedOn(from zone: ZoneID, _ view: View) -> Int {
        view.state.presence.count { person, record in
            record.zone == zone && record.isCheckedIn && view.lastHeard(person) == nil
                && view.now - (record.zoneAt ?? .zero) > .minutes(10)
        }
    }
}
