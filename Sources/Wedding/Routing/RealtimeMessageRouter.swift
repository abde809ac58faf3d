/// Who hears of an entry, how urgently, and whether it may wait for the ceremony to end: what the
/// law of its kind says of its route, and what the wedding's own routes add.
package struct RealtimeMessageRouter {
    let state: DayState
    let now: Timestamp

    package init(state: DayState, now: Timestamp) { (self.state, self.now) = (state, now) }

    /// nil: an entry that is seen on consoles and sent to nobody.
    package func route(_ event: LogEvent) -> Route? { event.change.law(in: state, at: now).route }

    /// How urgent an entry is, whatever its sender asked for.
    package func priority(of event: LogEvent, _ route: Route) -> Priority {
        switch route.urgency {
        case .always(let priority): priority
        case .atLeast(let priority): min(priority, event.priority)
        }
    }

    package func timeToLive(_ route: Route, _ priority: Priority) -> Duration? {
        route.isEnd ? Priority.critical.timeToLive : priority.timeToLive
    }

    /// The named people a route means. With a place, those who are here and in it; of those whose
    /// device is heard also whoever may have come there since: their place is unknown, or older
    /// than ten minutes.
    ///
    /// - Parameter asked: Words of the sender; they add to a topic, never take away.
    package func people(
        _ route: Route, _ priority: Priority, asked: [AudienceWord] = []
    ) -> [PersonID] {
        let named = state.day.people(for: words(route, asked: asked), route.context)
        guard let zone = route.near, priority != .emergency else { return named }
        return named.filter { isNear(zone, $0) }
    }

    package func people(
        to words: [AudienceWord], near zone: ZoneID?, _ priority: Priority
    ) -> [PersonID] {
        var route = Route(.chat, priority, words)
        route.near = zone
        return people(route, priority)
    }

    /// Whether somebody is told of an entry: being allowed to look it up is not being told. Asked
    /// of a copy of the day, it goes by what that copy holds.
    package func tells(_ id: PersonID, of event: LogEvent) -> Bool {
        guard let person = state.day.people[id], event.by != .person(id) else { return false }
        // A change whose details are not theirs to read reaches those who depend on it as a note.
        if case .message(.note) = event.change, person.role.level(.messaging) < .manage {
            return true
        }
        return names(person, in: event)
    }

    /// Whether the routing table sends somebody an entry.
    package func names(_ person: Person, in event: LogEvent) -> Bool {
        guard let route = route(event) else { return false }
        return state.day.means(words(route, asked: []), person, route.context)
    }

    private func words(_ route: Route, asked: [AudienceWord]) -> [AudienceWord] {
        let found = route.words + route.more.flatMap { people($0).map(AudienceWord.person) }
        guard !route.topic.isClosed else { return found }
        let added = state.day.routes.filter { $0.topic == route.topic }.flatMap(\.audience)
        return found + added + asked
    }

    private func people(_ followers: Route.Followers) -> [PersonID] {
        switch followers {
        case .dependants(let items): return dependants(of: items)
        case .dependantsOf(let person):
            return dependants(
                of: state.day.items.filter { $0.involves(person) && !$0.isOver }.map(\.id))
        case .everyone(let items): return items.flatMap { state.day.items[$0]?.everyone ?? [] }
        case .outdoors:
            return state.day.items.filter { item in
                !item.isOver && item.zone.flatMap { state.day.zones[$0] }?.isIndoor == false
            }.compactMap(\.owner).filter { state.day.people[$0]?.role.isVendor == true }
        }
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

    package func isHere(_ person: PersonID) -> Bool {
        state.presence[person]?.isCheckedIn == true
    }

    private func isNear(_ zone: ZoneID, _ person: PersonID) -> Bool {
        guard isHere(person), let presence = state.presence[person] else { return false }
        if presence.zone == zone { return true }
        let isOld = presence.zoneAt.map { now - $0 > AlertPolicy.placeLife } ?? true
        return state.hasDevice(person) && isOld
    }
}
