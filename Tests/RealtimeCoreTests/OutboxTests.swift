import RealtimeCore
import Testing
import Wedding

/// The value in a box, because expectations cannot call mutating functions.
private final class Box<Element> {
    private var outbox: Outbox<Element>
    init(framesMax: Int) { outbox = Outbox(framesMax: framesMax) }
    var count: Int { outbox.count }
    var isEmpty: Bool { outbox.isEmpty }
    @discardableResult
    func push(_ element: Element, _ priority: Priority) -> Bool { outbox.push(element, priority) }
    func pop() -> Element? { outbox.pop() }
}

@Suite("Outbox")
struct OutboxTests {
    @Test("inside one lane the first in is the first out", arguments: Priority.allCases)
    func firstInFirstOut(priority: Priority) {
        let outbox = Box<Int>(framesMax: 100)
        for number in 0..<50 { #expect(outbox.push(number, priority)) }
        #expect((0..<50).map { _ in outbox.pop() } == (0..<50).map(Optional.init))
        #expect(outbox.isEmpty)
    }

    @Test("a later emergency leaves before everything that waits")
    func emergencyFirst() {
        let outbox = Box<String>(framesMax: 100)
        for priority in Priority.allCases.reversed() {
            _ = outbox.push(priority.word, priority)
        }
        #expect(outbox.pop() == "EMERGENCY")
        #expect(outbox.pop() == "CRITICAL")
    }

    @Test("a boosted high never passes a critical")
    func strictAmongUrgent() {
        let outbox = Box<Int>(framesMax: 1000)
        for number in 0..<60 { _ = outbox.push(number, .high) }
        for number in 100..<160 { _ = outbox.push(number, .critical) }
        #expect((0..<60).map { _ in outbox.pop()! } == Array(100..<160))
    }

    @Test("normal and low get one slot in twenty while urgent traffic flows")
    func starvationGuard() {
        let outbox = Box<Character>(framesMax: 1000)
        for _ in 0..<200 { _ = outbox.push("c", .critical) }
        for _ in 0..<5 { _ = outbox.push("n", .normal) }
        for _ in 0..<5 { _ = outbox.push("l", .low) }
        let order = (0..<100).map { _ in outbox.pop()! }
        let calm = order.indices.filter { order[$0] != "c" }
        #expect(calm == [19, 39, 59, 79, 99])
    }

    @Test("the guard waits while an emergency waits")
    func guardYieldsToEmergency() {
        let outbox = Box<Character>(framesMax: 1000)
        for _ in 0..<30 { _ = outbox.push("c", .critical) }
        _ = outbox.push("n", .normal)
        for _ in 0..<19 { _ = outbox.pop() }
        _ = outbox.push("e", .emergency)
        #expect(outbox.pop() == "e")
        #expect(outbox.pop() == "n")
    }

    @Test("a full box refuses everything but emergencies")
    func bounded() {
        let outbox = Box<Int>(framesMax: 3)
        for number in 0..<3 { #expect(outbox.push(number, .low)) }
        for priority in Priority.allCases where priority != .emergency {
            #expect(!outbox.push(9, priority))
        }
        #expect(outbox.push(9, .emergency))
        #expect(outbox.count == 4)
    }

    @Test(
        "whatever the order, each lane leaves in its own order and nothing is lost",
        arguments: 0..<100 as Range<UInt64>)
    func lanesKeepOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let outbox = Box<(Priority, Int)>(framesMax: 10_000)
        var next = [0, 0, 0, 0, 0]
        var seen = [0, 0, 0, 0, 0]
        for _ in 0..<500 {
            if Bool.random(using: &random) {
                let priority = Priority.allCases.randomElement(using: &random)!
                _ = outbox.push((priority, next[priority.rawValue]), priority)
                next[priority.rawValue] += 1
            } else if let (priority, number) = outbox.pop() {
                #expect(number == seen[priority.rawValue], "seed \(seed)")
                seen[priority.rawValue] += 1
            }
        }
        while let (priority, _) = outbox.pop() { seen[priority.rawValue] += 1 }
        #expect(seen == next, "seed \(seed)")
    }
}
