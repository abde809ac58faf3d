import Foundation
import RealtimeProtocol
import Testing

/// A client of serializer 2, or 1, that says and expects single messages.
final class WireClient {
    let socket: RawSocket
    private let version: PhoenixVersion
    private var refs = 0
    /// Everything heard that nobody has asked for yet.
    private(set) var heard: [PhoenixFrame] = []
    /// PINGs are answered unless a test wants to be silent.
    var answersPings = true
    private(set) var closeCode: Int?
    private(set) var pings = 0

    init(port: Int, token: String, vsn: String = "2.0.0") throws {
        version = try #require(PhoenixVersion(rawValue: vsn))
        socket = try RawSocket(port: port)
        let head = try socket.upgrade("/realtime/v1/websocket?apikey=\(token)&vsn=\(vsn)")
        guard head.hasPrefix("HTTP/1.1 101") else {
            throw RawSocket.Failure(description: "refused: \(head)")
        }
    }

    @discardableResult
    func send(
        _ topic: String, _ event: String, _ payload: String = "{}", joinRef: String? = "1"
    ) throws -> String {
        refs += 1
        let ref = "\(refs)"
        let quote = { (text: String?) in text.map { "\"\($0)\"" } ?? "null" }
        let text =
            version == .v2
            ? "[\(quote(joinRef)),\"\(ref)\",\"\(topic)\",\"\(event)\",\(payload)]"
            : "{\"join_ref\":\(quote(joinRef)),\"ref\":\"\(ref)\",\"topic\":\"\(topic)\",\"event\":\"\(event)\",\"payload\":\(payload)}"
        try socket.send(RawSocket.frame(1, Array(text.utf8)))
        return ref
    }

    @discardableResult
    func join(_ topic: String, config: String = "{}", joinRef: String = "1") throws -> String {
        let ref = try send(topic, "phx_join", "{\"config\":\(config)}", joinRef: joinRef)
        return try expect("phx_reply") { $0.ref == ref }.text
    }

    func broadcast(_ topic: String, _ event: String, _ payload: String) throws {
        try send(
            topic, "broadcast",
            "{\"type\":\"broadcast\",\"event\":\"\(event)\",\"payload\":\(payload)}")
    }

    func submit(_ id: String, _ kind: String, _ body: String, pri: Int? = nil) throws {
        let pri = pri.map { ",\"pri\":\($0)" } ?? ""
        try broadcast(
            TestHost.topic, "wd.submit",
            "{\"id\":\"\(id)\",\"kind\":\"\(kind)\",\"body\":\(body)\(pri)}")
    }

    /// The next message that fits; others are kept for later questions.
    @discardableResult
    func expect(
        _ event: String, _ fits: (PhoenixFrame) -> Bool = { _ in true }
    ) throws -> PhoenixFrame {
        if let index = heard.firstIndex(where: { $0.event == event && fits($0) }) {
            return heard.remove(at: index)
        }
        // PINGs come for ever; an answer does not.
        let end = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < end, let frame = try next(until: end) {
            if frame.event == event, fits(frame) { return frame }
            heard.append(frame)
        }
        throw RawSocket.Failure(
            description:
                "closed (\(closeCode ?? 0)) before \(event); heard \(heard.map { $0.event + $0.text.prefix(150) })"
        )
    }

    /// The next broadcast with this name.
    func expectBroadcast(
        _ event: String, _ fits: (BroadcastPayload) -> Bool = { _ in true }
    ) throws -> BroadcastPayload {
        let frame = try expect("broadcast") { frame in
            BroadcastPayload(frame.payload).map { $0.event == event && fits($0) } ?? false
        }
        return try #require(BroadcastPayload(frame.payload))
    }

    func expectEvent(_ fits: (WireEvent) -> Bool = { _ in true }) throws -> WireEvent {
        let body = try expectBroadcast("wd.event") { body in
            (try? JSONText.decode(WireEvent.self, from: body.payload)).map(fits) ?? false
        }
        return try JSONText.decode(WireEvent.self, from: body.payload)
    }

    /// Nobody will ask for what was heard so far.
    func forget() { heard = [] }

    /// Everything that was heard until now: a heartbeat is answered after what was under way.
    @discardableResult
    func drain() throws -> [PhoenixFrame] {
        let ref = try send("phoenix", "heartbeat", joinRef: nil)
        try expect("phx_reply") { $0.topic == "phoenix" && $0.ref == ref }
        defer { heard = [] }
        return heard
    }

    private func next(
        until end: ContinuousClock.Instant = .now + .seconds(120)
    ) throws -> PhoenixFrame? {
        while ContinuousClock.now < end, let (opcode, payload) = try socket.readFrame() {
            if opcode == 9 { pings += 1 }
            switch opcode {
            case 1: return try payload.withUnsafeBytes { try version.decode(text: $0) }
            case 8: closeCode = payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
            case 9 where answersPings: try socket.send(RawSocket.frame(10, payload))
            default: break
            }
        }
        return nil
    }

    /// Reads to the end of the connection.
    func expectClose(within patience: Duration = .seconds(60)) throws -> Int? {
        let end = ContinuousClock.now + patience
        while let frame = try next(until: end) { heard.append(frame) }
        return closeCode
    }
}

extension PhoenixFrame {
    var text: String { String(decoding: payload, as: UTF8.self) }
}

extension BroadcastPayload {
    var text: String { String(decoding: payload, as: UTF8.self) }
}
