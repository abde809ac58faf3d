import Crypto
import Foundation
import JWTKit
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The keys of one host: its own Ed25519 key, and a secret shared with another issuer if there is
/// one. Each key has one algorithm; a token that names another is refused before its signature.
public struct TokenKeys: Sendable {
    public static let audience = "callboard"
    static let refreshAudience = "callboard/refresh"
    /// What other issuers write for anybody who logged in.
    static let sharedAudiences = [audience, "authenticated"]
    static let ownKeyID = "callboard-1"

    private let own: JWTKeyCollection
    private let shared: JWTKeyCollection?
    private let issuer: String

    /// - Parameter sharedSecret: At least 32 bytes.
    public init(seed: Data, sharedSecret: [UInt8]?, wedding: WeddingID) async throws {
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
        let (claims, audiences) = try await read(token, isRefresh: isRefresh)
        let expires = Timestamp(
            milliseconds: Int64(
                max(0, min(claims.exp.value.timeIntervalSince1970, 253_402_300_799)) * 1000))
        guard expires > now else {
            throw TokenProblem.expired(seconds: (now - expires).wholeSeconds)
        }
        guard let named = claims.aud?.value, named.contains(where: audiences.contains) else {
            throw TokenProblem.audience
        }
        guard claims.wedding == day.id.rawValue else { throw TokenProblem.wedding }
        let principal = try principal(of: claims, in: day)
        return VerifiedToken(
            principal: principal, role: claims.role,
            device: (claims.device ?? claims.jti?.value ?? "").sanitised.prefix(64).description,
            expires: expires, id: claims.jti?.value ?? "",
            isOurs: audiences.count == 1, family: claims.family)
    }

    private func read(
        _ token: String, isRefresh: Bool
    ) async throws -> (Claims, audiences: [String]) {
        guard token.utf8.count <= WireLimits.tokenBytesMax else { throw TokenProblem.malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Self.header(parts[0]) else {
            throw TokenProblem.malformed
        }
        do {
            switch header.alg {
            case "EdDSA" where header.kid == Self.ownKeyID:
                let audience = isRefresh ? Self.refreshAudience : Self.audience
                return (try await own.verify(token, as: Claims.self), [audience])
            case "HS256" where shared != nil && !isRefresh:
                let claims = try await shared!.verify(token, as: Claims.self)
                return (claims, Self.sharedAudiences)
            default: throw TokenProblem.signature
            }
        } catch let problem as TokenProblem {
            throw problem
        } catch is DecodingError {
            throw TokenProblem.malformed
        } catch { throw TokenProblem.signature }
    }

    private struct Header: Decodable {
        let alg: String
        let kid: String?
    }

    private static func header(_ part: Substring) -> Header? {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: String(text)) else { return nil }
        return try? JSONDecoder().decode(Header.self, from: data)
    }

    private func principal(of claims: Claims, in day: WeddingDay) throws -> Principal {
        switch claims.role {
        case Principal.desk.word: return .desk
        case Principal.screen.word: return .screen
        default: break
        }
        let id = PersonID(claims.sub.value)
        guard let person = day.people[id] else { throw TokenProblem.unknownPerson }
        // The wedding file decides; a token cannot raise anybody.
        guard claims.role == person.role.rawValue || claims.role == "authenticated" else {
            throw TokenProblem.role
        }
        return .person(id)
    }

    /// A token of ours.
    public func issue(
        _ principal: Principal, role: String, wedding: WeddingID, device: String, id: String,
        at now: Timestamp, until expires: Timestamp, family: String? = nil
    ) async throws -> String {
        let claims = Claims(
            sub: .init(value: principal.word), wedding: wedding.rawValue, role: role,
            device: device, jti: .init(value: id), iat: .init(value: now.date),
            exp: .init(value: expires.date),
            aud: .init(value: family == nil ? Self.audience : Self.refreshAudience),
            iss: .init(value: issuer), family: family)
        return try await own.sign(claims, kid: JWKIdentifier(string: Self.ownKeyID))
    }
}

extension Timestamp {
    var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
