import Wedding

/// What a house asks for afterwards: who came in and out when, how its times were kept, and what
/// happened to the house itself.
extension Facts {
    var venueSummary: [String] {
        let times = plan.houseTimes.filter { $0.kind != .rainCall }.map { time -> String in
            let name = "\(time.kind.words) \(clock(time.at))"
            let isPast = entries.last.map { $0.event.at >= time.at } ?? false
            guard isPast || state.closedAt != nil else { return "\(name): not yet." }
            let last = state.day.items.filter { time.kind.ends($0, of: plan) }
                .compactMap { $0.endedAt ?? ($0.status == .running ? nil : $0.end) }.max()
            let over = last.map { $0 - time.at } ?? .zero
            return over > .zero
                ? "\(name): passed by \(over.wholeMinutes) minutes." : "\(name): kept."
        }
        let guests = state.day.otherGuests(who: \.hasCome)
        return times + [guests == 1 ? "1 guest came." : "\(guests) guests came."]
    }

    var venueTables: [DayReport.Table] {
        let companies = plan.vendors.map { vendor -> [String] in
            let people = plan.people.filter { $0.vendor == vendor.id }
            let came = people.compactMap { state.presence[$0.id]?.checkedInAt }
            let gone = people.compactMap { left[$0.id] }
            return [
                vendor.name, vendor.trade.spaced, clock(came.min()),
                people.contains { state.presence[$0.id]?.isCheckedIn == true }
                    ? "" : clock(gone.max()),
            ]
        }
        let inOut = DayReport.Table(
            name: "companies", title: "Companies in and out",
            columns: ["company", "trade", "in", "out"], rows: companies)
        let rooms = DayReport.Table(
            name: "rooms", title: "Rooms", columns: ["planned", "item", "place", "began", "ended"],
            rows: state.day.runOfShow.filter { $0.zone != nil && $0.anchor != .buffer }.map {
                item in
                [
                    clock(item.start), item.title, item.zone.map { plan.name(of: $0) } ?? "",
                    clock(item.startedAt), clock(item.endedAt),
                ]
            })
        let house = alerts.rows.filter { row in
            state.alerts.contains {
                $0.id.rawValue == row[1] && $0.kind.isOfTheHouse && !$0.isDrill
            }
        }
        let incidents = DayReport.Table(
            name: "alerts", title: "Incidents of the house", columns: alerts.columns, rows: house)
        return [inOut, rooms, incidents]
    }

    /// When each person left, as the log has it.
    private var left: [PersonID: Timestamp] {
        entries.reduce(into: [:]) { left, entry in
            if case .presence(.activity(let person, .departed)) = entry.event.change {
                left[person] = entry.event.saidAt
            }
        }
    }
}

extension AlertKind {
    fileprivate var isOfTheHouse: Bool {
        switch self {
        case .medical, .fireEvacuation, .severeWeather, .securityThreat, .powerOutage,
            .missingChild, .equipmentFailure, .weather, .overcrowded:
            true
        case .vendorNoShow, .keyPersonMissing, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .custody, .departure, .rollCall, .helpRequest:
            false
        }
    }
}
