import Wedding

extension AlertEngine {
    /// A zone over nine tenths of what it holds is an alert, and stops being one below eight:
    /// somebody who steps in and out is no news.
    mutating func crowds(_ view: View) -> [Draft] {
        var drafts: [Draft] = []
        let counts = view.state.headcounts(at: view.now)
        let passed = passedOn(view)
        for zone in view.state.day.zones where zone.kind != .offSite && zone.capacity > 0 {
            let count = (counts[zone.id] ?? 0) - (passed[zone.id] ?? 0)
            let id = zone.id.rawValue
            if count * 10 > zone.capacity * AlertPolicy.crowdedTenths,
                history.crowded.insert(zone.id).inserted
            {
                let share = count * 100 / zone.capacity
                drafts.append(
                    raise(
                        .overcrowded, about: id,
                        "\(zone.plainName) is \(share) % full: \(count) of \(zone.capacity)", view))
            } else if count * 10 < zone.capacity * AlertPolicy.roomyTenths,
                history.crowded.remove(zone.id) != nil
            {
                drafts += causeGone(
                    of: .overcrowded, about: id, "down to \(count) of \(zone.capacity)", view)
            }
        }
        return drafts
    }

    /// Who was reported there a while ago and has no device: they came by, and nobody knows that
    /// they stayed.
    private func passedOn(_ view: View) -> [ZoneID: Int] {
        var counts: [ZoneID: Int] = [:]
        for (person, record) in view.state.presence {
            guard let zone = record.zone, record.isCheckedIn,
                view.now - (record.zoneAt ?? .zero) > AlertPolicy.placeLife,
                view.lastHeard(person) == nil
            else { continue }
            counts[zone, default: 0] += 1
        }
        return counts
    }
}
