import Wedding

/// A day on which nothing goes wrong, made of a wedding's plan alone: people come at their call
/// times and say so at the check-in station, items run to plan, things are confirmed.
package struct QuietDay {
    /// Sooner than their first part people without a call time come by so much.
    private static let before = Duration.minutes(60)

    private let day: WeddingDay
    private let absent: Set<PersonID>
    private let lead: PersonID
    private var rows: [DayScript.Row] = []

    /// - Parameter absent: Who never comes.
    package static func script(
        _ day: WeddingDay, led lead: PersonID, without absent: Set<PersonID> = []
    ) -> DayScript {
        var quiet = QuietDay(day: day, absent: absent, lead: lead)
        quiet.arrivals()
        quiet.runOfShow()
        quiet.confirmations()
        let rows = quiet.rows.enumerated().sorted { a, b in
            (a.element.receivedAt, a.offset) < (b.element.receivedAt, b.offset)
        }
        return DayScript(rows: rows.map(\.element))
    }

    private init(day: WeddingDay, absent: Set<PersonID>, lead: PersonID) {
        (self.day, self.absent, self.lead) = (day, absent, lead)
    }

    private mutating func say(
        _ change: Change, at moment: Timestamp, by actor: PersonID, via: Medium,
        _ text: String = ""
    ) {
        rows.append(
            DayScript.Row(
                line: rows.count + 1, saidAt: moment, receivedAt: moment, via: via,
                actor: .person(actor), action: .ask(.write(change)), text: text, priority: .normal,
                audience: []))
    }

    private var present: [Person] { day.people.filter { !absent.contains($0.id) } }

    private mutating func arrivals() {
        let gate = day.zones.first { $0.kind == .vendorStaging }?.id
        for person in present {
            let first = day.runOfShow.first { $0.involves(person.id) }?.start
            guard
                let moment = person.callTime
                    ?? (first ?? (person.isKey ? day.ceremonyItem?.start : nil)).map({
                        $0 - Self.before
                    })
            else { continue }
            // The station speaks for companies; the others are heard by radio.
            let isCompany = person.vendor != nil
            say(
                .presence(.checkIn(person.id, zone: isCompany ? gate : nil)), at: moment,
                by: person.id,
                via: isCompany ? .vendorTerminal : .radio, "here")
        }
        guard let ceremony = day.ceremonyItem else { return }
        let guests = day.otherGuests.filter { $0.rsvp == .attending }.map(\.id)
        if !guests.isEmpty {
            say(
                .guest(.arrive(guests, zone: nil)), at: ceremony.start - .minutes(20), by: lead,
                via: .radio, "Guests are here")
        }
    }

    private mutating func runOfShow() {
        for item in day.runOfShow where item.anchor != .buffer {
            say(.timeline(.start(item.id)), at: item.start, by: lead, via: .radio)
            say(.timeline(.end(item.id)), at: item.end, by: lead, via: .radio)
        }
    }

    /// What somebody who runs the day looks after in time.
    private mutating func confirmations() {
        for item in day.runOfShow where item.anchor == .hard || item.id == day.ceremony {
            let isCeremony = item.id == day.ceremony
            let people = DayState(day: day).neededPeople(for: item).filter {
                !absent.contains($0.id)
            }
            for person in people {
                say(
                    .presence(.checkIn(person.id, zone: nil)),
                    at: item.start - .minutes(isCeremony ? 35 : 15),
                    by: lead, via: .radio, "seen")
            }
        }
        for thing in day.custody {
            guard let due = thing.confirmBy, let holder = thing.lastHolder,
                !absent.contains(holder)
            else { continue }
            say(
                .task(.custody(thing.id, .person(holder))), at: due - .minutes(10), by: lead,
                via: .radio)
        }
    }
}
