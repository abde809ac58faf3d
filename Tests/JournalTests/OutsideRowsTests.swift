import Crypto
import Foundation
import GRDB
import Journal
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// A journal may come from anywhere: whatever its cells hold is read, or told about in a sentence.
@Suite("Rows from outside")
struct OutsideRowsTests {
    /// Decoders end the process on this, unless it is kept from them.
    private static let longNumber = "0." + String(repeating: "0", count: 129) + "1e146"

    /// Of each table its columns, and how many rows there are.
    private static let tables: [(name: String, columns: [String], rows: Int)] = [
        ("about", ["key", "value"], 3),
        ("entry", ["offset", "author", "id", "digest", "at", "kind", "body", "chain"], 12),
        ("memory", ["offset", "body", "hash"], 1), ("settled", ["offset", "person"], 1),
        ("dead", ["offset", "person", "body"], 1), ("grdb_migrations", ["identifier"], 2),
    ]

    /// What a cell may hold; `$` is what it holds.
    private static let values = [
        "NULL", "0", "-1", "9223372036854775807", "-9223372036854775808", "0.5", "-1e300", "9e999",
        "''", "'abc'", "x''", "x'00FF'", "CAST(x'C328FF' AS TEXT)", "CAST(zeroblob(99) AS TEXT)",
        "zeroblob(1000000)", "printf('%.*c', 1000000, 'a')", "$ || $",
        "substr($, 1, length($) / 2)",
        "replace($, ':1', ':9223372036854775807')", "replace($, ':', ':\(longNumber)')",
        "replace($, '\"mapWidth\":', '\"mapWidth\":\(longNumber),\"x\":')",
    ]

    /// A journal with something in every table.
    private func full() throws -> Folder {
        let folder = try Folder()
        let file = try folder.journal(12)
        let letter = DeadLetter.ID(offset: 3, person: "p-ben")
        let writer = Journal(file, head: 12, report: { _ in })
        writer.keep(.checkpoint(try Day.recalled(file).checkpoint))
        writer.keep(.settled([letter]))
        writer.keep(
            .died(
                DeadLetter(
                    id: letter, text: "", priority: .low, sentAt: .zero, diedAt: .zero,
                    attempts: 1, reason: .time)))
        writer.close()
        return folder
    }

    private func copy(of folder: Folder) throws -> Folder {
        let copy = try Folder()
        try FileManager.default.copyItem(atPath: folder.file, toPath: copy.file)
        return copy
    }

    /// - Returns: what was said of it by everything that reads it.
    private func look(at folder: Folder, _ words: Comment) -> [JournalProblem] {
        var found: [JournalProblem] = []
        func ask(_ access: JournalFile.Access, _ work: (JournalFile) throws -> Void) {
            do {
                let file = try JournalFile(folder.file, access)
                defer { file.close() }
                try work(file)
            } catch let problem as JournalProblem {
                #expect("\(problem)".hasSuffix("."), words)
                found.append(problem)
            } catch { Issue.record(error, words) }
        }
        ask(.read) { if let problem = try $0.verify().problem { throw problem } }
        ask(.read) { file in
            guard let header = try file.header() else { return }
            _ = header.day.clock.local(header.bornAt).date.monthName
        }
        ask(.read) { _ = try $0.facts() }
        ask(.read) { try $0.eachEntry { _ = try JSONText.encode($0.event) } }
        ask(.read) { _ = try $0.newest(5) }
        ask(.read) { try $0.backup(to: folder.path + "/copy.sqlite") }
        ask(.write) { _ = try $0.recoveredLog() }
        return found
    }

    @Test("cells of any kind are read or told about", arguments: [1, 2] as [UInt64])
    func cells(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let loose = try full()
        for table in Self.tables {
            try loose.tamper(
                """
                ALTER TABLE \(table.name) RENAME TO strict;
                CREATE TABLE \(table.name) (\(table.columns.joined(separator: ", ")));
                INSERT INTO \(table.name) SELECT * FROM strict;
                DROP TABLE strict;
                """)
        }
        #expect(look(at: try copy(of: loose), "as it was") == [])
        for _ in 0..<25 {
            let table = Self.tables.randomElement(using: &random)!
            let column = table.columns.randomElement(using: &random)!
            let value = Self.values.randomElement(using: &random)!
            let row = Int.random(in: 1...table.rows, using: &random)
            let change =
                "UPDATE \(table.name) SET \(column) = \(value.replacing("$", with: column)) WHERE rowid = \(row)"
            let folder = try copy(of: loose)
            try folder.tamper(change)
            let found = look(at: folder, "seed \(seed): \(change)")
            let isProven = table.name == "entry" && ["body", "chain", "id"].contains(column)
            if isProven, !value.hasPrefix("replace") {
                let isSaid = found.contains { if case .damaged = $0 { true } else { false } }
                #expect(isSaid, "seed \(seed): \(change): \(found)")
            }
        }
    }

    private static let numbers = [
        "9223372036854775807", "-9223372036854775808", "1e308", "-1", "9007199254740992",
        "253402300799999", longNumber,
    ]

    /// A body that is wrong somewhere, or in which one number is another.
    private func forged(_ body: Data, _ random: inout SeededGenerator) -> Data {
        var bytes = Array(body)
        let (colon, digits) = (UInt8(ascii: ":"), UInt8(ascii: "0")...UInt8(ascii: "9"))
        let start = Int.random(in: bytes.indices, using: &random)
        let place = (start..<bytes.count - 1).first {
            bytes[$0] == colon && digits.contains(bytes[$0 + 1])
        }
        guard Bool.random(using: &random), let place else {
            return Data(bytes.spoilt(&random))
        }
        let end = bytes[(place + 1)...].firstIndex { !digits.contains($0) } ?? bytes.endIndex
        let number = Self.numbers.randomElement(using: &random)!
        bytes.replaceSubrange(place + 1..<end, with: number.utf8)
        return Data(bytes)
    }

    /// Hashes are no secret: whoever writes a body can make them fit.
    @Test(
        "bodies of any bytes under hashes that fit are read or told about",
        arguments: [3, 4] as [UInt64])
    func bodies(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = try full()
        for round in 0..<25 {
            let folder = try copy(of: whole)
            let queue = try DatabaseQueue(path: folder.file)
            try queue.write { db in
                let chosen = Int.random(in: 1...12, using: &random)
                var chain = Data(repeating: 0, count: 32)
                for (place, old) in try Data.fetchAll(
                    db, sql: "SELECT body FROM entry ORDER BY offset"
                ).enumerated() {
                    let body = place + 1 == chosen ? forged(old, &random) : old
                    chain = Data(SHA256.hash(data: chain + body))
                    try db.execute(
                        sql: "UPDATE entry SET body = ?, chain = ? WHERE offset = ?",
                        arguments: [body, chain, place + 1])
                }
                let memory = try Data.fetchOne(db, sql: "SELECT body FROM memory") ?? Data()
                let other = forged(memory, &random)
                try db.execute(
                    sql: "UPDATE memory SET body = ?, hash = ?",
                    arguments: [other, Data(SHA256.hash(data: other))])
                let day = try Data.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'day'")
                try db.execute(
                    sql: "UPDATE about SET value = ? WHERE key = 'day'",
                    arguments: [forged(day ?? Data(), &random)])
            }
            try queue.close()
            _ = look(at: folder, "seed \(seed), round \(round)")
        }
    }
}
