extension DayState {
    mutating func apply(_ change: MessageChange, by event: LogEvent) {
        switch change {
        case .send(let message):
            messages.append(message)
            if messages.count > Limits.messagesMax {
                messages.removeFirst(Limits.messagesMax / 4)
            }
        case .confirm(let id):
            guard let person = event.by.person,
                let index = messages.lastIndex(where: { $0.id == id }),
                !messages[index].confirmed.contains(person)
            else { return }
            messages[index].confirmed.append(person)
        case .retract(let id):
            guard let index = messages.lastIndex(where: { $0.id == id }) else { return }
            messages[index].confirmed.removeAll { $0 == event.by.person }
        case .note: break
        }
    }
}

extension DayState {
    /// The newest run of show that somebody was asked to confirm and has not.
    package func toConfirm(by person: PersonID) -> Message? {
        let asked = messages.last { $0.version != nil && $0.recipients.contains(person) }
        return asked.flatMap { $0.confirmed.contains(person) ? nil : $0 }
    }

    /// The cue for which somebody was called to stand by and has not said that they do.
    package func cue(for person: PersonID) -> TimelineItem? {
        day.items.first {
            $0.status == .planned && $0.calledFor?.contains(person) == true
                && $0.ready?.contains(person) != true
        }
    }
}
