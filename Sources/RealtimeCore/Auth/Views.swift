import Wedding

/// The day, and rows of it, as somebody may see them.
extension Visibility {
    /// The day as `subscriber` may see it, with the newest entries of its history.
    func view(for subscriber: Subscriber, historyMax: Int) -> DayState {
        var view = state
        view.day = plan(for: subscriber)
        let person = subscriber.person
        let user = person.flatMap { day.people[$0] }
        // What was sent to somebody stands in their log, wherever it came from.
        let now = state.recent.last?.at ?? Timestamp(milliseconds: 0)
        let router = RealtimeMessageRouter(state: state, now: now)
        view.keep(
            presence: { id, _ in
                id == person
                    || seesPresence(subscriber)
                        && (subscriber.principal != .station
                            || day.people[id]?.signsIn == true)
            },
            alerts: { reads(told: $0, subscriber) },
            messages: { reads($0, subscriber) ? redacted($0, for: subscriber) : nil },
            conflicts: { reads($0, subscriber) },
            recent: { event in
                let law = event.change.law(in: state, at: event.at)
                let viewers = viewers(of: event, law)
                if subscriber.principal == .station { return isForStation(law, viewers) }
                return viewers.roles.contains(subscriber.role)
                    || person.map(viewers.people.contains) == true
                    || user.map { router.names($0, in: event) }
                        == true
            }, historyMax: historyMax)
        view.redact(
            hidesBatteriesExceptOf: level(subscriber, .presence) >= .edit ? nil : person,
            hidesBatteries: level(subscriber, .presence) < .edit,
            hidesProposal: level(subscriber, .timeline) < .edit,
            proposals: { reads($0, subscriber) },
            revisions: { seesRevision(of: $0, subscriber) },
            hidesGuestPlaces: level(subscriber, .guests) < .edit,
            hidesAlertHistory: level(subscriber, .emergency) < .manage,
            grants: { reads($0, subscriber) },
            hidesPlaces: subscriber.principal == .station
        ) { redacted($0, for: subscriber) }
        return view
    }

    private func plan(for subscriber: Subscriber) -> WeddingDay {
        var plan = day
        let seesCeremony = level(subscriber, .ceremony) >= .view
        if !seesCeremony { plan.ceremonyDetails = .init() }
        plan.items = Roster(
            day.items.filter { sees($0, subscriber) }.map { item in
                redacted(item, for: subscriber, seesCeremony: seesCeremony)
            })
        if level(subscriber, .administration) < .edit {
            plan.people = Roster(
                day.people.compactMap { person in
                    person.id == subscriber.person ? person : redacted(person, for: subscriber)
                })
        }
        let guests = level(subscriber, .guests)
        if guests < .edit {
            plan.guests = Roster(
                day.guests.filter { sees($0, subscriber) }.map { redacted($0, for: subscriber) })
        }
        plan.tables =
            guests == .none ? [] : redacted(day.tables, SeatingTable.fields, for: subscriber)
        if level(subscriber, .timeline) < .edit { plan.brief = "" }
        plan.vendors = redacted(day.vendors, Vendor.fields, for: subscriber)
        plan.duties = redacted(
            Roster(day.duties.filter { sees($0, subscriber) }), Duty.fields, for: subscriber)
        plan.custody = redacted(
            Roster(day.custody.filter { sees($0, subscriber) }), CustodyThing.fields,
            for: subscriber)
        if level(subscriber, .vendors) < .view, subscriber.principal != .station {
            plan.pieces = []
        }
        plan.payments = redacted(
            Roster(day.payments.filter { sees($0, subscriber) }), Payment.fields,
            for: subscriber)
        if level(subscriber, .emergency) < .manage {
            (plan.rules, plan.suppressions, plan.routes) = ([], [], [])
            plan.emergencyContacts = []
        }
        return plan
    }

    /// One row of a table in what `subscriber` may see of it; nil when that is nothing.
    func redacted(_ subject: ChangedRow.Subject, for subscriber: Subscriber) -> ChangedRow.Subject?
    {
        switch subject {
        case .item(let item):
            guard sees(item, subscriber) else { return nil }
            let seesCeremony = level(subscriber, .ceremony) >= .view
            return .item(redacted(item, for: subscriber, seesCeremony: seesCeremony))
        case .vendor(let vendor, let lead, let presence):
            guard lead == subscriber.person || seesPresence(subscriber) else { return nil }
            return .vendor(
                redacted(vendor, Vendor.fields, for: subscriber), lead: lead, presence)
        case .duty(let duty):
            return sees(duty, subscriber)
                ? .duty(redacted(duty, Duty.fields, for: subscriber)) : nil
        case .incident(let alert): return reads(told: alert, subscriber) ? subject : nil
        case .guest(let guest):
            return sees(guest, subscriber) ? .guest(redacted(guest, for: subscriber)) : nil
        }
    }
}
