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
        let open = state.view == .messages ? state.selection[.messages] ?? "all" : nil
        func fresh(_ id: String, _ messages: [Message]) -> [Message] {
            if id == open { return [] }
            let read = state.messages.readUntil[id] ?? state.startedAt
            return messages.filter { $0.sentAt > read && $0.from.person != state.me }
        }
        func isTo(_ word: AudienceWord) -> (Message) -> Bool { { $0.to.contains(word) } }
        let groups: [(String, String, [AudienceWord], (Message) -> Bool)] = [
            ("all", "crew", [.vendors, .venue, .coordinator], { !$0.isPrivate }),
            ("coordinators", "coordinators", [.coordinator], isTo(.coordinator)),
            ("venue", "venue", [.venue], isTo(.venue)),
            ("vendors", "vendors", [.vendors], isTo(.vendors)),
            ("catering", "catering", [.catering], isTo(.catering)),
            ("wedding_party", "party", [.weddingParty], isTo(.weddingParty)),
        ]
        var unread: Set<MessageID> = []
        func conversation(
            _ id: String, _ name: String, _ words: [AudienceWord], _ own: [Message]
        ) -> Conversation {
            let fresh = fresh(id, own)
            unread.formUnion(fresh.map(\.id))
            return Conversation(
                id: id, name: name, words: words, messages: own, unread: fresh.count)
        }
        var conversations = groups.map { id, name, words, filter in
            conversation(id, "# " + name, words, messages.filter(filter))
        }
        for person in Self.partners(messages, me: state.me) {
            let own = messages.filter { message in
                message.isPrivate
                    && (message.from.person == person || message.to.contains(.person(person)))
            }
            conversations.append(
                conversation(
                    person.rawValue, "@ " + day.day.name(of: person), [.person(person)], own))
        }
        let broadcasts = messages.filter { $0.priority <= .critical }
        conversations.append(
            conversation(
                "broadcasts", "! broadcasts", [.vendors, .venue, .coordinator], broadcasts))
        // What was read in one conversation was read in all.
        let read = conversations.flatMap { conversation in
            conversation.messages.filter { message in
                conversation.id == open
                    || message.sentAt <= state.messages.readUntil[conversation.id] ?? .zero
            }
        }
        self.unread = unread.subtracting(read.map(\.id)).count
        self.conversations = conversations
    }

    /// Everyone somebody wrote to by name, and who wrote to us, the newest first, at most eight.
    private static func partners(_ messages: [Message], me: PersonID?) -> [PersonID] {
        var partners: [PersonID] = []
        for message in messages.reversed() where message.isPrivate {
            for case .person(let person) in message.to {
                let other = person == me ? message.from.person : person
                if let other, other != me, !partners.contains(other) { partners.append(other) }
            }
            if partners.count >= 8 { break }
        }
        return Array(partners.prefix(8))
    }
}

extension Message {
    /// To people by name, who are asked to confirm no run of show.
    var isPrivate: Bool {
        version == nil && !to.isEmpty
            && to.allSatisfy { if case .person = $0 { true } else { false } }
    }
}
