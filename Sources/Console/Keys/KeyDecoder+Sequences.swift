import Wedding

/// What a decoder does inside a sequence.
extension KeyDecoder {
    mutating func escape(_ byte: UInt8, _ now: Timestamp) {
        let candidate = sequence + [byte]
        if own.begins(candidate), !Self.introducers.contains(byte) {
            phase = .own
            return ownKey(byte, now)
        }
        if Self.introducers.contains(byte) { return begin(byte, now) }
        // A letter right behind Esc: Esc, and then perhaps the letter.
        events.append(.key(.escape))
        (phase, sequence, isReadDoubtful) = (.ground, [], true)
        ground(byte, now)
    }

    mutating func begin(_ introducer: UInt8, _ now: Timestamp) {
        sequence = [0x1B, introducer]
        (began, isReadDoubtful) = (now, true)
        switch introducer {
        case UInt8(ascii: "["): phase = .csi
        case UInt8(ascii: "O"), UInt8(ascii: "N"): phase = .ss3
        default: phase = .string
        }
    }

    /// - Returns: whether the byte cannot belong to a sequence; then that is over.
    private mutating func breaks(_ byte: UInt8, _ now: Timestamp) -> Bool {
        sequence.append(byte)
        guard !(0x20...0x7E).contains(byte) || sequence.count > Self.sequenceBytesMax else {
            return false
        }
        (phase, sequence) = (.ground, [])
        doubtfulUntil = now + Self.doubtTime
        // Cancel and substitute end a sequence and are nothing themselves.
        if byte != 0x18, byte != 0x1A { ground(byte, now) }
        return true
    }

    mutating func csi(_ byte: UInt8, _ now: Timestamp) {
        guard !breaks(byte, now) else { return }
        let parameters = sequence.dropFirst(2).dropLast()
        switch byte {
        case UInt8(ascii: "[") where parameters.isEmpty: return
        case UInt8(ascii: "M") where parameters.isEmpty: (phase, sequence) = (.x10, [])
        // What rxvt sends for a key with Shift; others put a dollar into the middle of answers.
        case UInt8(ascii: "$") where !parameters.isEmpty && parameters.allSatisfy(\.isDigit): end()
        case 0x40...0x7E: end()
        default: break
        }
    }

    mutating func ss3(_ byte: UInt8, _ now: Timestamp) {
        guard !breaks(byte, now), (0x40...0x7E).contains(byte) else { return }
        end()
    }

    /// A sequence is whole.
    private mutating func end() {
        defer { sequence = [] }
        phase = .ground
        if let key = own.key(sequence) { return events.append(.key(key)) }
        switch SequenceKeys.meaning(sequence) {
        case .key(let key): events.append(.key(key))
        case .halfKey(let key): events.append(.halfKey(key))
        case .pasteBegin: phase = .paste
        case .focus(let isHere): events.append(.focus(isHere))
        case .mouse(let parameters, let isPress):
            guard hasMouse else { return }
            if let event = mouse.event(parameters, isPress: isPress, at: last) {
                events.append(.mouse(event))
            }
        case nil: break
        }
    }

    mutating func string(_ byte: UInt8, _ now: Timestamp) {
        if sequence.last == 0x1B, sequence.count > 2 {
            if byte == UInt8(ascii: "\\") { return (phase, sequence) = (.ground, []) }
            (phase, sequence) = (.escape, [0x1B])
            return escape(byte, now)
        }
        // As a letter's byte 9C ends nothing.
        let isOver = [0x07, 0x18, 0x1A].contains(byte) || byte == 0x9C && sequence.last == 0xC2
        sequence.append(byte)
        let isTooLong = sequence.count > Self.pasteBytesMax
        guard isOver || isTooLong else { return }
        (phase, sequence) = (.ground, [])
        if isTooLong { doubtfulUntil = now + Self.doubtTime }
    }

    /// Three bytes say button, column and row.
    mutating func x10(_ byte: UInt8, _ now: Timestamp) {
        guard byte >= 0x20 else {
            (phase, sequence) = (.ground, [])
            doubtfulUntil = now + Self.doubtTime
            return ground(byte, now)
        }
        sequence.append(byte)
        guard sequence.count == 3 else { return }
        let parameters = [Int(sequence[0]) - 32, Int(sequence[1]) - 32, Int(sequence[2]) - 32]
        (phase, sequence) = (.ground, [])
        guard hasMouse else { return }
        if let event = mouse.event(parameters, isPress: parameters[0] & 3 != 3, at: now) {
            events.append(.mouse(event))
        }
    }

    mutating func ownKey(_ byte: UInt8, _ now: Timestamp) {
        sequence.append(byte)
        isReadDoubtful = true
        if let key = own.key(sequence) {
            events.append(.key(key))
        } else if own.begins(sequence) {
            return
        } else {
            // It was something else: no letter of it is a key.
            doubtfulUntil = now + Self.doubtTime
            (phase, sequence) = (.ground, [])
            return byte == 0x1B ? ground(byte, now) : ()
        }
        (phase, sequence) = (.ground, [])
    }
}

// MARK: - Pastes

extension KeyDecoder {
    mutating func paste(_ byte: UInt8) {
        sequence.append(byte)
        if sequence.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd) {
            sequence.removeLast(Self.pasteEnd.count)
            endPaste()
            phase = .ground
        } else if sequence.count >= Self.pasteBytesMax {
            endPaste()
            phase = .flood
        }
    }

    mutating func endPaste() {
        events.append(.paste(String(decoding: sequence, as: UTF8.self)))
        sequence = []
    }

    mutating func flood(_ byte: UInt8) {
        sequence = sequence.suffix(Self.pasteEnd.count - 1) + [byte]
        if sequence == Self.pasteEnd { (phase, sequence) = (.ground, []) }
    }

    private static let pasteEnd = Array("\u{1B}[201~".utf8)
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
