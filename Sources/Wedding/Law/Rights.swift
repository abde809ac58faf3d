/// Whether a person may say something: the 90 cells, what is one's own, and the ceremony's locks.
/// Asked by forms, the palette, screens that show at once, and the core alike.
package struct Rights {
    package enum Verdict: Equatable {
        case allowed
        /// Takes part but may not decide: waits for approval.
        case proposal
        /// May say where somebody was seen, not what is so.
        case sighting(PresenceChange)
        case refused(Refusal)
    }

    package enum Refusal: Error, Equatable {
        case dayClosed
        case forbidden(String)
        case notFound(String)
        case invalid(String)
        case illegalStep(String)
        case ceremonyLocked(String)
    }

    let state: DayState
    let now: Timestamp

    package init(state: DayState, now: Timestamp) { (self.state, self.now) = (state, now) }

    /// Complexity: O(1) but for items, where it is O(people on the item).
    package func verdict(_ change: Change, by user: Person, reason: String) -> Verdict {
        if state.closedAt != nil, !change.isOfAlerts { return .refused(.dayClosed) }
        return verdict(change.law(in: state, at: now).right, by: user, reason: reason)
    }

    /// All of a unit, or none.
    package func verdict(unit parts: [Change], by user: Person, reason: String) -> Verdict {
        for part in parts {
            switch verdict(part, by: user, reason: reason) {
            case .allowed: continue
            case .refused(let refusal): return .refused(refusal)
            case .proposal, .sighting:
                return .refused(
                    .forbidden("\(user.name) can propose that, but not as part of a unit."))
            }
        }
        return .allowed
    }

    /// - Parameter reason: What they said beside it.
    package func verdict(_ right: Right, by user: Person, reason: String = "") -> Verdict {
        switch right {
        case .anyone: return .allowed
        case .coreOnly: return .refused(.forbidden("Only the host can send that."))
        case .level(let category, let level, let doing): return need(category, level, user, doing)
        case .decide(let category, let doing): return decides(category, user, doing)
        case .own(let people, let category, let doing):
            return need(category, people.contains(user.id) ? .own : .edit, user, doing)
        case .holder(let holder, let category, let doing):
            return holder == user.id ? .allowed : need(category, .edit, user, doing)
        case .presence(let subject, let zone, let next):
            return presence(of: subject, zone, next, by: user, reason: reason)
        case .item(let id): return item(id, by: user)
        case .itemText(let id): return text(of: id, by: user)
        case .field(let key): return field(key, by: user)
        case .answer(let id, let isAccepted):
            return answer(id, isAccepted: isAccepted, by: user)
        case .settle(let id): return settle(id, by: user)
        case .move(let ids): return move(ids, by: user)
        case .raise(.helpRequest): return need(.emergency, .own, user, "ask for help")
        case .raise: return need(.emergency, .edit, user, "raise alerts")
        case .alert(let id, let step): return alert(id, step, by: user)
        case .words(let words): return self.words(to: words, by: user)
        case .agree(let id): return agree(id, by: user)
        case .takeBack(let id): return takeBack(id, by: user)
        case .touching(let items, let right):
            if let refusal = lock(on: items, user) { return .refused(refusal) }
            return verdict(right, by: user, reason: reason)
        }
    }

    func need(
        _ category: RightsCategory, _ level: RightsLevel, _ user: Person, _ doing: String
    ) -> Verdict {
        state.level(category, of: user) >= level
            ? .allowed
            : .refused(lacks(category, user, doing))
    }

    func lacks(_ category: RightsCategory, _ user: Person, _ doing: String) -> Refusal {
        .forbidden("\(user.name) cannot \(doing): needs the \(category.title) right.")
    }

    private func presence(
        of subject: PersonID, _ zone: ZoneID?, _ next: Activity?, by user: Person, reason: String
    ) -> Verdict {
        if subject != user.id, state.level(.presence, of: user) < .edit {
            return sighting(of: subject, zone, by: user)
        }
        guard let next, let person = state.day.people[subject] else { return .allowed }
        let presence = state.presence[subject] ?? Presence()
        switch presence.activity.step(
            to: next, role: person.role, before: presence.activityBeforeBreak)
        {
        case .legal: return .allowed
        case .notTheirs: return .refused(.illegalStep("\(person.name) is not a photographer."))
        case .needsReason:
            if user.role == .coordinator && !reason.isEmpty { return .allowed }
            return .refused(
                .illegalStep(
                    "From \(presence.activity.words) back to \(next.words): only a coordinator can "
                        + "set that for \(person.name), with a reason."))
        }
    }

    /// Others' places can be reported by everyone who may see them; what they do cannot.
    private func sighting(of subject: PersonID, _ zone: ZoneID?, by user: Person) -> Verdict {
        guard state.level(.presence, of: user) >= .view, user.role != .guest else {
            return .refused(lacks(.presence, user, "report where others are"))
        }
        guard let zone else {
            return .refused(lacks(.presence, user, "change somebody else's status"))
        }
        return .sighting(.move(subject, zone: zone))
    }

    private func words(to words: [AudienceWord], by user: Person) -> Verdict {
        let level = state.level(.messaging, of: user)
        if level >= .edit { return .allowed }
        let reached = state.day.people(for: words, AudienceContext())
            .compactMap { state.day.people[$0] }
        let isClose = reached.allSatisfy { person in
            person.role == .coordinator || person.role == .venueManager
                || (person.vendor != nil && person.vendor == user.vendor)
        }
        return isClose && level >= .own
            ? .allowed
            : .refused(
                .forbidden(
                    "\(user.name) can write only to coordinators, the venue and their own crew."))
    }

    private func agree(_ id: AccessGrant.ID, by user: Person) -> Verdict {
        guard let grant = state.grant(id), grant.needsAgreement else {
            return .refused(.notFound("pending request \(id)"))
        }
        guard grant.to != user.id else {
            return .refused(.forbidden("You cannot agree to your own request."))
        }
        return need(.emergency, .manage, user, "lend rights")
    }

    private func takeBack(_ id: AccessGrant.ID, by user: Person) -> Verdict {
        guard let grant = state.grant(id), grant.isOpen else {
            return .refused(.notFound("open grant \(id)"))
        }
        if grant.to == user.id { return .allowed }
        return need(.emergency, .manage, user, "take back rights")
    }
}

extension Change {
    /// Danger may be spoken of when the day is over.
    fileprivate var isOfAlerts: Bool { if case .alert = self { true } else { false } }
}
