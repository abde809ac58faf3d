import Wedding

/// What an item needs to begin: its people here, its equipment tested, and for the ceremony its
/// things in sure hands.
struct ItemNeeds {
    struct Need {
        let name: String
        let glyph: String
        let style: Style
        let isReady: Bool
        /// "not here", "missing", "unconfirmed".
        let word: String
    }

    let all: [Need]

    init(_ item: TimelineItem, _ day: DayState, at now: Timestamp) {
        let people = item.everyone.compactMap { day.day.people[$0] }.map { person in
            let status = day.status(of: person, at: now)
            return Need(
                name: person.givenName, glyph: status.glyph, style: .of(status.role),
                isReady: status == .here, word: status == .due ? "not here" : status.word)
        }
        let watched = day.day.rules.filter { $0.kind == .custody }.map(\.trigger)
        let needed = day.day.custody.filter { watched.contains($0.id.rawValue) }
        let things = (item.id == day.day.ceremony ? needed : []).map { thing in
            let isSure = if case .person = thing.holder { true } else { false }
            return Need(
                name: thing.name, glyph: isSure ? "●" : "✕",
                style: isSure ? .of(.here) : .of(.missing), isReady: isSure,
                word: isSure ? "" : "unconfirmed")
        }
        let pieces = day.day.pieces.filter { $0.item == item.id }.map { piece in
            Need(
                name: piece.name, glyph: piece.isReady ? "●" : "✕",
                style: piece.isReady ? .of(.here) : .of(.missing), isReady: piece.isReady,
                word: "\(piece.stage.rawValue), not tested")
        }
        all = people + things + pieces
    }

    var open: [Need] { all.filter { !$0.isReady } }
}

extension ConsoleState {
    /// Whether nothing that an item needs is hidden: of what is, no number is right.
    var seesAllNeeds: Bool {
        guard let day, let user else { return false }
        return day.level(.vendors, of: user).seesOthers
    }
}
