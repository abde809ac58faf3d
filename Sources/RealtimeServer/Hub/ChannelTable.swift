import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The channels of one host: who is in which, and what one turn of the loop has for them.
final class ChannelTable {
    private(set) var rooms: [String: Room] = [:]
    /// Whether so much more follows that frames wait for it.
    var isMoreComing = false
    /// Called when a member is out.
    var parted: (Membership, Parting) -> Void = { _, _ in }
    private let host: HostLoop
    private var dirtyRooms: [Room] = []
    private var isFlushPlanned = false
    private var isLateFlushPlanned = false

    /// Why a member is in its channel no more.
    enum Parting { case left, broke }

    init(_ host: HostLoop) { self.host = host }

    var main: Room? { rooms[host.mainTopic] }

    /// The room of a topic; a side room that is not there yet is whoever's who opens it, and nobody
    /// holds more than a few.
    func room(_ topic: String, for socket: Socket, head: Int) -> Room? {
        if let room = rooms[topic] { return room }
        let isOwn = topic != host.mainTopic && topic != host.coordinatorsTopic
        guard !isOwn || socket.purse.rooms < host.settings.roomsMax else { return nil }
        let room = Room(topic, head: head, meter: host.meter)
        if isOwn {
            room.opener = socket.purse
            socket.purse.rooms += 1
        }
        rooms[topic] = room
        return room
    }

    private func forget(_ room: Room) {
        rooms[room.topic] = nil
        room.opener?.rooms -= 1
        room.opener = nil
    }

    /// Every topic is private to its wedding; the coordinators' is for those who run the day.
    func mayRead(_ topic: String, _ subscriber: Subscriber) -> Bool {
        if topic == host.mainTopic { return true }
        if topic == host.coordinatorsTopic {
            return subscriber.person != nil && subscriber.role.runsTheDay
        }
        return topic.hasPrefix(host.mainTopic + ":") && subscriber.person != nil
    }

    /// Whoever may write to anyone may speak in the wedding's own channel; in side channels
    /// everyone who is in them.
    func mayWrite(_ topic: String, _ subscriber: Subscriber) -> Bool {
        guard subscriber.person != nil else { return false }
        return topic == host.mainTopic ? subscriber.role.level(.messaging) >= .edit : true
    }

    func add(_ member: Membership) {
        member.room.add(member)
        member.socket.joined(member)
        host.metrics.joined += 1
    }

    /// Tells a member that its channel is over, and takes it out.
    func close(_ member: Membership) {
        push("phx_close", Array("{}".utf8), to: member, .control, ref: member.joinRef)
        part(member, .left)
    }

    /// Shuts a channel for a reason that its member is told.
    func shut(_ member: Membership, because words: String) {
        system(words, extension: "system", isOK: false, to: member)
        close(member)
    }

    /// Takes a member out. What it tracked is held for a while when its link broke.
    func part(_ member: Membership, _ parting: Parting) {
        let (room, socket) = (member.room, member.socket)
        room.remove(member)
        socket.left(member, at: host.now)
        host.metrics.joined -= 1
        parted(member, parting)
        if let meta = member.tracked {
            switch parting {
            case .broke:
                let until = host.now + host.mode.dropHold
                room.presence.hold(meta, key: member.presenceKey, socket.person, until: until)
            case .left: room.presence.untrack(meta, key: member.presenceKey)
            }
        }
        tellPresence(room)
        if room.isEmpty { forget(room) }
    }

    /// Whoever did not come back in time is gone.
    func letGoOfPresence() {
        for room in Array(rooms.values) where !room.presence.isEmpty || room.presence.hasNews {
            room.presence.letGo(at: host.now)
            tellPresence(room)
            if room.isEmpty { forget(room) }
        }
    }

    func tellPresence(_ room: Room) {
        guard let news = room.presence.news(at: host.now) else { return }
        fanOut(news, as: "presence_diff", in: room, .quiet) { group in
            group.subscriber.seesPresence && group.members.contains(where: \.config.presenceEnabled)
        }
    }

    func push(
        _ event: String, _ payload: [UInt8], to membership: Membership, _ lane: Lane,
        ref: String? = nil, isFlushed: Bool = true
    ) {
        let socket = membership.socket
        host.metrics.lanes[lane.rawValue] += 1
        let text = socket.version.push(
            topic: membership.room.topic, event: event, payload: payload, ref: ref)
        let frame = FrameWriter.text(text)
        if isFlushed { socket.send(frame, lane) } else { socket.write(frame, lane) }
    }

    func push(_ body: BroadcastPayload, to membership: Membership, _ lane: Lane) {
        push("broadcast", body.bytes, to: membership, lane)
    }

    func system(_ message: String, extension name: String, isOK: Bool, to membership: Membership) {
        let payload =
            Array("{\"channel\":".utf8) + JSONText.quoted(membership.room.name)
            + Array(",\"extension\":\"\(name)\",\"status\":\"\(isOK ? "ok" : "error")\"".utf8)
            + Array(",\"message\":".utf8) + JSONText.quoted(message) + Array("}".utf8)
        push("system", payload, to: membership, .control)
    }

    /// The same words to a room, encoded once for each serializer, whoever gets them.
    func fanOut(
        _ payload: [UInt8], as event: String = "broadcast", in room: Room, _ lane: Lane,
        except sender: Socket? = nil, to isFor: (Room.Group) -> Bool = { _ in true }
    ) {
        var encoded: [PhoenixVersion: ByteBuffer] = [:]
        for key in room.groups.keys {
            guard let group = room.groups[key], isFor(group) else { continue }
            let bytes =
                encoded[key.version]
                ?? FrameWriter.text(
                    key.version.push(topic: room.topic, event: event, payload: payload))
            encoded[key.version] = bytes
            var frame = Room.Frame(lane: lane, bytes: bytes)
            if let sender, sender.groupKey == key { frame.except = ObjectIdentifier(sender) }
            add(frame, to: key, of: room)
        }
    }

    /// Words of somebody, to all who are there.
    func say(_ body: BroadcastPayload, in room: Room, by sender: Socket?, paying purse: Purse) {
        host.metrics.broadcasts += 1
        purse.speak(to: room.count, body.payload.count)
        fanOut(body.bytes, in: room, .ephemeral, except: sender)
    }

    /// Adds a frame for a group; all of a turn leave together at its end.
    func add(_ frame: Room.Frame, to key: Room.GroupKey, of room: Room) {
        host.metrics.lanes[frame.lane.rawValue] += 1
        if room.add(frame, to: key) { dirtyRooms.append(room) }
        if isMoreComing, frame.lane != .early { planLateFlush() } else { planFlush() }
    }

    /// At the end of this turn.
    func planFlush() {
        guard !isFlushPlanned else { return }
        isFlushPlanned = true
        let bound = NIOLoopBound(self, eventLoop: host.loop)
        host.loop.execute { bound.value.host.turn("flush") { bound.value.flush() } }
    }

    /// While more follows: to write to a thousand readers takes longer than to make what they get.
    private func planLateFlush() {
        guard !isLateFlushPlanned else { return }
        isLateFlushPlanned = true
        host.later(.milliseconds(20)) { [self] in
            isLateFlushPlanned = false
            planFlush()
        }
    }

    private func flush() {
        isFlushPlanned = false
        let rooms = dirtyRooms
        dirtyRooms = []
        for room in rooms { host.metrics.deliveries += room.flush() }
    }
}

extension Role {
    var runsTheDay: Bool { self == .coordinator || self == .venueManager }
}

extension Subscriber {
    /// Guests are told of nobody's whereabouts.
    var seesPresence: Bool { role != .guest }
}
