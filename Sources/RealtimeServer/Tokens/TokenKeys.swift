import Crypto
import Foundation
import JWTKit
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The keys of one host: its own Ed25519 key, and a secret shared with another issuer if there is
/// one. Each key has one algorithm; a token that names another is refused before its signature.
package struct TokenKeys: Sendable {
    package static let audience = "callboard"
    static let refreshAudience = "callboard/refresh"
    /// What other issuers write for anybody who logged in.
    static let sharedAudiences = [audience, "authenticated"]
    static let ownKeyID = "callboard-1"

    private let own: JWTKeyCollection
    private let shared: JWTKeyCollection?
    private let issuer: String

    /// - Parameter sharedSecret: At least 32 bytes.
    package init(seed: Data, sharedSecret: [UInt8]?, wedding: WeddingID) async throws {
        own = JWTKeyCollection()
        issuer = "callboard:\(wedding)"
        let d = Self.base64URL(Array(seed))
        await own.add(
            eddsa: try EdDSA.PrivateKey(d: d, curve: .ed25519),
            kid: JWKIdentifier(string: Self.ownKeyID))
        guard let sharedSecret else {
            shared = nil
            return
        }
        let collection = JWTKeyCollection()
        await collection.add(
            hmac: HMACKey(key: SymmetricKey(data: sharedSecret)), digestAlgorithm: .sha256)
        shared = collection
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    /// - Throws: `TokenProblem`.
    func verify(
        _ token: String, in day: WeddingDay, at now: Timestamp, isRefresh: Bool = false
    ) async throws -> VerifiedToken {
        let parts = try TokenParts(token)
        let audiences = try await checkSignature(of: token, parts.header, isRefresh: isRefresh)
        let claims: Claims
        do {
            claims = try JSONText.decode(Claims.self, from: parts.payload, names: .asInCode)
        } catch {
            throw error as? TokenProblem ?? .malformed
        }
        let expires = Self.moment(claims.expires)
        guard expires > now else {
            throw TokenProblem.expired(seconds: (now - expires).wholeSeconds)
        }
        for begin in [claims.notBefore, claims.issuedAt].compactMap({ $0 }).map(Self.moment)
        where begin - now > Self.clockSkew {
            throw TokenProblem.early(seconds: (begin - now).wholeSeconds)
        }
        guard claims.audiences.contains(where: audiences.contains) else {
            throw TokenProblem.audience
        }
        guard claims.wedding == day.id.rawValue else { throw TokenProblem.wedding }
        return VerifiedToken(
            principal: try principal(of: claims, in: day), role: claims.role,
            device: (claims.device ?? claims.jti ?? "").sanitised.bounded(scalars: 64, bytes: 256),
            expires: expires, id: claims.jti ?? "", isOurs: audiences.count == 1,
            family: claims.family)
    }

    /// How far the clocks of issuers may go wrong.
    private static let clockSkew: Duration = .seconds(60)

    private static func moment(_ seconds: Double) -> Timestamp {
        Timestamp(milliseconds: Int64(max(0, min(seconds, 253_402_300_799)) * 1000))
    }

    /// - Returns: the audiences for which the key signs.
    private func checkSignature(
        of token: String, _ header: TokenParts.Header, isRefresh: Bool
    ) async throws -> [String] {
        do {
            switch header.alg {
            case "EdDSA" where header.kid == Self.ownKeyID:
                _ = try await own.verify(token, as: SignedPayload.self)
                return [isRefresh ? Self.refreshAudience : Self.audience]
            case "HS256" where shared != nil && !isRefresh:
                _ = try await shared!.verify(token, as: SignedPayload.self)
                return Self.sharedAudiences
            default: throw TokenProblem.signature
            }
        } catch { throw TokenProblem.signature }
    }

    private func principal(of claims: Claims, in day: WeddingDay) throws -> Principal {
        switch claims.role {
        case Principal.station.word: return .station
        case Principal.screen.word: return .screen
        default: break
        }
        let id = PersonID(claims.sub)
        guard let person = day.people[id] else { throw TokenProblem.unknownPerson }
        // The wedding file decides; a token cannot raise anybody.
        guard claims.role == person.role.rawValue || claims.role == "authenticated" else {
            throw TokenProblem.role
        }
        return .person(id)
    }

    /// A token of ours.
    package func issue(
        _ principal: Principal, role: String, wedding: WeddingID, device: String, id: String,
        at now: Timestamp, until expires: Timestamp, family: String? = nil
    ) async throws -> String {
        let claims = IssuedClaims(
            sub: principal.word, wedding: wedding.rawValue, role: role, device: device, jti: id,
            iat: now.milliseconds / 1000, exp: expires.milliseconds / 1000,
            aud: family == nil ? Self.audience : Self.refreshAudience, iss: issuer, family: family)
        return try await own.sign(claims, kid: JWKIdentifier(string: Self.ownKeyID))
    }
}
