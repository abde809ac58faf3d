import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// One admitted socket: whose it is, its channels, and what waits to be written to it.
final class Socket {
    let id: ConnectionID
    let version: PhoenixVersion
    let subscriber: Subscriber
    let device: String
    let address: String
    var token: VerifiedToken
    /// Tells the token it came with from another.
    var tokenHash: Int
    var isNoticed = false
    private(set) var channels: [Membership] = []
    /// Since when it has had no channel.
    var idleSince: Timestamp?
    /// Pings that were not answered yet.
    var missedPongs = 0
    var pingedAt: NIODeadline?
    private(set) var latency: TimeAmount?
    /// The offset up to which everything was written, told by the last ping, and confirmed.
    var sentThrough = 0
    var pingedThrough = 0
    var confirmedThrough = 0
    var progress = Progress.live
    /// The offset from which it went on when it joined.
    var joinedFrom = 0
    /// The newest join of each topic whose token is being looked at.
    var pendingJoins: [String: String] = [:]
    private(set) var bytesOut = 0
    var bytesIn = 0
    /// Codes tried at a station since one was good.
    var codesTried = 0
    var allowance: Allowance
    var joinAllowance: Allowance
    /// For what makes the host work: tokens to verify, places to resume from, snapshots.
    var workAllowance: Allowance
    /// For what never waits: alarms, their answers, beats.
    var urgentAllowance: Allowance
    var isCatchUpPlanned = false
    /// Shared with the other sockets of its principal.
    let purse: Purse
    private var waiting: Waiting?
    /// Whether it was told that it is closed.
    private var isClosed = false
    private let ended: () -> Void
    private let meter: TurnMeter
    private let context: ChannelHandlerContext

    /// Where its reader is in the log.
    enum Progress {
        /// What is new goes out at once.
        case live
        /// The log went on without it; it goes on from `sentThrough` once there is room.
        ///
        /// - Parameter recovers: Whether it gets all that it missed, rather than a snapshot.
        case behind(recovers: Bool)
        /// A snapshot is being made for it.
        case awaiting(WireReset.Why)
        /// So much of a snapshot is still to come; nothing of the log goes before it.
        case receiving(Deque<ByteBuffer>)
    }

    /// What does not fit in the socket now.
    private struct Waiting {
        var outbox = Outbox<ByteBuffer>(framesMax: 4_096)
        var bytes = 0
        var progressedAt: NIODeadline
    }

    init(
        _ id: ConnectionID, _ version: PhoenixVersion, _ subscriber: Subscriber,
        _ token: VerifiedToken,
        tokenHash: Int, address: String, context: ChannelHandlerContext, purse: Purse,
        meter: TurnMeter, at now: Timestamp, settings: ServerSettings,
        ended: @escaping () -> Void
    ) {
        (self.purse, self.meter, self.ended) = (purse, meter, ended)
        (self.id, self.version, self.subscriber, self.token) = (id, version, subscriber, token)
        (self.tokenHash, self.address, self.context) = (tokenHash, address, context)
        device = token.deviceName
        idleSince = now
        allowance = Allowance(perSecond: settings.broadcastsPerSecond)
        joinAllowance = Allowance(perSecond: settings.joinsPerSecond)
        workAllowance = Allowance(perSecond: settings.resumesPerSecond)
        urgentAllowance = Allowance(perSecond: settings.urgentPerSecond)
    }

    var person: PersonID? { subscriber.person }
    var actor: Actor { person.map { .person($0) } ?? .system }

    var groupKey: Room.GroupKey {
        Room.GroupKey(className: subscriber.className, version: version)
    }

    func channel(_ topic: String) -> Membership? { channels.first { $0.room.topic == topic } }

    func joined(_ membership: Membership) {
        channels.append(membership)
        idleSince = nil
    }

    func left(_ membership: Membership, at now: Timestamp) {
        channels.removeAll { $0 === membership }
        if channels.isEmpty { idleSince = now }
    }

    var isBehind: Bool { if case .live = progress { false } else { true } }

    /// Writes now, or keeps it until the reader takes what it has.
    func write(_ bytes: ByteBuffer, _ lane: Lane) {
        if lane == .log && isBehind { return }
        put(bytes, lane)
    }

    /// A piece of a snapshot, which goes before the log.
    func sendPiece(_ bytes: ByteBuffer) {
        meter.writing {
            put(bytes, .log)
            context.flush()
        }
    }

    private func put(_ bytes: ByteBuffer, _ lane: Lane) {
        guard !isClosed else { return }
        if waiting == nil, context.channel.isWritable {
            bytesOut += bytes.readableBytes
            context.write(NIOAny(bytes), promise: nil)
            return
        }
        var queue = waiting ?? Waiting(progressedAt: .now())
        defer { waiting = queue }
        let hasRoom = queue.bytes + bytes.readableBytes <= Self.queueBytesMax
        guard hasRoom || lane == .early, queue.outbox.push(bytes, lane.priority) else {
            // The log comes from there once there is room; the rest is worth nothing late.
            if lane == .log { progress = .behind(recovers: true) }
            if lane == .control { isOverrun = true }
            return
        }
        queue.bytes += bytes.readableBytes
    }

    /// Answers that a reader does not even take: it is not worth keeping.
    private(set) var isOverrun = false
    static let queueBytesMax = 1 << 20

    func flush() { meter.writing { context.flush() } }

    func send(_ payload: [UInt8], _ lane: Lane) { send(FrameWriter.text(payload), lane) }

    func send(_ frame: ByteBuffer, _ lane: Lane) {
        meter.writing {
            write(frame, lane)
            context.flush()
        }
    }

    /// The socket takes more.
    func drain() {
        guard var queue = waiting else { return }
        meter.writing {
            while context.channel.isWritable, let bytes = queue.outbox.pop() {
                queue.bytes -= bytes.readableBytes
                queue.progressedAt = .now()
                bytesOut += bytes.readableBytes
                context.write(NIOAny(bytes), promise: nil)
            }
            waiting = queue.outbox.isEmpty ? nil : queue
            context.flush()
        }
    }

    var isDrained: Bool { waiting == nil && context.channel.isWritable }
    var queuedBytes: Int { waiting?.bytes ?? 0 }

    func isStalled(for time: TimeAmount) -> Bool {
        waiting.map { NIODeadline.now() - $0.progressedAt > time } ?? false
    }

    func ping(_ data: String) {
        pingedAt = .now()
        send(FrameWriter.frame(.ping, Array(data.utf8)), .early)
    }

    func ponged() {
        missedPongs = 0
        if let pingedAt { latency = .now() - pingedAt }
        pingedAt = nil
    }

    func reply(to frame: PhoenixFrame, isOK: Bool, _ response: [String: String] = [:]) {
        let pairs = response.sorted { $0.key < $1.key }.map {
            JSONText.quoted($0.key) + Array(":".utf8) + JSONText.quoted($0.value)
        }
        let body = Array("{".utf8) + pairs.joined(separator: Array(",".utf8)) + Array("}".utf8)
        send(version.reply(to: frame, isOK: isOK, response: body), .control)
    }

    func close(_ code: UInt16, _ reason: String) {
        guard !isClosed else { return }
        isClosed = true
        meter.writing { context.sayFarewell(code, reason) }
        ended()
    }
}
