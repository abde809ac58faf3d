import Wedding

/// Who failed too often to be let in: by address, whoever is behind it.
public struct Doorkeeper: Sendable {
    public enum Door: Sendable, Hashable {
        /// Codes and refresh tokens.
        case login
        /// Sockets and messages with an access token.
        case socket

        /// Failures within this time count together, and lock out for that.
        var window: Duration { self == .login ? .minutes(15) : .minutes(5) }
        var lockOut: Duration { self == .login ? .minutes(30) : .minutes(5) }
    }

    public static let failuresMax = 5
    /// Addresses remembered; when there are more, those that are not locked out are forgotten.
    static let addressesMax = 10_000

    private struct Key: Hashable {
        let address: String
        let door: Door
    }

    private struct Record {
        var failures: [Timestamp] = []
        var lockedUntil: Timestamp?
    }

    private var records: [Key: Record] = [:]

    public init() {}

    /// Minutes for which an address is locked out, rounded up; nil when it is not.
    public func lockedFor(_ address: String, _ door: Door, at now: Timestamp) -> Int? {
        guard let until = records[Key(address: address, door: door)]?.lockedUntil, until > now
        else { return nil }
        return ((until - now).wholeSeconds + 59) / 60
    }

    /// Counts a failure.
    ///
    /// - Returns: whether it is the one that locks the address out.
    public mutating func failed(_ address: String, _ door: Door, at now: Timestamp) -> Bool {
        if records.count >= Self.addressesMax {
            records = records.filter { $0.value.lockedUntil.map { $0 > now } ?? false }
            if records.count >= Self.addressesMax { records = [:] }
        }
        let key = Key(address: address, door: door)
        var record = records[key] ?? Record()
        record.failures = record.failures.filter { now - $0 < door.window } + [now]
        let isLocked = record.failures.count >= Self.failuresMax
        if isLocked { (record.lockedUntil, record.failures) = (now + door.lockOut, []) }
        records[key] = record
        return isLocked
    }

    public mutating func succeeded(_ address: String) {
        for door in [Door.login, .socket] { records[Key(address: address, door: door)] = nil }
    }
}
