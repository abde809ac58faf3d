extension EventWords {
    func words(
        _ change: GuestChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .rsvp(let id, let answer):
            return ("rsvp", "\(guest(id)) \(spaced(answer.rawValue))" + said)
        case .add(let guest):
            return ("guest", "\(guest.name.capitalizedWords) is not on the list" + said)
        case .arrive(let ids, let zone):
            return ("guests", "\(ids.count)\(place(zone))" + said)
        case .leave(let ids): return ("guests", "\(ids.count) left" + said)
        case .seat(let id, let table):
            let number = state.day.tables[table].map { "table \($0.number)" } ?? table.rawValue
            return ("seat", "\(guest(id)) to \(number)" + said)
        }
    }
}

extension String {
    fileprivate var capitalizedWords: String {
        split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}
