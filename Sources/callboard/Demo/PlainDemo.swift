import Console
import CoreRuntime
import Foundation
import RealtimeCore
import RealtimeProtocol
import Simulation
import Wedding

/// The day as lines on standard output, and a summary.
struct PlainDemo {
    let day: DemoDay
    /// Times faster than the clock on the wall; nil is as fast as it goes.
    let speed: Int?
    let from: Timestamp?

    func run() throws {
        var session = PlainSession(day: day, from: from)
        // At full speed the day is over before anybody could type, or read a line as it comes.
        let typed = speed == nil ? nil : TypedLines()
        let pace = speed.map { Pace(speed: $0, from: from ?? day.start) }
        while session.now < day.end, !session.isOver {
            let next = min(session.now + .seconds(1), day.end)
            if from.map({ next >= $0 }) ?? true { pace?.wait(until: next, typed: typed) }
            for line in typed?.taken() ?? [] where !session.isOver { try session.hear(line, pace) }
            if typed?.isClosed == true { pace?.isPaused = false }
            if speed != nil { try session.flush() }
            guard pace?.isPaused != true else { continue }
            try session.play(to: next)
        }
        try session.finish()
    }
}

/// Holds a replay back to its speed.
final class Pace {
    private(set) var speed: Int
    var isPaused = false
    private var from: Timestamp
    private var began = ContinuousClock.now

    init(speed: Int, from: Timestamp) { (self.speed, self.from) = (speed, from) }

    /// Another speed from `now` on.
    func change(to next: (Int) -> Int, at now: Timestamp) {
        (speed, from, began) = (next(speed), now, .now)
    }

    /// Returns early when somebody typed a line.
    func wait(until moment: Timestamp, typed: TypedLines?) {
        if isPaused {
            (from, began) = (moment, .now)
            typed?.wait(.seconds(1))
            return
        }
        let due = began + (moment - from) / speed
        let rest = ContinuousClock.now.duration(to: due)
        guard rest > .zero else {
            // However far behind it is, who types is heard.
            typed?.wait(.zero)
            return
        }
        guard let typed else {
            usleep(UInt32(clamping: rest.milliseconds * 1000))
            return
        }
        typed.wait(rest)
    }
}
