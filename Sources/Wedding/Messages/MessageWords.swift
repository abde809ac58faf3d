extension EventWords {
    func words(
        _ change: MessageChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .send(let message):
            let to = message.to.map { word($0) }.spoken(limit: 4)
            return ("message", "\(actor(event.by)) to \(to): \(message.text)")
        case .confirm(let id):
            return ("confirm", "\(actor(event.by)) has \(what(id))" + medium(event) + said)
        case .retract(let id):
            return ("retract", "\(actor(event.by)) has not confirmed \(what(id))" + said)
        case .note(let subject):
            let about =
                state.day.items[ItemID(subject)]?.title
                ?? state.day.people[PersonID(subject)]?.name ?? subject
            // Without words it is a change whose details are not its reader's to know.
            return said.isEmpty ? ("change", "\(about) has changed") : ("note", about + said)
        }
    }

    /// "v8", or the words of what was answered.
    private func what(_ id: MessageID) -> String {
        guard let message = state.messages.last(where: { $0.id == id }) else { return "it" }
        return message.version.map { "v\($0)" } ?? "\"\(message.text)\""
    }
}
