extension RealtimeMessageRouter {
    /// Whether somebody is told of an entry: being allowed to look it up is not being told. Asked
    /// of a copy of the day, it goes by what that copy holds.
    public func tells(_ id: PersonID, of event: LogEvent) -> Bool {
        guard let person = state.day.people[id], event.by != .person(id) else { return false }
        // A change whose details are not theirs to read reaches those who depend on it as a note.
        if case .note = event.change, person.role.level(.messaging) < .manage { return true }
        return names(person, in: event)
    }

    /// Whether the routing table sends somebody an entry.
    public func names(_ person: Person, in event: LogEvent) -> Bool {
        guard let route = route(event, asked: []) else { return false }
        return state.day.means(route.words(self), person, route.context)
    }
}
