/// How urgent a message or an alert is. It never says who hears it.
public enum Priority: Int, Sendable, CaseIterable, Comparable, Codable {
    case emergency, critical, high, normal, low

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    public var word: String {
        switch self {
        case .emergency: "EMERGENCY"
        case .critical: "CRITICAL"
        case .high: "HIGH"
        case .normal: "NORMAL"
        case .low: "LOW"
        }
    }

    /// How often delivery is tried while the recipient is connected; nil is until stood down.
    public var attemptsMax: Int? {
        switch self {
        case .emergency: nil
        case .critical: 8
        case .high: 5
        case .normal: 3
        case .low: 1
        }
    }

    /// After this a message that reached nobody is a dead letter; nil is until stood down.
    public var timeToLive: Duration? {
        switch self {
        case .emergency: nil
        case .critical: .hours(4)
        case .high: .hours(2)
        case .normal: .hours(24)
        case .low: .hours(6)
        }
    }
}
