import Console
import NIOCore
import Terminal
import Wedding

/// A day that is over or made up, to be played from any of its moments. Used on one loop.
protocol PlayedDay: Sendable {
    var start: Timestamp { get }
    var end: Timestamp { get }
    /// Shows the day to its console for the first time.
    mutating func begin(at moment: Timestamp)
    /// All that happens up to `moment`, which is not before what was shown last.
    mutating func play(to moment: Timestamp)
    /// The day as it stands at `moment`, wherever it was.
    mutating func jump(to moment: Timestamp, from now: Timestamp)
    func next(after moment: Timestamp) -> Timestamp?
}

/// Plays a day to one console at some speed: pauses, goes on, jumps.
actor Transport {
    private let loop: any EventLoop
    private let inbox: ConsoleInbox
    private var day: any PlayedDay
    private var speed: Int
    private var isPaused: Bool
    private var now: Timestamp
    private var lastWall = ContinuousClock.now
    private var turn: Scheduled<Void>?
    /// Whether the console shows seconds; else it is told the time once a minute.
    private let hasSeconds: Bool
    private var shownMinute: Int64 = 0
    private static let speedMax = 3_600

    /// The day's own loop: a command and what it plays are one turn.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// - Parameter speed: Times faster than the clock; nil begins paused.
    init(
        _ day: any PlayedDay, loop: any EventLoop, inbox: ConsoleInbox, from: Timestamp,
        speed: Int?, hasSeconds: Bool
    ) {
        (self.day, self.loop, self.inbox, self.hasSeconds) = (day, loop, inbox, hasSeconds)
        (self.speed, isPaused) = (speed ?? 60, speed == nil)
        now = min(max(from, day.start), day.end)
    }

    nonisolated func start() {
        loop.execute {
            self.assumeIsolated { transport in
                transport.day.begin(at: transport.now)
                transport.goOn()
            }
        }
    }

    nonisolated func command(_ command: DemoCommand) {
        loop.execute { self.assumeIsolated { $0.carryOut(command) } }
    }

    private func carryOut(_ command: DemoCommand) {
        play()
        switch command {
        case .togglePause: isPaused.toggle()
        case .faster: speed = min(Self.speedMax, speed * 2)
        case .slower: speed = max(1, speed / 2)
        case .seek(let minutes):
            let wanted = min(max(now + .minutes(minutes), day.start), day.end)
            day.jump(to: wanted, from: now)
            now = wanted
        case .nextEvent:
            now = min(day.next(after: now) ?? day.end, day.end)
            day.play(to: now)
        }
        goOn()
    }

    private func goOn() {
        lastWall = .now
        report()
        schedule()
    }

    private func play() {
        let wall = ContinuousClock.now
        defer { lastWall = wall }
        guard !isPaused, !isOver else { return }
        now = min(now + (wall - lastWall) * speed, day.end)
        day.play(to: now)
    }

    private func tellTime() {
        let minute = now.milliseconds / 60_000
        guard hasSeconds || minute != shownMinute else { return }
        shownMinute = minute
        inbox.post(.clock(now))
    }

    private var isOver: Bool { now >= day.end }

    private func report() {
        inbox.post(.clock(now))
        inbox.post(.demo(DemoStatus(speed: speed, isPaused: isPaused, isOver: isOver)))
    }

    /// A turn each frame while time runs faster than the wall's, each second otherwise; none while
    /// nothing can happen.
    private func schedule() {
        turn?.cancel()
        guard !isPaused, !isOver else { return }
        let wait = speed > 1 ? Int64(33) : 1000 - now.milliseconds % 1000
        turn = loop.scheduleTask(in: .milliseconds(wait)) {
            self.assumeIsolated { transport in
                transport.play()
                transport.isOver ? transport.report() : transport.tellTime()
                transport.schedule()
            }
        }
    }
}
