import Wedding

extension KioskScreen {
    /// What to do, in public words: never a name, never a medical detail.
    func drawEmergency(_ frame: inout Frame, _ alert: Alert) {
        let ground = Style(.emergency)
        frame.fill(frame.area, " ", ground)
        let shelter = day.day.mainShelter.map { "the \($0.plainName)" } ?? "the building"
        let text: [String]
        switch alert.kind {
        case .weather, .severeWeather:
            text = ["Dangerous weather is coming.", "Please walk to \(shelter) now."]
        case .fireEvacuation:
            text = [
                day.day.assemblyPlace.map {
                    "Please leave now and walk to the \($0.plainName)."
                } ?? "Please leave the building now by the nearest exit.", "Follow the crew.",
            ]
        case .medical, .securityThreat, .powerOutage, .vendorNoShow, .keyPersonMissing,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .custody, .departure, .overcrowded, .rollCall,
            .helpRequest:
            text = ["Please follow the crew's directions.", "Stay calm and stay together."]
        }
        var y = max(1, frame.rows / 2 - 2)
        // The place itself fills the wall, in whatever language its name is.
        if let place = place(for: alert.kind), frame.rows >= 16 {
            let wall = frame.area.inset(2, 1).split(top: frame.rows - 7).0
            y = frame.letters(place, wall, ground).map { min($0, frame.rows - 4) } ?? y
        }
        for line in text.flatMap({ $0.wrapped(max(10, frame.columns - 8)) }) where y < frame.rows {
            let x = max(0, (frame.columns - line.cellWidth) / 2)
            frame.write(line, x, y, ground.bold)
            y += 2
        }
    }

    /// Where guests go, by the wedding's own name for it.
    private func place(for kind: AlertKind) -> String? {
        switch kind {
        case .weather, .severeWeather: day.day.mainShelter?.plainName
        case .fireEvacuation: day.day.assemblyPlace?.plainName
        case .medical, .securityThreat, .powerOutage, .vendorNoShow, .keyPersonMissing,
            .missingChild, .equipmentFailure, .transportFailure, .timelineCrisis, .vendorOverdue,
            .coordinatorOffline, .batteryLow, .custody, .departure, .overcrowded, .rollCall,
            .helpRequest:
            nil
        }
    }
}
