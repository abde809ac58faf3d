import Foundation
import Journal
import RealtimeCore
import TestSupport
import Testing
import Wedding

/// Figures for docs/benchmarks.md: `CALLBOARD_BENCH=1 swift test … --filter JournalBench`.
@Suite(
    "JournalBench", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["CALLBOARD_BENCH"] == "1"))
struct JournalBenchTests {
    private func milliseconds(_ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let time = try clock.measure { try work() }
        return Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1000
    }

    /// The sample day over and over, to 10,000 entries.
    private func long(_ count: Int) -> [JournalEntry] {
        (0..<count).map { number in
            let entry = Day.entries[number % Day.entries.count]
            let event = entry.event
            let moved = LogEvent(
                offset: number + 1, id: "b-\(number)", at: event.at, saidAt: event.saidAt,
                by: event.by, via: event.via, change: event.change, text: event.text,
                priority: event.priority)
            return JournalEntry(
                moved, to: entry.audience, isForStation: entry.isForStation,
                addressees: entry.addressees)
        }
    }

    @Test("a restart with 10,000 entries")
    func restart() throws {
        let folder = try Folder()
        let file = try JournalFile(folder.file, .write)
        try file.begin(Sample.wedding, epoch: "e1", at: Sample.moment(6, 43))
        let entries = long(10_000)
        let reports = Reports()
        let journal = Journal(file, head: 0, report: reports.take)
        var core = RealtimeCore(day: Sample.wedding)
        var kept = RecoveredLog()
        for start in stride(from: 0, to: entries.count, by: 100) {
            let unit = Array(entries[start..<start + 100])
            _ = journal.append(unit)
            kept.tail = unit
            core.restore(kept)
            if (start + 100) % 2_000 == 0, start + 100 < 10_000 {
                journal.keep(.checkpoint(core.checkpoint))
            }
        }
        journal.close()
        for round in 1...3 {
            var found = RealtimeCore(day: Sample.wedding)
            let time = try milliseconds {
                let again = try JournalFile(folder.file, .write)
                found.restore(try again.recoveredLog())
                _ = try again.newest(5_000)
                again.close()
            }
            print("restart \(round): \(Int(time)) ms, \(found.current.offset) entries")
        }
    }

    @Test("durable appends")
    func appends() throws {
        for size in [1, 10, 100] {
            let folder = try Folder()
            let file = try JournalFile(folder.file, .write)
            try file.begin(Sample.wedding, epoch: "e1", at: Sample.moment(6, 43))
            let entries = long(2_000)
            let time = try milliseconds {
                for start in stride(from: 0, to: entries.count, by: size) {
                    try file.append(Array(entries[start..<start + size]), after: start)
                }
            }
            print("append \(size) a commit: \(Int(2_000_000 / time)) entries/s")
        }
    }
}
