extension PresenceChange {
    func law(_ setting: LawSetting) -> Law {
        Law(
            right: right, names: [.person(person)] + (zone.map { [.zone($0)] } ?? []), adds: nil,
            viewers: viewers(setting), isLendable: false, station: station, redaction: .none,
            resets: .nobody, route: route(setting), bucket: .whereabouts(person), audit: audit,
            rows: rows,
            isShownAtOnce: true)
    }

    private var zone: ZoneID? {
        switch self {
        case .checkIn(_, let zone, _): zone
        case .move(_, let zone): zone
        case .correct(_, let before): before.zone
        case .activity, .eta, .battery: nil
        }
    }

    private var right: Right {
        switch self {
        case .activity(let id, let next): .presence(id, sighting: nil, next: next)
        case .checkIn, .move, .eta, .battery: .presence(person, sighting: zone, next: nil)
        case .correct: .presence(person, sighting: nil, next: nil)
        }
    }

    private func viewers(_ setting: LawSetting) -> Viewers {
        switch self {
        case .checkIn, .move, .activity, .eta, .correct: .whereabouts(of: person)
        case .battery:
            .holding(.presence, .edit, and: [person, setting.day.people[person]?.helper])
        }
    }

    private var station: StationView {
        switch self {
        case .checkIn, .activity, .eta, .correct: .signingIn([person])
        case .move, .battery: .never
        }
    }

    private func route(_ setting: LawSetting) -> Route? {
        switch self {
        case .checkIn, .move, .battery, .correct: return nil
        case .eta: return late.notice("\(person) eta")
        case .activity(_, let activity):
            guard setting.day.people[person]?.role.isVendor == true else { return nil }
            return activity == .delayed
                ? late : Route(.vendorUpdate, .normal, [.couple, .coordinator])
        }
    }

    private var late: Route {
        Route(.vendorLate, .high, [.couple, .coordinator, .venue], more: .dependantsOf(person))
    }

    private var audit: AuditRule? {
        switch self {
        case .activity: .ofOthers(person, .override)
        case .checkIn, .move, .eta, .battery, .correct: nil
        }
    }

    private var rows: [RowKey] {
        switch self {
        case .checkIn, .move, .activity, .eta, .correct: RowKey.changed(.company(of: person))
        case .battery: []
        }
    }
}
