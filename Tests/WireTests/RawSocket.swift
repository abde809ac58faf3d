import Foundation

/// A blocking TCP connection to this machine, with a deadline for everything.
final class RawSocket {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// The host verifies tokens on the pool that other tests keep busy.
    private static let patience: Int32 = 60_000

    /// - Parameter from: The address of this machine that it comes from.
    init(port: Int, from source: String = "127.0.0.1") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr.s_addr = inet_addr(source)
        let bound = withUnsafePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw Failure(description: "cannot bind: \(errno)") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "cannot connect: \(errno)") }
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    }

    deinit { shut() }

    private var isShut = false

    func shut() {
        guard !isShut else { return }
        isShut = true
        close(descriptor)
    }

    /// Says no more, and still reads.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "cannot send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// - Returns: nil at the end of the stream.
    func read(_ count: Int) throws -> [UInt8]? {
        while buffer.count < count { guard try fill() else { return nil } }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    func readUntil(_ end: String) throws -> String {
        let mark = Array(end.utf8)
        while true {
            if let index = buffer.indices.first(where: { buffer[$0...].starts(with: mark) }) {
                let text = String(decoding: buffer[..<(index + mark.count)], as: UTF8.self)
                buffer.removeFirst(index + mark.count)
                return text
            }
            guard try fill() else { throw Failure(description: "closed before \(end)") }
        }
    }

    func readAll() throws -> String {
        while try fill() {}
        return String(decoding: buffer, as: UTF8.self)
    }

    private func fill() throws -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var ready = poll(&poller, 1, Self.patience)
        while ready < 0, errno == EINTR { ready = poll(&poller, 1, Self.patience) }
        guard ready > 0 else { throw Failure(description: "nothing came (\(ready))") }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer += chunk.prefix(count)
        return true
    }

    func request(_ line: String, headers: [String: String] = [:], body: String = "") throws {
        var head = "\(line) HTTP/1.1\r\nhost: test\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty { head += "content-length: \(body.utf8.count)\r\n" }
        try send(Array((head + "\r\n" + body).utf8))
    }

    /// - Returns: the status and the body of the one answer that comes.
    static func http(
        port: Int, _ line: String, headers: [String: String] = [:], body: String = ""
    ) throws -> (status: Int, body: String) {
        let socket = try RawSocket(port: port)
        let isPost = line.hasPrefix("POST")
        let type = isPost ? ["content-type": "application/json"] : [:]
        try socket.request(line, headers: type.merging(headers) { $1 }, body: body)
        let text = try socket.readAll()
        let status = Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0
        let parts = text.components(separatedBy: "\r\n\r\n")
        return (status, parts.dropFirst().joined(separator: "\r\n\r\n"))
    }

    static let upgradeHeaders = [
        "connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    /// - Returns: the head of the answer.
    @discardableResult
    func upgrade(_ path: String) throws -> String {
        try request("GET \(path)", headers: Self.upgradeHeaders)
        return try readUntil("\r\n\r\n")
    }

    static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true, reserved: UInt8 = 0,
        isMasked: Bool = true
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isFinal ? 0x80 : 0) | reserved | opcode]
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch payload.count {
        case ...125: bytes.append(mask | UInt8(payload.count))
        case ...0xFFFF:
            bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(mask | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard isMasked else { return bytes + payload }
        let key: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        bytes += key
        bytes.reserveCapacity(bytes.count + payload.count)
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
        return bytes
    }

    /// - Returns: nil at the end of the stream.
    func readFrame() throws -> (opcode: UInt8, payload: [UInt8])? {
        guard let head = try read(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length == 126, let more = try read(2) {
            length = Int(more[0]) << 8 | Int(more[1])
        } else if length == 127, let more = try read(8) {
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        return (head[0] & 0x0F, try read(length) ?? [])
    }
}
