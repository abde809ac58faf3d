import Foundation
import RealtimeProtocol

/// The three parts of a token, taken apart strictly before any library sees them.
struct TokenParts {
    struct Header: Decodable {
        let alg: String
        let kid: String?
    }

    let header: Header
    let payload: [UInt8]

    /// - Throws: `TokenProblem`.
    init(_ token: String) throws {
        guard token.utf8.count <= WireLimits.tokenBytesMax else { throw TokenProblem.malformed }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let head = Self.object(parts[0]),
            let payload = Self.object(parts[1]), Self.bytes(parts[2]) != nil
        else { throw TokenProblem.malformed }
        // What must be understood and is not makes a token void (RFC 7515, 4.1.11; RFC 7797).
        for name in ["crit", "b64"] where JSONText.member(name, of: head) != nil {
            throw TokenProblem.header(name)
        }
        guard let header = try? JSONText.decode(Header.self, from: head) else {
            throw TokenProblem.malformed
        }
        (self.header, self.payload) = (header, payload)
    }

    /// Of whom a token speaks, before anything of it is believed.
    static func subject(of token: String) -> String {
        struct Named: Decodable { let sub: String }
        guard let payload = try? TokenParts(token).payload,
            let named = try? JSONText.decode(Named.self, from: payload)
        else { return "" }
        return String(named.sub.prefix(64))
    }

    /// A part that is one JSON object in UTF-8.
    private static func object(_ part: Substring) -> [UInt8]? {
        guard let bytes = bytes(part), String(validating: bytes, as: UTF8.self) != nil,
            JSONText.isObject(bytes)
        else { return nil }
        return bytes
    }

    /// Base64 for addresses, without padding.
    private static func bytes(_ part: Substring) -> [UInt8]? {
        let isPlain = part.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        guard isPlain else { return nil }
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(text)).map { Array($0) }
    }
}
