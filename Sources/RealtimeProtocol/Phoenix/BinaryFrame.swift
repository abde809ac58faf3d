/// The binary frames that clients send in serializer 2: a push (kind 0) and Supabase's
/// user-broadcast push (kind 3). Every length is one byte.
extension PhoenixVersion {
    public func decode(
        binary bytes: UnsafeRawBufferPointer
    ) throws(PhoenixFrame.Problem) -> PhoenixFrame {
        guard self == .v2, let kind = bytes.first else { throw .binary }
        switch kind {
        case 0:
            var reader = BinaryReader(bytes, at: 5)
            let joinRef = try reader.name(bytes, lengthAt: 1)
            let ref = try reader.name(bytes, lengthAt: 2)
            let topic = try reader.name(bytes, lengthAt: 3)
            let event = try reader.name(bytes, lengthAt: 4)
            return PhoenixFrame(
                joinRef: joinRef, ref: ref, topic: topic ?? "", event: event ?? "",
                payload: try reader.json(bytes))
        case 3:
            guard bytes.count >= 7 else { throw .binary }
            var reader = BinaryReader(bytes, at: 7)
            let joinRef = try reader.name(bytes, lengthAt: 1)
            let ref = try reader.name(bytes, lengthAt: 2)
            let topic = try reader.name(bytes, lengthAt: 3)
            let event = try reader.name(bytes, lengthAt: 4)
            _ = try reader.name(bytes, lengthAt: 5)
            // Raw bytes have no place in a payload that must be JSON for every other client.
            guard bytes[6] == 1 else { throw .binary }
            let payload = BroadcastPayload(event: event ?? "", payload: try reader.json(bytes))
            return PhoenixFrame(
                joinRef: joinRef, ref: ref, topic: topic ?? "", event: "broadcast",
                payload: payload.bytes)
        default: throw .binary
        }
    }
}

private struct BinaryReader {
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int) { self.position = position }

    /// nil when it is empty, which stands for null.
    mutating func name(
        _ bytes: UnsafeRawBufferPointer, lengthAt index: Int
    ) throws(PhoenixFrame.Problem) -> String? {
        guard index < bytes.count else { throw .binary }
        let length = Int(bytes[index])
        guard position + length <= bytes.count else { throw .binary }
        defer { position += length }
        guard length > 0 else { return nil }
        guard let text = String(validating: bytes[position..<position + length], as: UTF8.self)
        else { throw .binary }
        return text
    }

    func json(_ bytes: UnsafeRawBufferPointer) throws(PhoenixFrame.Problem) -> [UInt8] {
        guard position <= bytes.count else { throw .binary }
        let rest = Array(bytes[position...])
        guard String(validating: rest, as: UTF8.self) != nil, JSONText.isObject(rest) else {
            throw .binary
        }
        return rest
    }
}

/// `{"type":"broadcast","event":X,"payload":{…}}`.
public struct BroadcastPayload: Sendable, Equatable {
    public let event: String
    public let payload: [UInt8]

    public init(event: String, payload: [UInt8]) { (self.event, self.payload) = (event, payload) }

    /// - Returns: nil when it is no broadcast.
    public init?(_ bytes: [UInt8]) {
        var event: String?
        var payload: [UInt8] = Array("{}".utf8)
        let isWhole = bytes.withUnsafeBytes { raw in
            var scanner = JSONScanner(raw)
            do {
                try scanner.object { key, span in
                    switch key {
                    case "event":
                        var inner = JSONScanner(raw, span)
                        event = try inner.string()
                    case "payload": payload = Array(raw[span])
                    default: break
                    }
                }
                try scanner.finish()
                return true
            } catch { return false }
        }
        guard isWhole, let event, event.utf8.count <= PhoenixFrame.nameBytesMax else { return nil }
        self.init(event: event, payload: payload)
    }

    /// Written anew from what was understood, so that nothing else rides along.
    public var bytes: [UInt8] {
        Array("{\"type\":\"broadcast\",\"event\":".utf8) + JSONText.quoted(event)
            + Array(",\"payload\":".utf8) + payload + Array("}".utf8)
    }
}
