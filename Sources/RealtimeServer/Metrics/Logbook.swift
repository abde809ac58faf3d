import RealtimeProtocol
import Wedding

/// Where a host's notes go: structured lines without names, tokens or payloads.
package struct Logbook: Sendable {
    private let line: @Sendable (String) -> Void
    private let auditLine: @Sendable (AuditEntry) -> Void

    /// - Parameters:
    ///   - line: Gets `key=value` words; called on the core's loop, must not block for long.
    ///   - audit: Gets every row of the audit log, once, in order.
    package init(
        line: @escaping @Sendable (String) -> Void = { _ in },
        audit: @escaping @Sendable (AuditEntry) -> Void = { _ in }
    ) {
        (self.line, auditLine) = (line, audit)
    }

    func note(_ what: String) { line("event=\"\(what)\"") }

    func note(_ what: String, _ socket: Socket) {
        line(
            "event=\"\(what)\" connection=\(socket.id.rawValue) role=\(socket.subscriber.className) "
                + "vsn=\(socket.version.rawValue)")
    }

    func audit(_ entry: AuditEntry) { auditLine(entry) }
}
