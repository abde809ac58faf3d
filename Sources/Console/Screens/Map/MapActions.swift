import RealtimeProtocol
import Wedding

extension MapScreen: Screen {
    static let name = "Map"
    static let keys: [KeyMap.Binding] = [
        .init(
            [.char("h"), .left], .left, "pan", "pan by half a screen", rank: 1, hint: "hjkl"),
        .init([.char("j"), .down], .down, "down", "pan down"),
        .init([.char("+"), .char("=")], .zoomIn, "zoom", "closer", rank: 2, hint: "+/-"),
        .init([.char("-")], .zoomOut, "out", "farther"),
        .init([.char("0")], .fit, "fit", "show the whole map", rank: 3),
        .init([.tab], .nextPane, "zone", "next zone", rank: 4),
        .init([.enter], .open, "people", "list who is in the zone", rank: 5),
        .init(
            [.char("F")], .follow, "follow", "keep the zone of the Board's person in view",
            rank: 6),
        .init([.char("v")], .layer, "people/heat/labels", "choose what the zones show", rank: 7),
        .init([.char("e")], .evacuate, "evacuate…", "evacuate this zone", rank: 8),
        .init(
            [.char("n")], .sendNearest, "send nearest…",
            "send the nearest person to look for the missing one", rank: 9),
    ]

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        day.day.zones.map(\.id.rawValue)
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        /// " ✕ Iris 14:49": last seen there, and not since.
        func lost(_ zone: Zone) -> String {
            day.lost(in: zone.id, at: state.now).map { person in
                let at = day.presence[person.id]?.lastSeen.map { " " + state.clock($0) } ?? ""
                return "  ✕ \(person.givenName)\(at)"
            }.joined()
        }
        let zones = day.day.zones.filter { $0.kind != .offSite }
        let searched = zones.filter { !lost($0).isEmpty }
        return (searched + zones.filter { lost($0).isEmpty }).map { zone in
            let count = day.occupants(of: zone.id, at: state.now).count
            return ScreenLine(
                id: zone.id.rawValue, text: "\(zone.shortName) \(count)\(lost(zone))",
                style: count > 0 || !lost(zone).isEmpty ? .text : .muted)
        }
    }

    static func move(_ motion: Motion, _ state: inout ConsoleState) -> Bool {
        // Half a screen, and never so far that nothing of the plan is left.
        let (stepX, stepY) = (max(1, state.columns / 2), max(1, state.rows / 2))
        switch motion {
        case .up, .down:
            guard state.sizeClass != .tiny else { return false }
            let step = motion == .up ? -stepY : stepY
            state.map.panY = min(stepY, max(-stepY, state.map.panY + step))
        case .left: state.map.panX = max(-stepX, state.map.panX - stepX)
        case .right: state.map.panX = min(stepX, state.map.panX + stepX)
        case .zoomIn:
            state.map.zoom =
                ConsoleState.MapLook.Zoom(rawValue: state.map.zoom.rawValue + 1) ?? .zone
        case .zoomOut:
            state.map.zoom =
                ConsoleState.MapLook.Zoom(rawValue: state.map.zoom.rawValue - 1) ?? .overview
        case .fit: (state.map.zoom, state.map.panX, state.map.panY) = (.plan, 0, 0)
        case .nextPane, .previousPane:
            (state.map.panX, state.map.panY) = (0, 0)
            return false
        case .top, .bottom, .pageUp, .pageDown: return false
        }
        return true
    }

    static func open(_ state: inout ConsoleState) -> [ConsoleEffect] {
        state.map.zoom = .zone
        return []
    }

    static func back(_ state: inout ConsoleState) -> Bool {
        guard state.map.zoom == .zone else { return false }
        state.map.zoom = .plan
        return true
    }
}

extension Action {
    static let layer = look("layer", command: "layer", when: pans) { state in
        if state.view == .map { state.map.layer = state.map.layer.next }
        return []
    }
    static let follow = look(
        "follow", command: "follow", when: { $0.selection[.board] != nil }
    ) { state in
        guard state.view == .map else { return [] }
        let person = state.selection[.board].map { PersonID($0) }
        state.map.following = state.map.following == nil ? person : nil
        let name = person.flatMap { state.day?.day.people[$0]?.name } ?? ""
        state.say(state.map.following == nil ? "Following nobody" : "Following \(name)")
        state.follow()
        return []
    }
    static let evacuate = work(
        "evacuate", command: "evacuate", .level(.emergency, .manage, doing: "evacuate a zone")
    ) { state in
        guard let zone = Rows.selected(state).flatMap({ state.day?.day.zones[ZoneID($0)] }) else {
            return []
        }
        let lines = [
            "This tells everyone at the venue to leave \(zone.plainName).",
            "Type \(zone.shortName), then a reason, to raise the alarm.",
        ]
        return ask(
            Dialog(
                "Evacuate \(zone.plainName)?", lines, .typed(zone.shortName),
                .alert(.evacuate(zone.id))),
            &state)
    }
}
