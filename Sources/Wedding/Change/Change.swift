/// One thing that happened or is wished: the body of an event of the wedding's log.
public enum Change: Sendable, Equatable {
    /// - Parameter crew: How many of their company came with them, themselves included.
    case checkIn(PersonID, zone: ZoneID?, crew: Int? = nil)
    case move(PersonID, zone: ZoneID)
    case activity(PersonID, Activity)
    case eta(PersonID, Timestamp)
    case battery(PersonID, percent: Int, isCharging: Bool)

    case startItem(ItemID)
    case endItem(ItemID)
    case skipItem(ItemID)
    case standby(ItemID, [PersonID])
    case go(ItemID, [PersonID])
    case decide(ItemID, String)
    /// - Parameter base: The revision of the field that its author saw.
    case edit(Entity, FieldEdit, base: Int?)
    case text(Entity, Field, TextOperation, base: Int)
    case propose(Proposal)
    case acceptProposal(Proposal.ID)
    case declineProposal(Proposal.ID)
    case addItem(TimelineItem)
    case deleteItem(ItemID)
    /// - Parameter order: The core's to give, from what it goes after.
    case moveItem(ItemID, after: ItemID?, order: Int)
    /// All of it or nothing; never in the log, where its parts stand.
    case atomic([Change], [Precondition])
    case shift([ItemID], minutes: Int)
    /// The run of show has a new version, for everybody to see.
    case publish(version: Int)
    /// What a slip would do, for a person to approve. Changes nothing by itself.
    case ripple(RippleProposal)
    case settle(Conflict)
    case resolveConflict(Conflict.ID, Conflict.Decision)

    case raise(Alert)
    case acknowledge(AlertID, zone: ZoneID?)
    case escalate(AlertID, Escalation)
    case updateAlert(AlertID)
    /// What was told to a few is told to everyone from here on.
    case broadcast(AlertID)
    case assign(AlertID, PersonID)
    case resolve(AlertID)
    /// The cause went away by itself.
    case causeGone(AlertID)
    case shelve(AlertID, until: Timestamp)
    case unshelve(AlertID)
    case cancel(AlertID)
    case allClear(AlertID)

    case rsvp(GuestID, Guest.Answer)
    case addGuest(Guest)
    case guestsArrive([GuestID], zone: ZoneID?)
    case guestsLeave([GuestID])
    case seat(GuestID, TableID)

    case addDuty(Duty)
    case finishDuty(DutyID)
    case custody(CustodyID, CustodyThing.Holder)
    case custodyCheck(CustodyID)
    case pay(PaymentID, Payment.Status)
    case send(Message)
    case confirm(MessageID)
    case note(subject: String)
    case weather(WeatherNotice)
    /// Rights lent in an emergency; a second person agrees where somebody asks for themselves.
    case grantAccess(AccessGrant)
    case agreeAccess(AccessGrant.ID)
    case endAccess(AccessGrant.ID)
    case closeDay

    /// Whom a presence event is about.
    public var presenceSubject: PersonID? {
        switch self {
        case .checkIn(let id, _, _), .move(let id, _), .activity(let id, _), .eta(let id, _),
            .battery(let id, _, _):
            id
        default: nil
        }
    }

    /// Which alert an alert event is about; one that is raised names itself.
    public var alertSubject: AlertID? {
        switch self {
        case .acknowledge(let id, _), .escalate(let id, _), .updateAlert(let id),
            .broadcast(let id), .assign(let id, _), .resolve(let id), .causeGone(let id),
            .shelve(let id, _), .unshelve(let id), .cancel(let id), .allClear(let id):
            id
        default: nil
        }
    }

    /// The dotted noun.verb by which it is known on the wire and in scripts.
    public var kind: String {
        switch self {
        case .checkIn: "presence.checkin"
        case .move: "presence.move"
        case .activity: "presence.activity"
        case .eta: "presence.eta"
        case .battery: "presence.battery"
        case .startItem: "timeline.start"
        case .endItem: "timeline.end"
        case .skipItem: "timeline.skip"
        case .standby: "cue.standby"
        case .go: "cue.go"
        case .decide: "decision.record"
        case .edit: "sync.edit"
        case .text: "sync.text"
        case .atomic: "sync.atomic"
        case .propose: "proposal.add"
        case .acceptProposal: "proposal.accept"
        case .declineProposal: "proposal.decline"
        case .addItem: "item.add"
        case .deleteItem: "item.delete"
        case .moveItem: "item.move"
        case .shift: "timeline.shift"
        case .publish: "timeline.publish"
        case .ripple: "timeline.ripple"
        case .settle, .resolveConflict: "sync.resolve"
        case .raise: "alert.raise"
        case .acknowledge: "alert.ack"
        case .escalate: "alert.escalate"
        case .updateAlert, .broadcast: "alert.update"
        case .assign: "alert.assign"
        case .resolve, .causeGone: "alert.resolve"
        case .shelve, .unshelve: "alert.shelve"
        case .cancel: "alert.cancel"
        case .allClear: "alert.allclear"
        case .rsvp: "rsvp.change"
        case .addGuest: "guest.add"
        case .guestsArrive: "guest.arrive"
        case .guestsLeave: "guest.leave"
        case .seat: "seating.change"
        case .addDuty: "task.add"
        case .finishDuty: "task.done"
        case .custody: "custody.change"
        case .custodyCheck: "custody.check"
        case .pay: "payment.record"
        case .send: "message.send"
        case .confirm: "message.ack"
        case .note: "note.add"
        case .weather: "cap.import"
        case .grantAccess, .agreeAccess: "access.grant"
        case .endAccess: "access.end"
        case .closeDay: "day.close"
        }
    }
}

/// A step of an alert's ladder that was taken.
public struct Escalation: Sendable, Equatable, Codable {
    public let step: Int
    public let target: EscalationStep.Target
    /// Empty when the alert as a whole went unanswered.
    public let zones: [ZoneID]
    public let people: [PersonID]

    public init(
        step: Int, target: EscalationStep.Target, zones: [ZoneID], people: [PersonID]
    ) {
        (self.step, self.target, self.zones, self.people) = (step, target, zones, people)
    }
}

/// Words from one person to others.
public struct Message: Sendable, Equatable, Identifiable, Codable {
    public let id: MessageID
    public let from: Actor
    public let to: [AudienceWord]
    public let text: String
    public let priority: Priority
    public let sentAt: Timestamp
    /// Whoever it was for at that moment, in file order.
    public var recipients: [PersonID]
    /// The run of show it announces; each recipient confirms it.
    public var version: Int?
    /// Only for those who are in this zone now.
    public var near: ZoneID?
    public var delivered: Set<PersonID> = []
    public var confirmed: [PersonID] = []

    public init(
        id: MessageID, from: Actor, to: [AudienceWord], text: String, priority: Priority,
        sentAt: Timestamp, recipients: [PersonID] = [], version: Int? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.text = text
        self.priority = priority
        self.sentAt = sentAt
        self.recipients = recipients
        self.version = version
    }
}
