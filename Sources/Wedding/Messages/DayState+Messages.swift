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
        case .note: break
        }
    }
}
