import Foundation
import Synchronization
import Wedding

/// A host's own time: the wall's when it started, and from then on what really passed. Setting the
/// clock of the machine neither stops anything nor ends it; that it was set is told.
package final class SteadyClock: Sendable {
    private struct Anchor {
        var wall: Timestamp
        var mark: Int64
        /// Set steps that were told already.
        var told = Duration.zero
    }

    /// Below this clocks only drift, and are followed.
    package static let stepMin: Duration = .seconds(2)
    /// How far a drift is followed in a second: never back.
    private static let slewMax: Int64 = 20

    private let anchor: Mutex<Anchor>
    private let wall: @Sendable () -> Timestamp
    private let passed: @Sendable () -> Int64

    /// - Parameters:
    ///   - earliest: The last moment of the log: time does not begin before it.
    ///   - wall: What the machine says the time is.
    ///   - passed: Milliseconds since some moment, never set, also counted while it sleeps.
    package init(
        notBefore earliest: Timestamp = .zero,
        wall: @escaping @Sendable () -> Timestamp = { WallClock.now() },
        passed: @escaping @Sendable () -> Int64 = SteadyClock.boot
    ) {
        (self.wall, self.passed) = (wall, passed)
        let now = wall()
        var anchor = Anchor(wall: max(now, earliest), mark: passed())
        anchor.told = now - anchor.wall
        self.anchor = Mutex(anchor)
    }

    package var now: Timestamp {
        anchor.withLock { $0.wall + .milliseconds(passed() - $0.mark) }
    }

    /// By how much the wall was set since it was last asked. Called once a second.
    package func step() -> Duration? {
        let wall = wall()
        return anchor.withLock { anchor in
            let mark = passed()
            let steady = anchor.wall + .milliseconds(mark - anchor.mark)
            let apart = wall - steady - anchor.told
            guard abs(apart.milliseconds) < Self.stepMin.milliseconds else {
                anchor.told = wall - steady
                return apart
            }
            // Crystals differ: the wall, which others correct, is followed in small steps.
            let follow = min(max(0, apart.milliseconds), Self.slewMax)
            anchor.wall = steady + .milliseconds(follow)
            anchor.mark = mark
            return nil
        }
    }

    package static let boot: @Sendable () -> Int64 = {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
