import CoreRuntime
import Crypto
import Foundation
import Journal
import RealtimeCore
import RealtimeProtocol
import Synchronization
import Wedding

/// The journal of a host's folder as it is found when the host starts.
package struct KeptLog {
    static let fileName = "journal.sqlite"
    /// Entries kept at hand for those who come back; whoever was away for longer gets the day anew.
    static let historyMax = 5_000

    package let file: JournalFile
    package let epoch: String
    /// The plan that the log is about.
    let day: WeddingDay
    let recoveredLog: RecoveredLog
    let history: [JournalEntry]
    /// What a person should know before going on.
    package var notice: String?

    /// How far the log of this folder was known to have come, noted beside it at each commit: a log
    /// that ends earlier has lost something.
    package struct Mark: Codable {
        package static let name = "log.json"
        let epoch: String
        let offset: Int

        package init(epoch: String, offset: Int) { (self.epoch, self.offset) = (epoch, offset) }
    }

    /// When the log's last entry was taken.
    var lastEntryAt: Timestamp? { history.last?.event.at }

    /// Goes on with the log that is there, or begins one.
    package init(in folder: HostFolder, _ day: WeddingDay, at now: Timestamp) throws {
        let mark = FileManager.default.contents(atPath: folder.file(Mark.name)).flatMap {
            try? JSONText.decode(Mark.self, from: $0, names: .asInCode)
        }
        let path = folder.file(Self.fileName)
        let known = mark.flatMap { $0.offset > 0 ? $0 : nil }
        let gone = known.map { known in
            HostProblem(
                "The journal of this folder is missing: \(path) held \(known.offset) entries. Put it back, or restore a backup with callboard journal restore. To begin a new day here, remove \(folder.file(Mark.name))."
            )
        }
        if let gone, !FileManager.default.fileExists(atPath: path) { throw gone }
        file = try JournalFile(path, .write)
        guard let header = try file.header() else {
            if let gone { throw gone }
            epoch = Self.newEpoch()
            try file.begin(day, epoch: epoch, at: now)
            (self.day, recoveredLog, history) = (day, RecoveredLog(), [])
            return
        }
        guard header.day.id == day.id else {
            throw JournalProblem.otherWedding(file.path, wedding: header.day.id.rawValue)
        }
        self.day = header.day
        recoveredLog = try file.recoveredLog()
        history = try file.newest(Self.historyMax)
        var notices: [String] = []
        let head = try file.head
        if let known, known.epoch == header.epoch, known.offset > head {
            // Whoever holds what is lost must not take it for what comes in its place.
            epoch = Self.newEpoch()
            try file.renew(epoch: epoch)
            notices.append(
                "The log ends at entry \(head), but it had reached \(known.offset): its -wal file is missing, or the disk lost it. A backup may have the missing entries; the day continues from entry \(head), and every console reloads."
            )
        } else {
            epoch = header.epoch
        }
        if header.day != day {
            notices.append(
                "The wedding file changed after this log began: the log keeps its own plan. To start fresh, use another folder with --data."
            )
        }
        notice = notices.isEmpty ? nil : notices.joined(separator: " ")
    }

    /// Writes down how far the log has come.
    static func note(
        _ epoch: String, in folder: HostFolder
    ) -> @Sendable (_ offset: Int) -> Void {
        let file = FixedFile(folder.file(Mark.name))
        return { offset in
            guard let data = try? JSONEncoder().encode(Mark(epoch: epoch, offset: offset)) else {
                return
            }
            file?.write(data)
        }
    }

    static func newEpoch() -> String {
        Curve25519.Signing.PrivateKey().rawRepresentation.prefix(8)
            .map { String(format: "%02x", $0) }.joined()
    }
}

/// Carries the journal's word to the core that feeds it.
final class JournalReports: Sendable {
    private let shell = Mutex<CoreShell?>(nil)
    private let failed: @Sendable (any Error) -> Void

    init(failed: @escaping @Sendable (any Error) -> Void) { self.failed = failed }

    func attach(_ shell: CoreShell) { self.shell.withLock { $0 = shell } }

    @Sendable func pass(_ report: Journal.Report) {
        if case .failed(let problem) = report { failed(problem) }
        shell.withLock { $0 }?.post { shell in
            switch report {
            case .committed(let offset): shell.committed(through: offset)
            case .failed(let problem): shell.feed(.journalFailed("\(problem)"))
            case .rescued:
                shell.feed(
                    .audited(
                        .repaired, by: .system,
                        "the journal's file was moved or deleted; Callboard wrote it again in full")
                )
            }
        }
    }
}
