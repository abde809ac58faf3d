import Foundation
import Interchange
import Journal
import TestSupport
import Testing
import Wedding

@Suite("Looking back")
struct ReplayTests {
    /// The whole sample day in a journal, as a host would leave it.
    private func saturday() throws -> Folder {
        let folder = try Folder()
        try folder.journal(.max).close()
        return folder
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, text: String, error: String) {
        let result = try Program.run(arguments)
        return (result.status, result.output, result.errors)
    }

    @Test("a replay at a moment ends with what was true then")
    func replayAt() throws {
        let folder = try saturday()
        let three = try run(["replay", "--at", "15:00", "--plain", "--data", folder.path])
        #expect(three.status == 0)
        let lines = three.text.split(separator: "\n").map(String.init)
        let shown = lines.filter { $0.dropFirst(2).first == ":" && $0.dropFirst(5).first == ":" }
        #expect(shown.allSatisfy { $0.prefix(8) <= "15:00:00" })
        #expect(shown.count == Day.entries.count { $0.event.at <= Sample.moment(15, 0) })
        #expect(!three.text.contains("THUNDERSTORM"))
        let five = try run(["replay", "--at", "17:00", "--plain", "--data", folder.path])
        #expect(five.text.contains("THUNDERSTORM"))
    }

    @Test("the report holds the ceremony's delay, the storm's answer and both conflicts")
    func report() throws {
        let folder = try saturday()
        let report = try run(["report", "--data", folder.path])
        #expect(report.status == 0)
        #expect(report.text.hasPrefix("# Castellano - Lindqvist, Saturday 12 June 2027\n"))
        for words in [
            "## Planned and actual", "## Call times", "## Alerts", "## Deliveries",
            "## Conflicts",
            "| 13:19 | Ceremony, start | 15:30 | Maya Castellano | 14:45 | Evelyn Sato | by role |",
        ] { #expect(report.text.contains(words), "\(words)") }
        let table = try run(["report", "--csv", "items", "--data", folder.path])
        let rows = table.text.split(separator: "\n")
        #expect(rows.first == "planned,last plan,item,owner,began,± min,ended,± min,status")
        #expect(
            rows.count == 1 + Sample.whole.state.day.items.filter { $0.anchor != .buffer }.count)
        #expect(rows.contains { $0.hasPrefix("15:00,15:30,CEREMONY,") })
    }

    @Test("where there is no log there is a sentence, and exit 1")
    func nothing() throws {
        let folder = try Folder()
        for command in [["replay", "--plain"], ["report"], ["journal", "verify"]] {
            let result = try run(command + ["--data", folder.path])
            #expect(result.status == 1)
            #expect(result.error == "There is no journal at \(folder.path)/journal.sqlite.\n")
        }
    }

    @Test(
        "a log that was changed is not served, replayed or reported, and says where it is damaged")
    func damaged() throws {
        let folder = try Folder()
        try folder.journal(20).close()
        try folder.tamper(
            "UPDATE entry SET body = replace(body, '\"text\":\"', '\"text\":\"x') WHERE offset = 9")
        let host = try run([
            "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
            "127.0.0.1:0", "--data", folder.path,
        ])
        #expect(host.status == 1)
        for result in [
            host, try run(["report", "--data", folder.path]),
            try run(["replay", "--plain", "--data", folder.path]),
        ] {
            #expect(result.status == 1)
            #expect(result.error.contains("is damaged after entry 8."))
        }
        let export = try run(["journal", "export", "--data", folder.path])
        #expect(export.status == 1)
        #expect(export.text.split(separator: "\n").count == 8)
    }

    @Test("a copy where nothing can be written is read all the same")
    func readOnly() throws {
        let folder = try Folder()
        let journal = try folder.journal(12)
        let copy = folder.path + "/copy.sqlite"
        try journal.backup(to: copy)
        journal.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: copy)
        let verified = try run(["journal", "verify", "--data", copy])
        #expect(verified.status == 0, "\(verified.error)")
        #expect(verified.text.hasPrefix("12 entries, all intact\n"))
    }

    @Test("an empty file is no log, and is said to be none")
    func empty() throws {
        let folder = try Folder()
        #expect(FileManager.default.createFile(atPath: folder.file, contents: nil))
        let result = try run(["journal", "verify", "--data", folder.path])
        #expect(result.status == 1)
        #expect(result.error.contains("is not a Callboard journal"))
    }

    @Test("a copy is restored in a new epoch, and what was there is kept")
    func restore() throws {
        let folder = try Folder()
        try folder.journal(20).close()
        let copy = folder.path + "/copy.sqlite"
        #expect(try run(["journal", "backup", copy, "--data", folder.path]).status == 0)
        let restored = try run(["journal", "restore", copy, "--data", folder.path])
        #expect(restored.status == 0, "\(restored.error)")
        let journal = try JournalFile(folder.file, .read)
        #expect(try journal.head == 20)
        #expect(try journal.header()?.epoch != "e1")
        #expect(FileManager.default.fileExists(atPath: folder.file + ".before-1"))
        #expect(try run(["journal", "backup", copy, "--data", folder.path]).status == 1)
    }

    @Test("cells that a spreadsheet would run are quoted, and commas and quotes survive")
    func csv() {
        let item = TimelineItem(
            id: "x", title: "=HYPERLINK(\"a\"), twice", kind: .admin, start: Sample.moment(9, 0),
            end: Sample.moment(9, 5))
        var day = Sample.wedding
        day.items = [item]
        let report = DayReport(plan: day, entries: [], settled: [:], dead: [:])
        #expect(report.csv("items")?.contains("\"'=HYPERLINK(\"\"a\"\"), twice\"") == true)
        #expect(report.csv("nothing") == nil)
    }

    @Test("a place that was out of date when it arrived is in the report, a newer one is not")
    func outdated() throws {
        func zone(_ id: ZoneID) -> Zone {
            Zone(
                id: id, name: id.rawValue.capitalized, kind: .parking,
                area: .init(x: 0, y: 0, width: 1, height: 1), capacity: 10)
        }
        var day = Sample.wedding
        day.zones = [
            zone("barn"), zone("lawn"),
        ]
        let person = try #require(day.people.first)
        func event(_ offset: Int, _ zone: ZoneID, said: Int, at: Int) -> LogEvent {
            LogEvent(
                offset: offset, id: "\(offset)", at: Sample.moment(13, at),
                saidAt: Sample.moment(13, said), by: .person(person.id), via: .console,
                change: .presence(.checkIn(person.id, zone: zone, crew: nil)), text: "",
                priority: .normal)
        }
        let events = [
            event(1, "barn", said: 0, at: 0), event(2, "lawn", said: 20, at: 20),
            event(3, "barn", said: 5, at: 30),
        ]
        let report = DayReport(
            plan: day, entries: events.map { ReportEntry(event: $0, addressees: []) },
            settled: [:], dead: [:])
        #expect(
            report.csv("outdated") == """
                said,arrived,person,place,by,known then,since
                13:05,13:30,\(person.name),Barn,\(person.name),Lawn,13:20

                """)
        let state = events.reduce(into: DayState(day: day)) { $0.apply($1) }
        #expect(
            EventWords(state).words(events[2]).sentence
                == "\(person.name) at Barn (said at 13:05)")
    }
}
