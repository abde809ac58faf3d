import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What one principal may make the host do, over all their sockets. It refills by time; whoever has
/// spent it waits, and nobody waits with them.
final class Purse {
    /// Units of work, of some ten microseconds each.
    enum Cost {
        /// Looking through it takes as long as it is; reading what a wish says, ten times as long.
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
        static let presence = 10

        /// Of words that go to everyone in a room: so many readers, so many bytes each.
        static func fanOut(_ readers: Int, _ bytes: Int) -> Int { readers * (bytes + 200) / 10_000 }
    }

    private let perSecond: Int
    private let atOnce: Int
    private(set) var left: Int
    /// Units that were ever spent.
    private(set) var spent = 0
    /// What really passed counts, whatever a clock says.
    private var filledAt: NIODeadline
    /// Sockets that are open: a purse without any is forgotten once it is full.
    var sockets = 0
    /// Side rooms that this principal opened and that are not empty yet.
    var rooms = 0

    init(perSecond: Int, atOnce: Int) {
        (self.perSecond, self.atOnce, left, filledAt) = (perSecond, atOnce, atOnce, .now())
    }

    /// However much it is: nobody waits for longer than a few seconds.
    func spend(_ units: Int) {
        refill()
        spent += units
        left = max(-Self.secondsMax * perSecond, left - units)
    }

    private static let secondsMax = 3

    /// Whether something may be done now, whatever it costs.
    var isOpen: Bool {
        refill()
        return left > 0
    }

    /// How long until something may be done again, in milliseconds.
    var wait: Int64 { left > 0 ? 0 : Int64((1 - left) * 1000 / perSecond + 1) }

    var isFull: Bool {
        refill()
        return left >= atOnce
    }

    private func refill() {
        let now = NIODeadline.now()
        let passed = min((now - filledAt).nanoseconds, 60_000_000_000)
        let earned = Int(passed) / (1_000_000_000 / perSecond)
        guard earned > 0 else { return }
        left = min(atOnce, left + earned)
        // What is too little for a unit yet is not lost.
        filledAt = now - .nanoseconds(passed % Int64(1_000_000_000 / perSecond))
    }
}

extension Hub {
    /// A person's devices share one purse; each station has its own.
    func purse(of reader: Reader, device: String) -> Purse {
        let author =
            reader.person.map(Author.person) ?? .station("\(reader.principal.word)/\(device)")
        if let known = purses[author] { return known }
        if purses.count >= Self.pursesMax {
            purses = purses.filter { !$0.value.isFull || $0.value.sockets > 0 }
        }
        let purse = Purse(perSecond: settings.workPerSecond, atOnce: settings.workAtOnce)
        purses[author] = purse
        return purse
    }

    private static var pursesMax: Int { 10_000 }
}
