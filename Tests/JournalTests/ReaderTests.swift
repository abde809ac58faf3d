import Interchange
import TestSupport
import Testing
import Wedding

@Suite("A report for its reader")
struct ReaderTests {
    private static let entries = Sample.whole.units.joined().map {
        ReportEntry(event: $0.event, addressees: $0.addressees)
    }

    private func report(_ reader: DayReport.Reader) -> DayReport {
        DayReport(
            plan: Sample.wedding, entries: Self.entries, settled: [:], dead: [:], reader: reader)
    }

    @Test("the couple reads when things were and who came, and of no incident")
    func couple() {
        let text = report(.couple).markdown.lowercased()
        #expect(text.contains("your ceremony began at 15:3"))
        #expect(text.contains("guests came"))
        for word in ["alert", "late", "missing", "storm", "overdue", "conflict", "payment", "p-"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test("the team reads everything, with the reason why each alert was over")
    func team() throws {
        let report = report(.team)
        let names = report.tables.map(\.name)
        #expect(
            Set(names).isSuperset(of: [
                "items", "alerts", "moves", "guests", "meals", "payments", "tasks", "deliveries",
            ]))
        let alerts = try #require(report.tables.first { $0.name == "alerts" })
        let ended = Self.entries.compactMap { entry -> String? in
            switch entry.event.change {
            case .alert(.resolve), .alert(.allClear): entry.event.text
            case .alert, .presence, .timeline, .edit, .guest, .task, .message, .access, .day: nil
            }
        }.filter { !$0.isEmpty }
        let reasons = Set(alerts.rows.compactMap(\.last))
        #expect(!ended.isEmpty && reasons.isSuperset(of: ended))
    }

    @Test("the venue reads who came in and out, and what happened to the house alone")
    func venue() throws {
        let report = report(.venue)
        #expect(report.tables.map(\.name) == ["companies", "rooms", "alerts"])
        let companies = try #require(report.tables.first)
        #expect(companies.rows.count == Sample.wedding.vendors.count)
        #expect(companies.rows.contains { !$0[2].isEmpty && !$0[3].isEmpty })
        let incidents = try #require(report.tables.last)
        #expect(incidents.rows.allSatisfy { !$0[3].lowercased().contains("overdue") })
    }
}
