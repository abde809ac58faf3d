import Foundation
import Interchange
import Journal
import RealtimeProtocol
import TestSupport
import Testing
import Wedding
import callboard

/// What commands take out of a host's folder: told to the audit log, and never half.
@Suite("Taken out")
struct TakenOutTests {
    private let folder: Folder
    private var audit: String { folder.path + "/audit.jsonl" }

    init() throws { folder = try Folder() }

    private func exports() -> [String] {
        let text = String(
            decoding: FileManager.default.contents(atPath: audit) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").filter { $0.contains(#""kind":"export""#) }
            .map(String.init)
    }

    private var commands: [[String]] {
        [
            ["journal", "export"], ["report"], ["report", "--csv", "people"],
            ["journal", "backup", folder.path + "/copy.sqlite"],
        ].map { $0 + ["--data", folder.path] }
    }

    @Test("each export is one row of the audit log, where no host runs")
    func alone() throws {
        try folder.journal(12).close()
        let file = try AuditFile(audit) { _ in }
        file.append(AuditEntry(number: 0, at: .zero, kind: .login, by: .system, detail: "x"))
        for command in commands {
            let result = try Program.run(command)
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
        #expect(exports().count == 4)
        #expect(exports().filter { $0.contains("a report, people") }.count == 1)
        let report = try AuditFile.verify(audit)
        #expect(report.problem == nil && report.rows == 5)
    }

    @Test("each export is one row of the audit log, where a host runs")
    func besideHost() throws {
        let host = try #require(
            try HostProcess([
                "host", Sample.root + "Samples/alder-mill/wedding.toml", "--headless", "--listen",
                "127.0.0.1:0", "--data", folder.path,
            ]))
        let result = try Program.run(["journal", "export", "--data", folder.path])
        #expect(result.status == 0, "\(result.errors)")
        let end = ContinuousClock.now + .seconds(60)
        while exports().isEmpty, ContinuousClock.now < end {}
        host.stop()
        #expect(exports().count == 1)
        #expect(try AuditFile.verify(audit).problem == nil)
    }

    private func shell(_ line: String) throws -> Program.Result {
        try Program.run(["-c", line], program: "/bin/bash")
    }

    @Test("what cannot be written ends with a sentence and 1")
    func full() throws {
        try folder.journal(12).close()
        let data = "--data \(folder.path)"
        for command in [
            "report \(data)", "report --csv items \(data)", "journal export \(data)",
            "journal verify \(data)", "replay --plain \(data)", "demo --plain --speed max",
            "doctor", "themes check \(Sample.root)Themes",
        ] {
            let result = try shell("\(Program.path) \(command) > /dev/full")
            #expect(result.status == 1, "\(command): \(result.status)")
            #expect(
                result.errors.contains("Cannot write to standard output: no space left"),
                "\(command): \(result.errors)")
        }
    }

    @Test("a reader that has enough ends it without a word")
    func closed() throws {
        let result = try shell(
            "exec 3> >(exit); wait $!; \(Program.path) demo --plain --speed max >&3; echo $?")
        #expect(result.output == "141\n" && result.errors.isEmpty, "\(result.text)")
    }

    @Test("a copy that cannot be made leaves nothing that looks like one")
    func noCopy() throws {
        try folder.journal(12).close()
        let result = try Program.run(
            ["journal", "backup", "/nowhere/copy.sqlite", "--data", folder.path])
        #expect(result.status == 1 && result.errors.contains("its folder does not exist"))
    }

    @Test("Stats and the report count the same letters")
    func sameNumbers() throws {
        let entries = Day.entries.map {
            ReportEntry(event: $0.event, addressees: $0.addressees)
        }
        let report = DayReport(plan: Sample.wedding, entries: entries, settled: [:], dead: [:])
        let rows = try #require(report.tables.first { $0.name == "deliveries" }).rows
        let stats = Day.played.engine.core.stats
        #expect(
            rows.map { $0[1...2].joined(separator: " ") }
                == Priority.allCases.map { priority in
                    let row = stats.byPriority[priority]
                    return "\(row.entries) \(row.letters)"
                })
        let late = Day.played.engine.core.current.lateness.wholeMinutes
        #expect(report.summary[0].contains(", \(late) minutes late"))
        try folder.journal(.max).close()
        let again = try Day.recalled(try JournalFile(folder.file, .read)).stats.byPriority
        #expect(again.total.letters == stats.byPriority.total.letters)
        #expect(again.total.entries == stats.byPriority.total.entries)
    }

    @Test("nobody's words are HTML, a table, code or a heading of the report")
    func markdown() {
        let item = TimelineItem(
            id: "x", title: "# <script>&amp;</script> | `x`\n- [a](b) *c*", kind: .admin,
            start: Sample.moment(9, 0), end: Sample.moment(9, 5))
        var day = Sample.wedding
        day.items = [item]
        let text = DayReport(plan: day, entries: [], settled: [:], dead: [:]).markdown
        let cell = ##"\# &lt;script&gt;&amp;amp;&lt;/script&gt; \| \`x\` - \[a\](b) \*c\*"##
        #expect(text.contains("| 09:00 | 09:00 | \(cell) |"))
        #expect(!text.contains("<"))
    }
}
