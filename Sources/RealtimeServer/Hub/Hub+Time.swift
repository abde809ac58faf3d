import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What happens because time passes: a second at a time.
extension Hub {
    func start() {
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { task in
            let hub = bound.value
            if hub.isClosing { task.cancel() } else { hub.turn("second") { hub.second() } }
        }
    }

    private func second() {
        seconds += 1
        let now = now
        shell.assumeIsolated { $0.advance(to: now) }
        if !heard.isEmpty {
            feed(.beats(heard.sorted()))
            heard = []
        }
        rooms[mainTopic]?.flush()
        lookAfterSockets(at: now)
        for room in Array(rooms.values) where !room.presence.isEmpty || room.presence.hasNews {
            room.presence.letGo(at: now)
            tellPresence(room)
            if room.isEmpty { forget(room) }
        }
        if seconds % 5 == 0 { measure() }
        if seconds % 60 == 0 { tellTime() }
        if store.takeUnlock() {
            doorkeeper = Doorkeeper()
            audit(.unlocked, by: .system, "all lock-outs, by callboard unlock")
        }
        for what in store.takeExports() { audit(.export, by: .system, what) }
        if let step = step() { feed(.stepped(step)) }
    }

    /// Some at a time; what is not done in a second is not begun again.
    private func lookAfterSockets(at now: Timestamp) {
        guard !sockets.isEmpty, !isLookingAfterSockets else { return }
        isLookingAfterSockets = true
        let (beat, seconds) = (max(1, mode.heartbeat.wholeSeconds), seconds)
        take(on: "look", each: Array(sockets.values), perTurn: Self.socketsPerTurn) { hub, socket in
            guard hub.sockets[socket.id] != nil else { return }
            hub.look(after: socket, at: now)
            if Int(socket.id.rawValue) % beat == seconds % beat { hub.beatOnce(socket) }
        } then: {
            $0.isLookingAfterSockets = false
        }
    }

    private static let socketsPerTurn = 200

    /// One mode for the whole host, the core's: the wedding's day lasts while something runs.
    var mode: DayMode {
        let now = now
        return ask { $0.dayMode(at: now) }
    }

    /// A dozen: what a person can read.
    private static let measuredMax = 12

    private func measure() {
        var slowest: [Socket] = []
        for socket in sockets.values {
            let place = slowest.firstIndex { socket.isSlower(than: $0) } ?? slowest.count
            guard place < Self.measuredMax else { continue }
            slowest.insert(socket, at: place)
            if slowest.count > Self.measuredMax { slowest.removeLast() }
        }
        feed(
            .measured(
                slowest.map { socket in
                    LinkStats(
                        reader: socket.reader.className, connection: Int(socket.id.rawValue),
                        latencyMicroseconds: socket.latency.map { Int($0.nanoseconds / 1000) },
                        bytesIn: socket.bytesIn, bytesOut: socket.bytesOut,
                        queued: socket.queuedBytes)
                }))
    }

    private func look(after socket: Socket, at now: Timestamp) {
        if socket.isOverrun
            || socket.isStalled(for: .milliseconds(settings.stalledMax.milliseconds))
        {
            metrics.slowClosed += 1
            return socket.close(4008, "Too slow a reader")
        }
        if let since = socket.idleSince, now - since >= settings.idleSocketMax {
            return socket.close(4002, "No channel joined")
        }
        let left = socket.token.expires - now
        if left <= .zero {
            guard !socket.channels.isEmpty, !isSpared(socket) else { return }
            for member in socket.channels {
                shut(member, because: "Token has expired \(-left.wholeSeconds) seconds ago")
            }
        } else if left <= settings.expiryNotice, !socket.isNoticed {
            socket.isNoticed = true
            for member in socket.channels {
                system(
                    "Token expires in \(left.wholeSeconds) s", extension: "system", isOK: true,
                    to: member)
            }
        }
    }

    /// One beat. A PING carries the place in the log, so that its PONG proves receipt.
    private func beatOnce(_ socket: Socket) {
        if socket.pingedAt != nil {
            socket.missedPongs += 1
            guard socket.missedPongs < 3 else {
                metrics.gone += 1
                return socket.close(1001, "No answer to three pings")
            }
        }
        ping(socket)
    }

    func ping(_ socket: Socket) {
        let room = socket.channel(mainTopic)?.room
        // Only what was really written before it can be proved by its answer.
        if let room, !socket.isBehind, socket.isDrained { socket.pingedThrough = room.head }
        socket.ping(WireCursor(e: entries.epoch, o: room == nil ? 0 : socket.pingedThrough).text)
    }

    /// Soon after entries left, one PING asks who has them: those who send no `wd.ack` need it.
    func planCursorPing() {
        guard !isCursorPingPlanned else { return }
        isCursorPingPlanned = true
        later(.milliseconds(250)) { hub in
            hub.isCursorPingPlanned = false
            guard let room = hub.rooms[hub.mainTopic] else { return }
            room.flush()
            let sockets = room.members.map(\.socket)
            hub.take(on: "ping", each: Array(sockets), perTurn: Self.socketsPerTurn) {
                hub, socket in
                guard hub.sockets[socket.id] != nil, socket.confirmedThrough < hub.entries.head,
                    socket.pingedAt == nil, !socket.isBehind
                else { return }
                hub.ping(socket)
            }
        }
    }

    func ponged(_ socket: Socket, _ data: String) {
        socket.ponged()
        if let latency = socket.latency { metrics.latency.add(latency.nanoseconds / 1000) }
        guard let cursor = WireCursor(data), cursor.e == entries.epoch else { return }
        let offset = min(cursor.o, socket.pingedThrough)
        confirm(offset, socket)
        handover.arrived(socket.id, through: offset)
        planHandover()
    }

    /// Encoded once, whoever gets it.
    private func tellTime() {
        guard let room = rooms[mainTopic],
            let body = try? BroadcastPayload(.time, WireTime(now: now))
        else { return }
        for key in room.groups.keys {
            let text = key.version.push(topic: mainTopic, event: "broadcast", payload: body.bytes)
            add(Room.Frame(lane: .quiet, bytes: FrameWriter.text(text)), to: key, of: room)
        }
    }

    func tellTime(_ member: Membership) {
        guard let body = try? BroadcastPayload(.time, WireTime(now: now)) else { return }
        push("broadcast", body.bytes, to: member, .quiet)
    }
}

extension Socket {
    fileprivate func isSlower(than other: Socket) -> Bool {
        (queuedBytes, latency?.nanoseconds ?? 0, other.id)
            > (other.queuedBytes, other.latency?.nanoseconds ?? 0, id)
    }
}
