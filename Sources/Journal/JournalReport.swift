import Foundation
import GRDB
import RealtimeCore
import Wedding

/// What `callboard journal verify` and `stats` tell.
package struct JournalReport: Sendable, Equatable {
    package var entries = 0
    package var first: Timestamp?
    package var last: Timestamp?
    package var checkpoints = 0
    package var deadLetters = 0
    package var bytes = 0
    package var kinds: [String: Int] = [:]
    /// The chain at the head: kept elsewhere, it proves that nothing was cut off.
    package var chain = ""
    package var problem: JournalProblem?
}

extension JournalFile {
    /// Reads every page and every entry, and walks the chain.
    package func verify() throws(JournalProblem) -> JournalReport {
        try read { db in
            var report = JournalReport()
            var before = JournalRows.firstLink
            report.bytes = Self.bytes(path)
            let cursor = try Row.fetchCursor(
                db,
                sql:
                    "SELECT offset, author, id, digest, at, kind, body, chain FROM entry ORDER BY offset"
            )
            while let row = try cursor.next() {
                let body = try row.data("body")
                let chain = try row.data("chain")
                let author = try row.text("author")
                let digest = try row.decode(String?.self, forColumn: "digest")
                guard try row.int("offset") == report.entries + 1,
                    JournalRows.link(before, body) == chain,
                    let entry = try? RowCoding.decode(JournalEntry.self, from: body),
                    entry.event.offset == (try row.int("offset")),
                    entry.event.id == (try row.text("id")),
                    entry.event.change.kind == (try row.text("kind")),
                    entry.event.at.milliseconds == Int64(try row.int("at")),
                    entry.author == nil || entry.author?.word == author,
                    entry.digest == digest
                else {
                    report.problem = .damaged(path, at: report.entries)
                    break
                }
                report.entries += 1
                report.first = report.first ?? entry.event.at
                report.last = entry.event.at
                report.kinds[entry.event.change.kind, default: 0] += 1
                before = chain
            }
            report.chain = before.map { String(format: "%02x", $0) }.joined()
            report.checkpoints = try Int.fetchOne(db, sql: "SELECT count(*) FROM memory") ?? 0
            report.deadLetters = try Int.fetchOne(db, sql: "SELECT count(*) FROM dead") ?? 0
            let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
            if report.problem == nil, pages != ["ok"] { report.problem = .damaged(path, at: nil) }
            return report
        }
    }

    private static func bytes(_ path: String) -> Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }
}
