import Foundation
import RealtimeProtocol
import Testing
import Wedding

/// The table of kinds on the page of the wire, held against the law: what a kind carries, who may
/// say it, who sees it, and whom it is sent to.
@Suite("The page of kinds")
struct KindsPageTests {
    private static let page =
        (try? String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "docs/protocol.md"), encoding: .utf8)) ?? ""

    @Test("every kind stands on the page with what is law for it", arguments: rows)
    func listed(row: String) {
        #expect(Self.page.contains(row + "\n"), "\(row)")
    }

    @Test("the page lists no row that is law for nothing")
    func nothingElse() throws {
        let head = "| kind | body | who may say it | who sees it | sent as |\n"
        let table = try #require(Self.page.components(separatedBy: head).dropFirst().first)
        let listed = table.split(separator: "\n").prefix { $0.hasPrefix("|") }.dropFirst()
        #expect(Set(listed.map(String.init)) == Set(Self.rows))
    }

    /// A row a kind, in the order of the samples; cases that share a kind have a row each.
    static let rows: [String] = {
        var rows: [String] = []
        for change in ChangeBodyTests.changes {
            let law = change.law(in: state, at: .zero)
            let fields = (try? JSONText.encode(ChangeBody(change))).flatMap { bytes in
                try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            }
            let body = (fields ?? [:]).keys.sorted().map { "`\($0)`" }.joined(separator: " ")
            let row =
                "| `\(change.kind)` | \(body) | \(words(law.right)) | \(words(law.viewers)) | "
                + "\(law.route.map { $0.topic.rawValue } ?? "nobody") |"
            if !rows.contains(row) { rows.append(row) }
        }
        return rows
    }()

    /// A day that has what the samples name.
    private static let state: DayState = {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 6, day: 2), clock: .utc,
            venue: "")
        day.people.insert(Person(id: "p", name: "P", role: .caterer, vendor: "v"))
        day.payments.insert(
            Payment(id: "y", vendor: "v", kind: "fee", amountMinor: 1, currency: "EUR"))
        var state = DayState(day: day)
        for change in ChangeBodyTests.changes {
            switch change {
            case .alert(.raise(let alert)):
                var named = alert
                named.id = "a"
                state.apply(event(.alert(.raise(named))))
            case .access(.grant), .edit(.settle): state.apply(event(change))
            case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
                break
            }
        }
        return state
    }()

    private static func event(_ change: Change) -> LogEvent {
        LogEvent(
            offset: 1, id: "e", at: .zero, saidAt: .zero, by: .system, via: .system,
            change: change, text: "", priority: .normal)
    }

    private static func words(_ right: Right) -> String {
        switch right {
        case .anyone: "anyone"
        case .coreOnly: "the host alone"
        case .level(let category, let level, _): "\(category.title): \(level)"
        case .decide(let category, _): "\(category.title): manage, the lead edit"
        case .own(_, let category, _): "\(category.title): own, of others edit"
        case .holder(_, let category, _): "whose it is, others \(category.title): edit"
        case .presence: "oneself, of others Presence: edit; view reports a place"
        case .item: "Timeline: edit; who takes part proposes"
        case .itemText: "Timeline: own, of others edit"
        case .field: "the field's right: own, of others edit"
        case .answer(_, let isAccepted):
            isAccepted ? "Timeline: manage" : "its author, or Timeline: manage"
        case .settle: "the field's right: manage"
        case .move: "Timeline: edit"
        case .raise: "Emergency: edit, a call for help own"
        case .alert(_, .acknowledge): "who was told, or Emergency: manage"
        case .alert: "who owns or raised it, or Emergency: manage"
        case .words: "Messaging: edit, own to coordinators and one's crew"
        case .agree: "Emergency: manage, and not who asked"
        case .takeBack: "who was lent it, or Emergency: manage"
        case .touching(_, let right): words(right)
        }
    }

    private static func words(_ viewers: Viewers) -> String {
        switch viewers {
        case .nobody: "nobody"
        case .everyone: "everyone"
        case .holding(let category, let level, _):
            "\(category.title): \(level), and those it names"
        case .whereabouts: "Presence: view without guests"
        case .item, .items, .deletedItem: "who sees the item"
        case .detail: "who sees the item, without guests"
        case .itemField: "who sees the item; but for its times and place without guests"
        case .field: "who may read the field"
        case .sides: "both sides, the field's right: edit"
        case .told: "who was told"
        case .guests: "who sees guests, and who they are"
        case .work: "who sees work, and whose it is"
        case .payment: "Payments: edit, the payee"
        case .authorAnd(let viewers): words(viewers)
        }
    }
}
