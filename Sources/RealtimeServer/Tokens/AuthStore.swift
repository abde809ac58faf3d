import RealtimeCore
import RealtimeProtocol
import Wedding

/// What a host remembers of logins beyond its own life.
public protocol AuthStore: Sendable {
    /// Takes the invitation with this code out: it can be used once.
    func redeem(_ code: String, at now: Timestamp) -> Principal?
    /// Whose invitation this is, without using it.
    func peek(_ code: String, at now: Timestamp) -> Principal?
    func save(_ sessions: Sessions) throws
}
