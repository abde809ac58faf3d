/// A change as it is written: the fields of its kind, named as in the wedding file.
public struct ChangeBody: Sendable, Equatable, Codable {
    public var person: PersonID?
    public var people: [PersonID]?
    public var zone: ZoneID?
    public var crew: Int?
    public var activity: Activity?
    public var at: Timestamp?
    public var battery: Int?
    public var isCharging: Bool?
    public var item: ItemID?
    public var items: [ItemID]?
    public var decision: String?
    /// What is edited; `item` alone will do for an item.
    public var entity: Entity?
    public var field: Field?
    public var edit: FieldEdit?
    public var op: TextOperation?
    public var proposal: Proposal.ID?
    public var proposed: Proposal?
    /// A whole item, to be added.
    public var newItem: TimelineItem?
    /// Before or after which an item goes.
    public var after: ItemID?
    public var order: Int?
    public var changes: [AtomicPart]?
    public var require: [Precondition]?
    public var base: Int?
    public var minutes: Int?
    public var ripple: RippleProposal?
    public var conflict: Conflict?
    public var conflictId: Conflict.ID?
    public var settled: Conflict.Decision?
    /// The whole alert, as the log has it.
    public var raised: Alert?
    public var alert: AlertID?
    public var type: AlertKind?
    public var about: String?
    public var isDrill: Bool?
    public var escalation: Escalation?
    public var isForAll: Bool?
    public var isCauseGone: Bool?
    public var until: Timestamp?
    public var guest: GuestID?
    public var guests: [GuestID]?
    public var added: Guest?
    public var rsvp: Guest.Answer?
    public var table: TableID?
    public var task: DutyID?
    public var duty: Duty?
    public var custody: CustodyID?
    public var holder: CustodyThing.Holder?
    public var payment: PaymentID?
    public var status: Payment.Status?
    /// The whole message, as the log has it.
    public var sent: Message?
    public var message: MessageID?
    public var to: [AudienceWord]?
    public var priority: Priority?
    public var version: Int?
    public var near: ZoneID?
    public var subject: String?
    public var notice: WeatherNotice?
    /// The whole grant, as the log has it.
    public var grant: AccessGrant?
    public var access: AccessGrant.ID?

    public init() {}
}

/// One change of a unit.
public struct AtomicPart: Sendable, Equatable, Codable {
    public let kind: String
    public let body: ChangeBody

    public init(kind: String, body: ChangeBody) { (self.kind, self.body) = (kind, body) }
}

/// What is wrong with a change that came from outside.
public enum ChangeProblem: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownKind(String)
    case missing(String, kind: String)
    case outOfRange(String)

    public var description: String {
        switch self {
        case .unknownKind(let kind): "There is no kind of change \"\(kind)\"."
        case .missing(let field, let kind): "\(kind) needs \(field) in its body."
        case .outOfRange(let words): words
        }
    }
}

extension Change {
    /// Kinds that carry anything; the first word of each names what it is about.
    public static let kinds: Set<String> = [
        "presence.checkin", "presence.move", "presence.activity", "presence.eta",
        "presence.battery", "timeline.start", "timeline.end", "timeline.skip", "cue.standby",
        "cue.go", "decision.record", "sync.edit", "timeline.edit", "timeline.shift",
        "timeline.ripple", "timeline.publish", "sync.resolve", "sync.text", "sync.atomic",
        "proposal.add",
        "proposal.accept", "proposal.decline", "item.add", "item.delete", "item.move",
        "alert.raise", "alert.ack", "alert.escalate",
        "alert.update", "alert.assign", "alert.resolve", "alert.shelve", "alert.cancel",
        "alert.allclear", "rsvp.change", "guest.add", "guest.arrive", "guest.leave",
        "seating.change", "task.add", "task.done", "custody.change", "custody.check",
        "payment.record", "message.send", "message.ack", "note.add", "cap.import", "access.grant",
        "access.end", "day.close",
    ]

    /// - Throws: what is missing, or outside its bounds.
    public init(kind: String, _ body: ChangeBody) throws(ChangeProblem) {
        func need<Value>(_ value: Value?, _ field: String) throws(ChangeProblem) -> Value {
            guard let value else { throw .missing(field, kind: kind) }
            return value
        }
        func person() throws(ChangeProblem) -> PersonID { try need(body.person, "person") }
        func item() throws(ChangeProblem) -> ItemID { try need(body.item, "item") }
        func entity() throws(ChangeProblem) -> Entity {
            if let entity = body.entity { return entity }
            return .item(try item())
        }
        func alert() throws(ChangeProblem) -> AlertID { try need(body.alert, "alert") }
        func guest() throws(ChangeProblem) -> GuestID { try need(body.guest, "guest") }
        try body.checkNumbers()
        switch kind {
        case "presence.checkin":
            self = .checkIn(try person(), zone: body.zone, crew: body.crew)
        case "presence.move":
            self = .move(try person(), zone: try need(body.zone, "zone"))
        case "presence.activity":
            self = .activity(try person(), try need(body.activity, "activity"))
        case "presence.eta": self = .eta(try person(), try need(body.at, "at"))
        case "presence.battery":
            self = .battery(
                try person(), percent: try need(body.battery, "battery"),
                isCharging: body.isCharging ?? false)
        case "timeline.start": self = .startItem(try item())
        case "timeline.end": self = .endItem(try item())
        case "timeline.skip": self = .skipItem(try item())
        case "cue.standby": self = .standby(try item(), body.people ?? [])
        case "cue.go": self = .go(try item(), body.people ?? [])
        case "decision.record": self = .decide(try item(), body.decision ?? "")
        case "sync.edit", "timeline.edit":
            self = .edit(
                try entity(), try need(body.edit, "edit"), base: body.base)
        case "sync.text":
            self = .text(
                try entity(), try need(body.field, "field"),
                try need(body.op, "op"), base: try need(body.base, "base"))
        case "sync.atomic": self = try body.atomic()
        case "proposal.add": self = .propose(try need(body.proposed, "proposed"))
        case "proposal.accept": self = .acceptProposal(try need(body.proposal, "proposal"))
        case "proposal.decline": self = .declineProposal(try need(body.proposal, "proposal"))
        case "item.add": self = .addItem(try need(body.newItem, "new_item"))
        case "item.delete": self = .deleteItem(try item())
        case "item.move": self = .moveItem(try item(), after: body.after, order: body.order ?? 0)
        case "timeline.shift":
            self = .shift(
                try need(body.items, "items"), minutes: try need(body.minutes, "minutes"))
        case "timeline.publish": self = .publish(version: try need(body.version, "version"))
        case "timeline.ripple": self = .ripple(try need(body.ripple, "ripple"))
        case "sync.resolve":
            if let id = body.conflictId {
                let value = try need(body.settled?.value ?? body.edit, "edit")
                self = .resolveConflict(
                    id,
                    body.settled
                        ?? Conflict.Decision(by: .system, at: .zero, value: value, text: "")
                )
            } else {
                self = .settle(try need(body.conflict, "conflict_id"))
            }
        case "alert.raise": self = .raise(try body.alertRaised(need(body.type, "type")))
        case "alert.ack": self = .acknowledge(try alert(), zone: body.zone)
        case "alert.escalate":
            self = .escalate(try alert(), try need(body.escalation, "escalation"))
        case "alert.update":
            self = body.isForAll == true ? .broadcast(try alert()) : .updateAlert(try alert())
        case "alert.assign": self = .assign(try alert(), try person())
        case "alert.resolve":
            self = body.isCauseGone == true ? .causeGone(try alert()) : .resolve(try alert())
        case "alert.shelve":
            let id = try alert()
            self = body.until.map { .shelve(id, until: $0) } ?? .unshelve(id)
        case "alert.cancel": self = .cancel(try alert())
        case "alert.allclear": self = .allClear(try alert())
        case "rsvp.change": self = .rsvp(try guest(), try need(body.rsvp, "rsvp"))
        case "guest.add": self = .addGuest(try need(body.added, "added"))
        case "guest.arrive":
            self = .guestsArrive(try need(body.guests, "guests"), zone: body.zone)
        case "guest.leave": self = .guestsLeave(try need(body.guests, "guests"))
        case "seating.change": self = .seat(try guest(), try need(body.table, "table"))
        case "task.add": self = .addDuty(try need(body.duty, "duty"))
        case "task.done": self = .finishDuty(try need(body.task, "task"))
        case "custody.change":
            self = .custody(try need(body.custody, "custody"), try need(body.holder, "holder"))
        case "custody.check": self = .custodyCheck(try need(body.custody, "custody"))
        case "payment.record":
            self = .pay(try need(body.payment, "payment"), try need(body.status, "status"))
        case "message.send": self = .send(try body.messageSent(need(body.to, "to")))
        case "message.ack": self = .confirm(try need(body.message, "message"))
        case "note.add": self = .note(subject: body.subject ?? "")
        case "cap.import": self = .weather(try need(body.notice, "notice"))
        case "access.grant":
            if let access = body.access {
                self = .agreeAccess(access)
            } else {
                self = .grantAccess(body.accessGranted(try person()))
            }
        case "access.end": self = .endAccess(try need(body.access, "access"))
        case "day.close": self = .closeDay
        default: throw .unknownKind(String(kind.sanitised.prefix(40)))
        }
    }
}

extension ChangeBody {
    /// Things one change may name.
    private static var listMax: Int { 1_000 }

    /// For what comes from outside: the log itself holds whatever the core once made.
    public func checkBounds() throws(ChangeProblem) {
        for part in changes ?? [] { try part.body.checkBounds() }
        let lists = [people?.count, items?.count, guests?.count, to?.count].compactMap { $0 }
        if lists.contains(where: { $0 > Self.listMax }) {
            throw .outOfRange("A list has at most \(Self.listMax) entries.")
        }
    }

    fileprivate func checkNumbers() throws(ChangeProblem) {
        if let minutes, !(-1440...1440).contains(minutes) {
            throw .outOfRange("minutes is between -1440 and 1440.")
        }
        if let battery, !(0...100).contains(battery) {
            throw .outOfRange("battery is between 0 and 100.")
        }
        if let crew, !(1...Presence.crewMax).contains(crew) {
            throw .outOfRange("crew is between 1 and \(Presence.crewMax).")
        }
    }

    /// Changes of one unit: more is a file to import.
    private static var partsMax: Int { 100 }

    fileprivate func atomic() throws(ChangeProblem) -> Change {
        guard let changes, !changes.isEmpty else { throw .missing("changes", kind: "sync.atomic") }
        guard changes.count <= Self.partsMax, require?.count ?? 0 <= Self.partsMax else {
            throw .outOfRange("A unit has at most \(Self.partsMax) changes and conditions.")
        }
        var parts: [Change] = []
        for part in changes {
            let family = part.kind.split(separator: ".").first.map(String.init) ?? ""
            guard part.kind != "sync.atomic", !["alert", "access", "day", "cap"].contains(family)
            else { throw .outOfRange("\(part.kind.sanitised.prefix(40)) is no part of a unit.") }
            parts.append(try Change(kind: part.kind, part.body))
        }
        return .atomic(parts, require ?? [])
    }

    /// The log has the whole alert; whoever raises one says only what they know.
    fileprivate func alertRaised(_ type: AlertKind) -> Alert {
        if let raised { return raised }
        return Alert(
            id: "", kind: type, rule: "", about: (about ?? "").sanitised,
            priority: priority ?? type.defaultPriority, text: "", raisedAt: .zero,
            raisedBy: .system, zone: zone, audience: to ?? [], isDrill: isDrill ?? false)
    }

    fileprivate func accessGranted(_ person: PersonID) -> AccessGrant {
        grant
            ?? AccessGrant(
                to: person, minutes: minutes ?? AccessGrant.defaultMinutes, alert: alert)
    }

    fileprivate func messageSent(_ to: [AudienceWord]) -> Message {
        if let sent { return sent }
        var message = Message(
            id: "", from: .system, to: to, text: "", priority: priority ?? .normal, sentAt: .zero,
            version: version)
        message.near = near
        return message
    }
}
