import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The log on its way to those who may read it: live, early, again, and from a place further back.
final class LogFeed {
    let host: HostLoop
    let registry: SocketRegistry
    let channels: ChannelTable
    var entries: WireLog
    var cursors: Cursors
    var reminders = Reminders()
    let press = SnapshotPress()
    var handover = Handover<() -> Void>()
    /// Who begins anew once all that was said before is shown, and why.
    var unsettled: [ObjectIdentifier: (member: Membership, why: WireReset.Why)] = [:]
    var isResetPlanned = false
    var isCursorPingPlanned = false
    let rows: RowFeed
    private var entryPress = EntryPress()
    /// What no turn had room for yet.
    private var outgoing: Deque<Parcel> = []

    private enum Parcel {
        case effect(Effect)
        case own(WireLog.Entry, ArraySlice<PersonID>)
    }

    init(
        _ host: HostLoop, _ registry: SocketRegistry, _ channels: ChannelTable, epoch: String
    ) {
        (self.host, self.registry, self.channels) = (host, registry, channels)
        entries = WireLog(epoch: epoch, entriesMax: host.settings.logEntriesMax)
        cursors = Cursors(entriesMax: host.settings.cursorsMax)
        rows = RowFeed(host, channels)
    }

    var isIdle: Bool { outgoing.isEmpty }

    /// What stood in the log before this host started.
    func restore(_ history: [JournalEntry]) {
        entries.restore(Array(history.suffix(host.settings.logEntriesMax))) {
            self.host.day.people[$0]?.role
        }
    }

    /// Everything that one event of the core leads to, in order. What is much goes out over several
    /// turns; danger to people goes before all else.
    func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .append: break
            case .send(.event(let event, early: true), let audience):
                if case .consoles = audience { host.turn("early") { pushEarly(event, audience) } }
            case .send(.event(let event, early: false), .person(let person)):
                // What is not shown yet is about to be, and needs no reminder.
                if event.offset <= entries.head { reminders.add(event.offset, to: person) }
            case .show: outgoing.append(.effect(effect))
            case .send(let message, _):
                if case .audit(let entry) = message { host.log.audit(entry) }
                outgoing.append(.effect(effect))
            }
        }
        planReminders()
        guard !channels.isMoreComing else { return }
        host.turn("send") { sendOutgoing() }
        guard !outgoing.isEmpty else { return }
        channels.isMoreComing = true
        host.plan("send", isNews: true) { [self] in
            let units = sendOutgoing()
            channels.isMoreComing = !outgoing.isEmpty
            guard !channels.isMoreComing else { return .more(units: units) }
            channels.planFlush()
            return .done(units: units)
        }
    }

    /// All that still waits, at once.
    func drain() {
        while !outgoing.isEmpty { sendOutgoing() }
        press.stop()
    }

    /// - Returns: the units it took.
    @discardableResult
    private func sendOutgoing() -> Int {
        let before = host.meter.units
        while host.meter.units - before < Chores.unitsPerTurn, let parcel = outgoing.popFirst() {
            switch parcel {
            case .effect(let effect): perform(effect)
            case .own(let entry, let people): send(entry, to: people)
            }
        }
        return host.meter.units - before
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .append, .send(.event, _), .send(.welcome, _), .send(_, .person): return
        case .show(let entry): return publish(entry)
        case .send(let message, .connection(let id)): answer(message, id)
        case .send(.mode(let mode, let isCeremony), _):
            tell(.mode(mode, isCeremony: isCeremony), in: host.mainTopic) { _ in true }
        case .send(let message, .consoles(let roles, _)):
            tell(message, in: host.coordinatorsTopic) { roles.contains($0.role) }
        }
        host.meter.count(1)
    }

    private func answer(_ message: ServerMessage, _ id: ConnectionID) {
        guard let socket = registry[id] else { return }
        if case .rejected = message { socket.purse.spend(Purse.Cost.refusal) }
        guard let member = socket.channel(host.mainTopic),
            let body = try? BroadcastPayload(message, head: entries.head)
        else { return }
        channels.push(body, to: member, .control)
    }

    private func tell(_ message: ServerMessage, in topic: String, _ may: (Subscriber) -> Bool) {
        guard let room = channels.rooms[topic],
            let body = try? BroadcastPayload(message, head: entries.head)
        else { return }
        channels.fanOut(body.bytes, in: room, .ephemeral) { may($0.subscriber) }
    }

    private func publish(_ written: JournalEntry) {
        let event = written.event
        let entry = entries.append(written) { self.host.day.people[$0]?.role }
        host.metrics.events += 1
        host.meter.count(1)
        rows.add(entry)
        guard let room = channels.main else { return }
        countFrames(show(event, in: room, .log) { entry.isFor(classOf: $0) })
        if event.priority <= .critical { overtake(entry, in: room) }
        if entry.people.isEmpty {
            room.head = event.offset
        } else {
            outgoing.prepend(.own(entry, entry.people[...]))
        }
        planCursorPing()
        if let subscribers = written.subscribers {
            resetRights(of: subscribers, by: event.by.person)
        }
    }

    /// To each class of readers as it may see it.
    ///
    /// - Returns: how many texts were made.
    @discardableResult
    private func show(
        _ event: LogEvent, in room: Room, _ lane: Lane, to isFor: (Subscriber) -> Bool
    ) -> Int {
        var bodies: [String: [UInt8]] = [:]
        for key in room.groups.keys {
            guard let group = room.groups[key], isFor(group.subscriber) else { continue }
            let anyone = Subscriber(anyOf: group.subscriber)
            let body =
                bodies[key.className]
                ?? encode(event, for: anyone, key.className, early: lane == .early)
            bodies[key.className] = body
            channels.add(frame(body, key.version, lane), to: key, of: room)
        }
        return bodies.count
    }

    /// People who get an entry by their name in one turn.
    private static let namedPerTurn = 60

    /// To those who get an entry by their name, each with a place in a stream of their own: the
    /// rest in the next turn when there are many, before anything newer.
    private func send(_ entry: WireLog.Entry, to people: ArraySlice<PersonID>) {
        guard let room = channels.main else { return }
        for person in people.prefix(Self.namedPerTurn) {
            show(entry.event, to: person, in: room, .log)
        }
        let rest = people.dropFirst(Self.namedPerTurn)
        if rest.isEmpty {
            countFrames(people.count)
            room.head = entry.event.offset
        } else {
            host.meter.count(Chores.unitsPerTurn)
            outgoing.prepend(.own(entry, rest))
        }
    }

    /// To one person, on each of their sockets.
    private func show(_ event: LogEvent, to person: PersonID, in room: Room, _ lane: Lane) {
        var seen: Set<Room.GroupKey> = []
        for socket in registry.sockets(of: person)
        where socket.channel(host.mainTopic) != nil && seen.insert(socket.groupKey).inserted {
            let body = encode(
                event, for: socket.subscriber, WireEvent.ownStream, early: lane == .early)
            var frame = frame(body, socket.version, lane)
            frame.only = person
            channels.add(frame, to: socket.groupKey, of: room)
        }
    }

    /// Whoever may see more or less from now on begins anew with what they may see. Whoever changed
    /// it pays.
    private func resetRights(of subscribers: JournalEntry.Subscribers, by author: PersonID?) {
        let affected = registry.all.filter { subscribers.includes($0.subscriber) }
        if let author { registry.purse(of: author)?.spend(affected.count * Purse.Cost.reset) }
        host.plan("reset", each: affected, perTurn: Self.resetsPerTurn) { [self] socket in
            if let member = socket.channel(host.mainTopic) { reset(member, .rights) }
        }
    }

    private func pushEarly(_ event: LogEvent, _ audience: Audience) {
        guard let room = channels.main else { return }
        show(event, in: room, .early) { audience.roles.contains($0.role) }
        for person in audience.people
        where host.day.people[person].map({ !audience.roles.contains($0.role) }) ?? false {
            show(event, to: person, in: room, .early)
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
                guard let stream = entry.stream(for: socket.subscriber) else { continue }
                let isOwn = stream == WireEvent.ownStream
                if isOwn || common == nil { made += 1 }
                let bytes = (isOwn ? nil : common) ?? earlyFrame(entry.event, stream, for: socket)
                if !isOwn { common = bytes }
                socket.send(bytes, .early)
                sent += 1
            }
        }
        // To find those who are slow takes its time too.
        countFrames(made + sent / 8)
    }

    private func earlyFrame(_ event: LogEvent, _ stream: String, for socket: Socket) -> ByteBuffer {
        let subscriber =
            stream == WireEvent.ownStream ? socket.subscriber : Subscriber(anyOf: socket.subscriber)
        return frame(
            encode(event, for: subscriber, stream, early: true), socket.version, .early
        ).bytes
    }

    /// As one reader may see it, at its place in their stream.
    func encode(
        _ event: LogEvent, for subscriber: Subscriber, _ stream: String, early: Bool = false
    ) -> [UInt8] {
        let previous = entries.previous(to: event.offset, in: stream, of: subscriber)
        return encode(event, for: subscriber, stream, after: previous, early: early)
    }

    func encode(
        _ event: LogEvent, for subscriber: Subscriber, _ stream: String, after previous: Int,
        early: Bool = false
    ) -> [UInt8] {
        let seen = host.ask { $0.redacted(event, for: subscriber) }
        guard
            let (text, isNew) = try? entryPress.text(
                of: seen, epoch: entries.epoch, isEarly: early)
        else { return Array("{}".utf8) }
        if isNew { host.meter.count(1) }
        return text.event(in: stream, after: previous).bytes
    }

    /// A text that is known is soon put into a frame.
    func countFrames(_ count: Int) { host.meter.count((count + 7) / 8) }

    private func frame(_ body: [UInt8], _ version: PhoenixVersion, _ lane: Lane) -> Room.Frame {
        Room.Frame(
            lane: lane,
            bytes: FrameWriter.text(
                version.push(topic: host.mainTopic, event: "broadcast", payload: body)))
    }
}

extension LogEvent {
    var isEmergency: Bool {
        if case .alert(.raise(let alert)) = change { alert.isEmergency } else { false }
    }
}
