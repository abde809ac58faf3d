/// Who hears of an entry, how urgently, and whether it may wait for the ceremony to end.
public struct RealtimeMessageRouter {
    public struct Route {
        let topic: Topic
        public let priority: Priority
        /// Found when they are asked for: often only the priority is.
        let words: (RealtimeMessageRouter) -> [AudienceWord]
        var context = AudienceContext()
        /// Only those who are there now, as far as anyone knows.
        var near: ZoneID?

        init(
            topic: Topic, words: @autoclosure @escaping () -> [AudienceWord], priority: Priority
        ) {
            self.init(topic: topic, priority: priority) { _ in words() }
        }

        /// Words that need a look at the day; asked of the router, they hold no copy of it.
        init(
            topic: Topic, priority: Priority,
            words: @escaping (RealtimeMessageRouter) -> [AudienceWord]
        ) {
            (self.topic, self.priority, self.words) = (topic, priority, words)
        }
    }

    /// The named people a route means. With a place, those in it; somebody whose place is unknown
    /// or older than ten minutes is told all the same.
    public func people(_ route: Route) -> [PersonID] {
        let named = state.day.people(for: route.words(self), route.context)
        guard let zone = route.near, route.priority != .emergency else { return named }
        return named.filter { isNear(zone, $0) }
    }

    public func people(
        to words: [AudienceWord], near zone: ZoneID?, _ priority: Priority
    ) -> [PersonID] {
        var route = Route(topic: .chat, words: words, priority: priority)
        route.near = zone
        return people(route)
    }

    /// As long as that a place that somebody said is believed.
    private static let placeLife: Duration = .minutes(10)

    private func isNear(_ zone: ZoneID, _ person: PersonID) -> Bool {
        guard let presence = state.presence[person], let place = presence.zone,
            let placed = presence.zoneAt, now - placed <= Self.placeLife
        else { return true }
        return place == zone
    }

    let state: DayState
    let now: Timestamp

    public init(state: DayState, now: Timestamp) { (self.state, self.now) = (state, now) }

    /// The routing table. nil: a presence change, seen on consoles and sent to nobody.
    ///
    /// - Parameter asked: Words of the sender; they add to a topic, never take away.
    public func route(_ event: LogEvent, asked: [AudienceWord]) -> Route? {
        guard let base = baseRoute(event) else { return nil }
        var route = Route(topic: base.topic, priority: base.priority) { router in
            base.words(router) + router.added(to: base.topic, asked)
        }
        route.context = base.context
        route.near = base.near
        return route
    }

    private func added(to topic: Topic, _ asked: [AudienceWord]) -> [AudienceWord] {
        topic.isClosed
            ? [] : state.day.routes.filter { $0.topic == topic }.flatMap(\.audience) + asked
    }

    private func baseRoute(_ event: LogEvent) -> Route? {
        switch event.change {
        case .checkIn, .move, .battery: return nil
        case .activity(let id, let activity): return vendorRoute(id, activity)
        case .eta(let id, _): return lateRoute(id)
        case .startItem(let id), .endItem(let id), .decide(let id, _):
            return item(id, .timelineProgress, .normal) { _ in [.coordinator, .itemPeople] }
        case .standby(let id, let people), .go(let id, let people):
            return item(id, .cue, .critical) { _ in people.map(AudienceWord.person) }
        case .edit(.item(let id), _, _), .skipItem(let id):
            return item(id, .timelineChange, .high) {
                Self.plannedWords + $0.dependants(of: [id]).map(AudienceWord.person)
            }
        case .shift(let ids, _):
            return Route(topic: .timelineChange, priority: .high) {
                let people = $0.everyone(of: ids) + $0.dependants(of: ids)
                return [.couple, .coordinator] + people.map(AudienceWord.person)
            }
        case .edit(let entity, let edit, _): return fieldRoute(entity, edit, event)
        case .text, .moveItem, .atomic, .publish: return nil
        case .addItem(let added):
            return item(added.id, .timelineChange, .high) { _ in Self.plannedWords }
        case .deleteItem(let id):
            let people = state.deletedItems[id]?.item.everyone ?? []
            return item(id, .timelineChange, .high) { _ in
                [.couple, .coordinator] + people.map(AudienceWord.person)
            }
        case .propose:
            return Route(topic: .proposal, words: [.coordinator], priority: .high)
        case .acceptProposal(let id), .declineProposal(let id):
            let author = state.wishes.last { $0.id == id }?.by.person
            return Route(
                topic: .proposal, words: [.coordinator] + (author.map { [.person($0)] } ?? []),
                priority: .high)
        case .ripple: return Route(topic: .ripple, words: [.coordinator], priority: .high)
        case .settle(let conflict):
            let loser = conflict.loser.by.person.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: .conflictLost, words: loser + [.coordinator], priority: .high)
        case .resolveConflict(let id, _):
            let sides = state.conflict(id).map { [$0.winner, $0.loser] } ?? []
            return Route(
                topic: .conflictLost,
                words: sides.compactMap(\.by.person).map(AudienceWord.person) + [.coordinator],
                priority: .high)
        case .raise(let alert): return alert.state == .suppressed ? nil : alertRoute(alert)
        case .acknowledge, .escalate, .updateAlert, .broadcast, .assign, .resolve, .causeGone,
            .cancel, .allClear, .shelve, .unshelve:
            return alertStepRoute(event)
        case .rsvp(let id, _): return guestRoute(event, id)
        case .seat(let id, _): return guestRoute(event, id, isSeating: true)
        case .addGuest(let guest): return guestRoute(event, guest.id)
        case .guestsArrive, .guestsLeave: return nil
        case .addDuty(let duty):
            let owner = duty.owner.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: .task, words: owner + [.coordinator], priority: .normal)
        case .finishDuty: return Route(topic: .task, words: [.coordinator], priority: .normal)
        case .custody(let id, _), .custodyCheck(let id): return custodyRoute(id)
        case .pay(let id, let status): return paymentRoute(id, status)
        case .send(let message):
            // Those it was for when it was said, whoever came near since.
            return Route(
                topic: .chat, words: message.recipients.map(AudienceWord.person),
                priority: message.priority)
        case .confirm, .note: return Route(topic: .note, words: [.coordinator], priority: .low)
        case .weather(let notice):
            return notice.isEmergency
                // The alert it raises tells everyone; the notice is for those who run the day.
                ? Route(
                    topic: .weatherEmergency, words: [.coordinator, .venue], priority: .high)
                : Route(
                    topic: .weatherAdvisory, words: [.coordinator, .venue] + outdoors,
                    priority: .high)
        case .grantAccess(let grant): return grantRoute(grant)
        case .agreeAccess(let id), .endAccess(let id): return state.grant(id).flatMap(grantRoute)
        case .closeDay: return Route(topic: .day, words: [.coordinator], priority: .low)
        }
    }

    /// What an entry is a notice of, where a later one makes an earlier one worthless: the run of
    /// show's version, one field of one item, somebody's arrival.
    public func notice(_ event: LogEvent) -> String? {
        switch event.change {
        case .send(let message): message.version == nil ? nil : "run-of-show"
        case .edit(let entity, let edit, _):
            "\(entity.kind.rawValue) \(entity.id) \(edit.field.rawValue)"
        case .eta(let id, _): "\(id) eta"
        case .seat(let id, _): "\(id) seat"
        case .updateAlert(let id): "\(id) update"
        default: nil
        }
    }

    private static let plannedWords: [AudienceWord] = [.couple, .coordinator, .itemPeople]

    private func everyone(of items: [ItemID]) -> [PersonID] {
        items.flatMap { state.day.items[$0]?.everyone ?? [] }
    }

    private func item(
        _ id: ItemID, _ topic: Topic, _ priority: Priority,
        _ words: @escaping (RealtimeMessageRouter) -> [AudienceWord]
    ) -> Route {
        var route = Route(topic: topic, priority: priority, words: words)
        route.context.item = id
        return route
    }

    /// Vendors who own something outside that is still to come.
    var outdoors: [AudienceWord] {
        state.day.items.filter { item in
            !item.isOver && item.zone.flatMap { state.day.zones[$0] }?.isIndoor == false
        }.compactMap(\.owner).filter { state.day.people[$0]?.role.isVendor == true }
            .map(AudienceWord.person)
    }

    private func vendorRoute(_ id: PersonID, _ activity: Activity) -> Route? {
        guard state.day.people[id]?.role.isVendor == true else { return nil }
        if activity == .delayed { return lateRoute(id) }
        return Route(topic: .vendorUpdate, words: [.couple, .coordinator], priority: .normal)
    }

    private func lateRoute(_ id: PersonID) -> Route {
        let items = state.day.items.filter { $0.involves(id) && !$0.isOver }.map(\.id)
        let owners = dependants(of: items).map(AudienceWord.person)
        return Route(
            topic: .vendorLate, words: [.couple, .coordinator, .venue] + owners,
            priority: .high)
    }

    /// Owners of what waits for `ids`, in file order.
    private func dependants(of ids: [ItemID]) -> [PersonID] {
        let items = state.day.items
        // By place: to copy each item would cost more than to look at it.
        return items.indices.compactMap { place in
            let before = items[place].dependsOn
            return !before.isEmpty && before.contains(where: ids.contains)
                ? items[place].owner : nil
        }
    }

    /// Whoever lends, borrows, or has to agree.
    private func grantRoute(_ grant: AccessGrant) -> Route? {
        Route(
            topic: .alertStep, words: [.coordinator, .venue, .person(grant.to)], priority: .critical
        )
    }

    /// An end is news for some hours; who stays away longer does not need it.
    public func timeToLive(_ event: LogEvent, _ priority: Priority) -> Duration? {
        switch event.change {
        case .allClear, .cancel: Priority.critical.timeToLive
        default: priority.timeToLive
        }
    }

    func guestRoute(
        _ event: LogEvent, _ id: GuestID, isSeating: Bool = false
    ) -> Route {
        if isSeating {
            return Route(
                topic: .seating, words: [.venue, .catering, .coordinator],
                priority: isWeddingDay ? .high : .normal)
        }
        let diet = state.day.guests[id]?.diet == nil ? [] : [AudienceWord.catering]
        let isSoon = state.day.ceremonyItem.map { $0.start - now <= .hours(48) } ?? false
        return Route(
            topic: .rsvp, words: [.couple, .coordinator] + diet, priority: isSoon ? .high : .normal
        )
    }

    private var isWeddingDay: Bool { state.day.clock.local(now).date == state.day.date }

    func custodyRoute(_ id: CustodyID) -> Route {
        let holder = state.day.custody[id]?.lastHolder.map { [AudienceWord.person($0)] } ?? []
        return Route(topic: .custody, words: [.coordinator] + holder, priority: .high)
    }

    func paymentRoute(_ id: PaymentID, _ status: Payment.Status) -> Route? {
        guard let payment = state.day.payments[id] else { return nil }
        let named = payment.notify.compactMap { AudienceWord($0, in: state.day) }
        let isFailure = status == .failed
        var route = Route(
            topic: isFailure ? .paymentFailed : .paymentReceived,
            words: isFailure ? [.couple, .payee] : [.coordinator, .couple, .payee] + named,
            priority: isFailure ? .normal : .low)
        route.context.payee = payment.vendor
        return route
    }
}
