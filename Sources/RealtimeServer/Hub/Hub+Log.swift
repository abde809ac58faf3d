import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The log on its way to those who may read it.
extension Hub {
    func perform(_ effect: Effect) {
        guard case .send(let message, let audience, _) = effect else { return }
        switch (message, audience) {
        case (.event(let event, let early), .consoles): publish(event, audience, early: early)
        case (.event(let event, let early), .person(let person)):
            // Whoever an emergency is for was named with it.
            if !early { remind(event, person) }
        case (.event, .connection), (.welcome, _): break
        case (_, .connection(let id)): answer(message, id)
        case (.mode, _): tell(message, in: mainTopic) { _ in true }
        case (_, .consoles(let roles, _)):
            if case .audit(let entry) = message { log.audit(entry) }
            tell(message, in: deskTopic) { roles.contains($0.role) }
        case (_, .person): break
        }
    }

    /// What stood in the log before this host started.
    func recall(_ history: [JournalEntry]) {
        entries.recall(Array(history.suffix(settings.logEntriesMax))) { self.day.people[$0]?.role }
    }

    private func publish(_ event: LogEvent, _ audience: Audience, early: Bool) {
        if early { return pushEarly(event, audience) }
        let isForDesk = ask { $0.isForDesk(event, audience) }
        let (entry, before) = entries.append(event, audience, isForDesk: isForDesk) {
            self.day.people[$0]?.role
        }
        metrics.events += 1
        guard let room = rooms[mainTopic] else { return tellRows(entry) }
        room.head = event.offset
        var bodies: [String: [UInt8]] = [:]
        for key in room.groups.keys {
            guard let group = room.groups[key], entry.isFor(classOf: group.reader) else {
                continue
            }
            let reader = Reader(anyOf: group.reader)
            let body =
                bodies[key.className]
                ?? encode(
                    event, for: reader, key.className, before.end(key.className, of: reader))
            bodies[key.className] = body
            add(frame(body, key.version, .log), to: key, of: room)
        }
        for person in entry.people {
            for socket in mainSockets(of: person) {
                let body = encode(
                    event, for: socket.reader, WireEvent.ownStream,
                    before.end(WireEvent.ownStream, of: socket.reader))
                var frame = frame(body, socket.version, .log)
                frame.only = person
                add(frame, to: socket.groupKey, of: room)
            }
        }
        tellRows(entry)
        planCursorPing()
        resetRights(after: event)
    }

    /// Whoever may see more or less from now on begins anew with what they may see.
    private func resetRights(after event: LogEvent) {
        let changed = ask { $0.readersChanged(by: event) }
        guard !changed.people.isEmpty || !changed.roles.isEmpty else { return }
        later(.zero) { hub in
            for socket in Array(hub.sockets.values) {
                let isTheirs = socket.person.map(changed.people.contains) == true
                guard isTheirs || changed.roles.contains(socket.reader.role) else { continue }
                if let member = socket.channel(hub.mainTopic) { hub.reset(member, .rights) }
            }
        }
    }

    /// One socket of each group that a person has in the main channel.
    private func mainSockets(of person: PersonID) -> [Socket] {
        var seen: Set<Room.GroupKey> = []
        return (socketsOf[person] ?? []).filter {
            $0.channel(mainTopic) != nil && seen.insert($0.groupKey).inserted
        }
    }

    func encode(
        _ event: LogEvent, for reader: Reader, _ stream: String, _ previous: Int,
        early: Bool = false
    ) -> [UInt8] {
        let seen = ask { $0.redacted(event, for: reader) }
        var wire = WireEvent(seen, epoch: entries.epoch, stream: stream, previous: previous)
        if seen.isEmergency { wire.needAck = event.at + .seconds(30) }
        if early { wire.early = true }
        return (try? BroadcastPayload(.event, wire).bytes) ?? Array("{}".utf8)
    }

    private func frame(_ body: [UInt8], _ version: PhoenixVersion, _ lane: Lane) -> Room.Frame {
        Room.Frame(
            lane: lane,
            bytes: FrameWriter.text(
                version.push(topic: mainTopic, event: "broadcast", payload: body)))
    }

    private func pushEarly(_ event: LogEvent, _ audience: Audience) {
        guard let room = rooms[mainTopic] else { return }
        for key in room.groups.keys {
            guard let group = room.groups[key], audience.roles.contains(group.reader.role) else {
                continue
            }
            let reader = Reader(anyOf: group.reader)
            let previous = entries.previous(to: event.offset, in: key.className, of: reader)
            let body = encode(event, for: reader, key.className, previous, early: true)
            add(frame(body, key.version, .early), to: key, of: room)
        }
        let named = audience.people.filter { person in
            day.people[person].map { !audience.roles.contains($0.role) } ?? false
        }
        for person in named { pushEarly(event, person, in: room) }
    }

    private func pushEarly(_ event: LogEvent, _ person: PersonID, in room: Room) {
        for socket in mainSockets(of: person) {
            let previous = entries.previous(
                to: event.offset, in: WireEvent.ownStream, of: socket.reader)
            var frame = frame(
                encode(event, for: socket.reader, WireEvent.ownStream, previous, early: true),
                socket.version, .early)
            frame.only = person
            add(frame, to: socket.groupKey, of: room)
        }
    }

    /// A letter that nobody said they have: the same entry again, in the same place.
    private func remind(_ event: LogEvent, _ person: PersonID) {
        guard let entry = entries.entry(event.offset), now - entry.event.at >= .milliseconds(900)
        else { return }
        for socket in socketsOf[person] ?? [] {
            guard let member = socket.channel(mainTopic), !socket.isBehind,
                let stream = entry.stream(for: socket.reader)
            else { continue }
            let previous = entries.previous(to: event.offset, in: stream, of: socket.reader)
            let body = encode(entry.event, for: socket.reader, stream, previous)
            push("broadcast", body, to: member, .log)
            // It may have been there before the letter was: the next PONG proves it again.
            socket.confirmedThrough = min(socket.confirmedThrough, event.offset - 1)
            planCursorPing()
        }
    }

    private func answer(_ message: ServerMessage, _ id: ConnectionID) {
        guard let socket = sockets[id], let member = socket.channel(mainTopic),
            let body = try? BroadcastPayload(message, head: entries.head)
        else { return }
        push("broadcast", body.bytes, to: member, .control)
    }

    private func tell(_ message: ServerMessage, in topic: String, _ may: (Reader) -> Bool) {
        guard let room = rooms[topic],
            let body = try? BroadcastPayload(message, head: entries.head)
        else { return }
        for key in room.groups.keys {
            guard let group = room.groups[key], may(group.reader) else { continue }
            let text = key.version.push(topic: topic, event: "broadcast", payload: body.bytes)
            add(Room.Frame(lane: .ephemeral, bytes: FrameWriter.text(text)), to: key, of: room)
        }
    }

    /// What whoever runs the day finds on their desk.
    func tellDesk(_ member: Membership) {
        let (dead, audit, stats) = ask { ($0.deadLetters, $0.auditTrail, $0.stats) }
        let role = member.socket.reader.role
        let seesAudit = role.level(.administration) >= .edit
        let seesLetters = role.level(.messaging) >= .manage
        let messages: [ServerMessage] =
            [.stats(stats)] + (seesLetters ? dead.map { .deadLetter($0) } : [])
            + (seesAudit ? audit.suffix(500).map { .audit($0) } : [])
        for message in messages {
            guard let body = try? BroadcastPayload(message, head: entries.head) else { continue }
            push("broadcast", body.bytes, to: member, .ephemeral)
        }
    }

    private func tellRows(_ entry: WireLog.Entry) {
        guard !rowFollowers.isEmpty else { return }
        var views: [Reader: [Row]] = [:]
        for member in rowFollowers.values {
            let reader = member.socket.reader
            guard entry.stream(for: reader) != nil else { continue }
            let rows = views[reader] ?? ask { $0.view(for: reader) }.rows(changedBy: entry.event)
            views[reader] = rows
            for row in rows {
                let ids = member.rows.filter { $0.matches(row) }.map(\.id)
                guard !ids.isEmpty else { continue }
                push(
                    "postgres_changes", row.change(ids: ids, at: entry.event.at), to: member, .log)
            }
        }
    }
}

extension LogEvent {
    var isEmergency: Bool {
        if case .raise(let alert) = change { alert.isEmergency } else { false }
    }
}
