/// The bytes of one letter in UTF-8, as they come.
struct LetterBytes: Sendable {
    enum Result {
        case more
        case scalar(Unicode.Scalar)
        /// These bytes are no letter; `again`: the last of them may begin one.
        case unreadable(again: Bool)
    }

    private var bytes: [UInt8] = []
    private var length = 0

    var isEmpty: Bool { bytes.isEmpty }

    mutating func decode(_ byte: UInt8) -> Result {
        if bytes.isEmpty {
            switch byte {
            case 0x00...0x7F: return .scalar(Unicode.Scalar(byte))
            case 0xC2...0xDF: length = 2
            case 0xE0...0xEF: length = 3
            case 0xF0...0xF4: length = 4
            default: return .unreadable(again: false)
            }
        } else if byte & 0xC0 != 0x80 {
            bytes = []
            return .unreadable(again: true)
        }
        bytes.append(byte)
        guard bytes.count == length else { return .more }
        defer { bytes = [] }
        guard let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first else {
            return .unreadable(again: false)
        }
        return .scalar(scalar)
    }
}
