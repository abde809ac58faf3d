import RealtimeCore
import RealtimeProtocol
import Wedding

/// What a host remembers of logins beyond its own life. Called by one thread at a time, never on an
/// event loop but for what a host takes up each second: files may take their time.
package protocol AuthStore: Sendable {
    /// Takes the invitation with this code out: it can be used once.
    func redeem(_ code: String) -> Principal?
    /// Whose invitation this is, without using it.
    func peek(_ code: String) -> Principal?
    func save(_ sessions: Sessions) throws
    /// Whether somebody asked, since it was last called, that every lock-out be lifted.
    func takeUnlock() -> Bool
    /// What commands took out of the host's folder since it was last called.
    func takeExports() -> [String]
}
