import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Coming back: from a place in the log, or with the day as it stands.
extension Hub {
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
        let before = (member.socket.person.flatMap { socketsOf[$0] } ?? []).compactMap { socket in
            socket === member.socket ? nil : socket.channel(mainTopic)
        }.filter { cursorKey($0) == key }
        return before.map { max($0.socket.confirmedThrough, $0.socket.joinedFrom) }.max()
            ?? cursors[key]
    }

    private func cursorKey(_ member: Membership) -> String {
        let socket = member.socket
        return "\(socket.reader.principal.word)/\(socket.device)/\(member.config.presenceKey)"
    }

    func remember(_ member: Membership) {
        let socket = member.socket
        cursors[cursorKey(member)] = max(socket.confirmedThrough, socket.joinedFrom)
    }

    func resume(_ member: Membership, from cursor: WireCursor) {
        guard member.socket.workAllowance.take() else {
            return member.socket.close(4004, "Too many resumes")
        }
        member.socket.purse.spend(Purse.Cost.resume)
        guard cursor.e == entries.epoch else {
            return reset(member, cursor.e.isEmpty ? .first : .epoch)
        }
        sendMissed(member, after: cursor.o)
    }

    private func sendMissed(
        _ member: Membership, after offset: Int, max: Int? = nil, recovered: Bool = true
    ) {
        let socket = member.socket
        guard entries.holds(after: offset) else { return reset(member, .trimmed) }
        guard !entries.changesRights(of: socket.reader, after: offset) else {
            return reset(member, .rights)
        }
        member.room.flush()
        let start =
            max.map { entries.offset(beforeLast: $0, of: socket.reader, after: offset) } ?? offset
        (socket.sentThrough, socket.joinedFrom) = (start, offset)
        guard entries.head > start else { return sendMore(member, recovered: recovered) }
        (socket.isBehind, socket.recovers) = (true, recovered)
        planCatchUp(socket)
    }

    /// Entries that one reader gets in one turn, most of them known as text already.
    private static let missedPerTurn = 30

    /// From where a reader is, as long as that is still so.
    private func goOn(_ member: Membership, recovered: Bool) {
        let (socket, offset) = (member.socket, member.socket.sentThrough)
        guard entries.holds(after: offset) else { return reset(member, .trimmed) }
        guard !entries.changesRights(of: socket.reader, after: offset) else {
            return reset(member, .rights)
        }
        sendMore(member, recovered: recovered)
    }

    /// So much of what a reader missed as one turn may hold; the rest in the turns that follow,
    /// while nothing newer overtakes it.
    private func sendMore(_ member: Membership, recovered: Bool) {
        let socket = member.socket
        let missed = entries.missed(
            by: socket.reader, after: socket.sentThrough, max: Self.missedPerTurn)
        let before = meter.units
        var count = 0
        for one in missed where meter.units - before < Chores.unitsPerTurn {
            let body = encode(one.entry.event, for: socket.reader, one.stream, one.previous)
            push("broadcast", body, to: member, .log, isFlushed: false)
            // The rest once there is room.
            if socket.isBehind { break }
            socket.sentThrough = one.entry.event.offset
            count += 1
        }
        socket.flush()
        socket.purse.spend(count * Purse.Cost.entry)
        countFrames(count)
        if socket.isBehind { return socket.recovers = recovered }
        guard count == missed.count, count < Self.missedPerTurn else {
            (socket.isBehind, socket.recovers) = (true, recovered)
            return planCatchUp(socket)
        }
        socket.sentThrough = entries.head
        live(member, recovered: recovered)
        planCursorPing()
    }

    /// One turn for each socket, however often it comes back.
    func planCatchUp(_ socket: Socket) {
        guard !socket.isCatchingUp else { return }
        socket.isCatchingUp = true
        take(on: "catch up") { hub in
            let before = hub.meter.units
            socket.isCatchingUp = false
            hub.catchUp(socket)
            return .done(units: hub.meter.units - before + 1)
        }
    }

    private func live(_ member: Membership, recovered: Bool) {
        let live = WireLive(e: entries.epoch, o: entries.head, recovered: recovered)
        guard let body = try? BroadcastPayload(.live, live) else { return }
        push("broadcast", body.bytes, to: member, .log)
        member.socket.recovers = true
        tellTime(member)
    }

    /// Readers who are told in one turn that they begin anew.
    static let resetsPerTurn = 5

    func reset(_ member: Membership, _ why: WireReset.Why) {
        let socket = member.socket
        // What goes on meanwhile comes after the snapshot.
        (socket.isBehind, socket.snapshot, socket.awaits) = (true, [], why)
        // Nobody is shown what a crash could still take back. While the disk takes nothing at all
        // they are shown it, rather than nothing.
        guard isShownAll else {
            unsettled[ObjectIdentifier(member)] = (member, why)
            return planResets()
        }
        member.room.flush()
        let (reader, now) = (socket.reader, now)
        let (state, mode, isCeremony) = ask {
            ($0.current, $0.dayMode(at: now), $0.isCeremonyOn(at: now))
        }
        let blank = SnapshotPress.Blank(
            reader: reader, state: state, epoch: entries.epoch, now: now, mode: mode,
            isCeremony: isCeremony, classOffset: entries.end(reader.className, of: reader),
            ownOffset: entries.end(WireEvent.ownStream, of: reader))
        press.press(blank, why, for: member, on: loop) { [weak self] members, frames in
            let bytes = frames.reduce(0) { $0 + $1.readableBytes }
            for member in members {
                self?.handover.add(
                    { $0.hand(frames, to: member, at: state.offset, why) }, to: member.socket.id,
                    at: state.offset, bytes: bytes)
            }
            self?.planHandover()
        }
    }

    private var isShownAll: Bool {
        outgoing.isEmpty && ask { $0.isDurable || $0.trouble != nil }
    }

    /// One look for all who wait, however many.
    private func planResets() {
        guard !isResetPlanned else { return }
        isResetPlanned = true
        soon(after: .milliseconds(5), as: "reset") { hub in
            hub.isResetPlanned = false
            guard hub.isShownAll else { return hub.planResets() }
            let waiting = Array(hub.unsettled.values)
            hub.unsettled = [:]
            hub.take(on: "reset", each: waiting, perTurn: Hub.resetsPerTurn) { hub, one in
                let socket = one.member.socket
                guard socket.channel(hub.mainTopic) === one.member, socket.awaits == one.why
                else { return }
                hub.reset(one.member, one.why)
            }
        }
    }

    /// To somebody who still waits for it.
    private func hand(
        _ frames: [ByteBuffer], to member: Membership, at offset: Int, _ why: WireReset.Why
    ) {
        let socket = member.socket
        guard socket.channel(mainTopic) === member, socket.awaits == why else { return }
        // While it still counts as behind: what the snapshot holds must not come again.
        member.room.flush()
        if socket.reader.readsCeremony {
            audit(
                .ceremonyRead, by: socket.reader.principal.actor, "with a full snapshot of the day")
        }
        (socket.awaits, socket.snapshot) = (nil, Deque(frames))
        (socket.sentThrough, socket.joinedFrom) = (offset, offset)
        sendSnapshot(member)
        ping(socket)
    }

    /// A piece at a time, as the reader takes them; then what came meanwhile.
    private func sendSnapshot(_ member: Membership) {
        let socket = member.socket
        guard socket.isDrained else {
            socket.isBehind = true
            return
        }
        socket.isBehind = false
        while let frame = socket.snapshot.popFirst() {
            metrics.lanes[Lane.log.rawValue] += 1
            socket.send(frame, .log)
            guard socket.isDrained || socket.snapshot.isEmpty else {
                socket.isBehind = true
                return
            }
        }
        sendMissed(member, after: min(socket.sentThrough, entries.head), recovered: false)
    }

    /// A reader that could not take more has room again.
    func catchUp(_ socket: Socket) {
        guard socket.isBehind, socket.isDrained, socket.awaits == nil else { return }
        guard let member = socket.channel(mainTopic) else {
            (socket.isBehind, socket.snapshot) = (false, [])
            return
        }
        // While it still counts as behind, so that nothing overtakes what it missed.
        member.room.flush()
        metrics.caughtUp += 1
        if socket.snapshot.isEmpty {
            socket.isBehind = false
            goOn(member, recovered: socket.recovers)
        } else {
            sendSnapshot(member)
        }
    }
}
