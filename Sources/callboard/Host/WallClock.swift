import Foundation
import Wedding

extension Timestamp {
    var seconds: Double { Double(milliseconds) / 1000 }
}

/// The time on the wall, read in one place.
enum WallClock {
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
