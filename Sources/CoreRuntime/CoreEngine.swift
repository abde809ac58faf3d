import DequeModule
import RealtimeCore
import Wedding

/// Something that makes events of its own accord: a script that is played.
package protocol EventSource: Sendable {
    /// The events of the next moment, if it is not after `limit`. Never before an earlier one.
    mutating func next(through limit: Timestamp, state: DayState) -> (
        at: Timestamp, events: [Event]
    )?

    /// What the source's own devices answer to an effect.
    mutating func answers(to effect: Effect) -> [Event]
}

/// The core with its journal: hands entries to the journal and the journal's word back to the core.
package struct CoreEngine: Sendable {
    package private(set) var core: RealtimeCore
    package private(set) var journal: any JournalStore
    /// Where the last memory was kept.
    private var remembered: Int

    /// - Parameter remembered: The offset of the newest memory that is kept; the core's own when
    /// left out. What short runs leave adds up to a memory all the same.
    package init(core: RealtimeCore, journal: any JournalStore, remembered: Int? = nil) {
        (self.core, self.journal) = (core, journal)
        self.remembered = remembered ?? core.current.offset
    }

    /// - Parameter perform: Called for every effect that is not the journal's, in order.
    package mutating func feed(
        _ event: Event, at now: Timestamp, perform: (Effect) throws -> Void
    ) throws {
        var queue = Deque(core.handle(event, at: now))
        while let effect = queue.popFirst() {
            guard case .append(let entries) = effect else {
                try perform(effect)
                continue
            }
            guard let durable = try journal.append(entries) else { continue }
            var shown: [Effect] = []
            repeat {
                shown += core.handle(.committed(through: durable), at: now)
            } while core.owesEntries
            queue.prepend(contentsOf: shown)
        }
        for note in core.takeNotes() { journal.keep(note) }
        if isCheckpointDue {
            remembered = core.current.offset
            journal.keep(.checkpoint(core.checkpoint))
        }
    }

    /// Entries between two memories, as soon as few of them are not durable: those make it long to
    /// take. A restart folds so many, and those since the last.
    private var isCheckpointDue: Bool {
        let passed = core.current.offset - remembered
        return passed >= Self.checkpointEvery
            && (core.undurableCount <= Self.undurableMax || passed >= 5 * Self.checkpointEvery)
    }

    static let checkpointEvery = 2_000
    private static let undurableMax = 32

    /// Plays everything a source has up to `limit`.
    package mutating func play(
        _ source: inout some EventSource, through limit: Timestamp,
        perform: (Effect, Timestamp) -> Void
    ) throws {
        while let (now, events) = source.next(through: limit, state: core.current) {
            var queue = Deque(events)
            while let event = queue.popFirst() {
                try feed(event, at: now) { effect in
                    perform(effect, now)
                    queue += source.answers(to: effect)
                }
            }
        }
    }
}
