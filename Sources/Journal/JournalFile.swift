import Crypto
import Foundation
import GRDB
import RealtimeCore
import RealtimeProtocol
import Wedding

/// One wedding's log as a SQLite file. Blocking: never called on an event loop once a host serves.
package struct JournalFile: Sendable {
    package enum Access: Sendable { case write, read }

    package let path: String
    let queue: DatabaseQueue
    /// Tells the file that was opened from another at its path.
    private let inode: UInt64

    /// Opens a journal, and with write access makes one where there is none.
    package init(_ path: String, _ access: Access) throws(JournalProblem) {
        self.path = path
        // What SQLite makes beside the file is nobody else's to read either.
        if access == .write { umask(0o077) }
        let exists = FileManager.default.fileExists(atPath: path)
        if access == .read, !exists { throw .missing(path) }
        do {
            queue = try Self.open(path, access)
            try queue.read { db in try Self.checkHeader(db, path, isNew: access == .write) }
            if access == .write {
                try JournalSchema.migrator.migrate(queue)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: path)
            }
        } catch { throw .of(error, path) }
        var info = stat()
        inode = stat(path, &info) == 0 ? UInt64(info.st_ino) : 0
    }

    /// A copy on a medium that takes nothing is read as it stands.
    private static func open(_ path: String, _ access: Access) throws -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(access))
            _ = try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA schema_version") }
            return queue
        } catch let error as DatabaseError
            where access == .read
            && [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
            && FileManager.default.fileExists(atPath: path)
        {
            let plain = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
            return try DatabaseQueue(
                path: "file:\(plain)?immutable=1", configuration: configuration(access))
        }
    }

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .read
        configuration.busyMode = .timeout(2)
        guard access == .write else { return configuration }
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // Durable when the commit returns, whatever happens to the machine.
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        return configuration
    }

    private static func checkHeader(_ db: Database, _ path: String, isNew: Bool) throws {
        let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
        guard mark == JournalSchema.applicationID || (isNew && isEmpty && mark == 0) else {
            throw JournalProblem.foreign(path)
        }
        if try !isEmpty && JournalSchema.migrator.hasBeenSuperseded(db) {
            throw JournalProblem.newer(path)
        }
    }

    func read<Value>(_ work: (Database) throws -> Value) throws(JournalProblem) -> Value {
        do { return try queue.read(work) } catch { throw .of(error, path) }
    }

    func write<Value>(_ work: (Database) throws -> Value) throws(JournalProblem) -> Value {
        do { return try queue.write(work) } catch { throw .of(error, path) }
    }

    /// Everything that was committed, in the one file: also readable where its companions are lost.
    ///
    /// - Parameter isLast: Waits for whoever reads; otherwise what they hold stays for later.
    func checkpoint(isLast: Bool) {
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(isLast ? .truncate : .passive) }
    }

    /// Whether the file that is written is no longer the one at its path.
    var isGone: Bool {
        var info = stat()
        return stat(path, &info) != 0 || UInt64(info.st_ino) != inode
    }

    /// The log once more at its path, from what is still open of it. Whatever stands there instead
    /// is set aside.
    func rescued() throws(JournalProblem) -> JournalFile {
        let fresh = path + ".rescued"
        try? FileManager.default.removeItem(atPath: fresh)
        try backup(to: fresh)
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
        if FileManager.default.fileExists(atPath: path) {
            guard rename(path, path + ".aside") == 0 else { throw .readOnly(path) }
        }
        guard rename(fresh, path) == 0 else { throw .readOnly(path) }
        // What is open stays open until the new one is.
        let file = try JournalFile(path, .write)
        close()
        return file
    }

    package func close() { try? queue.close() }
}

/// What the log is of.
package struct JournalHeader: Sendable, Equatable {
    /// Born with the log, new after a restore.
    package let epoch: String
    package let bornAt: Timestamp
    /// The plan as it was when the log began.
    package let day: WeddingDay
}

extension JournalFile {
    /// - Returns: nil for a log that has not begun.
    package func header() throws(JournalProblem) -> JournalHeader? {
        try read { db in
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM about") != 0 else { return nil }
            guard let epoch = try String.fetchOne(db, sql: Self.about, arguments: ["epoch"]),
                let born = try Int64.fetchOne(db, sql: Self.about, arguments: ["born"]),
                Timestamp.range.contains(born),
                let day = try Data.fetchOne(db, sql: Self.about, arguments: ["day"])
            else { throw JournalProblem.damaged(path, at: nil) }
            return JournalHeader(
                epoch: epoch, bornAt: Timestamp(milliseconds: born),
                day: try RowCoding.decode(WeddingDay.self, from: day))
        }
    }

    private static var about: String { "SELECT value FROM about WHERE key = ?" }

    /// Begins a log.
    package func begin(_ day: WeddingDay, epoch: String, at now: Timestamp) throws(JournalProblem) {
        try write { db in
            let sql = "INSERT INTO about (key, value) VALUES (?, ?)"
            try db.execute(sql: sql, arguments: ["epoch", epoch])
            try db.execute(sql: sql, arguments: ["born", now.milliseconds])
            try db.execute(sql: sql, arguments: ["day", try RowCoding.encode(day)])
        }
    }

    /// After a restore: whoever knows more than this log begins anew.
    package func renew(epoch: String) throws(JournalProblem) {
        try write { db in
            try db.execute(
                sql: "UPDATE about SET value = ? WHERE key = 'epoch'", arguments: [epoch])
        }
    }

    package var head: Int {
        get throws(JournalProblem) {
            try read { db in try Int.fetchOne(db, sql: "SELECT max(offset) FROM entry") ?? 0 }
        }
    }

    /// Appends one unit after `expected`, or tells where it already is.
    ///
    /// - Returns: the offset of the first entry with this id: the unit's own, or that of an earlier
    ///   unit with the same id, in which case nothing was written.
    @discardableResult
    package func append(
        _ entries: [JournalEntry], after expected: Int
    ) throws(JournalProblem) -> Int {
        try write { db in try JournalRows(db).append(entries, after: expected) }
    }

    /// Copies the whole log while it is being written.
    package func backup(to target: String) throws(JournalProblem) {
        guard !FileManager.default.fileExists(atPath: target) else {
            throw .other(target, "already exists; a backup never overwrites a file")
        }
        do {
            let copy = try DatabaseQueue(path: target)
            try queue.backup(to: copy)
            // One file, which can be read where nothing can be written.
            try copy.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: target)
        } catch {
            // Half a copy would be taken for one.
            try? FileManager.default.removeItem(atPath: target)
            let problem = JournalProblem.of(error, target)
            guard case .missing = problem else { throw problem }
            throw .other(target, "cannot be written: its folder does not exist")
        }
    }
}
