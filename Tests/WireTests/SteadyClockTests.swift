import Synchronization
import Testing
import Wedding
import callboard

@Suite("The host's own time")
struct SteadyClockTests {
    /// A machine whose clock somebody sets, and in which time passes all the same.
    private final class Machine: Sendable {
        private struct Times {
            var wall = Timestamp(milliseconds: 1_800_000_000_000)
            var passed: Int64 = 5_000
        }

        private let times = Mutex(Times())

        func pass(_ time: Duration) {
            times.withLock { times in
                times.wall = times.wall + time
                times.passed += time.milliseconds
            }
        }

        func set(by step: Duration) { times.withLock { $0.wall = $0.wall + step } }
        var wall: Timestamp { times.withLock { $0.wall } }
        var passed: Int64 { times.withLock { $0.passed } }

        func clock(notBefore earliest: Timestamp = .zero) -> SteadyClock {
            SteadyClock(notBefore: earliest, wall: { self.wall }, passed: { self.passed })
        }
    }

    private static let steps: [Duration] = [.hours(1), .hours(24 * 7), .hours(24 * 365)]
        .flatMap { [$0, .zero - $0] }

    @Test(
        "a clock that is set by an hour, a week or a year moves nothing, and is told",
        arguments: steps)
    func jumps(step: Duration) {
        let machine = Machine()
        let clock = machine.clock()
        let start = clock.now
        machine.pass(.seconds(10))
        #expect(clock.step() == nil)
        machine.set(by: step)
        #expect(clock.now == start + .seconds(10))
        #expect(clock.step() == step)
        #expect(clock.step() == nil)
        for second in 1...100 {
            machine.pass(.seconds(1))
            #expect(clock.step() == nil)
            #expect(clock.now == start + .seconds(10 + second))
        }
        machine.set(by: .zero - step)
        #expect(clock.step() == .zero - step)
        #expect(clock.now == start + .seconds(110))
    }

    @Test("what crystals differ by is followed in small steps, and never back")
    func drift() {
        let machine = Machine()
        let clock = machine.clock()
        machine.set(by: .milliseconds(300))
        var last = clock.now
        for _ in 0..<60 {
            machine.pass(.seconds(1))
            #expect(clock.step() == nil)
            let passed = clock.now - last
            #expect(passed >= .seconds(1) && passed <= .milliseconds(1_021))
            last = clock.now
        }
        #expect(clock.now == machine.wall)
        machine.set(by: .zero - .milliseconds(300))
        machine.pass(.seconds(1))
        #expect(clock.step() == nil)
        #expect(clock.now == last + .seconds(1))
    }

    @Test("time goes on from the log's last entry when the machine's clock is behind it")
    func behind() {
        let machine = Machine()
        let last = machine.wall + .hours(2)
        let clock = machine.clock(notBefore: last)
        #expect(clock.now == last)
        machine.pass(.seconds(1))
        #expect(clock.step() == nil)
        #expect(clock.now == last + .seconds(1))
    }
}
