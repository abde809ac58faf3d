import Wedding

/// Where people should be in an emergency, and who is there.
struct SafePlace {
    private let isSafe: (Zone) -> Bool
    /// "inside", "at the assembly point".
    let word: String

    /// - Returns: nil where nobody has to go anywhere: a medical emergency, a missing child.
    init?(for kind: AlertKind, in day: WeddingDay) {
        switch kind {
        case .weather, .severeWeather:
            isSafe = \.isStormShelter
            word = "inside"
        case .fireEvacuation:
            let hasPoint = day.zones.contains { $0.kind == .assemblyPoint }
            isSafe = {
                hasPoint ? $0.kind == .assemblyPoint : !$0.isIndoor && $0.kind != .offSite
            }
            word = hasPoint ? "at the assembly point" : "outdoors"
        case .medical, .securityThreat, .powerOutage, .vendorNoShow, .keyPersonMissing,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .custody, .departure, .overcrowded, .rollCall,
            .helpRequest:
            return nil
        }
    }

    func holds(_ zone: Zone) -> Bool { isSafe(zone) }
}
