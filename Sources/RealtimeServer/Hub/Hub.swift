import NIOPosix
import RealtimeCore
import RealtimeProtocol
import Wedding

/// One host: its parts, and what each frame of a socket means to them. Lives on the core's loop,
/// and only there.
final class Hub {
    let host: HostLoop
    let registry: SocketRegistry
    let gate: LoginGate
    let channels: ChannelTable
    let feed: LogFeed
    private let pulse: Pulse
    /// For submissions that are long to read: one after the other.
    let readingRoom = NIOThreadPool(numberOfThreads: 1)
    /// Messages over HTTP, of everybody together.
    var postAllowance: Allowance
    /// What the frame at hand makes the host do, for the meter.
    var kindOfWork = "frame"
    private var isClosing = false

    init(
        _ host: HostLoop, keys: TokenKeys, epoch: String, store: any AuthStore,
        sessions: Sessions, step: @escaping () -> Duration?
    ) {
        let registry = SocketRegistry(host.settings)
        let gate = LoginGate(host, registry, keys: keys, store: store, sessions: sessions)
        let channels = ChannelTable(host)
        let feed = LogFeed(host, registry, channels, epoch: epoch)
        channels.parted = { [weak feed] member, parting in
            guard let feed else { return }
            feed.rows.left(member)
            guard member.room.topic == host.mainTopic else { return }
            host.audit(
                .left, by: member.socket.subscriber.principal.actor,
                parting == .broke ? "the day: the connection broke" : "the day")
            feed.left(member)
        }
        pulse = Pulse(host, registry, channels, feed, gate, step: step)
        postAllowance = Allowance(perSecond: host.settings.broadcastsPerSecond)
        (self.host, self.registry, self.gate) = (host, registry, gate)
        (self.channels, self.feed) = (channels, feed)
        readingRoom.start()
    }

    func start() {
        host.everySecond { [self] in
            pulse.second()
        } until: { [self] in
            isClosing
        }
    }

    func drain() {
        isClosing = true
        feed.drain()
        host.stop()
        readingRoom.shutdownGracefully { _ in }
        gate.stop()
        for socket in registry.all { socket.close(1012, "This host restarts") }
    }

    func refusal(of peer: PeerInfo) -> ProtocolError? {
        let now = host.now
        return isClosing
            ? .connections("RealtimeRestarting: this host is about to stop.")
            : host.ask { $0.refusal(of: peer, at: now) }
    }

    func open(_ socket: Socket) {
        registry.add(socket)
        host.metrics.opened += 1
        host.feed(
            .arrived(
                socket.id,
                PeerInfo(
                    principal: socket.subscriber.principal, device: socket.device,
                    address: socket.address)))
        host.log.note("socket opened", socket)
    }

    func close(_ socket: Socket) {
        guard registry.remove(socket) else { return }
        for membership in socket.channels { channels.part(membership, .broke) }
        feed.handover.left(socket.id)
        feed.planHandover()
        host.metrics.closed += 1
        host.feed(.disconnected(socket.id))
        host.log.note("socket closed", socket)
    }

    /// - Parameter incoming: What the frame says, when it was read before.
    func received(
        _ frame: PhoenixFrame, from socket: Socket, _ incoming: IncomingSubmission? = nil
    ) {
        kindOfWork =
            ["phx_join", "phx_leave", "presence", "access_token"].contains(frame.event)
            ? frame.event : "frame"
        host.turn(self.kindOfWork) { dispatch(frame, from: socket, incoming) }
    }

    private func dispatch(
        _ frame: PhoenixFrame, from socket: Socket, _ incoming: IncomingSubmission?
    ) {
        host.metrics.framesIn += 1
        socket.purse.spend(Purse.Cost.frame(frame.payload.count))
        switch (frame.topic, frame.event) {
        case ("phoenix", "heartbeat"): socket.reply(to: frame, isOK: true)
        case (_, "phx_join"): join(frame, socket)
        case (_, "phx_leave"): leave(frame, socket)
        default:
            guard let member = socket.channel(frame.topic) else {
                return socket.reply(to: frame, isOK: false, ["reason": "unmatched topic"])
            }
            // What was meant for an earlier incarnation of the channel.
            if let joinRef = frame.joinRef, joinRef != member.joinRef { return }
            switch frame.event {
            case "broadcast": broadcast(frame, member, incoming)
            case "presence": presence(frame, member)
            case "access_token": refreshToken(frame, member)
            default: break
            }
        }
    }

    private func presence(_ frame: PhoenixFrame, _ member: Membership) {
        let socket = member.socket
        guard let body = PresencePayload(frame.payload) else {
            return socket.reply(
                to: frame, isOK: false, ["reason": "Presence track payload must be a map"])
        }
        guard socket.person != nil else {
            return socket.reply(to: frame, isOK: false, ["reason": "Unauthorized: presence"])
        }
        socket.purse.spend(Purse.Cost.presence)
        if let payload = body.tracked {
            socket.purse.speak(to: member.room.count, payload.count)
            let meta = RoomPresence.Meta(ref: Ticket.random(), payload: payload)
            member.room.presence.track(meta, key: member.presenceKey, instead: member.tracked)
            member.tracked = meta
        } else if let meta = member.tracked {
            member.room.presence.untrack(meta, key: member.presenceKey)
            member.tracked = nil
        }
        socket.reply(to: frame, isOK: true)
        channels.tellPresence(member.room)
    }

    private func refreshToken(_ frame: PhoenixFrame, _ member: Membership) {
        struct Body: Decodable { let accessToken: String? }
        let (socket, topic) = (member.socket, frame.topic)
        guard let token = try? JSONText.decode(Body.self, from: frame.payload).accessToken,
            !socket.holds(token)
        else { return }
        gate.renew(token, of: socket) { [channels] problem in
            guard let problem, socket.channel(topic) === member else { return }
            channels.shut(member, because: "\(problem)")
        }
    }
}

/// Short, unlike any other: a reference of presence, a key nobody chose.
enum Ticket {
    static func random() -> String {
        String(UInt64.random(in: 1...UInt64.max), radix: 16)
    }
}
