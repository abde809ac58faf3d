import Crypto
import Foundation
import GRDB
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Reads and writes the tables inside one transaction.
struct JournalRows {
    let db: Database

    init(_ db: Database) { self.db = db }

    /// Before the first entry.
    static let firstLink = Data(repeating: 0, count: 32)

    static func link(_ before: Data, _ body: Data) -> Data {
        var hash = SHA256()
        hash.update(data: before)
        hash.update(data: body)
        return Data(hash.finalize())
    }

    /// Units in their order, each all or nothing.
    func append(_ units: [[JournalEntry]]) throws {
        for unit in units {
            guard let first = unit.first?.event.offset else { continue }
            let place = try append(unit, after: first - 1)
            // The core answers a repeated id itself: this one it did not know.
            guard place == first else {
                throw JournalProblem.offset(expected: first, found: place)
            }
        }
    }

    func append(_ entries: [JournalEntry], after expected: Int) throws -> Int {
        guard let first = entries.first else { return expected }
        if let known = try Int.fetchOne(
            db, sql: "SELECT offset FROM entry WHERE author = ? AND id = ?",
            arguments: [first.author?.word ?? "", first.event.id])
        {
            return known
        }
        let last = try Row.fetchOne(
            db, sql: "SELECT offset, chain FROM entry ORDER BY offset DESC LIMIT 1")
        let head = try last?.int("offset") ?? 0
        guard head == expected else {
            throw JournalProblem.offset(expected: expected + 1, found: head + 1)
        }
        var chain = try last?.data("chain") ?? Self.firstLink
        let insert = try db.cachedStatement(
            sql: """
                INSERT INTO entry (offset, author, id, digest, at, kind, body, chain)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (place, entry) in entries.enumerated() {
            let event = entry.event
            precondition(event.offset == expected + 1 + place, "entry \(event.offset) out of place")
            let body = try RowCoding.encode(entry)
            chain = Self.link(chain, body)
            try insert.execute(arguments: [
                event.offset, entry.author?.word ?? "", event.id, entry.digest,
                event.at.milliseconds, event.change.kind, body, chain,
            ])
        }
        return first.event.offset
    }

    func keep(_ note: JournalNote) throws {
        switch note {
        case .settled(let letters):
            let insert = try db.cachedStatement(
                sql: "INSERT INTO settled (offset, person) VALUES (?, ?)")
            for id in letters { try insert.execute(arguments: [id.offset, id.person.rawValue]) }
        case .died(let letter):
            try db.execute(
                sql: "INSERT OR REPLACE INTO dead (offset, person, body) VALUES (?, ?, ?)",
                arguments: [
                    letter.id.offset, letter.id.person.rawValue,
                    try RowCoding.encode(letter),
                ])
        case .retried(let id):
            try db.execute(
                sql: "DELETE FROM dead WHERE offset = ? AND person = ?",
                arguments: [id.offset, id.person.rawValue])
        case .discarded(let id):
            try keep(.retried(id))
            try keep(.settled([id]))
        case .checkpoint(let checkpoint): try keep(checkpoint)
        }
    }

    /// The newest two stay: should the last be damaged, the one before it does.
    private func keep(_ checkpoint: Checkpoint) throws {
        let body = try RowCoding.encode(checkpoint)
        try db.execute(
            sql: "INSERT OR REPLACE INTO memory (offset, body, hash) VALUES (?, ?, ?)",
            arguments: [checkpoint.offset, body, Data(SHA256.hash(data: body))])
        try db.execute(
            sql: """
                DELETE FROM memory WHERE offset NOT IN
                (SELECT offset FROM memory ORDER BY offset DESC LIMIT 2)
                """)
    }

    func checkpoints() throws -> [Checkpoint] {
        try Row.fetchAll(db, sql: "SELECT body, hash FROM memory ORDER BY offset DESC")
            .compactMap { row in
                guard let body = try? row.data("body"), let hash = try? row.data("hash") else {
                    return nil
                }
                guard Data(SHA256.hash(data: body)) == hash else { return nil }
                return try? RowCoding.decode(Checkpoint.self, from: body)
            }
    }

    /// Nothing was changed, taken out or put in.
    func checkChain(_ path: String) throws {
        var (before, last) = (Self.firstLink, 0)
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT offset, body, chain FROM entry ORDER BY offset")
        while let row = try cursor.next() {
            let (body, chain) = (try row.data("body"), try row.data("chain"))
            guard try row.int("offset") == last + 1, Self.link(before, body) == chain else {
                throw JournalProblem.damaged(path, at: last)
            }
            (before, last) = (chain, last + 1)
        }
    }

    func entries(after offset: Int) throws -> [JournalEntry] {
        try Data.fetchAll(
            db, sql: "SELECT body FROM entry WHERE offset > ? ORDER BY offset", arguments: [offset]
        ).map { try RowCoding.decode(JournalEntry.self, from: $0) }
    }

    func entry(_ offset: Int) throws -> JournalEntry? {
        try Data.fetchOne(db, sql: "SELECT body FROM entry WHERE offset = ?", arguments: [offset])
            .map { try RowCoding.decode(JournalEntry.self, from: $0) }
    }

    func settled() throws -> Set<DeadLetter.ID> {
        Set(
            try Row.fetchAll(db, sql: "SELECT offset, person FROM settled").map { row in
                DeadLetter.ID(
                    offset: try row.int("offset"), person: PersonID(try row.text("person")))
            })
    }

    func dead() throws -> [DeadLetter] {
        try Data.fetchAll(db, sql: "SELECT body FROM dead ORDER BY offset, person")
            .map { try RowCoding.decode(DeadLetter.self, from: $0) }
    }

    func submissions() throws -> [KnownSubmission] {
        try Row.fetchAll(
            db,
            sql: "SELECT author, id, offset, digest FROM entry WHERE author != '' ORDER BY offset"
        ).map { row in
            KnownSubmission(
                Author(try row.text("author")), try row.text("id"), at: try row.int("offset"),
                digest: try? row.text("digest"))
        }
    }
}

extension Row {
    /// A cell that should hold this; what a damaged page holds instead is an error, never a trap.
    func int(_ column: String) throws -> Int { try decode(Int.self, forColumn: column) }
    func text(_ column: String) throws -> String { try decode(String.self, forColumn: column) }
    func data(_ column: String) throws -> Data { try decode(Data.self, forColumn: column) }
}
