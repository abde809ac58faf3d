import DequeModule
import Wedding

/// The lanes of one connection: strict order inside a priority, the more urgent lane first.
///
/// Normal and low get one slot in twenty while more urgent traffic flows, unless an emergency
/// waits. Bounded: `push` says when the reader is too slow, and never drops by itself.
package struct Outbox<Element> {
    private var lanes = Priority.allCases.map { _ in Deque<Element>() }
    /// Slots given to critical and high since normal or low had one.
    private var urgentRun = 0
    private let framesMax: Int

    /// One slot in this many belongs to normal and low.
    package static var guardedSlot: Int { 20 }

    package init(framesMax: Int) { self.framesMax = framesMax }

    package var count: Int { lanes.reduce(0) { $0 + $1.count } }
    package var isEmpty: Bool { lanes.allSatisfy(\.isEmpty) }

    package func count(_ priority: Priority) -> Int { lanes[priority.rawValue].count }

    /// Adds at the end of its lane. Emergencies are always taken.
    ///
    /// - Returns: false when the connection holds as much as it may.
    package mutating func push(_ element: Element, _ priority: Priority) -> Bool {
        guard priority == .emergency || count < framesMax else { return false }
        lanes[priority.rawValue].append(element)
        return true
    }

    /// The next one to write. Complexity: O(1).
    package mutating func pop() -> Element? {
        if let first = lanes[0].popFirst() { return first }
        let calmWaits = !lanes[3].isEmpty || !lanes[4].isEmpty
        if calmWaits && urgentRun >= Self.guardedSlot - 1 { return popCalm() }
        for lane in 1...2 {
            if let first = lanes[lane].popFirst() {
                urgentRun = calmWaits ? urgentRun + 1 : 0
                return first
            }
        }
        return popCalm()
    }

    private mutating func popCalm() -> Element? {
        urgentRun = 0
        return lanes[3].popFirst() ?? lanes[4].popFirst()
    }
}

extension Outbox: Sendable where Element: Sendable {}
