import Wedding

/// Messages sorted into channels: one for everyone, one a group, one a person.
struct MessagesModel {
    struct Channel: Sendable {
        let id: String
        let name: String
        let words: [AudienceWord]
        let messages: [Message]
    }

    let channels: [Channel]

    init(_ state: ConsoleState, _ day: DayState) {
        let needle = state.filter.lowercased()
        let messages = day.messages.filter {
            needle.isEmpty || $0.text.lowercased().contains(needle)
        }
        func isTo(_ word: AudienceWord) -> (Message) -> Bool { { $0.to.contains(word) } }
        let groups: [(String, String, [AudienceWord], (Message) -> Bool)] = [
            ("all", "all", [.vendors, .venue, .coordinator], { _ in true }),
            ("coordinators", "coordinators", [.coordinator], isTo(.coordinator)),
            ("venue", "venue", [.venue], isTo(.venue)),
            ("vendors", "vendors", [.vendors], isTo(.vendors)),
            ("catering", "catering", [.catering], isTo(.catering)),
            ("wedding_party", "party", [.weddingParty], isTo(.weddingParty)),
        ]
        var channels = groups.map { id, name, words, filter in
            Channel(id: id, name: "# " + name, words: words, messages: messages.filter(filter))
        }
        for person in Self.partners(messages) {
            let own = messages.filter { message in
                message.from.person == person || message.to.contains(.person(person))
            }
            channels.append(
                Channel(
                    id: person.rawValue, name: "@ " + day.day.name(of: person),
                    words: [.person(person)], messages: own))
        }
        let broadcasts = messages.filter { $0.priority <= .critical }
        channels.append(
            Channel(
                id: "broadcasts", name: "! broadcasts", words: [.vendors, .venue, .coordinator],
                messages: broadcasts))
        self.channels = channels
    }

    /// Everyone somebody wrote to by name, the newest first, at most eight.
    private static func partners(_ messages: [Message]) -> [PersonID] {
        var partners: [PersonID] = []
        for message in messages.reversed() {
            for case .person(let person) in message.to where !partners.contains(person) {
                partners.append(person)
            }
            if partners.count >= 8 { break }
        }
        return Array(partners.prefix(8))
    }
}
