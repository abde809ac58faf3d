import RealtimeProtocol
import Wedding

/// Who was refused, overruled or overrode, in order. Entries are never changed.
struct AuditLog: Sendable {
    private struct Key: Hashable {
        let kind: AuditEntry.Kind
        let actor: Actor
    }

    private(set) var entries: [AuditEntry] = []
    private var next = 1
    private let rowsMax: Int
    private let interval: Duration
    /// When a row that anybody can cause at will was last written, and how many were not since.
    private var told: [Key: (at: Timestamp, untold: Int)] = [:]

    /// - Parameters:
    ///   - rowsMax: Rows kept to show; every row is sent when it is made.
    ///   - interval: Within it, refusals of one kind and person are one row.
    init(rowsMax: Int, interval: Duration) { (self.rowsMax, self.interval) = (rowsMax, interval) }

    /// A row; nil where it is only counted, and told with the next one of its kind.
    mutating func row(
        _ kind: AuditEntry.Kind, by actor: Actor, _ detail: String, at now: Timestamp
    ) -> AuditEntry? {
        var detail = detail
        if kind.isRefusal {
            let key = Key(kind: kind, actor: actor)
            if let last = told[key], now - last.at < interval {
                told[key] = (last.at, last.untold + 1)
                return nil
            }
            let untold = told[key]?.untold ?? 0
            if untold > 0 { detail += " (and \(untold) more before it)" }
            told[key] = (now, 0)
        }
        return entry(kind, by: actor, detail, at: now)
    }

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

extension AuditEntry.Kind {
    /// What anybody can cause as often as they like.
    fileprivate var isRefusal: Bool {
        switch self {
        case .refused, .ceremonyRefused, .rateLimited, .loginFailed, .lockedOut, .joined, .left,
            .ceremonyRead, .tokenRefreshed:
            true
        case .override, .ceremonyEdited, .deadLetterRetried, .deadLetterDiscarded,
            .emergency, .allClear, .export, .suppressed, .drill, .login, .tokenIssued, .tokenReused,
            .tokenRevoked, .deviceAdded, .deviceReplaced,
            .accessGranted, .accessExtended, .accessEnded, .repaired,
            .unlocked, .clockStepped:
            false
        }
    }
}
