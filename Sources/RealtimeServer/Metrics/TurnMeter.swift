import Foundation
import NIOCore

/// For how long single events hold the loop: the longest of each kind, in time and in units of
/// work. A unit is an entry that is written down as text, a row or an answer; eight frames that are
/// made of such a text are one more, and so are two entries that are decided. To hand frames to
/// sockets is told apart.
final class TurnMeter {
    struct Longest: Sendable, Equatable {
        package var count = 0
        package var nanoseconds: Int64 = 0
        package var writing: Int64 = 0
        package var units = 0
    }

    private(set) var longest: [String: Longest] = [:]
    /// Of the turn at hand.
    private(set) var units = 0
    private var writing: Int64 = 0
    private var isWriting = false
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

    /// Hands bytes to sockets.
    func writing(_ hand: () -> Void) {
        guard !isWriting else { return hand() }
        isWriting = true
        let before = Self.spent
        hand()
        writing += Self.spent - before
        isWriting = false
    }
}
