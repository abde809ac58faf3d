import GRDB

/// What became of letters, by the offset of what they carried.
package struct JournalFacts: Sendable {
    /// How many arrived, or became of no use.
    package var settled: [Int: Int] = [:]
    /// How many reached nobody.
    package var dead: [Int: Int] = [:]
}

extension JournalFile {
    package func facts() throws(JournalProblem) -> JournalFacts {
        try read { db in
            func counts(_ table: String) throws -> [Int: Int] {
                let rows = try Row.fetchAll(
                    db,
                    sql:
                        "SELECT offset, count(DISTINCT person) AS count FROM \(table) GROUP BY offset"
                )
                return Dictionary(
                    try rows.map { (try $0.int("offset"), try $0.int("count")) }
                ) { $0 + $1 }
            }
            return JournalFacts(settled: try counts("settled"), dead: try counts("dead"))
        }
    }
}
