import Foundation
import GRDB
import RealtimeCore
import Wedding

/// The tables of a journal, by numbered steps. A step is never changed once it was released.
enum JournalSchema {
    /// In the header of the file: "CALB".
    static let applicationID = 0x4341_4C42

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 log") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.create(table: "about") { table in
                table.primaryKey("key", .text)
                table.column("value", .blob).notNull()
            }
            try db.create(table: "entry") { table in
                table.primaryKey("offset", .integer)
                table.column("id", .text).notNull().unique()
                table.column("at", .integer).notNull()
                table.column("kind", .text).notNull()
                table.column("body", .blob).notNull()
                // Of the one before and this body: an entry cannot be changed or taken out unseen.
                table.column("chain", .blob).notNull()
            }
            try db.create(table: "memory") { table in
                table.primaryKey("offset", .integer)
                table.column("body", .blob).notNull()
                table.column("hash", .blob).notNull()
            }
            try db.create(table: "settled") { table in
                table.column("offset", .integer).notNull()
                table.column("person", .text).notNull()
            }
            try db.create(table: "dead") { table in
                table.column("offset", .integer).notNull()
                table.column("person", .text).notNull()
                table.column("body", .blob).notNull()
                table.primaryKey(["offset", "person"])
            }
        }
        migrator.registerMigration("2 authors") { db in
            // An id is its author's own. The old table held it unique to all; nothing else changes.
            try db.create(table: "entry_of_authors") { table in
                table.primaryKey("offset", .integer)
                table.column("author", .text).notNull()
                table.column("id", .text).notNull()
                table.column("digest", .text)
                table.column("at", .integer).notNull()
                table.column("kind", .text).notNull()
                table.column("body", .blob).notNull()
                table.column("chain", .blob).notNull()
                table.uniqueKey(["author", "id"])
            }
            let insert = try db.makeStatement(
                sql: """
                    INSERT INTO entry_of_authors (offset, author, id, at, kind, body, chain)
                    SELECT offset, ?, id, at, kind, body, chain FROM entry WHERE offset = ?
                    """)
            let old = try Row.fetchCursor(db, sql: "SELECT offset, body FROM entry")
            while let row = try old.next() {
                let body = Data.fromDatabaseValue(row["body"]) ?? Data()
                let entry = try? RowCoding.decode(JournalEntry.self, from: body)
                // Who said it then; a body that cannot be read stays for verify to name.
                let author = entry?.event.by.person.map { Author.person($0) }
                try insert.execute(arguments: [author?.word ?? "", row["offset"]])
            }
            try db.drop(table: "entry")
            try db.rename(table: "entry_of_authors", to: "entry")
        }
        return migrator
    }
}
