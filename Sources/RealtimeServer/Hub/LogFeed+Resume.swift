import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Coming back to a place in the log.
extension LogFeed {
    /// After a join: from where the client says, from where this host remembers, or from now on.
    func goOn(_ member: Membership) {
        let socket = member.socket
        if let since = member.config.replaySince {
            // Milliseconds since 1970 have thirteen digits.
            let offset =
                since < 1_000_000_000_000
                ? since : entries.offset(before: Timestamp(milliseconds: Int64(since)))
            return sendMissed(member, after: offset, max: member.config.replayLimit)
        }
        if let known = knownCursor(member) { return sendMissed(member, after: known) }
        (socket.sentThrough, socket.joinedFrom) = (entries.head, entries.head)
        live(member, recovered: false)
    }

    /// A link that broke may not have been noticed yet: its reader is back before it is gone.
    private func knownCursor(_ member: Membership) -> Int? {
        let key = cursorKey(member)
        let others = member.socket.person.map { registry.sockets(of: $0) } ?? []
        let before = others.compactMap { socket in
            socket === member.socket ? nil : socket.channel(host.mainTopic)
        }.filter { cursorKey($0) == key }
        return before.map { max($0.socket.confirmedThrough, $0.socket.joinedFrom) }.max()
            ?? cursors[key]
    }

    private func cursorKey(_ member: Membership) -> String {
        let socket = member.socket
        return
            "\(socket.subscriber.principal.word)/\(socket.device)/\(member.config.presenceKey)"
    }

    /// Somebody's link has ended: how far they had come.
    func left(_ member: Membership) {
        let socket = member.socket
        cursors[cursorKey(member)] = max(socket.confirmedThrough, socket.joinedFrom)
        // Whatever it missed is asked for anew when it comes back.
        socket.progress = .live
    }

    func resume(_ member: Membership, from cursor: WireCursor) {
        guard member.socket.workAllowance.spendOne() else {
            return member.socket.close(4004, "Too many resumes")
        }
        member.socket.purse.spend(Purse.Cost.resume)
        guard cursor.e == entries.epoch else {
            return reset(member, cursor.e.isEmpty ? .first : .epoch)
        }
        sendMissed(member, after: cursor.o)
    }

    func sendMissed(
        _ member: Membership, after offset: Int, max: Int? = nil, recovered: Bool = true
    ) {
        let socket = member.socket
        guard entries.holds(after: offset) else { return reset(member, .trimmed) }
        guard !entries.changesRights(of: socket.subscriber, after: offset) else {
            return reset(member, .rights)
        }
        member.room.flush()
        let start =
            max.map { entries.offset(beforeLast: $0, of: socket.subscriber, after: offset) }
            ?? offset
        (socket.sentThrough, socket.joinedFrom) = (start, offset)
        guard entries.head > start else { return sendMore(member, recovered: recovered) }
        socket.progress = .behind(recovers: recovered)
        planCatchUp(socket)
    }

    /// Entries that one reader gets in one turn, most of them known as text already.
    private static let missedPerTurn = 30

    /// From where a reader is, as long as that is still so.
    private func goOn(_ member: Membership, recovered: Bool) {
        let (socket, offset) = (member.socket, member.socket.sentThrough)
        guard entries.holds(after: offset) else { return reset(member, .trimmed) }
        guard !entries.changesRights(of: socket.subscriber, after: offset) else {
            return reset(member, .rights)
        }
        sendMore(member, recovered: recovered)
    }

    /// So much of what a reader missed as one turn may hold; the rest in the turns that follow,
    /// while nothing newer overtakes it.
    private func sendMore(_ member: Membership, recovered: Bool) {
        let socket = member.socket
        let missed = entries.missed(
            by: socket.subscriber, after: socket.sentThrough, max: Self.missedPerTurn)
        let before = host.meter.units
        var count = 0
        for one in missed where host.meter.units - before < Chores.unitsPerTurn {
            let body = encode(
                one.entry.event, for: socket.subscriber, one.stream, after: one.previous)
            channels.push("broadcast", body, to: member, .log, isFlushed: false)
            // The rest once there is room.
            if socket.isBehind { break }
            socket.sentThrough = one.entry.event.offset
            count += 1
        }
        socket.flush()
        socket.purse.spend(count * Purse.Cost.entry)
        countFrames(count)
        if socket.isBehind { return socket.progress = .behind(recovers: recovered) }
        guard count == missed.count, count < Self.missedPerTurn else {
            socket.progress = .behind(recovers: recovered)
            return planCatchUp(socket)
        }
        socket.sentThrough = entries.head
        live(member, recovered: recovered)
        planCursorPing()
    }

    private func live(_ member: Membership, recovered: Bool) {
        let live = WireLive(e: entries.epoch, o: entries.head, recovered: recovered)
        guard let body = try? BroadcastPayload(.live, live) else { return }
        channels.push(body, to: member, .log)
        tellTime(member)
    }

    /// One turn for each socket, however often it comes back.
    func planCatchUp(_ socket: Socket) {
        guard !socket.isCatchUpPlanned else { return }
        socket.isCatchUpPlanned = true
        host.plan("catch up") { [self] in
            let before = host.meter.units
            socket.isCatchUpPlanned = false
            catchUp(socket)
            return .done(units: host.meter.units - before + 1)
        }
    }

    /// A reader that could not take more has room again.
    private func catchUp(_ socket: Socket) {
        guard socket.isBehind, socket.isDrained else { return }
        guard let member = socket.channel(host.mainTopic) else { return socket.progress = .live }
        // While it still counts as behind, so that nothing overtakes what it missed.
        member.room.flush()
        switch socket.progress {
        case .live, .awaiting: return
        case .receiving: sendSnapshot(member)
        case .behind(let recovers):
            socket.progress = .live
            goOn(member, recovered: recovers)
        }
        host.metrics.caughtUp += 1
    }

    /// Encoded once, whoever gets it.
    func tellTime() {
        guard let room = channels.main,
            let body = try? BroadcastPayload(.time, WireTime(now: host.now))
        else { return }
        channels.fanOut(body.bytes, in: room, .quiet)
    }

    private func tellTime(_ member: Membership) {
        guard let body = try? BroadcastPayload(.time, WireTime(now: host.now)) else { return }
        channels.push(body, to: member, .quiet)
    }
}
