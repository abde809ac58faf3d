import Wedding

/// Turns the bytes of a terminal into keys. Time is given to it, so that a slow line can be told
/// from a person.
///
/// A sequence is known whole or swallowed whole. What remains of one that was cut, and what comes
/// right behind bytes that mean nothing, is only ever half a key: nobody else hears of it.
package struct KeyDecoder: Sendable {
    /// How long an Esc may be the beginning of something.
    static let escapeWait = Duration.milliseconds(50)
    /// For so long after it the rest of a sequence may still arrive on a slow line.
    static let doubtTime = Duration.milliseconds(500)
    /// A sequence or a paste is over when nothing more came for so long.
    static let silence = Duration.seconds(1)
    /// Nor does a string that nobody ends keep keys away for longer.
    static let stringTime = Duration.seconds(3)
    /// What is pasted beyond its bound comes without a pause.
    static let floodSilence = Duration.milliseconds(250)
    static let sequenceBytesMax = 4 * 1024
    package static let pasteBytesMax = 64 * 1024

    enum Phase: Equatable {
        case ground
        case escape
        /// Behind an Esc that was taken for a key came a byte that could go on with it.
        case late(UInt8)
        /// Behind `Esc [`; for the Linux console's `Esc [ [` with one more.
        case csi
        case ss3
        /// Text for programs, from its introducer to its end.
        case string
        case x10
        /// A string of this terminal's own that has not come whole.
        case own
        case paste
        /// More was pasted than is taken: the rest goes by.
        case flood
    }

    var phase = Phase.ground
    var sequence: [UInt8] = []
    private var letter = LetterBytes()
    var mouse = MouseReports()
    private(set) var last = Timestamp.zero
    var began = Timestamp.zero
    private var escapedUntil: Timestamp?
    /// Whether a sequence came in what was read at once: what stands behind it there was not typed
    /// by somebody who saw what the sequence did.
    var isReadDoubtful = false
    var doubtfulUntil: Timestamp?
    var events: [ConsoleEvent] = []
    let own: OwnKeys
    let hasMouse: Bool

    /// - Parameters:
    ///   - own: What terminfo says this terminal's keys send.
    ///   - hasMouse: Whether its mouse was switched on.
    package init(own: OwnKeys = OwnKeys(), hasMouse: Bool) {
        (self.own, self.hasMouse) = (own, hasMouse)
    }

    /// When waiting decides something, if nothing comes before.
    package var deadline: Timestamp? {
        switch phase {
        case .ground: letter.isEmpty ? nil : last + Self.silence
        case .escape: last + Self.escapeWait
        case .late: last + Self.doubtTime
        case .string: min(last + Self.silence, began + Self.stringTime)
        case .csi, .ss3, .x10, .own, .paste: last + Self.silence
        case .flood: last + Self.floodSilence
        }
    }

    /// What was read at once.
    package mutating func decode(_ bytes: some Sequence<UInt8>, at now: Timestamp) -> [ConsoleEvent]
    {
        let late = expire(at: now)
        isReadDoubtful = false
        for byte in bytes {
            feed(byte, now)
            last = now
        }
        return late + taken()
    }

    /// What silence has decided until now.
    package mutating func expire(at now: Timestamp) -> [ConsoleEvent] {
        guard let deadline, now >= deadline else { return [] }
        switch phase {
        case .escape:
            events.append(.key(.escape))
            escapedUntil = last + Self.doubtTime
        case .late(let byte): press(.char(Character(Unicode.Scalar(byte))), isHalf: true)
        case .paste: endPaste()
        case .ground: press(.char("\u{FFFD}"), isHalf: true)
        case .csi, .ss3, .string, .x10, .own, .flood: break
        }
        phase = .ground
        sequence = []
        letter = LetterBytes()
        return taken()
    }

    private mutating func taken() -> [ConsoleEvent] {
        defer { events = [] }
        return events
    }
}

// MARK: - One byte

extension KeyDecoder {
    private mutating func feed(_ byte: UInt8, _ now: Timestamp) {
        // Whoever waits for what never comes can always say so.
        if byte == 0x03, phase != .ground {
            phase = .ground
            sequence = []
            press(.ctrl("c"), isHalf: false)
            doubtfulUntil = now + Self.doubtTime
            return
        }
        switch phase {
        case .ground: ground(byte, now)
        case .escape: escape(byte, now)
        case .late(let introducer):
            begin(introducer, now)
            feed(byte, now)
        case .csi: csi(byte, now)
        case .ss3: ss3(byte, now)
        case .string: string(byte, now)
        case .x10: x10(byte, now)
        case .own: ownKey(byte, now)
        case .paste: paste(byte)
        case .flood: flood(byte)
        }
    }

    mutating func ground(_ byte: UInt8, _ now: Timestamp) {
        if byte == 0x1B, letter.isEmpty {
            isReadDoubtful = true
            return (phase, sequence) = (.escape, [byte])
        }
        if letter.isEmpty, own.begins([byte]) {
            (phase, sequence) = (.own, [])
            return ownKey(byte, now)
        }
        switch letter.decode(byte) {
        case .more: return
        case .unreadable(let again):
            doubtfulUntil = now + Self.doubtTime
            // An eight-bit terminal's introducers are no letters anywhere.
            if let introducer = Self.introducer(byte), !again { return begin(introducer, now) }
            press(.char("\u{FFFD}"), isHalf: true)
            if again { ground(byte, now) }
        case .scalar(let scalar): key(scalar, now)
        }
    }

    private mutating func key(_ scalar: Unicode.Scalar, _ now: Timestamp) {
        // What comes first behind an Esc may be the rest of a sequence.
        let isLate = escapedUntil.map { now < $0 } ?? false
        escapedUntil = nil
        isReadDoubtful = isLate || isReadDoubtful
        let isHalf = isDoubtful(now)
        switch scalar.value {
        case 0x09: press(.tab, isHalf: isHalf)
        case 0x0A, 0x0D: press(.enter, isHalf: isHalf)
        case 0x08, 0x7F: press(.backspace, isHalf: isHalf)
        case 0x01...0x1A:
            let character = Character(Unicode.Scalar(UInt8(scalar.value + 0x60)))
            press(.ctrl(character), isHalf: isHalf)
            // Some terminals begin their function keys with one that means little here.
            isReadDoubtful = !Self.controls.contains(character) || isReadDoubtful
            if !Self.controls.union("ae").contains(character) {
                doubtfulUntil = now + Self.doubtTime
            }
        case 0x80...0x9F:
            doubtfulUntil = now + Self.doubtTime
            if let introducer = Self.introducer(UInt8(scalar.value)) { begin(introducer, now) }
        case 0x00...0x1F: doubtfulUntil = now + Self.doubtTime
        default:
            if isLate, let byte = UInt8(exactly: scalar.value), Self.introducers.contains(byte) {
                phase = .late(byte)
            } else {
                press(.char(Character(scalar)), isHalf: isHalf)
            }
        }
    }

    private func isDoubtful(_ now: Timestamp) -> Bool {
        isReadDoubtful || (doubtfulUntil.map { now < $0 } ?? false)
    }

    mutating func press(_ key: Key, isHalf: Bool) {
        events.append(isHalf ? .halfKey(key) : .key(key))
    }

    /// Control letters that mean something everywhere.
    static let controls: Set<Character> = ["c", "d", "l", "n", "p", "r", "u", "w", "z"]

    static let introducers = Set("[OPX^_]N".utf8)

    /// The letter behind Esc that an eight-bit control stands for.
    private static func introducer(_ byte: UInt8) -> UInt8? {
        guard (0x80...0x9F).contains(byte), introducers.contains(byte - 0x40) else { return nil }
        return byte - 0x40
    }
}
