/// What a terminal's keys send by its terminfo entry, where that is not what most terminals send.
package struct OwnKeys: Sendable {
    private var keys: [[UInt8]: Key] = [:]
    private var beginnings: Set<[UInt8]> = []

    package init() {}

    /// A string that begins with a letter is what somebody types, and one control alone is a key.
    package mutating func add(_ bytes: [UInt8], _ key: Key) {
        guard bytes.count > 1, let first = bytes.first, first < 0x20 || first >= 0x80 else {
            return
        }
        keys[bytes] = key
        for length in 1..<bytes.count { beginnings.insert(Array(bytes.prefix(length))) }
    }

    func key(_ bytes: [UInt8]) -> Key? { keys[bytes] }

    func begins(_ bytes: [UInt8]) -> Bool {
        !keys.isEmpty && (keys[bytes] != nil || beginnings.contains(bytes))
    }
}
