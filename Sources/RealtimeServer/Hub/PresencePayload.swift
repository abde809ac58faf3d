import RealtimeProtocol

/// The body of a `presence` event.
struct PresencePayload {
    /// A JSON object; nil to untrack.
    let tracked: [UInt8]?
    /// Bytes of what somebody tracks: everyone who joins gets all of it.
    private static let payloadBytesMax = 4_096

    init?(_ bytes: [UInt8]) {
        struct Body: Decodable { let event: String }
        guard let event = try? JSONText.decode(Body.self, from: bytes).event.lowercased() else {
            return nil
        }
        switch event {
        case "untrack": tracked = nil
        case "track":
            guard let payload = JSONText.member("payload", of: bytes), JSONText.isObject(payload),
                payload.count <= Self.payloadBytesMax,
                JSONText.member("phx_ref", of: payload) == nil
            else { return nil }
            tracked = payload
        default: return nil
        }
    }
}
