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
        guard member.socket.workAllowance.take(at: now) else {
            return member.socket.close(4004, "Too many resumes")
        }
        guard cursor.e == entries.epoch else {
            return reset(member, cursor.e.isEmpty ? .first : .epoch)
        }
        sendMissed(member, after: cursor.o)
    }

    private func sendMissed(
        _ member: Membership, after offset: Int, max: Int? = nil, recovered: Bool = true
    ) {
        let socket = member.socket
        guard let missed = entries.missed(by: socket.reader, after: offset) else {
            return reset(member, .trimmed)
        }
        // Also by entries that they do not get: something may not be theirs any more.
        if entries.events(after: offset).contains(where: { changesRights($0, of: socket.reader) }) {
            return reset(member, .rights)
        }
        member.room.flush()
        (socket.sentThrough, socket.joinedFrom) = (offset, offset)
        for (entry, stream, previous) in max.map({ missed.suffix($0) }) ?? missed[...] {
            let body = encode(entry.event, for: socket.reader, stream, previous)
            push("broadcast", body, to: member, .log)
            // The rest once there is room.
            if socket.isBehind { return }
            socket.sentThrough = entry.event.offset
        }
        socket.sentThrough = entries.head
        live(member, recovered: recovered)
        planCursorPing()
    }

    /// Rights that were lent or taken back while somebody was away.
    private func changesRights(_ event: LogEvent, of reader: Reader) -> Bool {
        let changed = ask { $0.readersChanged(by: event) }
        return reader.person.map(changed.people.contains) == true
            || changed.roles.contains(reader.role)
    }

    private func live(_ member: Membership, recovered: Bool) {
        let live = WireLive(e: entries.epoch, o: entries.head, recovered: recovered)
        guard let body = try? BroadcastPayload(.live, live) else { return }
        push("broadcast", body.bytes, to: member, .log)
        tellTime(member)
    }

    func reset(_ member: Membership, _ why: WireReset.Why) {
        // Nobody is shown what a crash could still take back. While the disk takes nothing at all
        // they are shown it, rather than nothing.
        guard ask({ $0.isDurable || $0.trouble != nil }) else {
            return later(.milliseconds(5)) { hub in
                if member.socket.channel(hub.mainTopic) === member { hub.reset(member, why) }
            }
        }
        member.room.flush()
        let (reader, now) = (member.socket.reader, now)
        let (state, isCeremony) = ask { ($0.view(for: reader), $0.isCeremonyOn(at: now)) }
        let head = state.offset
        let snapshot = Snapshot(
            you: reader.principal.word, role: reader.role, now: now, mode: day.mode(at: now),
            isCeremony: isCeremony, className: reader.className,
            classOffset: entries.end(reader.className, of: reader),
            ownOffset: entries.end(WireEvent.ownStream, of: reader), state: state)
        guard
            let reset = try? BroadcastPayload(
                .reset, WireReset(e: entries.epoch, o: head, why: why)),
            let text = try? JSONText.encode(snapshot)
        else { return }
        let pieces = String(decoding: text, as: UTF8.self).pieces(
            bytesMax: WireLimits.frameBytesMax / 4)
        let socket = member.socket
        socket.snapshot = [reset.bytes]
        for (index, piece) in pieces.enumerated() {
            let part = WireSnapshotPart(
                e: entries.epoch, o: head, part: index + 1, of: pieces.count, text: piece)
            guard let body = try? BroadcastPayload(.snapshot, part) else { return }
            socket.snapshot.append(body.bytes)
        }
        (socket.sentThrough, socket.joinedFrom) = (head, head)
        sendSnapshot(member)
    }

    /// A piece at a time, as the reader takes them; then what came meanwhile.
    private func sendSnapshot(_ member: Membership) {
        let socket = member.socket
        guard socket.isDrained else {
            socket.isBehind = true
            return
        }
        socket.isBehind = false
        while let piece = socket.snapshot.popFirst() {
            push("broadcast", piece, to: member, .log)
            guard socket.isDrained || socket.snapshot.isEmpty else {
                socket.isBehind = true
                return
            }
        }
        sendMissed(member, after: min(socket.sentThrough, entries.head), recovered: false)
    }

    /// A reader that could not take more has room again.
    func catchUp(_ socket: Socket) {
        guard socket.isBehind, socket.isDrained else { return }
        guard let member = socket.channel(mainTopic) else {
            (socket.isBehind, socket.snapshot) = (false, [])
            return
        }
        // While it still counts as behind, so that nothing overtakes what it missed.
        member.room.flush()
        metrics.caughtUp += 1
        if socket.snapshot.isEmpty {
            socket.isBehind = false
            sendMissed(member, after: socket.sentThrough)
        } else {
            sendSnapshot(member)
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
