import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Snapshots on their way. What a line has taken cannot be overtaken, whatever is said in danger:
/// so only so many bytes of them are under way at once, and the next leaves when one has arrived,
/// as its reader's PONG says, or when that takes too long.
package struct Handover<Parcel> {
    private struct Way {
        let bytes: Int
        let offset: Int
        let isLateAt: NIODeadline
    }

    private typealias Waiting = (parcel: Parcel, offset: Int, bytes: Int)

    private var order: Deque<ConnectionID> = []
    private var waiting: [ConnectionID: Waiting] = [:]
    private var ways: [ConnectionID: Way] = [:]
    private var bytesUnderWay = 0
    var isPlanned = false
    var isWatched = false

    private static var bytesMax: Int { 2 << 20 }
    package static var patience: Duration { .milliseconds(250) }

    package init() {}

    package var isEmpty: Bool { waiting.isEmpty }

    /// A newer one takes the place of what still waits for the same reader.
    package mutating func add(_ parcel: Parcel, to id: ConnectionID, at offset: Int, bytes: Int) {
        let new = (parcel, offset, bytes)
        if waiting.updateValue(new, forKey: id) == nil { order.append(id) }
    }

    /// The next one, if there is room on the line.
    package mutating func next(at now: NIODeadline = .now()) -> Parcel? {
        for id in ways.filter({ $0.value.isLateAt <= now }).keys { forget(id) }
        guard bytesUnderWay < Self.bytesMax, let id = order.popFirst(),
            let next = waiting.removeValue(forKey: id)
        else { return nil }
        forget(id)
        ways[id] = Way(
            bytes: next.bytes, offset: next.offset,
            isLateAt: now + .milliseconds(Self.patience.milliseconds))
        bytesUnderWay += next.bytes
        return next.parcel
    }

    /// A reader has everything through `offset`.
    package mutating func arrived(_ id: ConnectionID, through offset: Int) {
        if let way = ways[id], way.offset <= offset { forget(id) }
    }

    package mutating func left(_ id: ConnectionID) {
        forget(id)
        if waiting.removeValue(forKey: id) != nil { order.removeAll { $0 == id } }
    }

    private mutating func forget(_ id: ConnectionID) {
        if let way = ways.removeValue(forKey: id) { bytesUnderWay -= way.bytes }
    }
}
