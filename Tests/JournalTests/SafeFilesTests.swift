import Crypto
import Foundation
import GRDB
import Journal
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding
import callboard

/// Files that were torn, lost, opened to others or written by an earlier version.
@Suite("Files that survive")
struct SafeFilesTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    @Test("a log of before authors is opened, whole, with each id its author's own")
    func migration() throws {
        let entries = Array(Day.entries.prefix(60))
        try Self.writeOld(entries, to: folder.file)
        let journal = try JournalFile(folder.file, .write)
        #expect(try journal.verify().problem == nil)
        #expect(try journal.head == 60)
        let wishes = try journal.recoveredLog().submissions
        let said = entries.filter { $0.event.by.person != nil }
        #expect(wishes.map(\.offset) == said.map(\.event.offset))
        #expect(wishes.map(\.author) == said.map { .person($0.event.by.person!) })
        let next = JournalEntry(
            LogEvent(
                offset: 61, id: entries[0].event.id, at: .zero, saidAt: .zero,
                by: .person("p-wren"), via: .console, change: .message(.note(subject: "x")),
                text: "",
                priority: .low), to: .consoles(roles: [], people: []), isForStation: false)
        #expect(try journal.append([next], after: 60) == 61)
    }

    /// The first version of the tables, as it was released.
    private static func writeOld(_ entries: [JournalEntry], to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    PRAGMA application_id = \(0x4341_4C42);
                    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                    INSERT INTO grdb_migrations VALUES ('1 log');
                    CREATE TABLE about (key TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL);
                    CREATE TABLE entry (offset INTEGER PRIMARY KEY NOT NULL, id TEXT NOT NULL UNIQUE,
                        at INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL,
                        chain BLOB NOT NULL);
                    CREATE TABLE memory (offset INTEGER PRIMARY KEY NOT NULL, body BLOB NOT NULL,
                        hash BLOB NOT NULL);
                    CREATE TABLE settled (offset INTEGER NOT NULL, person TEXT NOT NULL);
                    CREATE TABLE dead (offset INTEGER NOT NULL, person TEXT NOT NULL,
                        body BLOB NOT NULL, PRIMARY KEY (offset, person));
                    """)
            var chain = Data(repeating: 0, count: 32)
            for entry in entries {
                var fields =
                    try JSONSerialization.jsonObject(
                        with: try JSONEncoder().encode(entry)) as! [String: Any]
                for name in ["author", "digest", "readers"] { fields[name] = nil }
                let body = try JSONSerialization.data(withJSONObject: fields)
                chain = Data(SHA256.hash(data: chain + body))
                try db.execute(
                    sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        entry.event.offset, entry.event.id, entry.event.at.milliseconds,
                        entry.event.change.kind, body, chain,
                    ])
            }
        }
        try queue.close()
    }

    @Test("a cell that holds nothing is damage with its place, for everyone who reads it")
    func emptyCell() throws {
        try folder.journal(20).close()
        try folder.tamper(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'entry';
            """)
        for column in ["body", "chain", "kind", "id"] {
            let copy = try Folder()
            try FileManager.default.copyItem(atPath: folder.file, toPath: copy.file)
            try copy.tamper("UPDATE entry SET \(column) = NULL WHERE offset = 9")
            for arguments in [
                ["journal", "verify", "--data", copy.path],
                ["journal", "export", "--data", copy.path],
                [
                    "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless",
                    "--listen", "127.0.0.1:0", "--data", copy.path,
                ],
            ] where !(arguments[1] != "verify" && ["kind", "id"].contains(column)) {
                let result = try Program.run(arguments, seconds: 60)
                #expect(result.status == 1, "\(column) \(arguments.prefix(2)): \(result.text)")
                #expect(result.text.contains("is damaged"), "\(column): \(result.text)")
            }
        }
    }

    private func host(_ more: String...) throws -> Program.Result {
        try Program.run(
            [
                "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
                "127.0.0.1:0", "--data", folder.path,
            ] + more, seconds: 30)
    }

    private func mark(_ offset: Int) throws {
        let journal = try JournalFile(folder.file, .read)
        let epoch = try #require(try journal.header()).epoch
        journal.close()
        try JSONEncoder().encode(KeptLog.Mark(epoch: epoch, offset: offset)).write(
            to: URL(filePath: folder.path + "/" + KeptLog.Mark.name))
    }

    @Test("a journal that is gone is said, never begun anew in silence")
    func goneJournal() throws {
        try folder.journal(20).close()
        try mark(20)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file + suffix)
        }
        let result = try host()
        #expect(result.status == 1 && result.text.contains("held 20 entries"), "\(result.text)")
    }

    @Test("a log that lost its end begins a new epoch, and says where it ends")
    func lostEnd() throws {
        try folder.journal(20).close()
        try mark(50)
        let home = HostFolder.self
        let kept = try KeptLog(
            in: home.init(folder.path, wedding: Sample.wedding.id), Sample.wedding, at: .zero)
        #expect(kept.notice?.contains("ends at entry 20, but it had reached 50") == true)
        #expect(try kept.file.header()?.epoch == kept.epoch)
        kept.file.close()
        let again = try KeptLog(
            in: home.init(folder.path, wedding: Sample.wedding.id), Sample.wedding, at: .zero)
        #expect(again.notice == nil && again.epoch == kept.epoch)
    }

    @Test("a host that is killed and loses what it had just written says so when it starts again")
    func lostCommits() throws {
        let wedding = Sample.root + "Samples/alder-mill/wedding.toml"
        let home = folder.path + "/home"
        let arguments = ["host", wedding, "--headless", "--listen", "127.0.0.1:0", "--data", home]
        let client = ["XDG_STATE_HOME": folder.path + "/client"]
        let host = try #require(try HostProcess(arguments))
        let invitation = try Program.run(["invite", "p-noor", "--data", home]).text
        let code = try #require(invitation.firstMatch(of: #/--code (\S+)/#)?.1)
        for zone in ["z-suite", "z-gate"] {
            let login = zone == "z-suite" ? ["--code", String(code)] : []
            let said = try Program.run(
                ["checkin", host.url, "--zone", zone] + login, environment: client)
            try #require(said.status == 0, "\(said.text)")
        }
        host.kill()
        try FileManager.default.removeItem(atPath: home + "/journal.sqlite-wal")
        let kept = try KeptLog(
            in: HostFolder(home, wedding: Sample.wedding.id), Sample.wedding, at: .zero)
        #expect(kept.notice?.contains("its -wal file is missing") == true)
        kept.file.close()
    }

    @Test("a journal that is deleted while it is written is there again, whole")
    func deletedWhileRunning() throws {
        let file = try folder.journal(20)
        let reports = Reports()
        let journal = Journal(file, head: 20, report: reports.take)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file + suffix)
        }
        _ = journal.append([Day.entries[20]])
        reports.wait(for: .committed(through: 21))
        #expect(reports.list == [.rescued, .committed(through: 21)])
        journal.close()
        let report = try JournalFile(folder.file, .read).verify()
        #expect(report.problem == nil && report.entries == 21)
    }

    @Test("a torn last row is set aside and told, and the audit log goes on")
    func tornAudit() throws {
        let path = folder.path + "/audit.jsonl"
        func row(_ file: AuditFile, _ words: String) {
            file.append(
                AuditEntry(number: 0, at: .zero, kind: .login, by: .system, detail: words))
        }
        let first = try AuditFile(path) { _ in }
        for number in 0..<5 { row(first, "row \(number)") }
        let whole = try #require(FileManager.default.contents(atPath: path))
        let cuts = (whole.lastIndex(of: 0x0A) ?? 0) - 40..<whole.count - 1
        for cut in stride(from: cuts.lowerBound, to: cuts.upperBound, by: 7) {
            try whole.prefix(cut).write(to: URL(filePath: path))
            let again = try AuditFile(path) { _ in }
            row(again, "after")
            let report = try AuditFile.verify(path)
            #expect(report.problem == nil && report.rows == 6, "cut at \(cut)")
            let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
            #expect(text.contains("a crash cut off the last row"))
            #expect(FileManager.default.fileExists(atPath: path + ".torn"))
        }
    }

    @Test("what a host makes is for its owner alone, also in a folder that was there before")
    func modes() throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.path)
        let host = try #require(
            try HostProcess([
                "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
                "127.0.0.1:0", "--data", folder.path,
            ]))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            var info = stat()
            #expect(stat(folder.path + "/" + name, &info) == 0)
            #expect(info.st_mode & 0o077 == 0, "\(name) is open to others")
        }
        host.stop()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let open = try self.host()
        #expect(open.status == 1 && open.text.contains("chmod 700"), "\(open.text)")
    }
}
