/// What an entry of the log says, in words: a short word for what it is, and a sentence. Made where
/// it is shown, from the entry and the day after it.
public struct EventWords {
    let state: DayState

    /// - Parameter state: The day after the event.
    public init(_ state: DayState) { self.state = state }

    /// `("start", "Processional (+2 min)")`.
    public func words(_ event: LogEvent) -> (word: String, sentence: String) {
        let (word, sentence) = parts(event)
        return (word, sentence.trimmedSpaces)
    }

    private func parts(_ event: LogEvent) -> (String, String) {
        let said = event.text.isEmpty ? "" : ". " + event.text
        switch event.change {
        case .presence(let change): return words(change, event, said)
        case .timeline(let change): return words(change, event, said)
        case .edit(let change): return words(change, event, said)
        case .alert(let change): return words(change, event, said)
        case .guest(let change): return words(change, event, said)
        case .task(let change): return words(change, event, said)
        case .message(let change): return words(change, event, said)
        case .access(let change): return words(change, event, said)
        case .day(let change): return words(change, event, said)
        }
    }

    func text(_ event: LogEvent, or words: @autoclosure () -> String) -> String {
        event.text.isEmpty ? words() : event.text
    }

    /// Who says so of somebody else, and when it was said, where it came later.
    func source(_ event: LogEvent, _ id: PersonID) -> String {
        let reporter = event.by.person.flatMap { $0 == id ? nil : state.day.givenName(of: $0) }
        let isLate = event.at - event.saidAt >= .minutes(1)
        let parts = [
            reporter.map { "says \($0)" }, event.via.heardWords,
            isLate ? (reporter == nil ? "said at" : "at") + " \(clock(event.saidAt))" : nil,
        ].compactMap { $0 }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    /// " (by phone)", where it was heard and not seen.
    func medium(_ event: LogEvent) -> String { event.via.heardWords.map { " (\($0))" } ?? "" }

    func proposal(_ id: Proposal.ID) -> String {
        state.proposals.last { $0.id == id }.map { ": \(state.name(of: $0.entity))" } ?? ""
    }

    func drift(_ id: ItemID) -> String {
        state.day.items[id]?.overUnder.map { " (\($0.signedMinutes) min)" } ?? ""
    }

    func words(_ holder: CustodyThing.Holder) -> String {
        switch holder {
        case .person(let person): "with \(name(person))"
        case .unconfirmed: "unconfirmed"
        case .missing: "MISSING"
        }
    }

    func name(_ id: PersonID) -> String { state.day.name(of: id) }
    func names(_ ids: [PersonID]) -> String {
        ids.map { state.day.givenName(of: $0) }.spoken(limit: 6)
    }
    func place(_ zone: ZoneID?) -> String {
        zone.map { " at " + state.day.name(of: $0) } ?? ""
    }
    func title(_ id: ItemID) -> String { state.day.items[id]?.title ?? id.rawValue }
    func guest(_ id: GuestID) -> String { state.day.guests[id]?.name ?? id.rawValue }
    func thing(_ id: CustodyID) -> String { state.day.custody[id]?.name ?? id.rawValue }
    func clock(_ moment: Timestamp) -> String { state.day.clock.local(moment).hourMinute }
    func spaced(_ word: String) -> String {
        word.spaced
    }

    func actor(_ actor: Actor) -> String {
        switch actor {
        case .person(let id): name(id)
        case .system: "Callboard"
        case .feed(let feed): feed.uppercased()
        }
    }

    func word(_ word: AudienceWord) -> String {
        switch word {
        case .person(let id): state.day.givenName(of: id)
        case .vendor(let id): state.day.vendors[id]?.name ?? id.rawValue
        case .all, .couple, .coordinator, .venue, .catering, .vendors, .weddingParty, .family,
            .security, .itemPeople, .payee, .subject, .helper, .emergencyContacts:
            spaced(word.word)
        }
    }
}
