/// The nine views, in the order of their number keys.
package enum ViewID: Int, Sendable, CaseIterable {
    case board = 1, timeline, map, alerts, conflicts, messages, dead, stats, audit

    package var name: String {
        switch self {
        case .board: "Board"
        case .timeline: "Timeline"
        case .map: "Map"
        case .alerts: "Alerts"
        case .conflicts: "Conflicts"
        case .messages: "Messages"
        case .dead: "Dead"
        case .stats: "Stats"
        case .audit: "Audit"
        }
    }

    /// For 80 columns.
    var short: String {
        switch self {
        case .timeline: "Time"
        case .alerts: "Alert"
        case .conflicts: "Confl"
        case .messages: "Msg"
        case .dead: "DLQ"
        case .board, .map, .stats, .audit: name
        }
    }
}
