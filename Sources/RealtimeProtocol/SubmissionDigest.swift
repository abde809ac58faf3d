import Wedding

extension Submission {
    /// What a submission weighs, and what tells it from another with its id.
    public struct Digest: Sendable, Equatable {
        public let text: String
        /// Bytes of the submission as it crosses the wire.
        public let bytes: Int
    }

    /// Of everything its author says, but for the moment, which a client that asks again may say
    /// anew. Not against forgery: ids are an author's own. Complexity: O(bytes of the submission).
    public var digest: Digest {
        if let knownDigest { return knownDigest }
        var wire = WireSubmit(self)
        wire.saidAt = nil
        let text = (try? JSONText.encode(wire)) ?? []
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Digest(text: String(hash, radix: 16), bytes: text.count)
    }
}
