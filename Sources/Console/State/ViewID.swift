/// The views, in the order of their number keys; one's own has 0, and those after the ninth are
/// opened by name.
package enum ViewID: Sendable, CaseIterable {
    case board, timeline, map, alerts, conflicts, messages, dead, stats, audit, home

    var screen: any Screen.Type {
        switch self {
        case .board: BoardScreen.self
        case .timeline: TimelineScreen.self
        case .map: MapScreen.self
        case .alerts: AlertsScreen.self
        case .conflicts: ConflictsScreen.self
        case .messages: MessagesScreen.self
        case .dead: DeadScreen.self
        case .stats: StatsScreen.self
        case .audit: AuditScreen.self
        case .home: HomeScreen.self
        }
    }

    package var name: String { screen.name }

    package var key: Character? {
        number.map { Character("\($0)") }
    }

    /// From 1 to 9, and 0 for one's own; nil after those.
    package var number: Int? {
        if self == .home { return 0 }
        return Self.allCases.firstIndex(of: self).map { $0 + 1 }.flatMap { $0 < 10 ? $0 : nil }
    }

    /// "4 Alerts", as tabs and headers have it.
    var title: String { titled(name) }
    var shortTitle: String { titled(screen.short) }

    private func titled(_ name: String) -> String { number.map { "\($0) \(name)" } ?? name }
}
