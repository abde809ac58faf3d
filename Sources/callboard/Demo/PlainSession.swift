import Console
import CoreRuntime
import RealtimeCore
import RealtimeProtocol
import Simulation
import Wedding

/// One day as lines: what happens, what somebody types, and the summary.
struct PlainSession {
    let day: DemoDay
    let from: Timestamp?
    private(set) var now: Timestamp
    private(set) var isOver = false
    private var engine: CoreEngine
    private var playback: Playback
    private let output = LineOutput()
    private var shownThrough = 0
    private var skips = 0
    private var submissions = 0
    private static let console = ConnectionID(2)

    init(day: DemoDay, from: Timestamp?) {
        (self.day, self.from, now) = (day, from, day.start)
        engine = day.engine()
        playback = day.playback()
    }

    mutating func play(to moment: Timestamp) throws {
        now = moment
        var lines: [String] = []
        let refusals = refusals
        try engine.play(&playback, through: now) { effect, at in
            if let line = refusals(effect, at) { lines.append(line) }
        }
        try show(lines)
    }

    /// A refusal as a line; nil for every other effect.
    private var refusals: (Effect, Timestamp) -> String? {
        let (clock, from) = (day.wedding.clock, from)
        return { effect, at in
            guard case .send(.rejected(_, let error), _) = effect, at >= from ?? at else {
                return nil
            }
            return "\(clock.local(at).hourMinuteSecond) refused   \(error)"
        }
    }

    private mutating func show(_ lines: [String]) throws {
        let state = engine.core.current
        let fresh = state.recent.suffix(state.offset - shownThrough)
        shownThrough = state.offset
        for event in fresh where event.at >= from ?? event.at {
            try output.write(PlainLine(state).line(event))
        }
        for line in lines { try output.write(line) }
        for skip in playback.skipped.dropFirst(skips) { try output.write("script: \(skip)") }
        skips = playback.skipped.count
    }

    /// Carries out a line that somebody typed.
    mutating func hear(_ line: TypedLines.Line, _ pace: Pace?) throws {
        submissions += 1
        guard case .text(let line) = line else {
            if case .refused(let why) = line { try output.write(why) }
            return try output.flush()
        }
        let command = PlainCommand.parse(
            line, engine.core.current, me: day.hostUser.id, at: now, number: submissions)
        switch command {
        case .say(let lines): for line in lines { try output.write(line) }
        case .quit: isOver = true
        case .send(let message):
            var lines: [String] = []
            if !isConnected {
                isConnected = true
                try engine.feed(
                    .connected(Self.console, day.hostUser.id, .replay), at: now
                ) { _ in }
            }
            let (refusals, now) = (refusals, now)
            try engine.feed(.received(Self.console, message), at: now) { effect in
                if let line = refusals(effect, now) { lines.append(line) }
            }
            try show(lines)
        case .demo(.togglePause):
            pace?.isPaused.toggle()
            try output.write(pace?.isPaused == true ? "paused" : "resumed")
        case .demo(.faster): pace?.change(to: { min(3600, $0 * 2) }, at: now)
        case .demo(.slower): pace?.change(to: { max(1, $0 / 2) }, at: now)
        case .demo(.seek(let minutes)): try jump(to: now + .minutes(minutes), pace)
        case .demo(.nextEvent): try jump(to: playback.nextRowAt ?? day.end, pace)
        }
        try output.flush()
    }

    private var isConnected = false

    private mutating func jump(to moment: Timestamp, _ pace: Pace?) throws {
        try play(to: min(moment, day.end))
        pace?.change(to: { $0 }, at: now)
    }

    func flush() throws { try output.flush() }

    mutating func finish() throws {
        let summary = DaySummary(
            state: engine.core.current, stats: engine.core.stats, at: now)
        try output.write("")
        for line in summary.lines { try output.write(line) }
        try output.flush()
    }
}
