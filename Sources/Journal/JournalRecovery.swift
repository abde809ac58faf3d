import Foundation
import GRDB
import RealtimeCore
import RealtimeProtocol
import Wedding

extension JournalFile {
    /// Everything a core needs to go on: the newest whole memory, and what came after it.
    ///
    /// Only what the checkpoint does not hold is folded again, so it takes as long as the tail is.
    package func recoveredLog() throws(JournalProblem) -> RecoveredLog {
        try read { db in
            let rows = JournalRows(db)
            var kept = RecoveredLog()
            try rows.checkChain(path)
            kept.checkpoint = try rows.checkpoints().first
            kept.tail = try rows.entries(after: kept.checkpoint?.offset ?? 0)
            kept.submissions = try rows.submissions()
            kept.settled = try rows.settled()
            kept.dead = try rows.dead()
            let wanted =
                (kept.checkpoint.map(RealtimeCore.wanted) ?? [])
                .union(kept.dead.map(\.id.offset))
            for offset in wanted.sorted() where offset <= kept.checkpoint?.offset ?? 0 {
                if let entry = try rows.entry(offset) { kept.wanted.append(entry.event) }
            }
            return kept
        }
    }

    /// The last entries, for readers who come back.
    package func newest(_ count: Int) throws(JournalProblem) -> [JournalEntry] {
        let head = try head
        return try read { db in try JournalRows(db).entries(after: max(head, count) - count) }
    }

    /// Every entry in order, up to a moment if one is given.
    ///
    /// - Throws: `damaged` where the first entry cannot be read, after all before it were given.
    package func eachEntry(
        through moment: Timestamp? = nil, _ fold: (JournalEntry) throws -> Void
    ) throws(JournalProblem) {
        try read { db in
            var last = 0
            var before = JournalRows.firstLink
            let cursor = try Row.fetchCursor(
                db, sql: "SELECT offset, at, body, chain FROM entry ORDER BY offset")
            while let row = try cursor.next() {
                if let moment, try row.int("at") > moment.milliseconds { return }
                let (body, chain) = (try row.data("body"), try row.data("chain"))
                guard try row.int("offset") == last + 1, JournalRows.link(before, body) == chain
                else {
                    throw JournalProblem.damaged(path, at: last)
                }
                before = chain
                guard let entry = try? RowCoding.decode(JournalEntry.self, from: body) else {
                    throw JournalProblem.damaged(path, at: last)
                }
                try fold(entry)
                last = try row.int("offset")
            }
        }
    }
}
