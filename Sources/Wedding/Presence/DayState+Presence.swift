extension DayState {
    /// What is said of somebody holds from when it was said: a report that waited in a queue moves
    /// nobody back who was seen elsewhere since.
    mutating func apply(_ change: PresenceChange, by event: LogEvent) {
        let said = min(event.saidAt, event.at)
        let offSite = day.zones.first { $0.kind == .offSite }?.id
        switch change {
        case .checkIn(let person, let zone, let crew):
            guard !hasLeft(person, since: said) else { return }
            arrive(person, at: said)
            record(person, event) {
                if let zone {
                    $0.place(zone, at: said)
                } else if $0.zone == offSite {
                    // Here again, nobody said where.
                    $0.place(nil, at: said)
                }
            }
            if let crew { count(crew, with: person) }
        case .move(let person, let zone):
            guard !hasLeft(person, since: said) else { return }
            // Said as a fact, a place at the venue is an arrival; a sighting is only a sighting.
            let isAtVenue = day.zones[zone]?.kind != .offSite
            if isAtVenue, isFact(event, about: person), presence[person]?.isCheckedIn != true {
                arrive(person, at: said)
            }
            record(person, event) { $0.place(zone, at: said) }
        case .activity(let person, let activity):
            guard said >= presence[person]?.activityAt ?? .zero else { return }
            if activity.isOnSite, presence[person]?.isCheckedIn != true {
                arrive(person, at: said)
            }
            record(person, event) {
                if activity == .onBreak, $0.activity != .onBreak {
                    $0.activityBeforeBreak = $0.activity
                }
                ($0.activity, $0.activityAt) = (activity, said)
                if activity == .departed || activity == .enRoute { $0.place(offSite, at: said) }
            }
        case .eta(let person, let eta):
            guard said >= presence[person]?.etaAt ?? .zero else { return }
            record(person, event) { ($0.eta, $0.etaAt) = (eta, said) }
        case .battery(let person, let percent, let charging):
            guard said >= presence[person]?.batteryAt ?? .zero else { return }
            record(person, event) {
                ($0.battery, $0.isCharging, $0.batteryAt) = (percent, charging, said)
            }
        case .correct(let person, let before): correct(person, before)
        }
    }

    private mutating func correct(_ person: PersonID, _ before: Whereabouts) {
        guard day.people[person] != nil else { return }
        if before.checkedInAt == nil, let came = presence[person]?.checkedInAt {
            if let place = arrivals.lastIndex(of: came) { arrivals.remove(at: place) }
            linkedGuests(of: person) { $0.rsvp = $0.rsvp == .arrived ? .attending : $0.rsvp }
        }
        presence[person, default: Presence()].restore(before)
    }

    /// Whether somebody is known to have gone after this was said.
    private func hasLeft(_ person: PersonID, since said: Timestamp) -> Bool {
        guard let presence = presence[person], presence.activity == .departed else { return false }
        return said < presence.activityAt ?? .zero
    }

    private mutating func record(
        _ person: PersonID, _ event: LogEvent, _ edit: (inout Presence) -> Void
    ) {
        guard day.people[person] != nil else { return }
        var record = presence[person] ?? Presence()
        let before = record.zoneAt
        edit(&record)
        // Of two places the later stands, and with it who said it.
        if min(event.saidAt, event.at) >= before ?? .zero {
            record.reportedBy = isFact(event, about: person) ? nil : event.by.person
        }
        presence[person] = record
        touch(person, at: min(event.saidAt, event.at))
    }

    /// A company's last word on how many they are holds.
    private mutating func count(_ crew: Int, with person: PersonID) {
        guard let vendor = day.people[person]?.vendor else { return }
        for other in day.people where other.vendor == vendor { presence[other.id]?.crew = nil }
        presence[person]?.crew = crew
    }

    private mutating func arrive(_ person: PersonID, at moment: Timestamp) {
        guard day.people[person] != nil else { return }
        if presence[person]?.checkedInAt == nil { arrivals.append(moment) }
        var record = presence[person] ?? Presence()
        if record.checkedInAt == nil || record.activity == .departed { record.checkedInAt = moment }
        if record.activity.stage < 2 || record.activity == .departed { record.activity = .atVenue }
        record.eta = nil
        presence[person] = record
        linkedGuests(of: person) { $0.rsvp = .arrived }
    }

    /// Of others, those who may edit presence speak facts; everyone else reports a sighting.
    private func isFact(_ event: LogEvent, about person: PersonID) -> Bool {
        guard let by = event.by.person, by != person else { return true }
        return day.people[by].map { $0.role.level(.presence) >= .edit } ?? false
    }

    private mutating func linkedGuests(of person: PersonID, _ edit: (inout Guest) -> Void) {
        for guest in day.guests where guest.person == person { day.guests.update(guest.id, edit) }
    }
}
