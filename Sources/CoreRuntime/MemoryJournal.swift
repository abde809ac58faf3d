import RealtimeCore
import Wedding

/// A log that lives as long as the process: for the demo and for tests.
public struct MemoryJournal: JournalStore {
    /// In the order they were written, each whole or not at all.
    public private(set) var units: [[JournalEntry]] = []

    public init() {}

    public mutating func append(_ entries: [JournalEntry]) -> Int? {
        units.append(entries)
        return entries.last?.event.offset
    }

    public mutating func keep(_ note: JournalNote) {}
}
