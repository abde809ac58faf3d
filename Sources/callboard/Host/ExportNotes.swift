import Foundation
import RealtimeProtocol
import Synchronization

/// What commands take out of a host's folder stands in its audit log before it is out. A host that
/// runs writes that itself, since nobody else may add to its chain; without one the command does.
struct ExportNotes {
    let folder: HostFolder

    private static let folderName = "exports"
    private static let lengthMax = 200

    func leave(_ what: String) throws {
        let isWritten = try folder.ifUnused {
            let failure = Mutex<String?>(nil)
            let audit = try AuditFile(folder.file(AuditFile.name)) { words in
                failure.withLock { $0 = words }
            }
            audit.append(
                AuditEntry(number: 0, at: WallClock.now(), kind: .export, by: .system, detail: what)
            )
            if let words = failure.withLock({ $0 }) { throw HostProblem(words + ".") }
        }
        guard !isWritten else { return }
        try FileManager.default.createDirectory(
            atPath: folder.file(Self.folderName), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try folder.write(Data(what.utf8), to: Self.folderName + "/" + RandomID.make())
    }

    /// What was left for the host that runs, each once.
    func removeAll() -> [String] {
        let path = folder.file(Self.folderName)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasSuffix(HostFolder.freshSuffix) }.sorted().compactMap { name in
            let file = path + "/" + name
            let what = FileManager.default.contents(atPath: file) ?? Data()
            guard unlink(file) == 0 else { return nil }
            return String(decoding: what.prefix(Self.lengthMax), as: UTF8.self)
        }
    }
}

extension JournalOptions {
    /// Tells the audit log what is taken out. A copy that stands elsewhere has none.
    func note(_ what: String) throws {
        var path = try folder()
        if path.hasSuffix("/" + KeptLog.fileName) { path.removeLast(KeptLog.fileName.count + 1) }
        guard FileManager.default.fileExists(atPath: path + "/" + AuditFile.name) else { return }
        let folder = try HostFolder(path, wedding: "")
        try ExportNotes(folder: folder).leave(what)
    }
}
