import Foundation
import RealtimeProtocol
import Testing
import Wedding

/// The page that describes the wire, held against what defines it.
@Suite("The page on the wire")
struct ProtocolPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()
    private static let page =
        (try? String(contentsOfFile: root + "docs/protocol.md", encoding: .utf8)) ?? ""

    static let errors: [ProtocolError] = [
        .forbidden(""), .notFound(""), .taken(""), .invalid(""), .tableFull(name: "", seats: 0),
        .ceremonyLocked(""), .rateLimited(perMinute: 0), .illegalStep(""), .dayClosed,
        .unknownKind(""), .malformed(""), .devices(max: 0), .connections(""), .locked(minutes: 0),
        .unavailable, .stale(""),
    ]

    @Test("every code is listed with its number and whether to try again", arguments: errors)
    func codes(error: ProtocolError) {
        let row = "| \(error.code) | \(error.number) | \(error.isRetryable ? "yes" : "no") |"
        #expect(Self.page.contains(row), "\(row)")
    }

    private static let syncPage =
        (try? String(contentsOfFile: root + "docs/sync.md", encoding: .utf8)) ?? ""

    @Test("every row of the strategy table stands on its page", arguments: FieldRule.all.indices)
    func strategies(index: Int) {
        let rule = FieldRule.all[index]
        let row =
            "| \(rule.entity.rawValue) | \(rule.field.rawValue) | \(rule.strategy.rawValue) | \(rule.category.rawValue) |"
        #expect(Self.syncPage.contains(row), "\(row)")
    }

    @Test("numbers are unique")
    func unique() {
        #expect(Set(Self.errors.map(\.number)).count == Self.errors.count)
        #expect(Set(Self.errors.map(\.code)).count == Self.errors.count)
    }

    @Test("every event of ours is listed", arguments: WireName.allCases)
    func events(name: WireName) {
        #expect(Self.page.contains("`\(name.rawValue)`"))
    }
}
