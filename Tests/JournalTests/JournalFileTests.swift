import Foundation
import GRDB
import Journal
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Journal file")
struct JournalFileTests {
    @Test("the sample day comes back from the file as it was")
    func recovery() throws {
        let folder = try Folder()
        let journal = try folder.journal(.max)
        let core = try Day.recalled(journal)
        var before = Day.played.state
        for id in before.presence.keys { before.setLink(id, .none, lastSeen: nil) }
        var after = core.current
        // Links are not of the log, nor is what a device took.
        for message in before.messages {
            for person in message.delivered { after.markDelivered(message.id, to: person) }
        }
        #expect(after.day == before.day)
        #expect(after.alerts == before.alerts)
        #expect(after.messages == before.messages)
        #expect(after.recent == before.recent)
        #expect(after.offset == before.offset)
    }

    @Test("a memory and the tail after it give what the whole log gives")
    func memory() throws {
        let folder = try Folder()
        let journal = try folder.journal(.max)
        let whole = try Day.recalled(journal)
        var half = RealtimeCore(day: Sample.wedding)
        var kept = try journal.recoveredLog()
        let cut = kept.tail.count / 2
        let tail = kept.tail[cut...]
        kept.tail = Array(kept.tail[..<cut])
        half.restore(kept)
        let reports = Reports()
        let writer = Journal(journal, head: whole.current.offset, report: reports.take)
        writer.keep(.checkpoint(half.checkpoint))
        writer.close()
        #expect(reports.list == [])
        let again = try JournalFile(folder.file, .write).recoveredLog()
        #expect(again.checkpoint?.offset == half.current.offset)
        #expect(again.tail.map(\.event.offset) == tail.map(\.event.offset))
        var core = RealtimeCore(day: Sample.wedding)
        core.restore(again)
        #expect(core.current == whole.current)
    }

    @Test("should the newest memory be damaged, the one before it is taken, and nothing is lost")
    func damagedMemory() throws {
        let folder = try Folder()
        let journal = try folder.journal(.max)
        let whole = try Day.recalled(journal)
        let writer = Journal(journal, head: whole.current.offset, report: Reports().take)
        for end in [20, 40, 60] {
            var core = RealtimeCore(day: Sample.wedding)
            var kept = RecoveredLog()
            kept.tail = Array(Day.entries.prefix(end))
            core.restore(kept)
            writer.keep(.checkpoint(core.checkpoint))
        }
        writer.close()
        try folder.tamper("UPDATE memory SET body = x'7B7D' WHERE offset = 60")
        let again = try JournalFile(folder.file, .write)
        #expect(try again.verify().checkpoints == 2)
        #expect(try again.recoveredLog().checkpoint?.offset == 40)
        #expect(try Day.recalled(again).current == whole.current)
    }

    @Test("after a restart a dead letter is dead, one tried again waits, one given up does neither")
    func deadLetters() throws {
        let told = try #require(Day.entries.first { $0.addressees.count >= 3 })
        let (offset, people) = (told.event.offset, told.addressees)
        let folder = try Folder()
        let journal = try folder.journal(offset)
        let writer = Journal(journal, head: offset, report: Reports().take)
        let ids = people.prefix(3).map { DeadLetter.ID(offset: offset, person: $0) }
        for id in ids {
            writer.keep(
                .died(
                    DeadLetter(
                        id: id, text: "x", priority: .high, sentAt: .zero, diedAt: .zero,
                        attempts: 5, reason: .attempts)))
        }
        writer.keep(.retried(ids[1]))
        writer.keep(.discarded(ids[2]))
        writer.close()
        let core = try Day.recalled(JournalFile(folder.file, .write))
        #expect(core.deadLetters.map(\.id) == [ids[0]])
        let waiting = people.prefix(3).map { core.isWaiting(for: $0, at: offset) }
        #expect(waiting == [false, true, false])
    }

    @Test("the same id again is answered with its first offset, and nothing is written")
    func sameID() throws {
        let folder = try Folder()
        let journal = try folder.journal(10)
        #expect(try journal.append([Day.entries[3]], after: 10) == 4)
        #expect(try journal.head == 10)
    }

    @Test("a unit that does not follow the last entry is refused")
    func wrongOffset() throws {
        let folder = try Folder()
        let journal = try folder.journal(10)
        #expect(throws: JournalProblem.offset(expected: 13, found: 11)) {
            try journal.append([Day.entries[12]], after: 12)
        }
        #expect(try journal.head == 10)
    }

    @Test("a log goes on where it ended, under its epoch")
    func goesOn() throws {
        let folder = try Folder()
        try folder.journal(10).close()
        let journal = try JournalFile(folder.file, .write)
        #expect(try journal.header()?.epoch == "e1")
        #expect(try journal.header()?.day == Sample.wedding)
        try journal.append([Day.entries[10]], after: 10)
        #expect(try journal.head == 11)
    }

    @Test("an entry that was changed is found", arguments: [1, 20, 40])
    func changedEntry(offset: Int) throws {
        let folder = try Folder()
        try folder.journal().close()
        try folder.tamper(
            "UPDATE entry SET body = replace(body, '\"text\":\"', '\"text\":\"x') WHERE offset = \(offset)"
        )
        let report = try JournalFile(folder.file, .read).verify()
        #expect(report.problem == .damaged(folder.file, at: offset - 1))
        #expect(report.entries == offset - 1)
    }

    @Test("an entry that was taken out is found")
    func missingEntry() throws {
        let folder = try Folder()
        try folder.journal().close()
        try folder.tamper("DELETE FROM entry WHERE offset = 7")
        #expect(
            try JournalFile(folder.file, .read).verify().problem == .damaged(folder.file, at: 6))
    }

    @Test("a whole journal verifies, and says how long it is")
    func whole() throws {
        let folder = try Folder()
        try folder.journal(40).close()
        let report = try JournalFile(folder.file, .read).verify()
        #expect(report.problem == nil)
        #expect(report.entries == 40)
        #expect(report.kinds.values.reduce(0, +) == 40)
    }

    @Test("a backup of a journal that is open holds all of it")
    func backup() throws {
        let folder = try Folder()
        let journal = try folder.journal(30)
        try journal.backup(to: folder.path + "/copy.sqlite")
        let copy = try JournalFile(folder.path + "/copy.sqlite", .read)
        #expect(try copy.verify().entries == 30)
        #expect(throws: JournalProblem.self) {
            try journal.backup(to: folder.path + "/copy.sqlite")
        }
    }
}

@Suite("Journal trouble")
struct JournalTroubleTests {
    @Test("a text file is no journal, and stays as it is")
    func textFile() throws {
        let folder = try Folder()
        let words = String(repeating: "not a database\n", count: 100)
        try words.write(toFile: folder.file, atomically: true, encoding: .utf8)
        #expect(throws: JournalProblem.foreign(folder.file)) {
            try JournalFile(folder.file, .write)
        }
        #expect(try String(contentsOfFile: folder.file, encoding: .utf8) == words)
    }

    @Test("somebody else's database is no journal")
    func otherDatabase() throws {
        let folder = try Folder()
        try folder.tamper("CREATE TABLE songs (title TEXT)")
        #expect(throws: JournalProblem.foreign(folder.file)) {
            try JournalFile(folder.file, .write)
        }
    }

    @Test("a journal of a newer program is left alone")
    func newer() throws {
        let folder = try Folder()
        try folder.journal(3).close()
        try folder.tamper("INSERT INTO grdb_migrations VALUES ('99 later')")
        #expect(throws: JournalProblem.newer(folder.file)) {
            try JournalFile(folder.file, .write)
        }
    }

    @Test("where there is nothing, reading says so and makes nothing")
    func missing() throws {
        let folder = try Folder()
        #expect(throws: JournalProblem.missing(folder.file)) {
            try JournalFile(folder.file, .read)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file))
    }

    @Test("a page that was overwritten is damage with a remedy")
    func page() throws {
        let folder = try Folder()
        let journal = try folder.journal()
        try journal.backup(to: folder.path + "/flat.sqlite")
        let path = folder.path + "/flat.sqlite"
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        let size = try handle.seekToEnd()
        for page in stride(from: UInt64(4096), to: size, by: 4096) {
            try handle.seek(toOffset: page)
            try handle.write(contentsOf: Data(repeating: 0xFF, count: 512))
        }
        try handle.close()
        var found: JournalProblem?
        do {
            found = try JournalFile(path, .read).verify().problem
        } catch { found = error }
        guard case .damaged = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test("a tail that was torn off loses only what was never acknowledged", arguments: 1...4)
    func tornTail(part: Int) throws {
        let folder = try Folder()
        let journal = try folder.journal(20)
        // As a machine that lost power leaves it: the log beside the file, cut.
        let copy = try Folder()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.file + suffix, toPath: copy.file + suffix)
        }
        let wal = try FileHandle(forWritingTo: URL(filePath: copy.file + "-wal"))
        let size = try wal.seekToEnd()
        try wal.truncate(atOffset: size - UInt64(part * 1000))
        try wal.close()
        let found = try JournalFile(copy.file, .write)
        let head = try found.head
        #expect(head < 20)
        let report = try found.verify()
        #expect(report.problem == nil)
        #expect(report.entries == head)
        journal.close()
    }

    /// The disk refuses the n-th entry; once it takes it again all is there, once and in order.
    @Test("an append that fails is told, kept, and written when it can be", arguments: 1...12)
    func failsAtNth(n: Int) throws {
        let folder = try Folder()
        let file = try JournalFile(folder.file, .write)
        try file.begin(Sample.wedding, epoch: "e1", at: Sample.moment(6, 43))
        try folder.tamper(
            "CREATE TRIGGER full BEFORE INSERT ON entry WHEN NEW.offset = \(n) "
                + "BEGIN SELECT RAISE(ABORT, 'no space'); END")
        let reports = Reports()
        let journal = Journal(file, head: 0, report: reports.take)
        for unit in Day.units.prefix(15) { _ = journal.append(unit) }
        let last = Day.units[14].last!.event.offset
        let trouble = Journal.Report.failed(.other(folder.file, "no space"))
        reports.wait(for: trouble)
        #expect(try JournalFile(folder.file, .read).head < n)
        try folder.tamper("DROP TRIGGER full")
        reports.wait(for: .committed(through: last))
        journal.close()
        #expect(reports.list.filter { $0 == trouble }.count == 1)
        let report = try JournalFile(folder.file, .read).verify()
        #expect(report.problem == nil)
        #expect(report.entries == last)
    }
}
