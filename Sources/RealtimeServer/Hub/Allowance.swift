import NIOCore

/// How much may be done: so much a second, and some at once. What really passed counts, whatever a
/// clock says.
struct Allowance {
    private let perSecond: Int
    private let atOnce: Int
    private var left: Int
    private var filledAt = NIODeadline.now()

    /// - Parameter atOnce: Twice as much as in a second, if nil.
    init(perSecond: Int, atOnce: Int? = nil) {
        self.perSecond = perSecond
        self.atOnce = atOnce ?? perSecond * 2
        left = self.atOnce
    }

    /// Whether something may be done now, whatever it costs.
    var isOpen: Bool {
        mutating get {
            refill()
            return left > 0
        }
    }

    var isFull: Bool {
        mutating get {
            refill()
            return left >= atOnce
        }
    }

    /// How long until something may be done again, in milliseconds.
    var wait: Int64 { left > 0 ? 0 : Int64((1 - left) * 1000 / perSecond + 1) }

    mutating func spendOne() -> Bool {
        guard isOpen else { return false }
        left -= 1
        return true
    }

    /// However much it is: nobody owes more than a few seconds' worth.
    mutating func spend(_ amount: Int) {
        refill()
        left = max(-Self.owedSecondsMax * perSecond, left - amount)
    }

    private static let owedSecondsMax = 3

    private mutating func refill() {
        let now = NIODeadline.now()
        let passed = min((now - filledAt).nanoseconds, 60_000_000_000)
        let earned = Int(Double(passed) * Double(perSecond) / 1e9)
        guard earned > 0 else { return }
        left = min(atOnce, left + earned)
        // What is too little to count yet is not lost.
        filledAt = filledAt + .nanoseconds(Int64(Double(earned) * 1e9 / Double(perSecond)))
        if left == atOnce { filledAt = now }
    }
}
