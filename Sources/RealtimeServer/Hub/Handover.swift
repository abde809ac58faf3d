import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Snapshots on their way. What a line has taken cannot be overtaken, whatever is said in danger:
/// so only so many bytes of them are under way at once, and the next leaves when one has arrived,
/// as its reader's PONG says, or when that takes too long.
struct Handover {
    struct Parcel {
        let member: Membership
        let frames: [ByteBuffer]
        let offset: Int
        let why: WireReset.Why

        fileprivate var bytes: Int { frames.reduce(0) { $0 + $1.readableBytes } }
    }

    private struct Way {
        let bytes: Int
        let offset: Int
        let isLateAt: NIODeadline
    }

    private var order: Deque<ConnectionID> = []
    private var waiting: [ConnectionID: Parcel] = [:]
    private var ways: [ConnectionID: Way] = [:]
    private var bytesUnderWay = 0
    fileprivate var isPlanned = false
    fileprivate var isWatched = false

    private static let bytesMax = 2 << 20
    fileprivate static let patience = Duration.milliseconds(250)

    var isEmpty: Bool { waiting.isEmpty }

    /// A newer one takes the place of what still waits for the same reader.
    mutating func add(_ parcel: Parcel) {
        let id = parcel.member.socket.id
        if waiting.updateValue(parcel, forKey: id) == nil { order.append(id) }
    }

    /// The next one, if there is room on the line.
    mutating func next(at now: NIODeadline = .now()) -> Parcel? {
        for id in ways.filter({ $0.value.isLateAt <= now }).keys { forget(id) }
        guard bytesUnderWay < Self.bytesMax, let id = order.popFirst(),
            let parcel = waiting.removeValue(forKey: id)
        else { return nil }
        forget(id)
        ways[id] = Way(
            bytes: parcel.bytes, offset: parcel.offset,
            isLateAt: now + .milliseconds(Self.patience.milliseconds))
        bytesUnderWay += parcel.bytes
        return parcel
    }

    /// A reader has everything through `offset`.
    mutating func arrived(_ id: ConnectionID, through offset: Int) {
        if let way = ways[id], way.offset <= offset { forget(id) }
    }

    mutating func left(_ id: ConnectionID) {
        forget(id)
        if waiting.removeValue(forKey: id) != nil { order.removeAll { $0 == id } }
    }

    private mutating func forget(_ id: ConnectionID) {
        if let way = ways.removeValue(forKey: id) { bytesUnderWay -= way.bytes }
    }
}

extension Hub {
    /// One snapshot a turn: it is long to write.
    func planHandover() {
        guard !handover.isEmpty, !handover.isPlanned else { return }
        handover.isPlanned = true
        take(on: "snapshot") { hub in
            guard let parcel = hub.handover.next() else {
                hub.handover.isPlanned = false
                hub.watchHandover()
                return .done(units: 1)
            }
            hub.meter.count(Chores.unitsPerTurn)
            hub.hand(parcel)
            return .more(units: Chores.unitsPerTurn)
        }
    }

    /// Somebody may never say that theirs has arrived.
    private func watchHandover() {
        guard !handover.isEmpty, !handover.isWatched else { return }
        handover.isWatched = true
        later(Handover.patience) { hub in
            hub.handover.isWatched = false
            hub.planHandover()
        }
    }
}
