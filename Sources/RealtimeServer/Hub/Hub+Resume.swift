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
        if let known = cursors[cursorKey(member)] { return sendMissed(member, after: known) }
        (socket.sentThrough, socket.pingedThrough) = (entries.head, entries.head)
        live(member, recovered: false)
    }

    private func cursorKey(_ member: Membership) -> String {
        let socket = member.socket
        return "\(socket.reader.principal.word)/\(socket.device)/\(member.config.presenceKey)"
    }

    func remember(_ member: Membership) {
        cursors[cursorKey(member)] = member.socket.confirmedThrough
    }

    func resume(_ member: Membership, from cursor: WireCursor) {
        guard cursor.e == entries.epoch else {
            return reset(member, cursor.e.isEmpty ? .first : .epoch)
        }
        sendMissed(member, after: cursor.o)
    }

    private func sendMissed(_ member: Membership, after offset: Int, max: Int? = nil) {
        guard let missed = entries.missed(by: member.socket.reader, after: offset) else {
            return reset(member, .trimmed)
        }
        member.room.flush()
        for (entry, stream, previous) in max.map({ missed.suffix($0) }) ?? missed[...] {
            let body = encode(entry.event, for: member.socket.reader, stream, previous)
            push("broadcast", body, to: member, .log)
        }
        if !member.socket.isBehind { member.socket.sentThrough = entries.head }
        live(member, recovered: true)
        planCursorPing()
    }

    private func live(_ member: Membership, recovered: Bool) {
        let live = WireLive(e: entries.epoch, o: entries.head, recovered: recovered)
        guard let body = try? BroadcastPayload(.live, live) else { return }
        push("broadcast", body.bytes, to: member, .log)
        tellTime(member)
    }

    func reset(_ member: Membership, _ why: WireReset.Why) {
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
        push("broadcast", reset.bytes, to: member, .log)
        let pieces = String(decoding: text, as: UTF8.self).pieces(
            bytesMax: WireLimits.frameBytesMax / 4)
        for (index, piece) in pieces.enumerated() {
            let part = WireSnapshotPart(
                e: entries.epoch, o: head, part: index + 1, of: pieces.count, text: piece)
            guard let body = try? BroadcastPayload(.snapshot, part) else { return }
            push("broadcast", body.bytes, to: member, .log)
        }
        if !member.socket.isBehind { member.socket.sentThrough = head }
        live(member, recovered: false)
        planCursorPing()
    }

    /// A reader that could not take more has room again.
    func catchUp(_ socket: Socket) {
        guard socket.isBehind, socket.isDrained, let member = socket.channel(mainTopic) else {
            return
        }
        socket.isBehind = false
        metrics.caughtUp += 1
        sendMissed(member, after: socket.sentThrough)
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
