import Foundation
import JWTKit
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What a token says. `sub` is a person of the wedding file, or a station.
struct Claims: JWTPayload {
    var sub: SubjectClaim
    var wedding: String
    var role: String
    var device: String?
    var jti: IDClaim?
    var iat: IssuedAtClaim?
    var exp: ExpirationClaim
    var aud: AudienceClaim?
    var iss: IssuerClaim?
    /// Of a refresh token: the family it belongs to.
    var family: String?

    /// The moment is checked where the clock is an input.
    func verify(using algorithm: some JWTAlgorithm) throws {}
}

/// A token that was found good.
struct VerifiedToken: Sendable {
    let principal: Principal
    let role: String
    let device: String
    let expires: Timestamp
    let id: String
    /// Issued by this host, not by another with whom it shares a secret.
    var isOurs = false
    /// Of a refresh token: the family it belongs to.
    var family: String?
}

/// Why a token is refused. Nothing of the token itself is in it.
enum TokenProblem: Error, Equatable, CustomStringConvertible {
    case missing
    case malformed
    case signature
    case expired(seconds: Int)
    case audience
    case wedding
    case unknownPerson
    case role

    /// One that was good and is old is no guess.
    var isGuess: Bool { if case .expired = self { false } else { true } }

    var description: String {
        switch self {
        case .missing: "A token is missing: send it as x-api-key, or as apikey in the address."
        case .malformed: "The token is malformed."
        case .signature: "The token's signature does not match a key of this host."
        case .expired(let seconds): "Token has expired \(seconds) seconds ago"
        case .audience: "The token is for another audience."
        case .wedding: "The token is for another wedding."
        case .unknownPerson: "The token's subject is not in this wedding."
        case .role: "The token's role is not the one this wedding gives."
        }
    }
}
