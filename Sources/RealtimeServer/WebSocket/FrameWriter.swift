import NIOCore

/// Frames from the server: never masked, so that one encoding serves every reader.
enum FrameWriter {
    enum Opcode: UInt8 { case text = 1, binary, close = 8, ping, pong }

    static func frame(_ opcode: Opcode, _ payload: some Collection<UInt8>) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(payload.count + 10)
        writeHeader(opcode, payload.count, to: &buffer)
        buffer.writeBytes(payload)
        return buffer
    }

    static func text(_ payload: [UInt8]) -> ByteBuffer { frame(.text, payload) }

    static func close(_ code: UInt16, _ reason: String) -> ByteBuffer {
        var bytes = [UInt8(code >> 8), UInt8(code & 0xFF)]
        // A reason fits a control frame: 125 bytes with the code, cut at a character.
        var room = 123
        for character in reason {
            guard character.utf8.count <= room else { break }
            bytes += Array(character.utf8)
            room -= character.utf8.count
        }
        return frame(.close, bytes)
    }

    private static func writeHeader(_ opcode: Opcode, _ length: Int, to buffer: inout ByteBuffer) {
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch length {
        case ...125: buffer.writeInteger(UInt8(length))
        case ...0xFFFF:
            buffer.writeInteger(UInt8(126))
            buffer.writeInteger(UInt16(length))
        default:
            buffer.writeInteger(UInt8(127))
            buffer.writeInteger(UInt64(length))
        }
    }
}
