import Wedding

/// Who guessed too often: by address and by whom or what the guesses were about, so that one
/// person's phone never locks out a venue. Whoever shows something good is let in all the same.
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
    /// Records kept; when there are more, those that lock nobody out are forgotten.
    static let recordsMax = 10_000

    private struct Key: Hashable {
        let address: String
        /// The subject of a token, a code.
        let about: String
        let door: Door
    }

    private struct Record {
        var failures: [Timestamp] = []
        var lockedUntil: Timestamp?
    }

    private var records: [Key: Record] = [:]

    public init() {}

    /// Minutes for which guesses are refused, rounded up; nil when they are not.
    public func lockedFor(
        _ address: String, about: String, _ door: Door, at now: Timestamp
    ) -> Int? {
        let key = Key(address: address, about: about, door: door)
        guard let until = records[key]?.lockedUntil, until > now else { return nil }
        return ((until - now).wholeSeconds + 59) / 60
    }

    /// Counts a failure.
    ///
    /// - Returns: whether it is the one that locks out.
    public mutating func failed(
        _ address: String, about: String, _ door: Door, at now: Timestamp
    ) -> Bool {
        if records.count >= Self.recordsMax {
            records = records.filter { $0.value.lockedUntil.map { $0 > now } ?? false }
            if records.count >= Self.recordsMax { records = [:] }
        }
        let key = Key(address: address, about: about, door: door)
        var record = records[key] ?? Record()
        guard record.lockedUntil.map({ $0 <= now }) ?? true else { return false }
        record.failures = record.failures.filter { now - $0 < door.window } + [now]
        let isLocked = record.failures.count >= Self.failuresMax
        if isLocked { (record.lockedUntil, record.failures) = (now + door.lockOut, []) }
        records[key] = record
        return isLocked
    }

    public mutating func succeeded(_ address: String, about: String) {
        for door in [Door.login, .socket] {
            records[Key(address: address, about: about, door: door)] = nil
        }
    }
}
