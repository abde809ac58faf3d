import NIOCore

/// Cuts a client's bytes into messages by RFC 6455. Strict: the first wrong byte ends it.
struct FrameReader {
    enum Message: Equatable {
        case text(ByteBuffer)
        case binary(ByteBuffer)
        case ping(ByteBuffer)
        case pong(ByteBuffer)
        /// With the code and reason that the client gave, if any.
        case close(UInt16?, ByteBuffer)
    }

    /// What a client did wrong, and the close code that says so.
    enum Violation: Error, Equatable {
        case `protocol`(String)
        case notUTF8
        case tooLong

        var code: UInt16 {
            switch self {
            case .protocol: 1002
            case .notUTF8: 1007
            case .tooLong: 1009
            }
        }
    }

    private struct Header {
        let isFinal: Bool
        let opcode: UInt8
        let length: Int
        let size: Int
        var isControl: Bool { opcode & 0x8 != 0 }
    }

    let messageBytesMax: Int
    private var waiting: ByteBuffer?
    /// The message whose fragments come in, and whether it is text.
    private var partial: (bytes: ByteBuffer, isText: Bool)?
    private var utf8 = UTF8Check()

    init(messageBytesMax: Int) { self.messageBytesMax = messageBytesMax }

    mutating func feed(_ bytes: ByteBuffer) {
        guard waiting != nil else {
            waiting = bytes
            return
        }
        var bytes = bytes
        waiting?.discardReadBytes()
        waiting?.writeBuffer(&bytes)
    }

    /// - Returns: nil when more bytes are needed.
    mutating func next() throws(Violation) -> Message? {
        while true {
            guard let header = try header(), var buffer = waiting else { return nil }
            guard buffer.readableBytes >= header.size + header.length else {
                waiting?.reserveCapacity(minimumWritableBytes: header.size + header.length)
                return nil
            }
            waiting = nil
            buffer.moveReaderIndex(forwardBy: header.size - 4)
            let key = buffer.readInteger(as: UInt32.self) ?? 0
            var payload = buffer.readSlice(length: header.length) ?? ByteBuffer()
            if buffer.readableBytes > 0 { waiting = buffer }
            payload.unmask(key)
            if let message = try message(payload, header) { return message }
        }
    }

    private func header() throws(Violation) -> Header? {
        guard let buffer = waiting, buffer.readableBytes >= 2,
            let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let second = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt8.self)
        else { return nil }
        guard first & 0x70 == 0 else { throw .protocol("a reserved bit is set") }
        guard second & 0x80 != 0 else { throw .protocol("a client's frame must be masked") }
        let opcode = first & 0x0F
        let isFinal = first & 0x80 != 0
        guard opcode <= 2 || (8...10).contains(opcode) else {
            throw .protocol("there is no opcode \(opcode)")
        }
        let short = Int(second & 0x7F)
        if opcode & 8 != 0 {
            guard isFinal else { throw .protocol("a control frame is never fragmented") }
            guard short <= 125 else { throw .protocol("a control frame has at most 125 bytes") }
        } else {
            guard (opcode == 0) == (partial != nil) else {
                throw .protocol(
                    opcode == 0 ? "nothing to continue" : "a message began inside another")
            }
        }
        var (length, size) = (short, 2)
        switch short {
        case 126:
            guard let long = buffer.getInteger(at: buffer.readerIndex + 2, as: UInt16.self) else {
                return nil
            }
            (length, size) = (Int(long), 4)
        case 127:
            guard let long = buffer.getInteger(at: buffer.readerIndex + 2, as: UInt64.self) else {
                return nil
            }
            guard long <= UInt64(messageBytesMax) else { throw .tooLong }
            (length, size) = (Int(long), 10)
        default: break
        }
        guard length + (partial?.bytes.readableBytes ?? 0) <= messageBytesMax else {
            throw .tooLong
        }
        return Header(isFinal: isFinal, opcode: opcode, length: length, size: size + 4)
    }

    private mutating func message(
        _ payload: ByteBuffer, _ header: Header
    ) throws(Violation) -> Message? {
        switch header.opcode {
        case 8: return try close(payload)
        case 9: return .ping(payload)
        case 10: return .pong(payload)
        default: return try data(payload, header)
        }
    }

    private mutating func data(
        _ payload: ByteBuffer, _ header: Header
    ) throws(Violation) -> Message? {
        let isText = partial?.isText ?? (header.opcode == 1)
        if isText {
            guard utf8.check(payload.readableBytesView, isEnd: header.isFinal) else {
                throw .notUTF8
            }
        }
        if header.isFinal, partial == nil { return isText ? .text(payload) : .binary(payload) }
        var payload = payload
        if partial == nil { partial = (ByteBuffer(), isText) }
        partial?.bytes.writeBuffer(&payload)
        guard header.isFinal, let whole = partial else { return nil }
        partial = nil
        return whole.isText ? .text(whole.bytes) : .binary(whole.bytes)
    }

    private func close(_ payload: ByteBuffer) throws(Violation) -> Message {
        var payload = payload
        guard payload.readableBytes > 0 else { return .close(nil, payload) }
        guard let code = payload.readInteger(as: UInt16.self) else {
            throw .protocol("a close code has two bytes")
        }
        let isKnown = (1000...1003).contains(code) || (1007...1014).contains(code)
        guard isKnown || (3000...4999).contains(code) else {
            throw .protocol("there is no close code \(code)")
        }
        var check = UTF8Check()
        guard check.check(payload.readableBytesView, isEnd: true) else { throw .notUTF8 }
        return .close(code, payload)
    }
}

extension ByteBuffer {
    /// Takes the mask off, eight bytes at a time.
    fileprivate mutating func unmask(_ key: UInt32) {
        guard key != 0 else { return }
        let wide = (UInt64(key) << 32 | UInt64(key)).bigEndian
        withUnsafeMutableReadableBytes { bytes in
            var index = 0
            while index + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ wide
                bytes.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
                index += 8
            }
            while index < bytes.count {
                bytes[index] ^= UInt8(truncatingIfNeeded: key >> UInt32(24 - index % 4 * 8))
                index += 1
            }
        }
    }
}

/// Whether bytes that come in pieces are UTF-8, told at the first that is not.
struct UTF8Check: Equatable {
    /// Continuation bytes still to come, and what the next of them may be.
    private var missing = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    mutating func check(_ bytes: ByteBufferView, isEnd: Bool) -> Bool {
        let isFine = bytes.withUnsafeBytes { check($0) }
        guard isFine, isEnd else { return isFine }
        defer { missing = 0 }
        return missing == 0
    }

    private mutating func check(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                while index + 8 <= bytes.count,
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                        & 0x8080_8080_8080_8080 == 0
                {
                    index += 8
                }
                guard index < bytes.count else { return true }
                guard begin(bytes[index]) else { return false }
            } else {
                guard (low...high).contains(bytes[index]) else { return false }
                (low, high) = (0x80, 0xBF)
                missing -= 1
            }
            index += 1
        }
        return true
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        (low, high) = (0x80, 0xBF)
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, low) = (2, 0xA0)
        case 0xED: (missing, high) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, low) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, high) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
