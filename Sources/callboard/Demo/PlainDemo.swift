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
        var engine = day.engine()
        var playback = day.playback()
        let output = LineOutput()
        var shownThrough = 0
        var skips = 0
        let pace = speed.map { Pace(speed: $0, from: from ?? day.start) }
        var now = day.start
        while now < day.end {
            now = min(now + .seconds(1), day.end)
            if let from, now < from {} else { pace?.wait(until: now) }
            var lines: [String] = []
            try engine.play(&playback, through: now) { effect, at in
                if case .send(.rejected(_, let error), _, _) = effect, at >= from ?? at {
                    let clock = day.wedding.clock.local(at).hourMinuteSecond
                    lines.append("\(clock) refused   \(error)")
                }
            }
            let state = engine.core.current
            let count = state.offset - shownThrough
            let fresh = state.recent.suffix(count)
            shownThrough = state.offset
            for event in fresh where event.at >= from ?? event.at {
                output.write(PlainLine(state).line(event))
            }
            for line in lines { output.write(line) }
            for skip in playback.skipped.dropFirst(skips) { output.write("script: \(skip)") }
            skips = playback.skipped.count
        }
        let summary = DaySummary(
            state: engine.core.current, stats: engine.core.stats, at: now)
        output.write("")
        for line in summary.lines { output.write(line) }
        output.flush()
    }
}

/// Buffered standard output: a day is some hundred lines, each a write would be a system call.
final class LineOutput {
    private var buffer: [UInt8] = []

    func write(_ line: String) {
        buffer += Array(line.utf8)
        buffer.append(0x0A)
        if buffer.count > 1 << 14 || isatty(STDOUT_FILENO) == 1 { flush() }
    }

    func flush() {
        guard !buffer.isEmpty else { return }
        try? FileHandle.standardOutput.write(contentsOf: Data(buffer))
        buffer = []
    }
}

/// Holds a replay back to its speed.
struct Pace {
    private let speed: Int
    private let from: Timestamp
    private let began = ContinuousClock.now

    init(speed: Int, from: Timestamp) { (self.speed, self.from) = (speed, from) }

    func wait(until moment: Timestamp) {
        let due = began + (moment - from) / speed
        let rest = ContinuousClock.now.duration(to: due)
        if rest > .zero { usleep(UInt32(clamping: rest.milliseconds * 1000)) }
    }
}
