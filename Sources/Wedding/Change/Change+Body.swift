extension Change {
    /// The fields of this change. `Change(kind:_:)` reads them back.
    public var body: ChangeBody {
        var body = ChangeBody()
        switch self {
        case .checkIn(let person, let zone, let crew):
            (body.person, body.zone, body.crew) = (person, zone, crew)
        case .move(let person, let zone): (body.person, body.zone) = (person, zone)
        case .activity(let person, let activity):
            (body.person, body.activity) = (person, activity)
        case .eta(let person, let moment): (body.person, body.at) = (person, moment)
        case .battery(let person, let percent, let isCharging):
            (body.person, body.battery, body.isCharging) = (person, percent, isCharging)
        case .startItem(let item), .endItem(let item), .skipItem(let item): body.item = item
        case .standby(let item, let people), .go(let item, let people):
            (body.item, body.people) = (item, people)
        case .decide(let item, let decision): (body.item, body.decision) = (item, decision)
        case .edit(.item(let item), let edit, let base):
            (body.item, body.edit, body.base) = (item, edit, base)
        case .edit(let entity, let edit, let base):
            (body.entity, body.edit, body.base) = (entity, edit, base)
        case .text(let entity, let field, let operation, let base):
            (body.entity, body.field, body.op, body.base) = (entity, field, operation, base)
        case .propose(let proposal): body.proposed = proposal
        case .acceptProposal(let id), .declineProposal(let id): body.proposal = id
        case .addItem(let item): body.newItem = item
        case .deleteItem(let item): body.item = item
        case .moveItem(let item, let after, let order):
            (body.item, body.after, body.order) = (item, after, order)
        case .atomic(let changes, let conditions):
            body.changes = changes.map { AtomicPart(kind: $0.kind, body: $0.body) }
            body.require = conditions
        case .shift(let items, let minutes): (body.items, body.minutes) = (items, minutes)
        case .publish(let version): body.version = version
        case .ripple(let ripple): body.ripple = ripple
        case .settle(let conflict): body.conflict = conflict
        case .resolveConflict(let id, let decision):
            (body.conflictId, body.settled, body.edit) = (id, decision, decision.value)
        case .raise, .acknowledge, .escalate, .updateAlert, .broadcast, .assign, .resolve,
            .causeGone, .shelve, .unshelve, .cancel, .allClear:
            writeAlert(&body)
        case .rsvp(let guest, let answer): (body.guest, body.rsvp) = (guest, answer)
        case .addGuest(let guest): body.added = guest
        case .guestsArrive(let guests, let zone): (body.guests, body.zone) = (guests, zone)
        case .guestsLeave(let guests): body.guests = guests
        case .seat(let guest, let table): (body.guest, body.table) = (guest, table)
        case .addDuty(let duty): body.duty = duty
        case .finishDuty(let task): body.task = task
        case .custody(let thing, let holder): (body.custody, body.holder) = (thing, holder)
        case .custodyCheck(let thing): body.custody = thing
        case .pay(let payment, let status): (body.payment, body.status) = (payment, status)
        case .send(let message): (body.sent, body.to) = (message, message.to)
        case .confirm(let message): body.message = message
        case .note(let subject): body.subject = subject
        case .weather(let notice): body.notice = notice
        case .grantAccess(let grant):
            (body.grant, body.person, body.minutes) = (grant, grant.to, grant.minutes)
        case .agreeAccess(let id), .endAccess(let id): body.access = id
        case .closeDay: break
        }
        return body
    }

    private func writeAlert(_ body: inout ChangeBody) {
        body.alert = alertSubject
        switch self {
        case .raise(let alert): (body.raised, body.type) = (alert, alert.kind)
        case .acknowledge(_, let zone): body.zone = zone
        case .escalate(_, let escalation): body.escalation = escalation
        case .broadcast: body.isForAll = true
        case .assign(_, let person): body.person = person
        case .causeGone: body.isCauseGone = true
        case .shelve(_, let until): body.until = until
        default: break
        }
    }
}
