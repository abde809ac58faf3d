import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Joining, leaving and presence of channels.
extension Hub {
    func join(_ frame: PhoenixFrame, _ socket: Socket) {
        socket.purse.spend(Purse.Cost.join)
        guard socket.joinAllowance.take() else {
            metrics.joinsRefused += 1
            reply(
                to: frame, socket, isOK: false,
                ["reason": "ClientJoinRateLimitReached: Too many joins per second"])
            return socket.close(4004, "Too many joins")
        }
        guard frame.topic.hasPrefix(WireTopic.prefix), frame.topic != WireTopic.prefix else {
            return refuse(frame, socket, "TopicNameRequired: You must provide a topic name")
        }
        guard let config = try? JSONText.decode(JoinConfig.self, from: frame.payload) else {
            return refuse(frame, socket, "InvalidJoinPayload: The join payload is malformed")
        }
        let ref = frame.joinRef ?? frame.ref ?? ""
        guard let token = config.accessToken, !isSame(token, socket) else {
            socket.pendingJoins[frame.topic] = nil
            return join(frame, socket, config)
        }
        // Whatever is asked of this topic meanwhile makes this join void.
        socket.pendingJoins[frame.topic] = ref
        renew(token, of: socket) { [self] problem in
            guard socket.pendingJoins[frame.topic] == ref else { return }
            socket.pendingJoins[frame.topic] = nil
            if let problem {
                refuse(frame, socket, "InvalidJWTToken: \(problem)")
            } else {
                join(frame, socket, config)
            }
        }
    }

    private func refuse(_ frame: PhoenixFrame, _ socket: Socket, _ reason: String) {
        metrics.joinsRefused += 1
        countRefusal(of: socket)
        log.note("join refused", socket)
        later(settings.joinRefusalDelay) { hub in
            guard hub.sockets[socket.id] != nil else { return }
            hub.reply(to: frame, socket, isOK: false, ["reason": reason])
        }
    }

    func later(
        _ delay: Duration, as kind: String = "timer", _ work: @escaping (Hub) -> Void
    ) {
        let bound = NIOLoopBound((self, work), eventLoop: loop)
        loop.scheduleTask(in: .milliseconds(delay.milliseconds)) {
            let (hub, work) = bound.value
            hub.turn(kind) { work(hub) }
        }
    }

    private func join(_ frame: PhoenixFrame, _ socket: Socket, _ config: JoinConfig) {
        guard sockets[socket.id] != nil else { return }
        guard socket.token.expires > now || isSpared(socket) else {
            let late = (now - socket.token.expires).wholeSeconds
            return refuse(
                frame, socket, "InvalidJWTToken: \(TokenProblem.expired(seconds: late))")
        }
        guard mayRead(frame.topic, socket.reader) else {
            audit(.refused, by: socket.actor, "join of \(frame.topic)")
            return refuse(
                frame, socket,
                "Unauthorized: You do not have permissions to read from this Channel topic: "
                    + frame.topic.dropFirst(WireTopic.prefix.count).description.sanitised)
        }
        let old = socket.channel(frame.topic)
        guard old != nil || socket.channels.count < WireLimits.channelsMax else {
            return refuse(frame, socket, "ChannelRateLimitReached: Too many channels")
        }
        guard config.changes.count <= settings.rowFiltersMax else {
            return refuse(
                frame, socket,
                "InvalidPostgresChanges: a join has at most \(settings.rowFiltersMax)")
        }
        var rows: [RowFilter] = []
        do throws(RowFilter.Problem) {
            for request in config.changes {
                rows.append(try RowFilter(request, id: 1_000 + metrics.rowFilters))
                metrics.rowFilters += 1
            }
        } catch {
            return refuse(frame, socket, "InvalidPostgresChanges: \(error.words)")
        }
        if let old { close(old) }
        guard let room = room(frame.topic, for: socket) else {
            return refuse(
                frame, socket,
                "ChannelRateLimitReached: You hold \(settings.roomsMax) rooms, the limit")
        }
        let key = config.presenceKey.isEmpty ? ticket() : config.presenceKey
        let member = Membership(
            socket, room, joinRef: frame.joinRef ?? frame.ref, config: config, presenceKey: key,
            rows: rows)
        member.tracked = room.presence.rebind(key: key, socket.person)
        room.add(member)
        socket.joined(member)
        if !rows.isEmpty { rowFollowers[ObjectIdentifier(member)] = member }
        metrics.joined += 1
        if room.topic == mainTopic { audit(.joined, by: socket.reader.principal.actor, "the day") }
        welcome(member, frame)
    }

    /// The room of a topic; a side room that is not there yet is whoever's who opens it, and nobody
    /// holds more than a few.
    private func room(_ topic: String, for socket: Socket) -> Room? {
        if let room = rooms[topic] { return room }
        let isOwn = topic != mainTopic && topic != deskTopic
        guard !isOwn || socket.purse.rooms < settings.roomsMax else { return nil }
        let room = Room(topic, head: entries.head, meter: meter)
        if isOwn {
            room.opener = socket.purse
            socket.purse.rooms += 1
        }
        rooms[topic] = room
        return room
    }

    func forget(_ room: Room) {
        rooms[room.topic] = nil
        room.opener?.rooms -= 1
        room.opener = nil
    }

    private func welcome(_ member: Membership, _ frame: PhoenixFrame) {
        let socket = member.socket
        var changes = member.config.changes
        for index in changes.indices { changes[index].id = member.rows[index].id }
        let echoed = (try? JSONText.encode(changes)) ?? Array("[]".utf8)
        let cursor = WireCursor(e: entries.epoch, o: entries.head)
        let response =
            Array("{\"postgres_changes\":".utf8) + echoed
            + Array(",\"resume\":{\"epoch\":\"\(cursor.e)\",\"offset\":\(cursor.o)}}".utf8)
        socket.send(socket.version.reply(to: frame, isOK: true, response: response), .control)
        if !member.rows.isEmpty {
            system(
                "Subscribed to PostgreSQL", extension: "postgres_changes", isOK: true, to: member)
        }
        if member.config.presenceEnabled {
            // Guests are told of nobody's whereabouts.
            let state = member.room.presence.state(isHidden: !socket.reader.seesPresence)
            push("presence_state", state, to: member, .control)
        }
        if member.room.topic == mainTopic { goOn(member) }
        if member.room.topic == deskTopic { tellDesk(member) }
    }

    /// Every topic is private to its wedding; the desk's is for those who run the day.
    func mayRead(_ topic: String, _ reader: Reader) -> Bool {
        if topic == mainTopic { return true }
        if topic == deskTopic { return reader.person != nil && reader.role.runsTheDay }
        return topic.hasPrefix(mainTopic + ":") && reader.person != nil
    }

    func leave(_ frame: PhoenixFrame, _ socket: Socket) {
        socket.pendingJoins[frame.topic] = nil
        let membership = socket.channel(frame.topic)
        if let joinRef = frame.joinRef, let membership, joinRef != membership.joinRef { return }
        reply(to: frame, socket, isOK: true)
        if let membership { close(membership) }
    }

    /// Tells a member that its channel is over, and takes it out.
    func close(_ member: Membership) {
        push("phx_close", Array("{}".utf8), to: member, .control, ref: member.joinRef)
        part(member, isBreak: false)
    }

    /// Takes a member out. What it tracked is held for a while when its link broke.
    func part(_ member: Membership, isBreak: Bool) {
        let (room, socket) = (member.room, member.socket)
        room.remove(member)
        rowFollowers[ObjectIdentifier(member)] = nil
        socket.left(member, at: now)
        metrics.joined -= 1
        if room.topic == mainTopic {
            audit(
                .left, by: socket.reader.principal.actor,
                isBreak ? "the day: the connection broke" : "the day")
            remember(member)
            // Whatever it missed is asked for anew when it comes back.
            (socket.isBehind, socket.snapshot, socket.awaits) = (false, [], nil)
        }
        if let meta = member.tracked {
            if isBreak {
                let until = now + mode.dropHold
                room.presence.hold(meta, key: member.presenceKey, socket.person, until: until)
            } else {
                room.presence.untrack(meta, key: member.presenceKey)
            }
        }
        tellPresence(room)
        if room.isEmpty { forget(room) }
    }

    /// Shuts a channel for a reason that its member is told.
    func shut(_ member: Membership, because words: String) {
        system(words, extension: "system", isOK: false, to: member)
        close(member)
    }

    func presence(_ frame: PhoenixFrame, _ member: Membership) {
        guard let body = PresencePayload(frame.payload) else {
            return reply(
                to: frame, member.socket, isOK: false,
                ["reason": "Presence track payload must be a map"])
        }
        guard member.socket.person != nil else {
            return reply(
                to: frame, member.socket, isOK: false, ["reason": "Unauthorized: presence"])
        }
        member.socket.purse.spend(Purse.Cost.presence)
        if let payload = body.tracked {
            member.socket.purse.speak(to: member.room.count, payload.count)
            let meta = RoomPresence.Meta(ref: ticket(), payload: payload)
            member.room.presence.track(meta, key: member.presenceKey, instead: member.tracked)
            member.tracked = meta
        } else if let meta = member.tracked {
            member.room.presence.untrack(meta, key: member.presenceKey)
            member.tracked = nil
        }
        reply(to: frame, member.socket, isOK: true)
        tellPresence(member.room)
    }

    func tellPresence(_ room: Room) {
        guard let news = room.presence.news(at: now) else { return }
        for key in room.groups.keys {
            guard let group = room.groups[key], group.reader.seesPresence,
                group.members.contains(where: \.config.presenceEnabled)
            else { continue }
            let text = key.version.push(
                topic: room.topic, event: "presence_diff", payload: news)
            add(Room.Frame(lane: .quiet, bytes: FrameWriter.text(text)), to: key, of: room)
        }
    }

    /// Short, unlike any other: a reference of presence, a key nobody chose.
    func ticket() -> String {
        String(UInt64.random(in: 1...UInt64.max), radix: 16)
    }
}

extension Role {
    var runsTheDay: Bool { self == .coordinator || self == .venueManager }
}

extension Reader {
    var seesPresence: Bool { role != .guest }
}

extension Socket {
    var actor: Actor { person.map { .person($0) } ?? .system }
}

/// The body of a `presence` event.
struct PresencePayload {
    /// A JSON object; nil to untrack.
    let tracked: [UInt8]?
    /// Bytes of what somebody tracks: everyone who joins gets all of it.
    private static let payloadBytesMax = 4_096

    init?(_ bytes: [UInt8]) {
        struct Body: Decodable { let event: String }
        guard let event = try? JSONText.decode(Body.self, from: bytes).event.lowercased() else {
            return nil
        }
        switch event {
        case "untrack": tracked = nil
        case "track":
            guard let payload = JSONText.member("payload", of: bytes), JSONText.isObject(payload),
                payload.count <= Self.payloadBytesMax,
                JSONText.member("phx_ref", of: payload) == nil
            else { return nil }
            tracked = payload
        default: return nil
        }
    }
}
