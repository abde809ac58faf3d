import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Beginning anew, with the day as it stands.
extension LogFeed {
    /// Readers who are told in one turn that they begin anew.
    static let resetsPerTurn = 5

    func reset(_ member: Membership, _ why: WireReset.Why) {
        let socket = member.socket
        // What goes on meanwhile comes after the snapshot.
        socket.progress = .awaiting(why)
        // Nobody is shown what a crash could still take back. While the disk takes nothing at all
        // they are shown it, rather than nothing.
        guard isShownAll else {
            unsettled[ObjectIdentifier(member)] = (member, why)
            return planResets()
        }
        member.room.flush()
        let (subscriber, now) = (socket.subscriber, host.now)
        let (state, mode, isCeremony) = host.ask {
            ($0.current, $0.dayMode(at: now), $0.isCeremonyOn(at: now))
        }
        let blank = SnapshotPress.Blank(
            subscriber: subscriber, state: state, epoch: entries.epoch, now: now, mode: mode,
            isCeremony: isCeremony, classOffset: entries.end(subscriber.className, of: subscriber),
            ownOffset: entries.end(WireEvent.ownStream, of: subscriber))
        press.press(blank, why, for: member, on: host.loop) { [weak self] members, frames in
            let bytes = frames.reduce(0) { $0 + $1.readableBytes }
            for member in members {
                self?.handover.add(
                    { self?.hand(frames, to: member, at: state.offset, why) },
                    to: member.socket.id, at: state.offset, bytes: bytes)
            }
            self?.planHandover()
        }
    }

    private var isShownAll: Bool {
        isIdle && host.ask { $0.isDurable || $0.trouble != nil }
    }

    /// One look for all who wait, however many.
    private func planResets() {
        guard !isResetPlanned else { return }
        isResetPlanned = true
        host.soon(after: .milliseconds(5), as: "reset") { [self] in
            isResetPlanned = false
            guard isShownAll else { return planResets() }
            let waiting = Array(unsettled.values)
            unsettled = [:]
            host.plan("reset", each: waiting, perTurn: Self.resetsPerTurn) { [self] one in
                guard isAwaited(one.member, one.why) else { return }
                reset(one.member, one.why)
            }
        }
    }

    private func isAwaited(_ member: Membership, _ why: WireReset.Why) -> Bool {
        guard case .awaiting(why) = member.socket.progress else { return false }
        return member.socket.channel(host.mainTopic) === member
    }

    /// To somebody who still waits for it.
    private func hand(
        _ frames: [ByteBuffer], to member: Membership, at offset: Int, _ why: WireReset.Why
    ) {
        let socket = member.socket
        guard isAwaited(member, why) else { return }
        // While it still counts as behind: what the snapshot holds must not come again.
        member.room.flush()
        if socket.subscriber.readsCeremony {
            host.audit(
                .ceremonyRead, by: socket.subscriber.principal.actor,
                "with a full snapshot of the day")
        }
        socket.progress = .receiving(Deque(frames))
        (socket.sentThrough, socket.joinedFrom) = (offset, offset)
        sendSnapshot(member)
        ping(socket)
    }

    /// A piece at a time, as the reader takes them; then what came meanwhile.
    func sendSnapshot(_ member: Membership) {
        let socket = member.socket
        guard case .receiving(var rest) = socket.progress, socket.isDrained else { return }
        while let piece = rest.popFirst() {
            host.metrics.lanes[Lane.log.rawValue] += 1
            socket.sendPiece(piece)
            guard socket.isDrained || rest.isEmpty else {
                return socket.progress = .receiving(rest)
            }
        }
        socket.progress = .live
        sendMissed(member, after: min(socket.sentThrough, entries.head), recovered: false)
    }

    /// One snapshot a turn: it is long to write.
    func planHandover() {
        guard !handover.isEmpty, !handover.isPlanned else { return }
        handover.isPlanned = true
        host.plan("snapshot") { [self] in
            guard let parcel = handover.next() else {
                handover.isPlanned = false
                watchHandover()
                return .done(units: 1)
            }
            host.meter.count(Chores.unitsPerTurn)
            parcel()
            return .more(units: Chores.unitsPerTurn)
        }
    }

    /// Somebody may never say that theirs has arrived.
    private func watchHandover() {
        guard !handover.isEmpty, !handover.isWatched else { return }
        handover.isWatched = true
        host.later(Handover<() -> Void>.patience) { [self] in
            handover.isWatched = false
            planHandover()
        }
    }
}
