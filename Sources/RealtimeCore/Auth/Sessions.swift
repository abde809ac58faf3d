import RealtimeProtocol
import Wedding

/// Which devices may go on being logged in, and by which token. Refresh tokens change with each
/// use; one that is used twice was stolen, and ends its family.
public struct Sessions: Sendable, Codable, Equatable {
    /// All tokens that came of one login.
    public struct Family: Sendable, Codable, Equatable {
        public let id: String
        public let principal: String
        public let device: String
        /// The only refresh token that is good now.
        public internal(set) var current: String
        public internal(set) var usedAt: Timestamp
        public internal(set) var expires: Timestamp
        public internal(set) var isRevoked = false
    }

    public static let accessTime: Duration = .minutes(15)
    public static let refreshTime: Duration = .hours(7 * 24)
    /// Families kept, ended ones first to go.
    static let familiesMax = 5_000

    public private(set) var families: [String: Family] = [:]

    public init() {}

    /// Another device of somebody.
    ///
    /// - Parameters:
    ///   - replaces: Takes the place of the device that was idle longest, if there are as many as
    ///     there may be.
    ///   - connected: Devices that are here now; they go last.
    /// - Returns: the device that had to go.
    public mutating func open(
        _ id: String, _ principal: Principal, devicesMax: Int, device: String, token: String,
        replaces: Bool, connected: Set<String> = [], at now: Timestamp
    ) throws(ProtocolError) -> Family? {
        forget(at: now)
        let mine = families.values.filter {
            $0.principal == principal.word && !$0.isRevoked && $0.device != device
        }
        var gone: Family?
        if mine.count >= devicesMax {
            guard replaces,
                let oldest = mine.min(by: { a, b in
                    let (isA, isB) = (connected.contains(a.device), connected.contains(b.device))
                    if isA != isB { return isB }
                    return (a.usedAt, a.id) < (b.usedAt, b.id)
                })
            else { throw .devices(max: devicesMax) }
            families[oldest.id]?.isRevoked = true
            gone = oldest
        }
        // The same device logs in anew: what it had before is over.
        for family in families.values
        where family.principal == principal.word && family.device == device {
            families[family.id]?.isRevoked = true
        }
        families[id] = Family(
            id: id, principal: principal.word, device: device, current: token, usedAt: now,
            expires: now + Self.refreshTime)
        return gone
    }

    public enum Refusal: Error, Equatable {
        case unknown
        /// It was used before: somebody else has it, or had it.
        case reused
    }

    /// One refresh token for another.
    public mutating func rotate(
        _ id: String, from old: String, to new: String, at now: Timestamp
    ) throws(Refusal) -> Family {
        guard let family = families[id], !family.isRevoked, family.expires > now else {
            throw .unknown
        }
        guard family.current == old else {
            families[id]?.isRevoked = true
            throw .reused
        }
        families[id]?.current = new
        families[id]?.usedAt = now
        families[id]?.expires = now + Self.refreshTime
        return families[id] ?? family
    }

    /// Whether a device's login was ended, by a replacement or a stolen token.
    public func isRevoked(_ principal: Principal, device: String) -> Bool {
        let mine = families.values.filter {
            $0.principal == principal.word && $0.device == device
        }
        return !mine.isEmpty && mine.allSatisfy(\.isRevoked)
    }

    private mutating func forget(at now: Timestamp) {
        guard families.count >= Self.familiesMax else { return }
        families = families.filter { !$0.value.isRevoked && $0.value.expires > now }
    }
}
