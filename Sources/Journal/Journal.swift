import Foundation
import RealtimeCore
import Synchronization
import Wedding

/// The log on disk behind the core: one thread writes, everything that waits in one commit.
///
/// `append` only hands over. What is durable is told by `report`, in order; a disk that takes
/// nothing is told too, and tried again each second until it does or the journal is closed.
package final class Journal: JournalStore {
    package enum Report: Sendable, Equatable {
        case committed(through: Int)
        case failed(JournalProblem)
        /// The file was moved or deleted and is there again, whole.
        case rescued
    }

    private struct Line: Sendable {
        var units: [[JournalEntry]] = []
        var notes: [JournalNote] = []
        var isClosing = false
        var isClosed = false

        var isEmpty: Bool { units.isEmpty && notes.isEmpty }
    }

    private let first: JournalFile
    private let line = Mutex(Line())
    private let bell = Bell()
    private let report: @Sendable (Report) -> Void
    private let note: @Sendable (Int) -> Void
    /// Between two times that everything is moved from the file of recent commits into the log's
    /// own.
    static let checkpointInterval: Duration = .seconds(60)

    /// - Parameters:
    ///   - head: The last offset that is in the file.
    ///   - note: Is told of each commit how far the log has come, before anyone else hears of it.
    ///     On its thread.
    ///   - report: Called on the journal's thread.
    package init(
        _ file: JournalFile, head: Int, note: @escaping @Sendable (Int) -> Void = { _ in },
        report: @escaping @Sendable (Report) -> Void
    ) {
        (first, self.note, self.report) = (file, note, report)
        let thread = Thread { [self] in run(from: head) }
        thread.name = "journal"
        thread.start()
    }

    package func append(_ entries: [JournalEntry]) -> Int? {
        line.withLock { $0.units.append(entries) }
        bell.ring()
        return nil
    }

    package func keep(_ note: JournalNote) {
        line.withLock { $0.notes.append(note) }
        bell.ring()
    }

    /// Writes what waits, once more if the disk refuses, and ends. Blocks until that is done.
    package func close() {
        line.withLock { $0.isClosing = true }
        bell.ring()
        bell.wait { line.withLock { $0.isClosed } }
    }

    private func run(from head: Int) {
        var (file, head, last): (JournalFile, Int, JournalProblem?) = (first, head, nil)
        var moved: (offset: Int, at: ContinuousClock.Instant?) = (head, nil)
        while true {
            bell.wait { line.withLock { !$0.isEmpty || $0.isClosing } }
            var work = line.withLock { line in
                defer { (line.units, line.notes) = ([], []) }
                return line
            }
            do {
                if file.isGone {
                    file = try file.rescued()
                    report(.rescued)
                }
                let durable = work.units.last?.last?.event.offset
                try file.write { try JournalRows($0).append(work.units) }
                if let offset = durable {
                    head = offset
                    note(head)
                    report(.committed(through: offset))
                    // Whoever heard that took the disk for well again.
                    last = nil
                }
                work.units = []
                // Afterwards: no acknowledgement waits for a whole day to be written down.
                try file.write { db in
                    for note in work.notes { try JournalRows(db).keep(note) }
                }
                // Well again, though nothing new was written.
                if last != nil { report(.committed(through: head)) }
                last = nil
                let isDue = moved.at.map { .now - $0 >= Self.checkpointInterval } ?? true
                if head > moved.offset, isDue || work.isClosing {
                    file.checkpoint(isLast: work.isClosing)
                    moved = (head, .now)
                }
            } catch {
                line.withLock { line in
                    line.units = work.units + line.units
                    line.notes = work.notes.withoutOldMemories(before: line.notes) + line.notes
                }
                if error != last { report(.failed(error)) }
                last = error
                if !work.isClosing { bell.pause() }
            }
            if work.isClosing {
                file.close()
                line.withLock { $0.isClosed = true }
                return bell.ring()
            }
        }
    }
}

extension [JournalNote] {
    /// A memory that a newer one makes worthless is not written down once there is room.
    fileprivate func withoutOldMemories(before later: [JournalNote]) -> [JournalNote] {
        func isCheckpoint(_ note: JournalNote) -> Bool {
            if case .checkpoint = note { true } else { false }
        }
        let newest = later.contains(where: isCheckpoint) ? nil : lastIndex(where: isCheckpoint)
        return enumerated().filter { !isCheckpoint($1) || $0 == newest }.map(\.element)
    }
}

/// Wakes the thread that waits for work.
private final class Bell: Sendable {
    private let condition = NSCondition()
    private let rings = Atomic(0)

    func ring() {
        rings.add(1, ordering: .relaxed)
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    func wait(until isTrue: () -> Bool) {
        condition.lock()
        while !isTrue() { condition.wait() }
        condition.unlock()
    }

    /// A second, whatever a clock says, unless somebody rings.
    func pause() {
        let before = rings.load(ordering: .relaxed)
        let end = ContinuousClock.now + .seconds(1)
        while ContinuousClock.now < end, rings.load(ordering: .relaxed) == before {
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
