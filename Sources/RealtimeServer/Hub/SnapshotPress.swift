import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Makes snapshots beside the loop: the day as somebody may see it is big, and the loop has others
/// to serve. Whoever asks for the same one meanwhile gets the same.
final class SnapshotPress {
    struct Key: Hashable {
        let principal: Principal
        let version: PhoenixVersion
        let offset: Int
        let why: WireReset.Why
    }

    /// One at a time: a snapshot is the work of a whole core.
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private var waiting: [Key: [Membership]] = [:]

    init() { pool.start() }

    func stop() { pool.shutdownGracefully { _ in } }

    /// - Parameter then: Called on the loop with everyone who waits for it, and its frames.
    func press(
        _ snapshot: Blank, _ why: WireReset.Why, for member: Membership, on loop: any EventLoop,
        then: @escaping ([Membership], [ByteBuffer]) -> Void
    ) {
        let key = Key(
            principal: member.socket.subscriber.principal, version: member.socket.version,
            offset: snapshot.state.offset, why: why)
        waiting[key, default: []].append(member)
        guard waiting[key]?.count == 1 else { return }
        let bound = NIOLoopBound((self, then), eventLoop: loop)
        let (version, topic) = (member.socket.version, member.room.topic)
        pool.runIfActive(eventLoop: loop) {
            snapshot.messages(why).map { message in
                FrameWriter.text(version.push(topic: topic, event: "broadcast", payload: message))
            }
        }.whenComplete { result in
            let (press, then) = bound.value
            let members = press.waiting.removeValue(forKey: key) ?? []
            if case .success(let frames) = result { then(members, frames) }
        }
    }

    /// All that a snapshot is made of, before anything is taken out that its reader may not see.
    struct Blank: Sendable {
        let subscriber: Subscriber
        let state: DayState
        let epoch: String
        let now: Timestamp
        let mode: DayMode
        let isCeremony: Bool
        let classOffset: Int
        let ownOffset: Int

        /// `wd.reset`, and the pieces of the snapshot.
        func messages(_ why: WireReset.Why) -> [[UInt8]] {
            let snapshot = Snapshot(
                you: subscriber.principal.word, role: subscriber.role, now: now, mode: mode,
                isCeremony: isCeremony, className: subscriber.className, classOffset: classOffset,
                ownOffset: ownOffset,
                state: RealtimeCore.view(
                    of: state, for: subscriber, historyMax: DayState.Limits.snapshotEventsMax))
            guard
                let reset = try? BroadcastPayload(
                    .reset, WireReset(e: epoch, o: state.offset, why: why)),
                let text = try? JSONText.encode(snapshot)
            else { return [] }
            let pieces = String(decoding: text, as: UTF8.self).pieces(
                bytesMax: WireLimits.frameBytesMax / 4)
            let parts = pieces.enumerated().compactMap { index, piece in
                try? BroadcastPayload(
                    .snapshot,
                    WireSnapshotPart(
                        e: epoch, o: state.offset, part: index + 1, of: pieces.count, text: piece))
            }
            return [reset.bytes] + parts.map(\.bytes)
        }
    }
}

extension String {
    /// This text in pieces of at most so many bytes, cut between characters.
    func pieces(bytesMax: Int) -> [String] {
        var pieces: [String] = []
        var rest = utf8[...]
        while !rest.isEmpty {
            var end =
                rest.index(rest.startIndex, offsetBy: bytesMax, limitedBy: rest.endIndex)
                ?? rest.endIndex
            // Not inside a scalar.
            while end < rest.endIndex, rest[end] & 0xC0 == 0x80 { end = rest.index(before: end) }
            pieces.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[end...]
        }
        return pieces
    }
}
