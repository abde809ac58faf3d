import RealtimeProtocol
import Wedding

/// `ws://127.0.0.1:7440`, `wss://venue.example:7440/realtime/v1`.
public struct HostURL: Sendable, Equatable, CustomStringConvertible {
    public let isSecure: Bool
    public let host: String
    public let port: Int
    /// What stands before `/websocket`.
    public let base: String

    public init?(_ text: String) {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        switch text[..<scheme.lowerBound] {
        case "ws", "http": isSecure = false
        case "wss", "https": isSecure = true
        default: return nil
        }
        let rest = text[scheme.upperBound...]
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var place = rest[..<slash]
        var base = String(rest[slash...])
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base
        var port = isSecure ? 443 : 80
        if let colon = place.lastIndex(of: ":"), !place.hasSuffix("]") {
            guard let number = Int(place[place.index(after: colon)...]),
                (1...65_535).contains(number)
            else { return nil }
            port = number
            place = place[..<colon]
        }
        if place.hasPrefix("["), place.hasSuffix("]") { place = place.dropFirst().dropLast() }
        guard !place.isEmpty, place.allSatisfy({ $0.isASCII && !$0.isWhitespace }) else {
            return nil
        }
        (host, self.port) = (String(place), port)
    }

    /// Whether what is said stays on this machine.
    public var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || isAddress && parts[0] == "127"
    }

    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(isSecure ? "wss" : "ws")://\(name):\(port)\(base)"
    }
}
