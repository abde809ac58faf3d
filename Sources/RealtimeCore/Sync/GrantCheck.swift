import RealtimeProtocol
import Wedding

/// Whether rights may be lent: to whom, why, for how long.
struct GrantCheck {
    let state: DayState
    let now: Timestamp

    func check(_ grant: AccessGrant, by speakers: [PersonID]) throws(ProtocolError) {
        guard let person = state.day.people[grant.to] else {
            throw .notFound("person \(grant.to)")
        }
        guard !grant.reason.trimmedSpaces.isEmpty else {
            throw .invalid("Give a reason: the audit log keeps it.")
        }
        guard (1...AccessGrant.minutesMax).contains(grant.minutes) else {
            throw .invalid("Rights can be lent for 1 to \(AccessGrant.minutesMax) minutes.")
        }
        var more = grant.minutes
        if let open = state.openGrant(for: person.id) {
            let longer = open.extended(by: grant.minutes, reason: "", at: now)
            guard open.isActive, longer.until > open.until else {
                throw .taken("grant for \(person.name)")
            }
            guard !speakers.contains(person.id) else {
                throw .forbidden("Somebody else must extend your emergency access.")
            }
            more = longer.minutes - open.minutes
        }
        let lent = lentToday(person.id)
        guard lent + more <= AccessGrant.minutesADayMax else {
            throw .invalid(
                "\(person.name) has had \(lent) minutes today; the limit is \(AccessGrant.minutesADayMax)."
            )
        }
    }

    /// Minutes that somebody held rights since midnight at the venue.
    private func lentToday(_ person: PersonID) -> Int {
        let today = state.day.clock.local(now).date
        return state.grants.filter {
            $0.to == person && !$0.needsAgreement
                && state.day.clock.local($0.grantedAt).date == today
        }.reduce(0) { sum, grant in
            sum + ((grant.endedAt ?? grant.until) - grant.grantedAt).wholeMinutes
        }
    }
}

extension DayState {
    /// Grants whose time or emergency is over.
    func grantsToEnd(at now: Timestamp) -> [AccessGrant] {
        grants.filter { grant in
            guard grant.isOpen else { return false }
            let isOver = grant.alert.flatMap(alert).map { !$0.isOpen } ?? false
            return grant.until <= now || isOver
        }
    }
}
