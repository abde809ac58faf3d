import DequeModule
import RealtimeProtocol
import Wedding

/// Texts of the newest entries: one for each way in which an entry is read, however many read it.
package struct EntryPress {
    private struct Key: Hashable {
        let offset: Int
        let isEarly: Bool
    }

    private struct Print {
        let seen: LogEvent
        let text: EntryText
    }

    private var prints: [Key: [Print]] = [:]
    private var keys: Deque<Key> = []
    /// Entries whose texts are kept, some four megabytes: those who come back miss the same ones.
    private static let entriesMax = 4_096

    package init() { prints.reserveCapacity(Self.entriesMax + 1) }

    /// - Parameter seen: The entry as its reader may see it.
    /// - Returns: its text, and whether it had to be made.
    package mutating func text(
        of seen: LogEvent, epoch: String, isEarly: Bool
    ) throws -> (text: EntryText, isNew: Bool) {
        let key = Key(offset: seen.offset, isEarly: isEarly)
        if let print = prints[key]?.first(where: { $0.seen == seen }) { return (print.text, false) }
        var entry = WireEntry(seen, epoch: epoch)
        if seen.isEmergency { entry.needAck = seen.at + .seconds(30) }
        if isEarly { entry.early = true }
        let text = try EntryText(entry)
        if prints[key] == nil {
            keys.append(key)
            if keys.count > Self.entriesMax { prints[keys.removeFirst()] = nil }
        }
        prints[key, default: []].append(Print(seen: seen, text: text))
        return (text, true)
    }
}
