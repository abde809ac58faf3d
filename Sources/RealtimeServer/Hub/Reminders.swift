import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Letters that nobody said they have: each entry once for each person, however often it falls due,
/// and after everything that is new.
struct Reminders {
    private struct Key: Hashable {
        let person: PersonID
        let offset: Int
    }

    private var waiting: Deque<Key> = []
    private var known: Set<Key> = []
    var isPlanned = false

    var isEmpty: Bool { waiting.isEmpty }

    mutating func add(_ offset: Int, to person: PersonID) {
        let key = Key(person: person, offset: offset)
        if known.insert(key).inserted { waiting.append(key) }
    }

    mutating func next() -> (person: PersonID, offset: Int)? {
        guard let key = waiting.popFirst() else { return nil }
        known.remove(key)
        return (key.person, key.offset)
    }
}
