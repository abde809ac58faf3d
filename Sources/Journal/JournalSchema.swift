import GRDB

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
        return migrator
    }
}
