import Wedding

/// Messages sorted into conversations: one for everyone, one a group, one a person.
struct MessagesModel {
    struct Conversation: Sendable {
        let id: String
        let name: String
        let words: [AudienceWord]
        let messages: [Message]
        /// From others, since it was last shown.
        let unread: Int
    }

    let conversations: [Conversation]
    /// Unread messages, each counted once.
    let unread: Int

    init(_ state: ConsoleState, _ day: DayState) {
        let needle = state.filter.lowercased()
        let messages = day.messages.filter {
            needle.isEmpty || $0.text.lowercased().contains(needle)
        }
        let isShown = state.view == .messages
        let open = state.selection[.messages] ?? "all"
        func unread(_ id: String, _ messages: [Message]) -> Int {
            if isShown && id == open { return 0 }
            let read = max(
                state.messages.readUntil[id] ?? state.startedAt,
                state.messages.readUntil["all"] ?? .zero)
            return messages.count { $0.sentAt > read && $0.from.person != state.me }
        }
        self.unread = unread("all", messages)
        func isTo(_ word: AudienceWord) -> (Message) -> Bool { { $0.to.contains(word) } }
        let groups: [(String, String, [AudienceWord], (Message) -> Bool)] = [
            ("all", "all", [.vendors, .venue, .coordinator], { _ in true }),
            ("coordinators", "coordinators", [.coordinator], isTo(.coordinator)),
            ("venue", "venue", [.venue], isTo(.venue)),
            ("vendors", "vendors", [.vendors], isTo(.vendors)),
            ("catering", "catering", [.catering], isTo(.catering)),
            ("wedding_party", "party", [.weddingParty], isTo(.weddingParty)),
        ]
        func conversation(
            _ id: String, _ name: String, _ words: [AudienceWord], _ own: [Message]
        ) -> Conversation {
            Conversation(id: id, name: name, words: words, messages: own, unread: unread(id, own))
        }
        var conversations = groups.map { id, name, words, filter in
            conversation(id, "# " + name, words, messages.filter(filter))
        }
        for person in Self.partners(messages, me: state.me) {
            let own = messages.filter { message in
                message.from.person == person || message.to.contains(.person(person))
            }
            conversations.append(
                conversation(
                    person.rawValue, "@ " + day.day.name(of: person), [.person(person)], own))
        }
        let broadcasts = messages.filter { $0.priority <= .critical }
        conversations.append(
            conversation(
                "broadcasts", "! broadcasts", [.vendors, .venue, .coordinator], broadcasts))
        self.conversations = conversations
    }

    /// Everyone somebody wrote to by name, and who wrote to us, the newest first, at most eight.
    private static func partners(_ messages: [Message], me: PersonID?) -> [PersonID] {
        var partners: [PersonID] = []
        for message in messages.reversed() {
            for case .person(let person) in message.to {
                let other = person == me ? message.from.person : person
                if let other, other != me, !partners.contains(other) { partners.append(other) }
            }
            if partners.count >= 8 { break }
        }
        return Array(partners.prefix(8))
    }
}
