import RealtimeProtocol
import Wedding

/// Which devices may go on being logged in, and by which token. Refresh tokens change with each
/// use; one that is used again was stolen, and ends its family, unless its answer may have been
/// lost on the way: the one before stays good until the newer one was seen, and gets the same.
package struct Sessions: Sendable, Codable, Equatable {
    /// All tokens that came of one login.
    package struct Family: Sendable, Codable, Equatable {
        package let id: String
        package let principal: String
        package let device: String
        /// The refresh token that is good now.
        package internal(set) var current: String
        /// The one before it, which its holder may still have.
        package internal(set) var previous: String?
        /// Whether its holder has shown the newest tokens.
        package internal(set) var isCurrentSeen: Bool?
        package internal(set) var usedAt: Timestamp
        package internal(set) var expires: Timestamp
        package internal(set) var isRevoked = false
    }

    package static let accessTime: Duration = .minutes(15)
    package static let refreshTime: Duration = .hours(7 * 24)
    /// Two processes of one login may ask in one moment, whatever was seen.
    package static let grace: Duration = .seconds(60)
    /// Families kept, ended ones first to go.
    static let familiesMax = 5_000

    package private(set) var families: [String: Family] = [:]

    package init() {}

    /// Another device of somebody.
    ///
    /// - Parameters:
    ///   - replaces: Takes the place of the device that was idle longest, if there are as many as
    ///     there may be.
    ///   - connected: Devices that are here now; they go last.
    /// - Returns: the device that had to go, and every login as it was before, to be restored
    ///   should this one come to nothing.
    package mutating func open(
        _ id: String, _ principal: Principal, devicesMax: Int, device: String, token: String,
        replaces: Bool, connected: Set<String> = [], at now: Timestamp
    ) throws(ProtocolError) -> (gone: Family?, before: [Family]) {
        forget(at: now)
        let mine = families.values.filter {
            $0.principal == principal.word && $0.isLiving(at: now) && $0.device != device
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
        let same = families.values.filter {
            $0.principal == principal.word && $0.device == device
        }
        for family in same { families[family.id]?.isRevoked = true }
        families[id] = Family(
            id: id, principal: principal.word, device: device, current: token, usedAt: now,
            expires: now + Self.refreshTime)
        return (gone, same + (gone.map { [$0] } ?? []))
    }

    package enum Refusal: Error, Equatable {
        case unknown
        /// It was used before: somebody else has it, or had it.
        case reused
    }

    /// One refresh token for another; the same again for whoever never got it.
    package mutating func rotate(
        _ id: String, from old: String, to new: String, at now: Timestamp
    ) throws(Refusal) -> Family {
        guard var family = families[id], family.isLiving(at: now) else { throw .unknown }
        guard family.current == old else {
            let isLate = family.isCurrentSeen == true && now - family.usedAt >= Self.grace
            if family.previous == old, !isLate { return family }
            families[id]?.isRevoked = true
            throw .reused
        }
        (family.previous, family.current, family.isCurrentSeen) = (old, new, false)
        (family.usedAt, family.expires) = (now, now + Self.refreshTime)
        families[id] = family
        return family
    }

    /// An access token that came with a refresh token was shown: whoever has it got the answer.
    package mutating func saw(_ token: String, of principal: Principal) {
        for (id, family) in families
        where family.current == token && family.principal == principal.word {
            families[id]?.isCurrentSeen = true
        }
    }

    /// A login that came to nothing.
    package mutating func withdraw(_ id: String) { families[id] = nil }

    /// A device that had to go may stay after all.
    package mutating func restore(_ family: Family) { families[family.id] = family }

    /// Whether a device's login was ended, by a replacement or a stolen token.
    package func isRevoked(_ principal: Principal, device: String) -> Bool {
        var isKnown = false
        for family in families.values
        where family.principal == principal.word && family.device == device {
            if !family.isRevoked { return false }
            isKnown = true
        }
        return isKnown
    }

    private mutating func forget(at now: Timestamp) {
        guard families.count >= Self.familiesMax else { return }
        families = families.filter { $0.value.isLiving(at: now) }
    }
}

extension Sessions.Family {
    /// Neither ended nor too old.
    package func isLiving(at now: Timestamp) -> Bool { !isRevoked && expires > now }
}
