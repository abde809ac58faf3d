import Wedding

/// Who may read what: of every entry of the log, and of the day as it stands. The same rules hold
/// for live delivery, resume, snapshots and projections.
struct Visibility {
    let state: DayState

    var day: WeddingDay { state.day }

    /// Who may see an entry: by role, by name, or because they were lent the right.
    func viewers(of event: LogEvent) -> Audience {
        viewers(of: event, event.change.law(in: state, at: event.at))
    }

    func viewers(of event: LogEvent, _ law: Law) -> Audience {
        let usual = audience(law.viewers, event)
        guard !state.grants.isEmpty, law.isLendable else { return usual }
        return usual.adding(state.grants.filter(\.isActive).map(\.to))
    }

    private func audience(_ viewers: Viewers, _ event: LogEvent) -> Audience {
        switch viewers {
        case .nobody: .consoles(roles: [], people: [])
        case .everyone: .consoles(roles: Set(Role.allCases), people: [])
        case .holding(let category, let level, let people):
            .consoles(roles: roles(category, level), people: people.compactMap { $0 })
        case .whereabouts(let id): .consoles(roles: seePresence, people: [id])
        case .item(let id): item(id)
        case .detail(let id, let people): item(id, isDetail: true, and: people).withoutGuests
        case .itemField(let id, let field): itemField(id, field)
        case .items(let ids): items(ids)
        case .deletedItem(let id): deletedItem(id)
        case .field(let key): field(key)
        case .sides(let conflict): sides(conflict)
        case .told(let alert): told(alert)
        case .guests(let ids): guests(ids)
        case .work(let people): work(people)
        case .payment(let id): payment(id)
        case .authorAnd(let viewers):
            audience(viewers, event).adding([event.by.person].compactMap { $0 })
        }
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

    private func itemField(_ id: ItemID, _ field: Field) -> Audience {
        let isTime = field == .start || field == .end
        let viewers = item(id, isDetail: !isTime)
        guard !isTime, field != .zone else { return viewers }
        let crew = Audience.consoles(
            roles: viewers.withoutGuests.roles,
            people: viewers.people.filter { day.role(of: $0) != .guest })
        return narrowed(crew, by: FieldRule.of(FieldKey(.item(id), field)))
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
        let category = FieldRule.of(conflict.key)?.category ?? .timeline
        return .consoles(
            roles: roles(category, .edit),
            people: [conflict.winner, conflict.loser].compactMap(\.by.person).unique)
    }

    /// Who may read one field of anything but an item.
    func field(_ key: FieldKey) -> Audience {
        narrowed(entity(key), by: FieldRule.of(key))
    }

    /// Of those who see what a field is of, who may read the field.
    private func narrowed(_ viewers: Audience, by rule: FieldRule?) -> Audience {
        guard let rule else { return viewers }
        let roles =
            switch rule.privacy {
            case .open: viewers.roles
            case .editors: roles(rule.category, .edit)
            case .kitchen:
                viewers.roles.filter { $0.level(rule.category) >= .edit || $0.servesMeals }
            case .crew: viewers.withoutGuests.roles
            }
        return .consoles(roles: roles, people: viewers.people)
    }

    /// Who sees what a field is of.
    private func entity(_ key: FieldKey) -> Audience {
        switch key.entity {
        case .guest(let id): return guests([id])
        case .table: return guests([])
        case .person(let id): return .consoles(roles: Set(Role.allCases), people: [id])
        case .task(let id):
            let former = state.revisions[key]?.before?.text.map { PersonID($0) }
            return work([day.duties[id]?.owner, key.field == .owner ? former : nil])
        case .payment(let id): return payment(id)
        case .custody(let id): return work([day.custody[id]?.lastHolder])
        case .vendor, .item, .wedding: return .consoles(roles: Set(Role.allCases), people: [])
        }
    }

    /// The check-in station follows what concerns companies: their people, their times, dangers.
    func isForStation(_ law: Law, _ viewers: Audience) -> Bool {
        isForStation(law.station, viewers.roles)
    }

    func isForStation(_ view: StationView, _ roles: Set<Role>) -> Bool {
        switch view {
        case .never: false
        case .asVendors: roles.contains(.vendor)
        case .signingIn(let ids): ids.contains { day.people[$0]?.signsIn == true }
        case .companiesAt(let ids): ids.contains { isOfCompany($0) }
        }
    }

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
        Set(Role.allCases.filter { $0.level(category).seesOthers })
    }

    /// `O` is one's own entries only; `V` is counts, tables and diets, without contact data.
    private func guests(_ ids: [GuestID]) -> Audience {
        .consoles(
            roles: Self.seeGuests, people: ids.compactMap { day.guests[$0]?.person }.unique)
    }

    private func work(_ people: [PersonID?]) -> Audience {
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

    package var roles: Set<Role> {
        if case .consoles(let roles, _) = self { roles } else { [] }
    }

    package var people: [PersonID] {
        if case .consoles(_, let people) = self { people } else { [] }
    }
}

extension TimelineItem.Visibility {
    private static let subscribers: [Self: Set<Role>] = [
        .all: Set(Role.allCases),
        .vendors: Role.having(.timeline, .edit).union(Role.allCases.filter(\.isVendor)),
        .crew: Role.having(.timeline, .edit),
    ]

    /// Who may see it, whoever takes part.
    fileprivate var roles: Set<Role> { Self.subscribers[self] ?? [] }
}
