import RealtimeProtocol
import Wedding

/// Who hears of an entry, how urgently, and whether it may wait for the ceremony to end.
struct RealtimeMessageRouter {
    struct Route: Equatable {
        let topic: String
        let words: [AudienceWord]
        let priority: Priority
        var context = AudienceContext()
        /// Only those who are there now, as far as anyone knows.
        var near: ZoneID?

        init(topic: String, words: [AudienceWord], priority: Priority) {
            (self.topic, self.words, self.priority) = (topic, words, priority)
        }
    }

    /// The named people a route means. With a place, those in it; somebody whose place is unknown
    /// or older than ten minutes is told all the same.
    func people(_ route: Route) -> [PersonID] {
        let named = state.day.people(for: route.words, route.context)
        guard let zone = route.near else { return named }
        return named.filter { id in
            guard let presence = state.presence[id], let place = presence.zone,
                let seen = presence.lastSeen, now - seen <= .minutes(10)
            else { return true }
            return place == zone
        }
    }

    let state: DayState
    let now: Timestamp

    /// The routing table. nil: a presence change, seen on consoles and sent to nobody.
    ///
    /// - Parameter asked: Words of the sender; they add to a topic, never take away.
    func route(_ event: LogEvent, asked: [AudienceWord]) -> Route? {
        guard let base = baseRoute(event) else { return nil }
        let more = state.day.routes.filter { $0.topic == base.topic }.flatMap(\.audience)
        // Payments and private matters go to those they name, whatever else is asked.
        let isClosed = base.topic.hasPrefix("payment") || base.topic == "emergency.targeted"
        let words = base.words + (isClosed ? [] : more + asked)
        var route = Route(topic: base.topic, words: words, priority: base.priority)
        route.context = base.context
        route.near = base.near
        return route
    }

    private func baseRoute(_ event: LogEvent) -> Route? {
        let priority = event.priority
        switch event.change {
        case .checkIn, .move, .battery: return nil
        case .activity(let id, let activity): return vendorRoute(id, activity)
        case .eta(let id, _): return lateRoute(id)
        case .startItem(let id), .endItem(let id), .skipItem(let id), .decide(let id, _):
            return item(id, "timeline.progress", [.coordinator, .itemPeople], .normal)
        case .standby(let id, let people), .go(let id, let people):
            return item(id, "cue", people.map(AudienceWord.person), .critical)
        case .editItem(let id, _, _):
            let words: [AudienceWord] =
                [.couple, .coordinator, .itemPeople] + dependants(of: [id]).map(AudienceWord.person)
            return item(id, "timeline.change", words, .high)
        case .shift(let ids, _):
            let people = ids.flatMap { state.day.items[$0]?.everyone ?? [] }
            let words = [.couple, .coordinator] + people.map(AudienceWord.person)
            return Route(topic: "timeline.change", words: words, priority: .high)
        case .ripple: return Route(topic: "ripple", words: [.coordinator], priority: .high)
        case .settle(let conflict):
            let loser = conflict.loser.by.person.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: "conflict.lost", words: loser + [.coordinator], priority: .high)
        case .raise(let alert): return alertRoute(alert)
        case .acknowledge, .escalate, .updateAlert, .assign, .resolve, .causeGone, .cancel,
            .allClear, .shelve, .unshelve:
            return alertStepRoute(event)
        case .rsvp(let id, _), .seat(let id, _): return guestRoute(event, id)
        case .addGuest(let guest): return guestRoute(event, guest.id)
        case .guestsArrive, .guestsLeave: return nil
        case .addDuty(let duty):
            let owner = duty.owner.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: "task", words: owner + [.coordinator], priority: priority)
        case .finishDuty: return Route(topic: "task", words: [.coordinator], priority: priority)
        case .custody(let id, _), .custodyCheck(let id): return custodyRoute(id)
        case .pay(let id, let status): return paymentRoute(id, status)
        case .send(let message):
            var route = Route(topic: "chat", words: message.to, priority: message.priority)
            route.near = message.near
            return route
        case .confirm, .note: return Route(topic: "note", words: [.coordinator], priority: .low)
        case .weather(let notice):
            return notice.isEmergency
                // The alert it raises tells everyone; the notice is for those who run the day.
                ? Route(
                    topic: "weather.emergency", words: [.coordinator, .venue], priority: .high)
                : Route(
                    topic: "weather.advisory", words: [.coordinator, .venue] + outdoors,
                    priority: .high)
        case .closeDay: return Route(topic: "day", words: [.coordinator], priority: .low)
        }
    }

    private func item(
        _ id: ItemID, _ topic: String, _ words: [AudienceWord], _ priority: Priority
    ) -> Route {
        var route = Route(topic: topic, words: words, priority: priority)
        route.context.item = id
        return route
    }

    /// Vendors who own something outside that is still to come.
    private var outdoors: [AudienceWord] {
        state.day.items.filter { item in
            !item.isOver && item.zone.flatMap { state.day.zones[$0] }?.isIndoor == false
        }.compactMap(\.owner).filter { state.day.people[$0]?.role.isVendor == true }
            .map(AudienceWord.person)
    }

    private func vendorRoute(_ id: PersonID, _ activity: Activity) -> Route? {
        guard state.day.people[id]?.role.isVendor == true else { return nil }
        if activity == .delayed { return lateRoute(id) }
        return Route(topic: "vendor.update", words: [.couple, .coordinator], priority: .normal)
    }

    private func lateRoute(_ id: PersonID) -> Route {
        let items = state.day.items.filter { $0.involves(id) && !$0.isOver }.map(\.id)
        let owners = dependants(of: items).map(AudienceWord.person)
        return Route(
            topic: "vendor.late", words: [.couple, .coordinator, .venue] + owners,
            priority: .high)
    }

    /// Owners of what waits for `ids`, in file order.
    private func dependants(of ids: [ItemID]) -> [PersonID] {
        let wanted = Set(ids)
        return state.day.items.filter { item in item.dependsOn.contains(where: wanted.contains) }
            .compactMap(\.owner)
    }

    private func alertRoute(_ alert: Alert) -> Route {
        var words = alert.audience
        if state.day.shieldsCouple && alert.priority == .critical {
            words.removeAll { $0 == .couple }
        }
        var route = Route(
            topic: alert.kind.isTargeted ? "emergency.targeted" : "alert", words: words,
            priority: alert.priority)
        route.context.subject = PersonID(alert.about)
        return route
    }

    private func alertStepRoute(_ event: LogEvent) -> Route? {
        let id: AlertID
        var words: [AudienceWord] = [.coordinator]
        switch event.change {
        case .acknowledge(let alert, _), .updateAlert(let alert), .resolve(let alert),
            .causeGone(let alert), .cancel(let alert), .shelve(let alert, _), .unshelve(let alert):
            id = alert
        case .assign(let alert, let person):
            id = alert
            words.append(.person(person))
        case .escalate(let alert, let escalation):
            id = alert
            words += escalation.people.map(AudienceWord.person)
            if state.day.shieldsCouple && escalation.target == .emergencyContacts {
                words.append(.couple)
            }
        case .allClear(let alert):
            id = alert
            words = state.alert(alert)?.audience ?? [.coordinator]
        default: return nil
        }
        guard let alert = state.alert(id) else { return nil }
        var route = Route(
            topic: "alert.step", words: words, priority: max(alert.priority, .critical))
        if case .allClear = event.change {
            route = Route(topic: "alert.step", words: words, priority: .emergency)
        }
        if case .escalate = event.change {
            route = Route(topic: "alert.step", words: words, priority: alert.priority)
        }
        route.context.subject = PersonID(alert.about)
        return route
    }

    private func guestRoute(_ event: LogEvent, _ id: GuestID) -> Route {
        if case .seat = event.change {
            return Route(
                topic: "seating", words: [.venue, .catering, .coordinator],
                priority: isWeddingDay ? .high : .normal)
        }
        let diet = state.day.guests[id]?.diet == nil ? [] : [AudienceWord.catering]
        let isSoon = state.day.ceremonyItem.map { $0.start - now <= .hours(48) } ?? false
        return Route(
            topic: "rsvp", words: [.couple, .coordinator] + diet, priority: isSoon ? .high : .normal
        )
    }

    private var isWeddingDay: Bool { state.day.clock.local(now).date == state.day.date }

    private func custodyRoute(_ id: CustodyID) -> Route {
        let holder = state.day.custody[id]?.lastHolder.map { [AudienceWord.person($0)] } ?? []
        return Route(topic: "custody", words: [.coordinator] + holder, priority: .high)
    }

    private func paymentRoute(_ id: PaymentID, _ status: Payment.Status) -> Route? {
        guard let payment = state.day.payments[id] else { return nil }
        let named = payment.notify.compactMap { AudienceWord($0, in: state.day) }
        let isFailure = status == .failed
        var route = Route(
            topic: isFailure ? "payment.failed" : "payment.received",
            words: isFailure ? [.couple, .payee] : [.coordinator, .couple, .payee] + named,
            priority: isFailure ? .normal : .low)
        route.context.payee = payment.vendor
        return route
    }
}
