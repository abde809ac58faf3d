import CTerminal
import Console
import Synchronization

/// Where other threads leave events for the screen's thread. Wakes it once a burst.
package final class ConsoleInbox: Sendable {
    private let events = Mutex<[ConsoleEvent]>([])

    package init() {}

    package func post(_ event: ConsoleEvent) {
        let isFirst = events.withLock { events in
            events.append(event)
            return events.count == 1
        }
        if isFirst { ct_wake() }
    }

    func drain() -> [ConsoleEvent] {
        events.withLock { events in
            defer { events.removeAll(keepingCapacity: true) }
            return events
        }
    }
}
