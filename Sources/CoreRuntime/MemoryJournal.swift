import RealtimeCore
import Wedding

/// A log that lives as long as the process: for the demo and for tests.
package struct MemoryJournal: JournalStore {
    /// In the order they were written, each whole or not at all.
    package private(set) var units: [[JournalEntry]] = []

    package init() {}

    package mutating func append(_ entries: [JournalEntry]) -> Int? {
        units.append(entries)
        return entries.last?.event.offset
    }

    package mutating func keep(_ note: JournalNote) {}
}
