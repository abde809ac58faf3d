import RealtimeProtocol
import Wedding

/// Who was refused, overruled or overrode, in order. Entries are never changed.
struct AuditLog: Sendable {
    private(set) var entries: [AuditEntry] = []
    private var next = 1
    private let rowsMax: Int

    /// - Parameter rowsMax: Rows kept to show; every row is sent when it is made.
    init(rowsMax: Int) { self.rowsMax = rowsMax }

    mutating func entry(
        _ kind: AuditEntry.Kind, by actor: Actor, _ detail: String, at now: Timestamp
    ) -> AuditEntry {
        let entry = AuditEntry(number: next, at: now, kind: kind, by: actor, detail: detail)
        next += 1
        entries.append(entry)
        if entries.count > rowsMax { entries.removeFirst(rowsMax / 4) }
        return entry
    }
}
