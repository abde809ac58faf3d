import Foundation
import GRDB
import Journal
import RealtimeCore
import Synchronization
import TestSupport
import Testing
import Wedding

/// A journal of its own in a folder that goes away.
final class Folder {
    let path = NSTemporaryDirectory() + "callboard-journal-\(UUID().uuidString)"
    var file: String { path + "/journal.sqlite" }

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A journal with the first entries of the sample day.
    func journal(_ count: Int = 40) throws -> JournalFile {
        let journal = try JournalFile(file, .write)
        try journal.begin(Sample.wedding, epoch: "e1", at: Sample.moment(6, 43))
        for (place, entry) in Day.entries.prefix(count).enumerated() {
            try journal.append([entry], after: place)
        }
        return journal
    }

    /// What somebody does to the file behind our back.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: file)
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}

/// The sample day as a core wrote it.
enum Day {
    static let played = Sample.whole
    static let units = played.units
    static let entries = units.flatMap { $0 }

    static func recalled(_ journal: JournalFile) throws -> RealtimeCore {
        var core = RealtimeCore(day: Sample.wedding)
        core.restore(try journal.recoveredLog())
        return core
    }
}

/// What a journal said, in order.
final class Reports: Sendable {
    private let all = Mutex<[Journal.Report]>([])
    let arrived = NSCondition()

    @Sendable func take(_ report: Journal.Report) {
        arrived.lock()
        all.withLock { $0.append(report) }
        arrived.broadcast()
        arrived.unlock()
    }

    var list: [Journal.Report] { all.withLock { $0 } }

    func wait(for report: Journal.Report) {
        let end = Date(timeIntervalSinceNow: 60)
        arrived.lock()
        defer { arrived.unlock() }
        while !list.contains(report) {
            guard arrived.wait(until: end) else {
                Issue.record("never \(report): \(list)")
                return
            }
        }
    }
}
