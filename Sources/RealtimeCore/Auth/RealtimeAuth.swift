import RealtimeProtocol
import Wedding

/// Whether a person may make a change: the 90 cells, what is one's own, and the ceremony's locks.
struct RealtimeAuth {
    enum Verdict: Equatable {
        case allowed
        /// Takes part but may not decide: waits for approval.
        case proposal
        /// May say where somebody was seen, not what is so.
        case sighting(Change)
        case refused(ProtocolError)
    }

    let state: DayState
    let now: Timestamp

    /// Complexity: O(1) but for items, where it is O(people on the item).
    func check(_ change: Change, by user: Person, reason: String) -> Verdict {
        if state.closedAt != nil, !change.kind.hasPrefix("alert.") { return .refused(.dayClosed) }
        if let refusal = ceremonyRefusal(change, by: user) { return .refused(refusal) }
        switch change {
        case .checkIn, .move, .activity, .eta, .battery:
            return checkPresence(change, by: user, reason: reason)
        case .startItem(let id), .endItem(let id), .skipItem(let id), .standby(let id, _),
            .go(let id, _), .decide(let id, _):
            return check(.timeline, owns: state.day.items[id]?.involves(user.id), user, "run items")
        case .edit(.item(let id), _, _): return checkEdit(id, by: user)
        case .edit(let entity, let edit, _):
            return checkField(FieldKey(entity, edit.field), by: user)
        case .text(.item(let id), _, _, _):
            if id == state.day.ceremony, state.level(.ceremony, of: user) < .edit {
                return need(.ceremony, .edit, user, "write at the ceremony")
            }
            return check(
                .timeline, owns: state.day.items[id]?.involves(user.id), user, "write there")
        case .text(let entity, let field, _, _):
            return checkField(FieldKey(entity, field), by: user)
        case .propose: return .refused(.forbidden("Edit it: without the right it is a proposal."))
        case .declineProposal(let id) where isOwnWish(id, user): return .allowed
        case .acceptProposal(let id), .declineProposal(let id):
            guard let wish = state.openWishes.first(where: { $0.id == id }) else {
                return .refused(.notFound("proposal \(id) that waits"))
            }
            if case .acceptProposal = change, let refusal = mayEdit(wish.entity, user) {
                return refusal
            }
            return decides(wish.key, user, "answer proposals")
        case .resolveConflict(let id, _):
            guard let conflict = state.conflict(id) else {
                return .refused(.notFound("conflict \(id)"))
            }
            return mayEdit(conflict.entity, user) ?? decides(conflict.key, user, "settle conflicts")
        case .addItem, .deleteItem, .moveItem:
            return need(.timeline, .edit, user, "change the run of show")
        case .atomic(let changes, _): return checkUnit(changes, by: user, reason: reason)
        case .shift(let ids, _):
            let touchesCeremony = ids.contains { $0 == state.day.ceremony }
            if touchesCeremony, state.level(.ceremony, of: user) < .edit {
                return need(.ceremony, .edit, user, "move the ceremony")
            }
            return need(.timeline, .edit, user, "move the day")
        case .ripple, .publish: return need(.timeline, .edit, user, "move the day")
        case .settle: return need(.timeline, .manage, user, "settle conflicts")
        case .raise(let alert): return checkRaise(alert, by: user)
        case .acknowledge(let id, _): return checkAlert(id, by: user, isAcknowledging: true)
        case .updateAlert(let id), .assign(let id, _), .resolve(let id), .cancel(let id):
            return checkStep(change, of: id, by: user)
        case .escalate, .broadcast, .causeGone, .shelve, .unshelve, .allClear, .weather:
            return need(.emergency, .manage, user, "do that to alerts")
        case .rsvp(let id, _):
            return check(.guests, owns: state.day.guests[id]?.person == user.id, user, "answer")
        case .addGuest, .seat: return need(.guests, .edit, user, "change guests")
        case .guestsArrive(let ids, _), .guestsLeave(let ids):
            let areTheirs = ids.allSatisfy { state.day.guests[$0]?.person == user.id }
            return check(.guests, owns: areTheirs, user, "report guests")
        case .addDuty(let duty):
            return check(.vendors, owns: duty.owner == user.id, user, "give tasks")
        case .custodyCheck(let id):
            if state.day.custody[id]?.lastHolder == user.id { return .allowed }
            return need(.vendors, .edit, user, "ask for what others hold")
        case .finishDuty(let id):
            if state.day.duties[id]?.owner == user.id { return .allowed }
            return need(.vendors, .edit, user, "close others' tasks")
        case .custody(let id, _):
            if state.day.custody[id]?.lastHolder == user.id { return .allowed }
            return need(.vendors, .edit, user, "hand on what others hold")
        case .pay(let id, let status):
            // The payee says that it came, or gives a deposit back; the rest is for those who pay.
            let isTheirs = state.day.payments[id]?.vendor == user.vendor
            let mayTheySay = status == .received || status == .released
            return check(.payments, owns: isTheirs && mayTheySay, user, "record payments")
        case .send(let message): return checkMessage(message, by: user)
        case .note: return need(.messaging, .own, user, "add notes")
        case .confirm: return .allowed
        case .grantAccess: return need(.emergency, .manage, user, "lend rights")
        case .agreeAccess(let id):
            return checkAgreement(state.grant(id), id, by: user)
        case .endAccess(let id):
            guard let grant = state.grant(id), grant.isOpen else {
                return .refused(.notFound("grant \(id) that is open"))
            }
            if grant.to == user.id { return .allowed }
            return need(.emergency, .manage, user, "take back rights")
        case .closeDay: return need(.administration, .edit, user, "close the day")
        }
    }

    private func checkUnit(_ changes: [Change], by user: Person, reason: String) -> Verdict {
        for part in changes {
            switch check(part, by: user, reason: reason) {
            case .allowed: continue
            case .refused(let error): return .refused(error)
            case .proposal, .sighting:
                return .refused(
                    .forbidden("\(user.name) may propose that, but not as part of a unit."))
            }
        }
        return .allowed
    }

    private func checkAgreement(
        _ grant: AccessGrant?, _ id: AccessGrant.ID, by user: Person
    ) -> Verdict {
        guard let grant, grant.needsAgreement else {
            return .refused(.notFound("request \(id) that waits"))
        }
        guard grant.to != user.id else {
            return .refused(.forbidden("Nobody agrees to their own request."))
        }
        return need(.emergency, .manage, user, "lend rights")
    }

    func need(
        _ category: RightsCategory, _ level: RightsLevel, _ user: Person, _ doing: String
    ) -> Verdict {
        state.level(category, of: user) >= level
            ? .allowed
            : .refused(.forbidden("\(user.name) may not \(doing) (\(category.rawValue))."))
    }

    /// `own` suffices for one's own entry; anything else needs `edit`.
    func check(
        _ category: RightsCategory, owns: Bool?, _ user: Person, _ doing: String
    ) -> Verdict {
        need(category, owns == true ? .own : .edit, user, doing)
    }

    private func checkPresence(_ change: Change, by user: Person, reason: String) -> Verdict {
        guard let subject = change.presenceSubject else { return .allowed }
        if subject != user.id, state.level(.presence, of: user) < .edit {
            return sighting(change, of: subject, by: user)
        }
        guard case .activity(_, let next) = change, let person = state.day.people[subject] else {
            return .allowed
        }
        let presence = state.presence[subject] ?? Presence()
        switch presence.activity.step(
            to: next, role: person.role, before: presence.activityBeforeBreak)
        {
        case .legal: return .allowed
        case .notTheirs:
            return .refused(.illegalStep("\(person.name) is no photographer."))
        case .needsReason:
            if user.role == .coordinator && !reason.isEmpty { return .allowed }
            return .refused(
                .illegalStep(
                    "From \(presence.activity.words) back to \(next.words) only a coordinator "
                        + "may put \(person.name), with a reason."))
        }
    }

    /// Others' places can be reported by everyone who may see them; what they do cannot.
    private func sighting(_ change: Change, of subject: PersonID, by user: Person) -> Verdict {
        guard state.level(.presence, of: user) >= .view, user.role != .guest else {
            return .refused(.forbidden("\(user.name) may only report their own place (PR)."))
        }
        switch change {
        case .checkIn(_, let zone?, _), .move(_, let zone):
            return .sighting(.move(subject, zone: zone))
        default:
            return .refused(
                .forbidden("\(user.name) may say where somebody is, not how they are doing (PR)."))
        }
    }

    func checkEdit(_ id: ItemID, by user: Person) -> Verdict {
        guard let item = state.day.items[id] ?? state.deletedItems[id]?.item else {
            return .refused(.notFound("item \(id)"))
        }
        let level = state.level(.timeline, of: user)
        let maySetCeremony = id != state.day.ceremony || state.level(.ceremony, of: user) >= .edit
        if level >= .edit && maySetCeremony { return .allowed }
        if level >= .own && item.involves(user.id) { return .proposal }
        return .refused(.forbidden("\(user.name) may not change \(item.title) (TL)."))
    }

    private func checkRaise(_ alert: Alert, by user: Person) -> Verdict {
        if alert.kind == .helpRequest { return need(.emergency, .own, user, "ask for help") }
        return need(.emergency, .edit, user, "raise alerts")
    }

    private func checkStep(_ change: Change, of id: AlertID, by user: Person) -> Verdict {
        guard let alert = state.alert(id), alert.isEmergency else {
            return checkAlert(id, by: user, isAcknowledging: false)
        }
        // What everyone was told is nobody's own any more.
        if case .cancel = change, alert.asksZones || alert.history.count > 1 {
            return need(.emergency, .manage, user, "call that a mistake")
        }
        // Nor is an emergency to which others were called, or which others raised too.
        if case .resolve = change, alert.raisedBy == .person(user.id), !alert.called.isEmpty {
            return need(.emergency, .manage, user, "end what others raised too")
        }
        return checkAlert(id, by: user, isAcknowledging: false)
    }

    private func checkAlert(
        _ id: AlertID, by user: Person, isAcknowledging: Bool
    ) -> Verdict {
        guard let alert = state.alert(id) else { return .refused(.notFound("alert \(id)")) }
        if state.level(.emergency, of: user) >= .manage { return .allowed }
        if isAcknowledging {
            let addressed =
                alert.owner == user.id || alert.raisedBy == .person(user.id)
                || alert.called.contains(user.id)
                || state.day.people(for: state.audience(of: alert), alert.context)
                    .contains(user.id)
            return addressed ? .allowed : need(.emergency, .manage, user, "acknowledge this")
        }
        let isTheirs = alert.owner == user.id || alert.raisedBy == .person(user.id)
        return isTheirs ? .allowed : need(.emergency, .manage, user, "change this alert")
    }

    private func checkMessage(_ message: Message, by user: Person) -> Verdict {
        let level = state.level(.messaging, of: user)
        if level >= .edit { return .allowed }
        let reached = state.day.people(for: message.to, AudienceContext())
            .compactMap { state.day.people[$0] }
        let isClose = reached.allSatisfy { person in
            person.role == .coordinator || person.role == .venueManager
                || (person.vendor != nil && person.vendor == user.vendor)
        }
        return isClose && level >= .own
            ? .allowed
            : .refused(
                .forbidden("\(user.name) may write to coordinators, the venue and their own crew."))
    }

    /// Ceremony fields: from an hour before only couple, coordinator and officiant; during it only
    /// a coordinator.
    private func ceremonyRefusal(_ change: Change, by user: Person) -> ProtocolError? {
        guard let ceremony = state.day.ceremonyItem, touches(change, ceremony.id) else {
            return nil
        }
        if ceremony.status == .running {
            let isLent = state.openGrant(for: user.id)?.isActive == true
            guard user.role != .coordinator, !(user.role == .venueManager && isLent) else {
                return nil
            }
            return .ceremonyLocked(
                "The ceremony is on; a coordinator may change it, or the venue's manager with emergency access."
            )
        }
        let mayLate: Set<Role> = [.couple, .coordinator, .officiant]
        if now >= ceremony.start - .minutes(60), !mayLate.contains(user.role) {
            return .ceremonyLocked(
                "From an hour before, only couple, coordinator and officiant change the ceremony.")
        }
        return nil
    }

    private func touches(_ change: Change, _ ceremony: ItemID) -> Bool {
        switch change {
        case .edit(.item(let id), _, _), .text(.item(let id), _, _, _), .moveItem(let id, _, _),
            .deleteItem(let id):
            id == ceremony
        case .acceptProposal(let id):
            state.wishes.contains { $0.id == id && $0.entity.item == ceremony }
        case .resolveConflict(let id, _): state.conflict(id)?.item == ceremony
        case .atomic(let changes, _): changes.contains { touches($0, ceremony) }
        case .shift(let ids, _): ids.contains(ceremony)
        default: false
        }
    }
}
