import RealtimeProtocol
import Wedding

/// Who was refused, overruled or overrode, in order. Entries are never changed.
struct AuditLog: Sendable {
    private var next = 1

    mutating func entry(
        _ kind: AuditEntry.Kind, by actor: Actor, _ detail: String, at now: Timestamp
    ) -> AuditEntry {
        defer { next += 1 }
        return AuditEntry(number: next, at: now, kind: kind, by: actor, detail: detail)
    }
}
