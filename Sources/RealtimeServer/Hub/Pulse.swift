import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What happens because time passes: a second at a time.
final class Pulse {
    private let host: HostLoop
    private let registry: SocketRegistry
    private let channels: ChannelTable
    private let feed: LogFeed
    private let gate: LoginGate
    /// By how much the clock on the wall was set since it was last asked; nil when it was not.
    private let step: () -> Duration?
    private var seconds = 0
    private var isLookingAfterSockets = false
    static let socketsPerTurn = 200
    /// A dozen: what a person can read.
    private static let measuredMax = 12

    init(
        _ host: HostLoop, _ registry: SocketRegistry, _ channels: ChannelTable, _ feed: LogFeed,
        _ gate: LoginGate, step: @escaping () -> Duration?
    ) {
        (self.host, self.registry, self.channels) = (host, registry, channels)
        (self.feed, self.gate, self.step) = (feed, gate, step)
    }

    func second() {
        seconds += 1
        host.advance()
        let heard = registry.drainHeard()
        if !heard.isEmpty { host.feed(.beats(heard)) }
        channels.main?.flush()
        lookAfterSockets(at: host.now)
        channels.letGoOfPresence()
        if seconds % 5 == 0 { measure() }
        if seconds % 60 == 0 { feed.tellTime() }
        gate.lookAtNotes()
        if let step = step() { host.feed(.stepped(step)) }
    }

    /// Some at a time; what is not done in a second is not begun again.
    private func lookAfterSockets(at now: Timestamp) {
        guard registry.count > 0, !isLookingAfterSockets else { return }
        isLookingAfterSockets = true
        let (beat, seconds) = (max(1, host.mode.heartbeat.wholeSeconds), seconds)
        host.plan("look", each: registry.all, perTurn: Self.socketsPerTurn) { [self] socket in
            guard registry.holds(socket) else { return }
            look(after: socket, at: now)
            if Int(socket.id.rawValue) % beat == seconds % beat { beatOnce(socket) }
        } then: { [self] in
            isLookingAfterSockets = false
        }
    }

    private func measure() {
        var slowest: [Socket] = []
        for socket in registry.all {
            let place = slowest.firstIndex { socket.isSlower(than: $0) } ?? slowest.count
            guard place < Self.measuredMax else { continue }
            slowest.insert(socket, at: place)
            if slowest.count > Self.measuredMax { slowest.removeLast() }
        }
        host.feed(.measured(slowest.map(\.stats)))
    }

    private func look(after socket: Socket, at now: Timestamp) {
        let settings = host.settings
        if socket.isOverrun
            || socket.isStalled(for: .milliseconds(settings.stalledMax.milliseconds))
        {
            host.metrics.slowClosed += 1
            return socket.close(4008, "Too slow a reader")
        }
        if let since = socket.idleSince, now - since >= settings.idleSocketMax {
            return socket.close(4002, "No channel joined")
        }
        let left = socket.token.expires - now
        if left <= .zero {
            guard !socket.channels.isEmpty, !gate.isSpared(socket) else { return }
            for member in socket.channels {
                channels.shut(
                    member, because: "Token has expired \(-left.wholeSeconds) seconds ago")
            }
        } else if left <= settings.expiryNotice, !socket.isNoticed {
            socket.isNoticed = true
            for member in socket.channels {
                channels.system(
                    "Token expires in \(left.wholeSeconds) s", extension: "system", isOK: true,
                    to: member)
            }
        }
    }

    private func beatOnce(_ socket: Socket) {
        if socket.pingedAt != nil {
            socket.missedPongs += 1
            guard socket.missedPongs < 3 else {
                host.metrics.gone += 1
                return socket.close(1001, "No answer to three pings")
            }
        }
        feed.ping(socket)
    }
}

extension Socket {
    fileprivate func isSlower(than other: Socket) -> Bool {
        (queuedBytes, latency?.nanoseconds ?? 0, other.id)
            > (other.queuedBytes, other.latency?.nanoseconds ?? 0, id)
    }

    fileprivate var stats: LinkStats {
        LinkStats(
            reader: subscriber.className, connection: Int(id.rawValue),
            latencyMicroseconds: latency.map { Int($0.nanoseconds / 1000) },
            bytesIn: bytesIn, bytesOut: bytesOut, queued: queuedBytes)
    }
}
