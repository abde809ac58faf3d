import Console
import Foundation
import Testing

/// Prints how long screens take; asserts nothing about time. `CALLBOARD_BENCH=1 swift test …`.
@Suite(
    "Figures", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["CALLBOARD_BENCH"] != nil))
struct BenchTests {
    @Test("view() of every screen", arguments: [(120, 36), (300, 100)])
    func viewTimes(columns: Int, rows: Int) {
        for view in ViewID.allCases {
            var state = Screens.sized(Screens.critical, columns, rows)
            state.view = view
            report("\(view.name) \(columns)x\(rows)") { _ = Console.view(state) }
        }
        report("takeover \(columns)x\(rows)") {
            _ = Console.view(Screens.sized(Screens.storm, columns, rows))
        }
    }

    private func report(_ name: String, _ work: () -> Void) {
        work()
        let rounds = 50
        let times = (0..<rounds).map { _ in
            let begin = ContinuousClock.now
            work()
            return (ContinuousClock.now - begin) / .microseconds(1)
        }.sorted()
        print("\(name): p50 \(Int(times[rounds / 2])) µs, max \(Int(times[rounds - 1])) µs")
    }
}
