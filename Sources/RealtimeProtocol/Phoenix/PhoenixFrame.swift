/// One message of the outer wire, whichever serializer it came in.
public struct PhoenixFrame: Sendable, Equatable {
    public var joinRef: String?
    public var ref: String?
    public var topic: String
    public var event: String
    /// JSON as it came, checked to be whole.
    public var payload: [UInt8]

    public init(
        joinRef: String? = nil, ref: String? = nil, topic: String, event: String,
        payload: [UInt8] = Array("{}".utf8)
    ) {
        (self.joinRef, self.ref, self.topic, self.event) = (joinRef, ref, topic, event)
        self.payload = payload
    }

    /// Why a frame cannot be read. It is dropped; the socket stays open.
    public enum Problem: String, Error, Sendable {
        case notJSON = "not the JSON of this serializer"
        case nameTooLong = "a name has at most 255 bytes"
        case binary = "not a binary frame of this serializer"
    }

    /// Bytes of a topic, an event or a reference.
    public static let nameBytesMax = 255

    static func checked(_ frame: PhoenixFrame) throws(Problem) -> PhoenixFrame {
        let names = [frame.joinRef ?? "", frame.ref ?? "", frame.topic, frame.event]
        guard names.allSatisfy({ $0.utf8.count <= nameBytesMax }) else { throw .nameTooLong }
        return frame
    }
}

/// Which of the two serializers a socket speaks.
public enum PhoenixVersion: String, Sendable {
    /// Objects.
    case v1 = "1.0.0"
    /// Arrays, and binary frames.
    case v2 = "2.0.0"

    public func decode(text: UnsafeRawBufferPointer) throws(PhoenixFrame.Problem) -> PhoenixFrame {
        do {
            return try PhoenixFrame.checked(self == .v1 ? readObject(text) : readArray(text))
        } catch let problem as PhoenixFrame.Problem { throw problem } catch { throw .notJSON }
    }

    private func readObject(_ text: UnsafeRawBufferPointer) throws -> PhoenixFrame {
        var scanner = JSONScanner(text)
        var frame = PhoenixFrame(topic: "", event: "", payload: [])
        try scanner.object { key, span in
            var inner = JSONScanner(text, span)
            switch key {
            case "topic": frame.topic = try inner.string()
            case "event": frame.event = try inner.string()
            case "ref": frame.ref = try inner.optionalString()
            case "join_ref": frame.joinRef = try inner.optionalString()
            case "payload": frame.payload = Array(text[span])
            default: break
            }
        }
        try scanner.finish()
        guard !frame.event.isEmpty, !frame.payload.isEmpty else { throw JSONScanner.Malformed() }
        return frame
    }

    private func readArray(_ text: UnsafeRawBufferPointer) throws -> PhoenixFrame {
        var scanner = JSONScanner(text)
        try scanner.expect("[")
        let joinRef = try scanner.optionalString()
        try scanner.expect(",")
        let ref = try scanner.optionalString()
        try scanner.expect(",")
        let topic = try scanner.string()
        try scanner.expect(",")
        let event = try scanner.string()
        try scanner.expect(",")
        let payload = try scanner.value()
        try scanner.expect("]")
        try scanner.finish()
        return PhoenixFrame(
            joinRef: joinRef, ref: ref, topic: topic, event: event, payload: Array(text[payload]))
    }

    /// A push the server makes by itself, or about a channel when `joinRef` is given.
    public func push(
        topic: String, event: String, payload: some Sequence<UInt8>, ref: String? = nil
    ) -> [UInt8] {
        let (topic, event) = (JSONText.quoted(topic), JSONText.quoted(event))
        let ref = ref.map(JSONText.quoted) ?? Array("null".utf8)
        switch self {
        case .v1:
            return Array("{\"topic\":".utf8) + topic + Array(",\"event\":".utf8) + event
                + Array(",\"payload\":".utf8) + payload + Array(",\"ref\":".utf8) + ref
                + Array("}".utf8)
        case .v2:
            let comma = [UInt8(ascii: ",")]
            return Array("[".utf8) + ref + comma + ref + comma + topic + comma + event + comma
                + payload + Array("]".utf8)
        }
    }

    public func reply(
        to frame: PhoenixFrame, isOK: Bool, response: [UInt8] = Array("{}".utf8)
    ) -> [UInt8] {
        let payload =
            Array("{\"status\":\"\(isOK ? "ok" : "error")\",\"response\":".utf8) + response
            + Array("}".utf8)
        let ref = frame.ref.map(JSONText.quoted) ?? Array("null".utf8)
        switch self {
        case .v1:
            return push(topic: frame.topic, event: "phx_reply", payload: payload, ref: frame.ref)
        case .v2:
            let joinRef = frame.joinRef.map(JSONText.quoted) ?? Array("null".utf8)
            let comma = [UInt8(ascii: ",")]
            let names = JSONText.quoted(frame.topic) + Array(",\"phx_reply\",".utf8)
            return Array("[".utf8) + joinRef + comma + ref + comma + names + payload
                + Array("]".utf8)
        }
    }
}
