import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// One socket's place in one channel.
final class Membership {
    let socket: Socket
    let room: Room
    let joinRef: String?
    let config: JoinConfig
    /// What its diffs of presence are about; a stock client chooses its own key.
    let presenceKey: String
    /// Filters of row changes, with the ids they were given.
    let rows: [RowFilter]
    /// Conditions of all of them.
    let conditions: Int
    /// What this member tracks in the room.
    var tracked: RoomPresence.Meta?
    /// Where it stands in its group, for taking it out at once.
    var index = 0

    init(
        _ socket: Socket, _ room: Room, joinRef: String?, config: JoinConfig, presenceKey: String,
        rows: [RowFilter]
    ) {
        (self.socket, self.room, self.joinRef, self.config) = (socket, room, joinRef, config)
        (self.presenceKey, self.rows) = (presenceKey, rows)
        conditions = rows.reduce(0) { $0 + $1.conditions.count }
    }
}

/// The members of one channel. What one turn of the loop has for the same audience is joined and
/// written once to each.
final class Room {
    /// Readers whose frames are the same bytes.
    struct GroupKey: Hashable {
        let className: String
        let version: PhoenixVersion
    }

    struct Frame {
        let lane: Lane
        let bytes: ByteBuffer
        /// Left out: the sender.
        var except: ObjectIdentifier?
        /// Only this person's sockets.
        var only: PersonID?
    }

    final class Group {
        let subscriber: Subscriber
        var members: [Membership] = []
        var frames: [Frame] = []

        init(_ subscriber: Subscriber) { self.subscriber = subscriber }
    }

    let topic: String
    /// The topic without its prefix, as `system` messages name it.
    var name: String { String(topic.dropFirst(WireTopic.prefix.count)) }
    private(set) var groups: [GroupKey: Group] = [:]
    private(set) var count = 0
    /// Who pays for it being there; nil for the wedding's own.
    var opener: Purse?
    var presence = RoomPresence()
    private var dirty: Set<GroupKey> = []
    /// The last offset that was put into frames for everyone it is for.
    var head: Int
    private let meter: TurnMeter

    init(_ topic: String, head: Int, meter: TurnMeter) {
        (self.topic, self.head, self.meter) = (topic, head, meter)
    }

    var isEmpty: Bool { count == 0 && presence.isEmpty }

    func add(_ member: Membership) {
        let key = member.socket.groupKey
        // What is under way was said before it came.
        flush(key)
        let group = groups[key] ?? Group(member.socket.subscriber)
        groups[key] = group
        member.index = group.members.count
        group.members.append(member)
        count += 1
    }

    func remove(_ member: Membership) {
        let key = member.socket.groupKey
        guard let group = groups[key], member.index < group.members.count,
            group.members[member.index] === member
        else { return }
        group.members.swapAt(member.index, group.members.count - 1)
        group.members[member.index].index = member.index
        group.members.removeLast()
        count -= 1
        if group.members.isEmpty {
            groups[key] = nil
            dirty.remove(key)
        }
    }

    var members: some Sequence<Membership> { groups.values.lazy.flatMap(\.members) }

    /// - Returns: whether this is the first frame of the turn.
    func add(_ frame: Frame, to key: GroupKey) -> Bool {
        groups[key]?.frames.append(frame)
        return dirty.insert(key).inserted && dirty.count == 1
    }

    /// - Returns: how many frames were written.
    @discardableResult
    func flush() -> Int {
        let keys = dirty
        return keys.reduce(0) { $0 + flush($1) }
    }

    @discardableResult
    private func flush(_ key: GroupKey) -> Int {
        dirty.remove(key)
        guard let group = groups[key], !group.frames.isEmpty else { return 0 }
        let frames = group.frames.sortedByLane
        group.frames = []
        let excepted = Set(frames.compactMap(\.except))
        let named = Set(frames.compactMap(\.only))
        let common = joined(frames.filter { $0.only == nil })
        meter.writing {
            for member in group.members {
                let socket = member.socket
                let isNamed = socket.person.map(named.contains) ?? false
                if isNamed || excepted.contains(ObjectIdentifier(socket)) {
                    let own = frames.filter { frame in
                        frame.except != ObjectIdentifier(socket)
                            && (frame.only == nil || frame.only == socket.person)
                    }
                    for part in joined(own) { socket.write(part.bytes, part.lane) }
                } else {
                    for part in common { socket.write(part.bytes, part.lane) }
                }
                if !socket.isBehind { socket.sentThrough = max(socket.sentThrough, head) }
            }
            for member in group.members { member.socket.flush() }
        }
        return frames.count * group.members.count
    }

    private func joined(_ frames: [Frame]) -> [(lane: Lane, bytes: ByteBuffer)] {
        var parts: [(lane: Lane, bytes: ByteBuffer)] = []
        for frame in frames {
            if let last = parts.last, last.lane == frame.lane,
                last.bytes.readableBytes + frame.bytes.readableBytes < WireLimits.frameBytesMax
            {
                parts[parts.count - 1].bytes.writeImmutableBuffer(frame.bytes)
            } else {
                parts.append((frame.lane, frame.bytes))
            }
        }
        return parts
    }
}

extension [Room.Frame] {
    /// Stable: inside a lane first in, first out.
    fileprivate var sortedByLane: [Room.Frame] {
        guard let lane = first?.lane, contains(where: { $0.lane != lane }) else { return self }
        return Lane.allCases.flatMap { lane in filter { $0.lane == lane } }
    }
}

/// The five lanes of a connection. The log is one of them: its entries may not overtake each other,
/// or a reader would see a hole. An emergency overtakes as an early push and comes again in place.
enum Lane: Int, CaseIterable {
    case early, control, log, ephemeral, quiet

    var priority: Priority { Priority(rawValue: rawValue) ?? .low }
}
