extension GuestChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .rsvp(let id, _):
            law(
                [id], .own(theirs([id], setting), .guests, doing: "answer"), [.guest(id)],
                Self.answered(id, setting), RowKey.changed(.guest(id)), isShownAtOnce: true)
        case .seat(let id, let table):
            law(
                [id], .level(.guests, .edit, doing: "change guests"), [.guest(id), .table(table)],
                Self.seated(setting).notice("\(id) seat"), RowKey.changed(.guest(id)),
                isShownAtOnce: true)
        case .add(let guest):
            law(
                [guest.id], .level(.guests, .edit, doing: "change guests"),
                [guest.table.map { .table($0) }, guest.person.map { .person($0) }]
                    .compactMap { $0 },
                Self.answered(guest.id, setting), RowKey.added(.guest(guest.id)),
                adds: .guest(guest.id), rest: .guest(guest), isShownAtOnce: false)
        case .arrive(let ids, let zone):
            law(
                ids, .own(theirs(ids, setting), .guests, doing: "report guests' arrivals"),
                ids.map { .guest($0) } + (zone.map { [.zone($0)] } ?? []), nil,
                ids.flatMap { RowKey.changed(.guest($0)) },
                rest: .ownGuests(ids) { .guest(.arrive($0, zone: zone)) }, isShownAtOnce: true)
        case .leave(let ids):
            law(
                ids, .own(theirs(ids, setting), .guests, doing: "report guests' departures"),
                ids.map { .guest($0) }, nil, ids.flatMap { RowKey.changed(.guest($0)) },
                rest: .ownGuests(ids) { .guest(.leave($0)) }, isShownAtOnce: true)
        }
    }

    private func law(
        _ ids: [GuestID], _ right: Right, _ names: [Reference], _ route: Route?,
        _ rows: [RowKey], adds: Reference? = nil, rest: Redaction.Rest = .whole,
        isShownAtOnce: Bool
    ) -> Law {
        Law(
            right: right, names: names, adds: adds, viewers: .guests(ids), isLendable: false,
            station: .asVendors, redaction: Redaction(words: .hiddenAtStations, rest: rest),
            resets: .nobody, route: route, bucket: .words, audit: nil, rows: rows,
            isShownAtOnce: isShownAtOnce)
    }

    /// Whoever all of them are.
    private func theirs(_ ids: [GuestID], _ setting: LawSetting) -> [PersonID] {
        let people = Set(ids.map { setting.day.guests[$0]?.person })
        return people.count == 1 ? people.compactMap { $0 } : []
    }

    static func answered(_ id: GuestID, _ setting: LawSetting) -> Route {
        let diet = setting.day.guests[id]?.diet == nil ? [] : [AudienceWord.catering]
        return Route(
            .rsvp, setting.isSoonBeforeCeremony ? .high : .normal, [.couple, .coordinator] + diet)
    }

    static func seated(_ setting: LawSetting) -> Route {
        Route(
            .seating, setting.isWeddingDay ? .high : .normal, [.venue, .catering, .coordinator])
    }
}
