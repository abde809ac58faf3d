import Wedding

/// Whom to ring because of an alert, the likeliest to help first.
struct CallList {
    struct Entry: Equatable {
        let name: String
        /// "late", "stand-in", "venue".
        let why: String
        let phone: String
    }

    let entries: [Entry]

    init(_ alert: Alert, _ day: DayState) {
        var entries: [Entry] = []
        func add(_ person: Person?, _ why: String) {
            guard let person, let phone = person.phone, !phone.isEmpty,
                !entries.contains(where: { $0.phone == phone })
            else { return }
            entries.append(Entry(name: person.name, why: why, phone: phone))
        }
        let people = day.missed(by: alert).compactMap { day.day.people[$0] }
        let venue = day.day.lead(of: .venueManager)
        if alert.kind.isForVenue { add(venue, "venue") }
        for person in people { add(person, "themselves") }
        for person in people {
            let lead = person.vendor.flatMap { day.day.lead(of: $0) }
            add(lead, "their company's lead")
            add(person.helper.flatMap { day.day.people[$0] }, "helper")
        }
        for person in people {
            for (standIn, why) in day.standIns(for: person) { add(standIn, why) }
        }
        if let zone = alert.zone.flatMap({ day.day.zones[$0] }) {
            for captain in zone.captains { add(day.day.people[captain], "captain there") }
        }
        for contact in day.day.contactsToRing {
            entries.append(
                Entry(
                    name: contact.name.isEmpty ? contact.label : contact.name,
                    why: contact.name.isEmpty ? "" : contact.label, phone: contact.phone))
        }
        self.entries = entries
    }
}

extension DayState {
    /// Whom an alert still misses: of several, those who have not come since.
    func missed(by alert: Alert) -> [PersonID] {
        guard let several = alert.waitsFor else { return [PersonID(alert.about)] }
        return several.filter { presence[$0]?.isCheckedIn != true }
    }

    /// What an alert says now: of several people whom it still waits for, and when they come.
    func words(of alert: Alert) -> String {
        guard alert.isOpen, alert.kind.isOfAbsence else { return alert.text }
        let left = missed(by: alert)
        let coming = left.compactMap { id in
            presence[id]?.eta.map { "\(day.givenName(of: id)) \(day.clock.local($0).hourMinute)" }
        }
        let estimate = coming.isEmpty ? "" : " · comes: \(coming.joined(separator: ", "))"
        guard let several = alert.waitsFor, left.count < several.count else {
            return alert.text + estimate
        }
        let names = left.map { day.name(of: $0) }.spoken(limit: 5)
        return left.isEmpty
            ? "All \(several.count) have come"
            : "Still waiting for \(names) (\(several.count - left.count) of \(several.count) came)"
                + estimate
    }

    /// Who could take over from somebody: the named one, then others of the same trade.
    func standIns(for person: Person) -> [(Person, why: String)] {
        let named = person.backup.flatMap { day.people[$0] }.map { [($0, why: "stand-in")] } ?? []
        guard person.role.isVendor else { return named }
        let others = day.people.filter { other in
            other.id != person.id && other.id != person.backup
                && (other.role == person.role && person.role != .vendor
                    || other.vendor != nil && other.vendor == person.vendor)
        }
        return named + others.map { ($0, why: "same trade") }
    }
}

extension AlertKind {
    /// Whether the venue can mend it.
    fileprivate var isForVenue: Bool {
        switch self {
        case .powerOutage, .equipmentFailure, .overcrowded, .fireEvacuation, .securityThreat: true
        case .medical, .severeWeather, .vendorNoShow, .keyPersonMissing, .missingChild,
            .transportFailure, .timelineCrisis, .vendorOverdue, .coordinatorOffline, .batteryLow,
            .weather, .custody, .departure, .rollCall, .helpRequest:
            false
        }
    }
}
