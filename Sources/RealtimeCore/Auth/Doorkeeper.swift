import Wedding

/// Who failed too often to be let in: by address, whoever is behind it.
public struct Doorkeeper: Sendable {
    /// Five failures within a quarter of an hour lock an address out for half an hour.
    public static let failuresMax = 5
    public static let window: Duration = .minutes(15)
    public static let lockOut: Duration = .minutes(30)
    /// Addresses remembered; the oldest are forgotten first.
    static let addressesMax = 10_000

    private struct Record {
        var failures: [Timestamp] = []
        var lockedUntil: Timestamp?
    }

    private var records: [String: Record] = [:]

    public init() {}

    /// Minutes for which an address is locked out, rounded up; nil when it is not.
    public func lockedFor(_ address: String, at now: Timestamp) -> Int? {
        guard let until = records[address]?.lockedUntil, until > now else { return nil }
        return (until - now).wholeMinutes + 1
    }

    /// Counts a failure.
    ///
    /// - Returns: whether it is the one that locks the address out.
    public mutating func failed(_ address: String, at now: Timestamp) -> Bool {
        if records.count >= Self.addressesMax { forget(at: now) }
        var record = records[address] ?? Record()
        record.failures = record.failures.filter { now - $0 < Self.window } + [now]
        let isLocked = record.failures.count >= Self.failuresMax
        if isLocked { (record.lockedUntil, record.failures) = (now + Self.lockOut, []) }
        records[address] = record
        return isLocked
    }

    public mutating func succeeded(_ address: String) { records[address] = nil }

    private mutating func forget(at now: Timestamp) {
        records = records.filter { _, record in
            record.lockedUntil.map { $0 > now }
                ?? (now - (record.failures.last ?? .zero) < Self.window)
        }
        if records.count >= Self.addressesMax { records = [:] }
    }
}
