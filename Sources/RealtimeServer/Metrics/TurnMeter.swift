import Foundation
import NIOCore

/// For how long single events hold the loop: the longest of each kind, in time and in units of
/// work. A unit is an entry, a row or an answer that is made for a reader; writing what was made is
/// not counted.
struct TurnMeter {
    struct Longest: Sendable, Equatable {
        public var count = 0
        public var nanoseconds: Int64 = 0
        public var units = 0
    }

    private(set) var longest: [String: Longest] = [:]
    private var isRunning = false
    private var units = 0
    private var began: Int64 = 0
    /// Kinds that are told apart; the rest are one.
    private static let kindsMax = 100

    /// Nanoseconds that this thread has worked: another process on the same core is not our doing.
    private static var spent: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    mutating func count(_ more: Int) { units += more }

    /// - Returns: false inside another turn, to which everything counts.
    mutating func begin() -> Bool {
        guard !isRunning else { return false }
        (isRunning, units, began) = (true, 0, Self.spent)
        return true
    }

    mutating func end(_ kind: String) {
        isRunning = false
        let known = longest[kind] != nil || longest.count < Self.kindsMax
        let spent = Self.spent - began
        var record = longest[known ? kind : "other"] ?? Longest()
        record.count += 1
        record.nanoseconds = max(record.nanoseconds, spent)
        record.units = max(record.units, units)
        longest[known ? kind : "other"] = record
    }
}

extension Hub {
    /// One event, measured.
    func turn(_ kind: @autoclosure () -> String, _ work: () -> Void) {
        guard meter.begin() else { return work() }
        work()
        meter.end(kind())
    }
}
