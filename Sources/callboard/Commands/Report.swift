import ArgumentParser
import Foundation
import Interchange
import Wedding

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Report how a day went: planned against actual, late reports, alerts, deliveries, conflicts.",
        discussion: """
            Markdown by default; --csv gives one table for a spreadsheet. For the team it tells \
            everything; for the couple when things were and who came, and no incident; for the \
            venue who came in and out, and what happened to the house. It needs only the log, \
            so you can make it again, also while the host runs.

            Examples:
              callboard report > saturday.md
              callboard report --for couple > thank-you.md
              callboard report --csv items > items.csv
            """)

    enum Table: String, CaseIterable, ExpressibleByArgument {
        case items, people, outdated, alerts, moves, guests, meals, payments, tasks, deliveries
        case conflicts
    }

    @Option(name: .customLong("for"), help: "Who reads it: team, couple or venue.")
    var reader = DayReport.Reader.team
    @Option(
        help:
            "One table as CSV: items, people, outdated, alerts, moves, guests, meals, payments, tasks, deliveries or conflicts."
    )
    var csv: Table?

    @OptionGroup var journal: JournalOptions

    func run() throws {
        try telling {
            let kept = try KeptDay(journal)
            try journal.note("a report" + (csv.map { ", \($0.rawValue)" } ?? ""))
            let report = DayReport(
                plan: kept.plan, entries: kept.entries, settled: kept.facts.settled,
                dead: kept.facts.dead, reader: reader)
            let text = try csv.map { try table($0, report) } ?? report.markdown
            try Output.write(Data(text.utf8))
        }
    }

    private func table(_ table: Table, _ report: DayReport) throws -> String {
        guard let text = report.csv(table.rawValue) else {
            throw ValidationError(
                "The report for the \(reader.rawValue) has no table \(table.rawValue).")
        }
        return text
    }
}

extension DayReport.Reader: ExpressibleByArgument {}
