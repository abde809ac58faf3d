import Foundation
import Testing
import Wedding

/// The figure of the permission check in `docs/benchmarks.md`; run with CALLBOARD_BENCH=1.
@Suite("Bench", .enabled(if: ProcessInfo.processInfo.environment["CALLBOARD_BENCH"] != nil))
struct PermissionBenchTests {
    @Test("one cell of the ninety")
    func cell() {
        var state = DayState(
            day: WeddingDay(
                id: "w", title: "", date: CivilDate(year: 2027, month: 6, day: 12), clock: .utc,
                venue: ""))
        let people = Role.allCases.map { Person(id: PersonID($0.rawValue), name: "", role: $0) }
        for person in people { state.day.people.insert(person) }
        var (sum, count) = (0, 0)
        let begin = ContinuousClock.now
        for _ in 0..<20_000 {
            for person in people {
                for category in RightsCategory.allCases {
                    sum += state.level(category, of: person).rawValue
                    count += 1
                }
            }
        }
        let each = (ContinuousClock.now - begin) / count
        print("permission check: \(each) each, \(count) of them, sum \(sum)")
        #expect(sum > 0)
    }
}

/// The figure of a transformation in `docs/benchmarks.md`; run with CALLBOARD_BENCH=1.
@Suite("TextBench", .enabled(if: ProcessInfo.processInfo.environment["CALLBOARD_BENCH"] != nil))
struct TextBenchTests {
    @Test("two operations of a hundred components each")
    func transform() {
        func operation(_ letter: Unicode.Scalar, _ step: Int) -> TextOperation {
            TextOperation(
                (0..<50).flatMap { _ in
                    [TextOperation.Component.keep(step), .insert([letter])]
                })
        }
        let (a, b) = (operation("a", 3), operation("b", 4))
        #expect(a.components.count == 100 && b.components.count == 100)
        var size = 0
        let count = 20_000
        let begin = ContinuousClock.now
        for _ in 0..<count { size += a.transformed(over: b, .left).components.count }
        print(
            "transform: \((ContinuousClock.now - begin) / count) each, \(size / count) components")
        #expect(size > 0)
    }
}
