import Wedding

/// The day, and rows of it, as somebody may see them.
extension Visibility {
    /// The day as `reader` may see it, with the newest entries of its history.
    func view(for reader: Reader, historyMax: Int) -> DayState {
        var view = state
        view.day = plan(for: reader)
        let person = reader.person
        let user = person.flatMap { day.people[$0] }
        // What was sent to somebody stands in their log, wherever it came from.
        let now = state.recent.last?.at ?? Timestamp(milliseconds: 0)
        let router = RealtimeMessageRouter(state: state, now: now)
        view.keep(
            presence: { id, _ in
                id == person
                    || seesPresence(reader)
                        && (reader.principal != .desk || day.people[id]?.vendor != nil)
            },
            alerts: { reads(told: $0, reader) },
            messages: { reads($0, reader) }, conflicts: { reads($0, reader) },
            recent: { event in
                guard let law = event.change.law(in: state, at: event.at) else { return false }
                let viewers = viewers(of: event, law)
                if reader.principal == .desk { return isForDesk(law, viewers) }
                return viewers.roles.contains(reader.role)
                    || person.map(viewers.people.contains) == true
                    || user.map { router.names($0, in: event) }
                        == true
            }, historyMax: historyMax)
        view.redact(
            hidesBatteriesExceptOf: level(reader, .presence) >= .edit ? nil : person,
            hidesBatteries: level(reader, .presence) < .edit,
            hidesProposal: level(reader, .timeline) < .edit,
            wishes: { reads($0, reader) },
            revisions: { seesRevision(of: $0, reader) },
            hidesGuestPlaces: level(reader, .guests) < .edit,
            hidesAlertHistory: level(reader, .emergency) < .manage,
            grants: { reads($0, reader) },
            hidesPlaces: reader.principal == .desk
        ) { redacted($0, for: reader) }
        return view
    }

    private func plan(for reader: Reader) -> WeddingDay {
        var plan = day
        let seesCeremony = level(reader, .ceremony) >= .view
        if !seesCeremony { plan.ceremonyDetails = .init() }
        plan.items = Roster(
            day.items.filter { sees($0, reader) }.map { item in
                redacted(item, for: reader, seesCeremony: seesCeremony)
            })
        if level(reader, .administration) < .edit {
            plan.people = Roster(
                day.people.compactMap { person in
                    person.id == reader.person ? person : redacted(person, for: reader)
                })
        }
        let guests = level(reader, .guests)
        if guests < .edit {
            plan.guests = Roster(
                day.guests.filter { sees($0, reader) }.map { redacted($0, for: reader) })
        }
        if guests == .none { plan.tables = [] }
        if level(reader, .timeline) < .edit { plan.brief = "" }
        plan.duties = Roster(day.duties.filter { sees($0, reader) })
        plan.custody = Roster(day.custody.filter { sees($0, reader) })
        plan.payments = Roster(day.payments.filter { sees($0, reader) })
        if level(reader, .emergency) < .manage {
            (plan.rules, plan.suppressions, plan.routes) = ([], [], [])
            plan.emergencyContacts = []
        }
        return plan
    }

    /// One row of a table in what `reader` may see of it; nil when that is nothing.
    func redacted(_ subject: ChangedRow.Subject, for reader: Reader) -> ChangedRow.Subject? {
        switch subject {
        case .item(let item):
            guard sees(item, reader) else { return nil }
            let seesCeremony = level(reader, .ceremony) >= .view
            return .item(redacted(item, for: reader, seesCeremony: seesCeremony))
        case .vendor(_, let lead, _):
            return lead == reader.person || seesPresence(reader) ? subject : nil
        case .duty(let duty):
            return sees(duty, reader) ? subject : nil
        case .incident(let alert): return reads(told: alert, reader) ? subject : nil
        case .guest(let guest):
            return sees(guest, reader) ? .guest(redacted(guest, for: reader)) : nil
        }
    }
}
