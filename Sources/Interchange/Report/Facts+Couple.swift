import Wedding

/// What a couple keeps of its day: when things were, and who came. No incident, no lateness.
extension Facts {
    var coupleSummary: [String] {
        let guests = state.day.otherGuests
        let came = guests.count(where: \.rsvp.hasCome)
        let ceremony = state.day.ceremonyItem.flatMap(\.startedAt)
        let team = plan.vendors.filter { vendor in
            plan.people.contains {
                $0.vendor == vendor.id && state.presence[$0.id]?.checkedInAt != nil
            }
        }
        return [
            ceremony.map { "Your ceremony began at \(clock($0))." } ?? "",
            came > 1 ? "\(came) guests came." : came > 0 ? "1 guest came." : "",
            team.isEmpty ? "" : "Your team: \(team.map(\.name).spoken(limit: 50)).",
        ].filter { !$0.isEmpty }
    }

    var coupleTables: [DayReport.Table] {
        let shown = state.day.runOfShow.filter {
            $0.visibility == .all && $0.status != .skipped && $0.anchor != .buffer
        }
        let moments = DayReport.Table(
            name: "moments", title: "Your day", columns: ["at", "what", "where"],
            rows: shown.map { item in
                [
                    clock(item.startedAt ?? item.start), item.publicTitle ?? item.title,
                    item.zone.map { plan.name(of: $0) } ?? "",
                ]
            })
        let came = state.day.otherGuests.filter(\.rsvp.hasCome)
        let guests = DayReport.Table(
            name: "guests", title: "Who came", columns: ["guest", "table"],
            rows: came.map { guest in
                [guest.name, table(of: guest)]
            })
        return [moments, guests]
    }
}
