import Wedding

/// Who may read what: of every entry of the log, and of the day as it stands. The same rules hold
/// for live delivery, resume, snapshots and projections.
struct Visibility {
    let state: DayState

    var day: WeddingDay { state.day }

    /// Who may see an entry: by role, by name, or because they were lent the right.
    func viewers(of event: LogEvent) -> Audience {
        let usual = usualViewers(of: event)
        guard !state.grants.isEmpty, isLendable(event.change) else { return usual }
        return usual.adding(state.grants.filter(\.isActive).map(\.to))
    }

    private func usualViewers(of event: LogEvent) -> Audience {
        switch event.change {
        case .checkIn(let id, _, _), .move(let id, _), .activity(let id, _), .eta(let id, _):
            return .consoles(roles: seePresence, people: [id])
        case .battery(let id, _, _):
            return those(.presence, .edit, and: id, day.people[id]?.helper)
        case .startItem(let id), .endItem(let id), .skipItem(let id), .decide(let id, _),
            .moveItem(let id, _, _):
            return item(id)
        case .standby(let id, let people), .go(let id, let people):
            return item(id, isDetail: true, and: people).withoutGuests
        case .edit(.item(let id), let edit, _): return itemField(id, edit.field, event)
        case .text(.item(let id), let field, _, _): return itemField(id, field, event)
        case .edit(let entity, let edit, _):
            return self.field(FieldKey(entity, edit.field)).adding(author(of: event))
        case .text(let entity, let field, _, _):
            return self.field(FieldKey(entity, field)).adding(author(of: event))
        case .propose(let wish):
            return those(.timeline, .edit, and: wish.by.person)
        case .acceptProposal(let id), .declineProposal(let id):
            return those(
                .timeline, .edit, and: state.wishes.last { $0.id == id }?.by.person)
        case .addItem(let added): return item(added.id)
        case .deleteItem(let id): return deletedItem(id)
        case .atomic: return .consoles(roles: [], people: [])
        case .shift(let ids, _): return items(ids)
        case .publish, .closeDay: return .consoles(roles: Set(Role.allCases), people: [])
        case .ripple: return those(.timeline, .edit)
        case .settle(let conflict): return sides(conflict)
        case .resolveConflict(let id, _):
            return state.conflict(id).map(sides) ?? .consoles(roles: [], people: [])
        case .raise(let alert): return told(alert)
        case .acknowledge(let id, _), .escalate(let id, _), .updateAlert(let id),
            .broadcast(let id), .assign(let id, _), .resolve(let id), .causeGone(let id),
            .shelve(let id, _), .unshelve(let id), .cancel(let id), .allClear(let id):
            // Whoever was told of an alert follows it; nobody else does.
            return state.alert(id).map(told) ?? those(.emergency, .manage)
        case .weather: return those(.emergency, .manage)
        case .rsvp(let id, _), .seat(let id, _): return guests([id])
        case .addGuest(let guest): return guests([guest.id])
        case .guestsArrive(let ids, _), .guestsLeave(let ids): return guests(ids)
        case .addDuty(let duty): return work(duty.owner)
        case .finishDuty(let id): return work(day.duties[id]?.owner)
        case .custody(let id, let holder):
            return work(day.custody[id]?.lastHolder, holder.person)
        case .custodyCheck(let id): return work(day.custody[id]?.lastHolder)
        case .pay(let id, _): return payment(id)
        case .send(let message):
            return .consoles(
                roles: roles(.messaging, .manage), people: message.recipients + author(of: event))
        case .confirm(let id):
            let sender = state.messages.last { $0.id == id }?.from.person
            return those(.messaging, .manage, and: sender, event.by.person)
        case .note: return those(.messaging, .manage, and: event.by.person)
        case .grantAccess(let grant): return those(.emergency, .manage, and: grant.to)
        case .agreeAccess(let id), .endAccess(let id):
            return those(.emergency, .manage, and: state.grant(id)?.to)
        }
    }

    /// Whoever holds a right, and those who are named.
    private func those(
        _ category: RightsCategory, _ level: RightsLevel, and people: PersonID?...
    ) -> Audience {
        .consoles(roles: roles(category, level), people: people.compactMap { $0 })
    }

    /// Guests learn nothing of where others are.
    private var seePresence: Set<Role> { roles(.presence, .view).subtracting([.guest]) }

    func roles(_ category: RightsCategory, _ level: RightsLevel) -> Set<Role> {
        Role.having(category, level)
    }

    /// - Parameter isDetail: More than when it begins and ends.
    private func item(
        _ id: ItemID, isDetail: Bool = false, and people: [PersonID] = []
    ) -> Audience {
        guard let item = day.items[id] else {
            return .consoles(roles: roles(.timeline, .edit), people: people)
        }
        var roles = item.visibility.roles
        var close = item.everyone
        if isDetail, id == day.ceremony {
            roles.formIntersection(self.roles(.ceremony, .view))
            close = close.filter { day.role(of: $0).map { $0.level(.ceremony) >= .view } ?? false }
        }
        return .consoles(roles: roles, people: (close + people).unique)
    }

    private func items(_ ids: [ItemID]) -> Audience {
        let all = ids.map { item($0) }
        return .consoles(
            roles: all.reduce(into: []) { $0.formUnion($1.roles) },
            people: all.flatMap(\.people).unique)
    }

    private func payment(_ id: PaymentID) -> Audience {
        .consoles(
            roles: roles(.payments, .edit),
            people: day.people(for: [.payee], AudienceContext(payee: day.payments[id]?.vendor)))
    }

    private func itemField(_ id: ItemID, _ field: Field, _ event: LogEvent) -> Audience {
        let isTime = field == .start || field == .end
        let viewers = item(id, isDetail: !isTime, and: author(of: event))
        guard !isTime, field != .zone else { return viewers }
        return .consoles(
            roles: viewers.withoutGuests.roles,
            people: viewers.people.filter { day.role(of: $0) != .guest })
    }

    /// Whoever wrote something follows what became of it.
    private func author(of event: LogEvent) -> [PersonID] {
        [event.by.person].compactMap { $0 }
    }

    private func deletedItem(_ id: ItemID) -> Audience {
        guard let item = state.deletedItems[id]?.item else {
            return .consoles(roles: roles(.timeline, .edit), people: [])
        }
        return .consoles(
            roles: item.visibility.roles, people: item.everyone)
    }

    /// Both sides, and whoever edits what it is about.
    private func sides(_ conflict: Conflict) -> Audience {
        let category = Strategy.rule(conflict.key)?.category ?? .timeline
        return .consoles(
            roles: roles(category, .edit),
            people: [conflict.winner, conflict.loser].compactMap(\.by.person).unique)
    }

    /// Who may read one field of anything but an item.
    func field(_ key: FieldKey) -> Audience {
        switch key.entity {
        case .guest(let id):
            let viewers = guests([id])
            switch key.field {
            case .phone, .email, .notes:
                return .consoles(roles: roles(.guests, .edit), people: viewers.people)
            case .meal, .diet:
                return .consoles(
                    roles: viewers.roles.subtracting([.photographer]), people: viewers.people)
            default: return viewers
            }
        case .table: return guests([])
        case .person(let id):
            let isPublic = key.field == .name || key.field == .callTime
            return .consoles(
                roles: isPublic ? Set(Role.allCases) : roles(.administration, .edit), people: [id])
        case .task(let id):
            let former = state.revisions[key]?.before?.text.map { PersonID($0) }
            return work(day.duties[id]?.owner, key.field == .owner ? former : nil)
        case .payment(let id): return payment(id)
        case .custody(let id): return work(day.custody[id]?.lastHolder)
        case .wedding: return .consoles(roles: roles(.timeline, .edit), people: [])
        case .vendor, .item: return .consoles(roles: Set(Role.allCases), people: [])
        }
    }

    /// The check-in station follows what concerns companies: their people, their times, dangers.
    func isForDesk(_ event: LogEvent, _ viewers: Audience) -> Bool {
        switch event.change {
        case .checkIn(let id, _, _), .activity(let id, _), .eta(let id, _):
            day.people[id]?.vendor != nil
        case .startItem(let id), .endItem(let id), .skipItem(let id): isOfCompany(id)
        case .edit(.item(let id), let edit, _):
            Self.deskFields.contains(edit.field) && isOfCompany(id)
        case .shift(let ids, _): ids.contains { isOfCompany($0) }
        case .move, .battery: false
        // What only the crew reads of an item, and what is written by several at once.
        case .standby, .go, .decide, .text: false
        default: viewers.roles.contains(.vendor)
        }
    }

    /// What a station shows of an item; the rest is the crew's.
    private static let deskFields: Set<Field> = [
        .title, .start, .end, .zone, .owner, .people, .visibility,
    ]

    private func isOfCompany(_ id: ItemID) -> Bool {
        guard let item = day.items[id] else { return false }
        return isOfCompany(item)
    }

    func isOfCompany(_ item: TimelineItem) -> Bool {
        item.everyone.contains { day.people[$0]?.vendor != nil }
    }

    func sees(_ item: TimelineItem, _ role: Role) -> Bool {
        item.visibility.roles.contains(role)
    }

    private func told(_ alert: Alert) -> Audience {
        if alert.audience.contains(.all) {
            return .consoles(roles: Set(Role.allCases), people: [])
        }
        let people =
            day.people(for: state.audience(of: alert), alert.context) + alert.called
            + [alert.owner, alert.raisedBy.person].compactMap { $0 }
        return .consoles(roles: roles(.emergency, .manage), people: people.unique)
    }

    private static let seeGuests = seeAll(.guests), seeWork = seeAll(.vendors)

    /// Not only what is their own.
    private static func seeAll(_ category: RightsCategory) -> Set<Role> {
        Role.having(category, .view).filter { $0.level(category) != .own }
    }

    /// `O` is one's own entries only; `V` is counts, tables and diets, without contact data.
    private func guests(_ ids: [GuestID]) -> Audience {
        .consoles(
            roles: Self.seeGuests, people: ids.compactMap { day.guests[$0]?.person }.unique)
    }

    private func work(_ people: PersonID?...) -> Audience {
        .consoles(roles: Self.seeWork, people: people.compactMap { $0 }.unique)
    }
}

extension Audience {
    func adding(_ more: [PersonID]) -> Audience {
        more.isEmpty ? self : .consoles(roles: roles, people: (people + more).unique)
    }

    /// Guests know of items, not of who does them.
    var withoutGuests: Audience {
        guard roles.contains(.guest) else { return self }
        var roles = roles
        roles.remove(.guest)
        return .consoles(roles: roles, people: people)
    }

    public var roles: Set<Role> {
        if case .consoles(let roles, _) = self { roles } else { [] }
    }

    public var people: [PersonID] {
        if case .consoles(_, let people) = self { people } else { [] }
    }
}

extension TimelineItem.Visibility {
    private static let readers: [Self: Set<Role>] = [
        .all: Set(Role.allCases),
        .vendors: Role.having(.timeline, .edit).union(Role.allCases.filter(\.isVendor)),
        .crew: Role.having(.timeline, .edit),
    ]

    /// Who may see it, whoever takes part.
    fileprivate var roles: Set<Role> { Self.readers[self] ?? [] }
}

extension CustodyThing.Holder {
    fileprivate var person: PersonID? {
        switch self {
        case .person(let person): person
        case .unconfirmed(let last), .missing(let last): last
        }
    }
}

extension Visibility {
    /// What lent rights let somebody see: neither money nor words nor guests.
    private func isLendable(_ change: Change) -> Bool {
        let key: FieldKey?
        switch change {
        case .edit(let entity, let edit, _): key = FieldKey(entity, edit.field)
        case .text(let entity, let field, _, _): key = FieldKey(entity, field)
        case .settle(let conflict): key = conflict.key
        case .resolveConflict(let id, _): key = state.conflict(id)?.key
        default:
            let family = change.kind.split(separator: ".").first
            return ["timeline", "item", "proposal", "cue", "decision", "task", "custody"]
                .contains(family)
        }
        let category = key.flatMap { Strategy.rule($0)?.category }
        return category == .timeline || category == .vendors
    }
}
