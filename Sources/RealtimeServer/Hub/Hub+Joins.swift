import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Joining and leaving a channel.
extension Hub {
    func join(_ frame: PhoenixFrame, _ socket: Socket) {
        socket.purse.spend(Purse.Cost.join)
        guard socket.joinAllowance.spendOne() else {
            host.metrics.joinsRefused += 1
            socket.reply(
                to: frame, isOK: false,
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
        guard let token = config.accessToken, !socket.holds(token) else {
            socket.pendingJoins[frame.topic] = nil
            return enter(frame, socket, config)
        }
        // Whatever is asked of this topic meanwhile makes this join void.
        socket.pendingJoins[frame.topic] = ref
        gate.renew(token, of: socket) { [self] problem in
            guard socket.pendingJoins[frame.topic] == ref else { return }
            socket.pendingJoins[frame.topic] = nil
            if let problem {
                refuse(frame, socket, "InvalidJWTToken: \(problem)")
            } else {
                enter(frame, socket, config)
            }
        }
    }

    private func refuse(_ frame: PhoenixFrame, _ socket: Socket, _ reason: String) {
        host.metrics.joinsRefused += 1
        socket.purse.spend(Purse.Cost.refusal)
        host.log.note("join refused", socket)
        host.later(host.settings.joinRefusalDelay) { [registry] in
            guard registry.holds(socket) else { return }
            socket.reply(to: frame, isOK: false, ["reason": reason])
        }
    }

    private func enter(_ frame: PhoenixFrame, _ socket: Socket, _ config: JoinConfig) {
        guard registry.holds(socket) else { return }
        guard socket.token.expires > host.now || gate.isSpared(socket) else {
            let late = (host.now - socket.token.expires).wholeSeconds
            return refuse(
                frame, socket, "InvalidJWTToken: \(TokenProblem.expired(seconds: late))")
        }
        guard channels.mayRead(frame.topic, socket.subscriber) else {
            host.audit(.refused, by: socket.actor, "join of \(frame.topic)")
            return refuse(
                frame, socket,
                "Unauthorized: You do not have permissions to read from this Channel topic: "
                    + frame.topic.dropFirst(WireTopic.prefix.count).description.sanitised)
        }
        let old = socket.channel(frame.topic)
        guard old != nil || socket.channels.count < WireLimits.channelsMax else {
            return refuse(frame, socket, "ChannelRateLimitReached: Too many channels")
        }
        let rows: [RowFilter]
        do throws(RowFilter.Problem) { rows = try filters(config) } catch {
            return refuse(frame, socket, "InvalidPostgresChanges: \(error.words)")
        }
        if let old { channels.close(old) }
        guard let room = channels.room(frame.topic, for: socket, head: feed.entries.head) else {
            return refuse(
                frame, socket,
                "ChannelRateLimitReached: You hold \(host.settings.roomsMax) rooms, the limit")
        }
        let key = config.presenceKey.isEmpty ? Ticket.random() : config.presenceKey
        let member = Membership(
            socket, room, joinRef: frame.joinRef ?? frame.ref, config: config, presenceKey: key,
            rows: rows)
        member.tracked = room.presence.rebind(key: key, socket.person)
        channels.add(member)
        if !rows.isEmpty { feed.rows.follow(member) }
        if room.topic == host.mainTopic {
            host.audit(.joined, by: socket.subscriber.principal.actor, "the day")
        }
        welcome(member, frame)
    }

    private func filters(_ config: JoinConfig) throws(RowFilter.Problem) -> [RowFilter] {
        guard config.changes.count <= host.settings.rowFiltersMax else {
            throw RowFilter.Problem(words: "a join has at most \(host.settings.rowFiltersMax)")
        }
        var rows: [RowFilter] = []
        for request in config.changes {
            rows.append(try RowFilter(request, id: 1_000 + host.metrics.rowFilters))
            host.metrics.rowFilters += 1
        }
        return rows
    }

    private func welcome(_ member: Membership, _ frame: PhoenixFrame) {
        let socket = member.socket
        var changes = member.config.changes
        for index in changes.indices { changes[index].id = member.rows[index].id }
        let echoed = (try? JSONText.encode(changes)) ?? Array("[]".utf8)
        let cursor = WireCursor(e: feed.entries.epoch, o: feed.entries.head)
        let response =
            Array("{\"postgres_changes\":".utf8) + echoed
            + Array(",\"resume\":{\"epoch\":\"\(cursor.e)\",\"offset\":\(cursor.o)}}".utf8)
        socket.send(socket.version.reply(to: frame, isOK: true, response: response), .control)
        if !member.rows.isEmpty {
            channels.system(
                "Subscribed to PostgreSQL", extension: "postgres_changes", isOK: true, to: member)
        }
        if member.config.presenceEnabled {
            let state = member.room.presence.state(isHidden: !socket.subscriber.seesPresence)
            channels.push("presence_state", state, to: member, .control)
        }
        if member.room.topic == host.mainTopic { feed.goOn(member) }
        if member.room.topic == host.coordinatorsTopic { tellCoordinators(member) }
    }

    /// What whoever runs the day is told beside the log: a little at a time.
    private func tellCoordinators(_ member: Membership) {
        let (dead, audit, stats) = host.ask { ($0.deadLetters, $0.auditTrail, $0.stats) }
        let role = member.socket.subscriber.role
        let seesAudit = role.level(.administration) >= .edit
        let seesLetters = role.level(.messaging) >= .manage
        let messages =
            [ServerMessage.stats(stats)] + (seesLetters ? dead.map { .deadLetter($0) } : [])
            + (seesAudit ? audit.suffix(500).map { .audit($0) } : [])
        host.plan("coordinators", each: messages, perTurn: Chores.unitsPerTurn) { [self] message in
            guard member.socket.channel(host.coordinatorsTopic) === member,
                let body = try? BroadcastPayload(message, head: feed.entries.head)
            else { return }
            channels.push(body, to: member, .ephemeral)
        }
    }

    func leave(_ frame: PhoenixFrame, _ socket: Socket) {
        socket.pendingJoins[frame.topic] = nil
        let member = socket.channel(frame.topic)
        if let joinRef = frame.joinRef, let member, joinRef != member.joinRef { return }
        socket.reply(to: frame, isOK: true)
        if let member { channels.close(member) }
    }
}
