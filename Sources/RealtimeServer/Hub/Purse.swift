import RealtimeCore
import RealtimeProtocol
import Wedding

/// What one principal may make the host do, over all their sockets. It refills by time; whoever has
/// spent it waits, and nobody waits with them.
final class Purse {
    /// Units of work, of some ten microseconds each.
    enum Cost {
        /// Looking through it takes as long as it is; reading what a submission says, ten times as
        /// long.
        static func frame(_ bytes: Int) -> Int { 2 + bytes / 2_000 }
        static func submit(_ bytes: Int) -> Int { 10 + bytes / 200 }
        /// Beside the frame: a refusal is answered, counted and may be written down.
        static let refusal = 30
        static let join = 20
        static let resume = 50
        /// Of each reader who begins anew because of what somebody changed.
        static let reset = 10
        static let entry = 1
        static let token = 20
        /// Two tokens are signed.
        static let refresh = 40
        static let presence = 10
    }

    private var work: Allowance
    /// Bytes of words, to all who hear them.
    private var words: Allowance
    /// Units that were ever spent.
    private(set) var spent = 0
    /// Sockets that are open: a purse without any is forgotten once it is full.
    var sockets = 0
    /// Side rooms that this principal opened and that are not empty yet.
    var rooms = 0

    init(_ settings: ServerSettings) {
        work = Allowance(perSecond: settings.workPerSecond, atOnce: settings.workAtOnce)
        words = Allowance(perSecond: settings.wordBytesPerSecond)
    }

    func spend(_ units: Int) {
        spent += units
        work.spend(units)
    }

    /// Words that go to everyone in a room: so many readers, so many bytes each.
    func speak(to subscribers: Int, _ bytes: Int) {
        let all = subscribers * (bytes + Self.frameBytes)
        words.spend(all)
        spend(all / 10_000)
    }

    /// What is around the words, and what it takes to write them.
    private static let frameBytes = 200

    /// Whether something may be done now, whatever it costs.
    var isOpen: Bool { work.isOpen && words.isOpen }

    /// How long until something may be done again, in milliseconds.
    var wait: Int64 { max(work.wait, words.wait) }

    var isFull: Bool { work.isFull && words.isFull }
}
