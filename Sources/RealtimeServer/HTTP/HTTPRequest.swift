import Foundation
import NIOCore
import NIOHTTP1

/// One request, with its address taken apart.
struct HTTPRequest {
    let method: HTTPMethod
    let headers: HTTPHeaders
    let path: String
    let query: [String: String]
    let body: [UInt8]

    init(_ head: HTTPRequestHead, _ body: ByteBuffer) {
        (method, headers) = (head.method, head.headers)
        self.body = Array(body.readableBytesView)
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts[0])
        var query: [String: String] = [:]
        for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(sides[0])] =
                (sides.count > 1 ? String(sides[1]) : "").removingPercentEncoding
        }
        self.query = query
    }

    /// The header wins over the address.
    var apiKey: String? { headers.first(name: "x-api-key") ?? query["apikey"] }

    var bearer: String? {
        headers.first(name: "authorization").flatMap { value in
            value.lowercased().hasPrefix("bearer ") ? String(value.dropFirst(7)) : nil
        }
    }

    var isJSON: Bool {
        let type = headers.first(name: "content-type")?.lowercased() ?? ""
        return type.split(separator: ";").first.map { $0 == "application/json" } ?? false
    }

    /// The parser below stops at an upgrade only where the header is written as it expects; what it
    /// reads otherwise is none, or it would go on with what is no HTTP any more.
    var isUpgrade: Bool {
        guard !headers["connection"].contains(where: { $0.contains("\t") }) else { return false }
        let asks = headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
        return asks && headers.first(name: "upgrade")?.lowercased() == "websocket"
    }
}
