import Wedding

/// Where people should be in an emergency.
struct SafePlace {
    private let isSafe: (Zone) -> Bool
    /// "inside", "at the assembly point".
    let word: String
    /// Whether only what was said since the alarm counts: nobody is out of a fire from before it.
    private let countsAnew: Bool
    /// Where whoever is ticked is said to be.
    let zone: Zone?

    /// - Returns: nil where nobody has to go anywhere: a medical emergency, a missing child.
    init?(for kind: AlertKind, in day: WeddingDay) {
        switch kind {
        case .weather, .severeWeather:
            isSafe = \.isStormShelter
            word = "inside"
            zone = day.mainShelter
            countsAnew = false
        case .fireEvacuation:
            let point = day.assemblyPlace
            isSafe = { point != nil ? $0.kind == .assemblyPoint : $0.isOpenAir }
            word = point == nil ? "outdoors" : "at the assembly point"
            countsAnew = true
            zone = point ?? day.zones.filter(\.isOpenAir).max { $0.capacity < $1.capacity }
        case .medical, .securityThreat, .powerOutage, .vendorNoShow, .keyPersonMissing,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .custody, .departure, .overcrowded, .rollCall,
            .helpRequest:
            return nil
        }
    }

    func muster(_ day: DayState, _ alert: Alert, at now: Timestamp) -> Muster {
        Muster(day, at: now, since: countsAnew ? alert.raisedAt : nil, isSafe: isSafe)
    }

    func holds(_ zone: Zone) -> Bool { isSafe(zone) }
}

extension Zone {
    fileprivate var isOpenAir: Bool { !isIndoor && kind != .offSite }
}

extension Muster {
    /// "64 of 120 inside".
    func words(_ place: SafePlace) -> String { "\(safe) of \(total) \(place.word)" }

    /// Who is still to be found.
    var open: [Line] { people.filter { $0.standing != .safe } }
    var openGuests: [Party] { guests.filter { !$0.open.isEmpty } }
}

extension Muster.Line {
    var glyph: String {
        switch standing {
        case .placeUnknown: "?"
        case .missing: "✕"
        case .elsewhere: "○"
        case .safe: "●"
        }
    }

    /// "Garden 3 min", "place unknown, 12 min", "not seen".
    func whereabouts(_ now: Timestamp, _ columns: Int) -> String {
        let age = at.map { (now - $0).brief }
        guard let zone else {
            return [standing == .missing ? "not seen" : "place unknown", age]
                .compactMap { $0 }.joined(separator: ", ")
        }
        return [zone.columnName(columns), age].compactMap { $0 }.joined(separator: " ")
    }
}

extension Muster.Party {
    var name: String { table.map { "Table \($0.number)" } ?? "Without a table" }
}

extension Muster.Line {
    var role: ThemeRole {
        switch standing {
        case .placeUnknown: .late
        case .missing: .missing
        case .elsewhere: .due
        case .safe: .here
        }
    }
}
