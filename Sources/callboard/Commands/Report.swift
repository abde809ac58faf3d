import ArgumentParser
import Foundation
import Interchange
import Wedding

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Report how a day went: planned against actual, late reports, alerts, deliveries, conflicts.",
        discussion: """
            Markdown by default; --csv gives one table for a spreadsheet. It needs only the log, \
            so you can make it again, also while the host runs.

            Examples:
              callboard report > saturday.md
              callboard report --csv items > items.csv
            """)

    enum Table: String, CaseIterable, ExpressibleByArgument {
        case items, people, outdated, alerts, deliveries, conflicts
    }

    @Option(help: "One table as CSV: items, people, outdated, alerts, deliveries or conflicts.")
    var csv: Table?

    @OptionGroup var journal: JournalOptions

    func run() throws {
        try telling {
            let kept = try KeptDay(journal)
            try journal.note("a report" + (csv.map { ", \($0.rawValue)" } ?? ""))
            let report = DayReport(
                plan: kept.plan, entries: kept.entries, settled: kept.facts.settled,
                dead: kept.facts.dead)
            let text = csv.flatMap { report.csv($0.rawValue) } ?? report.markdown
            try Output.write(Data(text.utf8))
        }
    }
}
