import DequeModule
import Wedding

/// An entry on its way to people's boxes.
struct Posted: Sendable {
    let event: LogEvent
    let addressees: [PersonID]
    /// Those in whose boxes it is.
    var done = 0

    var isDone: Bool { done == addressees.count }
}

/// A unit that is written and not yet durable, with what becomes of it once it is.
struct Uncommitted: Sendable {
    let offset: Int
    /// Those whose letters are not in the boxes yet.
    var posted: Deque<Posted>
    var effects: [Effect]
}
