import CoreRuntime
import Crypto
import Foundation
import Journal
import RealtimeCore
import Synchronization
import Wedding

/// The journal of a host's folder as it is found when the host starts.
struct KeptLog {
    static let fileName = "journal.sqlite"
    /// Entries kept at hand for those who come back; whoever was away for longer gets the day anew.
    static let historyMax = 5_000

    let file: JournalFile
    let epoch: String
    /// The plan that the log is about.
    let day: WeddingDay
    let recollection: Recollection
    let history: [JournalEntry]
    /// What a person should know before going on.
    var notice: String?

    /// Goes on with the log that is there, or begins one.
    init(in folder: HostFolder, _ day: WeddingDay, at now: Timestamp) throws {
        file = try JournalFile(folder.file(Self.fileName), .write)
        guard let header = try file.header() else {
            epoch = Self.newEpoch()
            try file.begin(day, epoch: epoch, at: now)
            (self.day, recollection, history) = (day, Recollection(), [])
            return
        }
        guard header.day.id == day.id else {
            throw JournalProblem.otherWedding(file.path, wedding: header.day.id.rawValue)
        }
        (epoch, self.day) = (header.epoch, header.day)
        recollection = try file.recollection()
        history = try file.newest(Self.historyMax)
        if header.day != day {
            notice =
                "The wedding file changed after this log began: the log goes on with the plan it has. To begin anew, use another folder with --data."
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

    @Sendable func take(_ report: Journal.Report) {
        if case .failed(let problem) = report { failed(problem) }
        shell.withLock { $0 }?.post { shell in
            switch report {
            case .committed(let offset): shell.feed(.committed(through: offset))
            case .failed(let problem): shell.feed(.journalFailed("\(problem)"))
            }
        }
    }
}
