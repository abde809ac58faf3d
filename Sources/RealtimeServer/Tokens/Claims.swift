import Foundation
import JWTKit
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What a token says, read strictly: a claim of the wrong shape is named, never guessed at.
/// `sub` is a person of the wedding file, or a station.
struct Claims: Decodable {
    let sub: String
    let wedding: String
    let role: String
    let device: String?
    let jti: String?
    let audiences: [String]
    let expires: Double
    let notBefore: Double?
    let issuedAt: Double?
    /// Of a refresh token: the family it belongs to.
    let family: String?

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        func optional<Value: Decodable>(
            _ name: String, _ type: Value.Type, _ words: String
        ) throws -> Value? {
            let key = Name(stringValue: name)
            guard container.contains(key) else { return nil }
            do { return try container.decode(type, forKey: key) } catch {
                throw TokenProblem.claim(name, "is not \(words)")
            }
        }
        func text(_ name: String) throws -> String? { try optional(name, String.self, "text") }
        func number(_ name: String) throws -> Double? {
            try optional(name, Double.self, "a number of seconds")
        }
        func need<Value>(_ value: Value?, _ name: String) throws -> Value {
            guard let value else { throw TokenProblem.claim(name, "is missing") }
            return value
        }
        sub = try need(try text("sub"), "sub")
        wedding = try need(try text("wedding"), "wedding")
        role = try need(try text("role"), "role")
        (device, jti, family) = (try text("device"), try text("jti"), try text("family"))
        expires = try need(try number("exp"), "exp")
        (notBefore, issuedAt) = (try number("nbf"), try number("iat"))
        if let one = try? text("aud") {
            audiences = [one]
        } else {
            let many = try need(
                try optional("aud", [String].self, "text, or a list of texts"), "aud")
            guard !many.isEmpty else { throw TokenProblem.claim("aud", "is an empty list") }
            audiences = many
        }
    }
}

/// What stands in a token of ours.
struct IssuedClaims: JWTPayload {
    var sub: String
    var wedding: String
    var role: String
    var device: String
    var jti: String
    var iat: Int64
    var exp: Int64
    var aud: String
    var iss: String
    var family: String?

    func verify(using algorithm: some JWTAlgorithm) throws {}
}

/// Whose signature alone is looked at: the claims are read by `Claims`, because the library's own
/// types end the process on some.
struct SignedPayload: JWTPayload {
    func verify(using algorithm: some JWTAlgorithm) throws {}
}

/// A token that was found good.
struct VerifiedToken: Sendable {
    let principal: Principal
    let role: String
    let device: String
    let expires: Timestamp
    let id: String
    /// Of a device without a name each token is one.
    var deviceName: String { device.isEmpty ? id : device }
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
    case early(seconds: Int)
    case audience
    case wedding
    case unknownPerson
    /// Good, but not of whoever opened the socket.
    case otherPerson
    case loggedOut
    case role
    /// A claim that is missing or of the wrong shape.
    case claim(String, String)
    /// Something in the header that must be understood and is not.
    case header(String)

    /// One that was good and is old is no guess.
    var isGuess: Bool { if case .expired = self { false } else { true } }

    var description: String {
        switch self {
        case .missing: "A token is missing: send it as x-api-key, or as apikey in the address."
        case .malformed: "The token is malformed."
        case .signature: "The token's signature does not match a key of this host."
        case .expired(let seconds): "Token has expired \(seconds) seconds ago"
        case .early(let seconds):
            "The token is not valid for another \(seconds) seconds: check the clocks."
        case .audience: "The token is for another audience (claim aud)."
        case .wedding: "The token is for another wedding (claim wedding)."
        case .unknownPerson: "The token's subject (claim sub) is not in this wedding."
        case .otherPerson: "The token belongs to another person than this socket (claim sub)."
        case .loggedOut: "This device was logged out."
        case .role: "The token's role is not the one this wedding gives (claim role)."
        case .claim(let name, let words): "The token's claim \(name) \(words)."
        case .header(let name): "The token's header has \(name), which this host does not know."
        }
    }
}
