import Foundation
import NIOCore

/// For how long single events hold the loop: the longest of each kind, in time and in units of
/// work. A unit is an entry, a row or an answer that is made for a reader; an entry that is decided
/// is half a unit. What the kernel takes to write is told apart.
final class TurnMeter {
    struct Longest: Sendable, Equatable {
        public var count = 0
        public var nanoseconds: Int64 = 0
        public var writing: Int64 = 0
        public var units = 0
    }

    private(set) var longest: [String: Longest] = [:]
    /// Of the turn at hand.
    private var units = 0
    private var writing: Int64 = 0
    /// Kinds that are told apart; the rest are one.
    private static let kindsMax = 100

    /// Nanoseconds that this thread has worked: another process on the same core is not our doing.
    private static var spent: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    func count(_ more: Int) { units += more }

    /// Does `work`. A turn inside another is one of its own, and a part of the other.
    func turn(_ kind: () -> String, _ work: () -> Void) {
        let outer = (units: units, writing: writing)
        (units, writing) = (0, 0)
        let began = Self.spent
        work()
        note(kind(), Self.spent - began - writing)
        (units, writing) = (outer.units + units, outer.writing + writing)
    }

    private func note(_ kind: String, _ nanoseconds: Int64) {
        let kind = longest[kind] != nil || longest.count < Self.kindsMax ? kind : "other"
        var record = longest[kind] ?? Longest()
        record.count += 1
        record.nanoseconds = max(record.nanoseconds, nanoseconds)
        record.writing = max(record.writing, writing)
        record.units = max(record.units, units)
        longest[kind] = record
    }

    /// Hands bytes to the kernel.
    func writing(_ flush: () -> Void) {
        let before = Self.spent
        flush()
        writing += Self.spent - before
    }
}

extension Hub {
    /// One event, measured.
    func turn(_ kind: @autoclosure () -> String, _ work: () -> Void) {
        meter.turn(kind, work)
    }
}
