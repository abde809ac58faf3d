import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Who has what: a PING carries a place in the log, and its PONG proves that it arrived.
extension LogFeed {
    func ping(_ socket: Socket) {
        let room = socket.channel(host.mainTopic)?.room
        // Only what was really written before it can be proved by its answer.
        if let room, !socket.isBehind, socket.isDrained { socket.pingedThrough = room.head }
        socket.ping(WireCursor(e: entries.epoch, o: room == nil ? 0 : socket.pingedThrough).text)
    }

    func ponged(_ socket: Socket, _ data: String) {
        socket.ponged()
        if let latency = socket.latency { host.metrics.latency.add(latency.nanoseconds / 1000) }
        guard let cursor = WireCursor(data), cursor.e == entries.epoch else { return }
        let offset = min(cursor.o, socket.pingedThrough)
        confirm(offset, socket)
        handover.arrived(socket.id, through: offset)
        planHandover()
    }

    /// Everything up to `offset` is there, says the reader or its PONG.
    func confirm(_ offset: Int, _ socket: Socket) {
        guard offset > socket.confirmedThrough, offset <= entries.head else { return }
        socket.confirmedThrough = offset
        guard socket.person != nil else { return }
        host.feed(.received(socket.id, .receivedThrough(offset)))
    }

    /// Soon after entries left, one PING asks who has them: those who send no `wd.ack` need it.
    func planCursorPing() {
        guard !isCursorPingPlanned else { return }
        isCursorPingPlanned = true
        host.later(.milliseconds(250)) { [self] in
            isCursorPingPlanned = false
            guard let room = channels.main else { return }
            room.flush()
            let sockets = room.members.map(\.socket)
            host.plan("ping", each: Array(sockets), perTurn: Pulse.socketsPerTurn) {
                [self] socket in
                guard registry.holds(socket), socket.confirmedThrough < entries.head,
                    socket.pingedAt == nil, !socket.isBehind
                else { return }
                ping(socket)
            }
        }
    }

    func planReminders() {
        guard !reminders.isEmpty, !reminders.isPlanned else { return }
        reminders.isPlanned = true
        host.plan("remind") { [self] in remind() }
    }

    private func remind() -> Chores.Step {
        var units = 1
        // What is new goes first. To find that nobody waits any more takes its time too.
        for look in 1... {
            guard isIdle, units < Chores.unitsPerTurn, let next = reminders.next() else { break }
            units += remind(next.offset, next.person) + (look % 8 == 0 ? 1 : 0)
        }
        guard !reminders.isEmpty else {
            reminders.isPlanned = false
            return .done(units: units)
        }
        return .more(units: max(units, Chores.unitsPerTurn))
    }

    /// The same entry again, in the same place, to those of a person's sockets that have not
    /// confirmed it, if they still have not.
    private func remind(_ offset: Int, _ person: PersonID) -> Int {
        guard let entry = entries.entry(offset),
            host.ask({ $0.isWaiting(for: person, at: offset) })
        else { return 0 }
        var units = 0
        for socket in registry.sockets(of: person) {
            guard let member = socket.channel(host.mainTopic), !socket.isBehind,
                socket.confirmedThrough < offset || entry.event.isEmergency,
                let stream = entry.stream(for: socket.subscriber)
            else { continue }
            units += 1
            let body = encode(entry.event, for: socket.subscriber, stream)
            channels.push("broadcast", body, to: member, .log)
            // It may have been there before the letter was: the next PONG proves it again.
            socket.confirmedThrough = min(socket.confirmedThrough, offset - 1)
            planCursorPing()
        }
        return units
    }
}
