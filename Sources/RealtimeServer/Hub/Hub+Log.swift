import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The log on its way to those who may read it.
extension Hub {
    /// Everything that one event of the core leads to, in order. What is much goes out over several
    /// turns; danger to people goes before all else.
    func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .append: break
            case .send(.event(let event, early: true), let audience, _):
                if case .consoles = audience { turn("early") { pushEarly(event, audience) } }
            case .send(.event(let event, early: false), .person(let person), _):
                reminders.add(event.offset, to: person)
            case .show: outgoing.append(.effect(effect))
            case .send(let message, _, _):
                if case .audit(let entry) = message { log.audit(entry) }
                outgoing.append(.effect(effect))
            }
        }
        planReminders()
        guard !isSending else { return }
        turn("send") { sendOutgoing() }
        guard !outgoing.isEmpty else { return }
        isSending = true
        take(on: "send", isNews: true) { hub in
            let units = hub.sendOutgoing()
            hub.isSending = !hub.outgoing.isEmpty
            if !hub.isSending { hub.planFlush() }
            return hub.isSending ? .more(units: units) : .done(units: units)
        }
    }

    /// - Returns: the units it took.
    @discardableResult
    func sendOutgoing(isAll: Bool = false) -> Int {
        let before = meter.units
        while isAll || meter.units - before < Chores.unitsPerTurn,
            let parcel = outgoing.popFirst()
        {
            switch parcel {
            case .effect(let effect): perform(effect)
            case .own(let entry, let people): send(entry, to: people)
            }
        }
        return meter.units - before
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .append, .send(.event, _, _), .send(.welcome, _, _), .send(_, .person, _): return
        case .show(let entry): return publish(entry)
        case .send(let message, .connection(let id), _): answer(message, id)
        case .send(.mode(let mode, let isCeremony), _, _):
            tell(.mode(mode, isCeremony: isCeremony), in: mainTopic) { _ in true }
        case .send(let message, .consoles(let roles, _), _):
            tell(message, in: deskTopic) { roles.contains($0.role) }
        }
        meter.count(1)
    }

    /// What stood in the log before this host started.
    func recall(_ history: [JournalEntry]) {
        entries.recall(Array(history.suffix(settings.logEntriesMax))) { self.day.people[$0]?.role }
    }

    private func publish(_ written: JournalEntry) {
        let event = written.event
        let entry = entries.append(written) { self.day.people[$0]?.role }
        metrics.events += 1
        meter.count(1)
        planRows(of: entry)
        guard let room = rooms[mainTopic] else { return }
        var bodies: [String: [UInt8]] = [:]
        for key in room.groups.keys {
            guard let group = room.groups[key], entry.isFor(classOf: group.reader) else {
                continue
            }
            let reader = Reader(anyOf: group.reader)
            let previous = entries.previous(to: event.offset, in: key.className, of: reader)
            let body =
                bodies[key.className] ?? encode(event, for: reader, key.className, previous)
            bodies[key.className] = body
            add(frame(body, key.version, .log), to: key, of: room)
        }
        countFrames(bodies.count)
        if event.priority <= .critical { overtake(entry, in: room) }
        if entry.people.isEmpty {
            room.head = event.offset
        } else {
            outgoing.prepend(.own(entry, entry.people[...]))
        }
        planCursorPing()
        if let readers = written.readers { resetRights(of: readers, by: event.by.person) }
    }

    /// A text that is known is soon put into a frame.
    func countFrames(_ count: Int) { meter.count((count + 7) / 8) }

    /// People who get an entry by their name in one turn.
    private static let namedPerTurn = 60

    /// To those who get an entry by their name, each with a place in a stream of their own: the
    /// rest in the next turn when there are many, before anything newer.
    private func send(_ entry: WireLog.Entry, to people: ArraySlice<PersonID>) {
        guard let room = rooms[mainTopic] else { return }
        for person in people.prefix(Self.namedPerTurn) {
            for socket in mainSockets(of: person) {
                let previous = entries.previous(
                    to: entry.event.offset, in: WireEvent.ownStream, of: socket.reader)
                let body = encode(entry.event, for: socket.reader, WireEvent.ownStream, previous)
                var frame = frame(body, socket.version, .log)
                frame.only = person
                add(frame, to: socket.groupKey, of: room)
            }
        }
        let rest = people.dropFirst(Self.namedPerTurn)
        if rest.isEmpty {
            countFrames(people.count)
            room.head = entry.event.offset
        } else {
            meter.count(Chores.unitsPerTurn)
            outgoing.prepend(.own(entry, rest))
        }
    }

    /// Whoever may see more or less from now on begins anew with what they may see. Whoever changed
    /// it pays.
    private func resetRights(of readers: JournalEntry.Readers, by author: PersonID?) {
        let affected = sockets.values.filter { readers.includes($0.reader) }
        if let author {
            purses[.person(author)]?.spend(affected.count * Purse.Cost.reset)
        }
        take(on: "reset", each: affected, perTurn: Self.resetsPerTurn) { hub, socket in
            if let member = socket.channel(hub.mainTopic) { hub.reset(member, .rights) }
        }
    }

    /// One socket of each group that a person has in the main channel.
    private func mainSockets(of person: PersonID) -> [Socket] {
        var seen: Set<Room.GroupKey> = []
        return (socketsOf[person] ?? []).filter {
            $0.channel(mainTopic) != nil && seen.insert($0.groupKey).inserted
        }
    }

    /// As one reader may see it, at its place in their stream.
    func encode(
        _ event: LogEvent, for reader: Reader, _ stream: String, _ previous: Int,
        early: Bool = false
    ) -> [UInt8] {
        let seen = ask { $0.redacted(event, for: reader) }
        guard
            let (text, isNew) = try? entryPress.text(
                of: seen, epoch: entries.epoch, isEarly: early)
        else { return Array("{}".utf8) }
        if isNew { meter.count(1) }
        return text.event(in: stream, after: previous).bytes
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

    /// Whoever has not taken yet what came before gets what is critical at once as well, as an
    /// early copy: in its place it comes when they are there.
    private func overtake(_ entry: WireLog.Entry, in room: Room) {
        var (made, sent) = (0, 0)
        for group in room.groups.values {
            var common: ByteBuffer?
            for member in group.members where !member.socket.isDrained || member.socket.isBehind {
                let socket = member.socket
                guard let stream = entry.stream(for: socket.reader) else { continue }
                let isOwn = stream == WireEvent.ownStream
                if isOwn || common == nil { made += 1 }
                let frame = (isOwn ? nil : common) ?? earlyFrame(entry.event, stream, for: socket)
                if !isOwn { common = frame }
                socket.send(frame, .early)
                sent += 1
            }
        }
        // To find those who are slow takes its time too.
        countFrames(made + sent / 8)
    }

    private func earlyFrame(_ event: LogEvent, _ stream: String, for socket: Socket) -> ByteBuffer {
        let reader =
            stream == WireEvent.ownStream ? socket.reader : Reader(anyOf: socket.reader)
        let previous = entries.previous(to: event.offset, in: stream, of: reader)
        let body = encode(event, for: reader, stream, previous, early: true)
        return frame(body, socket.version, .early).bytes
    }

    private func answer(_ message: ServerMessage, _ id: ConnectionID) {
        guard let socket = sockets[id] else { return }
        if case .rejected = message { countRefusal(of: socket) }
        guard let member = socket.channel(mainTopic),
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

    /// What whoever runs the day finds on their desk: a little at a time.
    func tellDesk(_ member: Membership) {
        let (dead, audit, stats) = ask { ($0.deadLetters, $0.auditTrail, $0.stats) }
        let role = member.socket.reader.role
        let seesAudit = role.level(.administration) >= .edit
        let seesLetters = role.level(.messaging) >= .manage
        let messages =
            [ServerMessage.stats(stats)] + (seesLetters ? dead.map { .deadLetter($0) } : [])
            + (seesAudit ? audit.suffix(500).map { .audit($0) } : [])
        take(on: "desk", each: messages, perTurn: Chores.unitsPerTurn) { hub, message in
            guard member.socket.channel(hub.deskTopic) === member,
                let body = try? BroadcastPayload(message, head: hub.entries.head)
            else { return }
            hub.push("broadcast", body.bytes, to: member, .ephemeral)
        }
    }
}

extension LogEvent {
    var isEmergency: Bool {
        if case .alert(.raise(let alert)) = change { alert.isEmergency } else { false }
    }
}
