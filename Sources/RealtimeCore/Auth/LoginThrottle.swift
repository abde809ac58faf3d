import Wedding

/// Who guessed too often: by address and by whom or what the guesses were about, so that one
/// person's phone never locks out a venue. Whoever shows something good is let in all the same.
package struct LoginThrottle: Sendable {
    package enum Endpoint: Sendable, Hashable {
        /// Codes and refresh tokens.
        case login
        /// Sockets and messages with an access token.
        case socket

        /// Failures within this time count together, and lock out for that.
        var window: Duration { self == .login ? .minutes(15) : .minutes(5) }
        var lockOut: Duration { self == .login ? .minutes(30) : .minutes(5) }
    }

    package static let failuresMax = 5
    /// Records kept; when there are more, those that lock nobody out are forgotten.
    static let recordsMax = 10_000

    private struct Key: Hashable {
        let address: String
        /// The subject of a token, a code.
        let about: String
        let endpoint: Endpoint
    }

    private struct Record {
        var failures: [Timestamp] = []
        var lockedUntil: Timestamp?
    }

    private var records: [Key: Record] = [:]

    package init() {}

    /// Minutes for which guesses are refused, rounded up; nil when they are not.
    package func lockedFor(
        _ address: String, about: String, _ endpoint: Endpoint, at now: Timestamp
    ) -> Int? {
        let key = Key(address: address, about: about, endpoint: endpoint)
        guard let until = records[key]?.lockedUntil, until > now else { return nil }
        return ((until - now).wholeSeconds + 59) / 60
    }

    /// Counts a failure.
    ///
    /// - Returns: whether it is the one that locks out.
    package mutating func failed(
        _ address: String, about: String, _ endpoint: Endpoint, at now: Timestamp
    ) -> Bool {
        if records.count >= Self.recordsMax {
            records = records.filter { $0.value.lockedUntil.map { $0 > now } ?? false }
            if records.count >= Self.recordsMax { records = [:] }
        }
        let key = Key(address: address, about: about, endpoint: endpoint)
        var record = records[key] ?? Record()
        guard record.lockedUntil.map({ $0 <= now }) ?? true else { return false }
        record.failures = record.failures.filter { now - $0 < endpoint.window } + [now]
        let isLocked = record.failures.count >= Self.failuresMax
        if isLocked { (record.lockedUntil, record.failures) = (now + endpoint.lockOut, []) }
        records[key] = record
        return isLocked
    }

    package mutating func succeeded(_ address: String, about: String) {
        for endpoint in [Endpoint.login, .socket] {
            records[Key(address: address, about: about, endpoint: endpoint)] = nil
        }
    }
}
