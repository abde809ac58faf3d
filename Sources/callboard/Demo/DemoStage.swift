import Console
import CoreRuntime
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Simulation
import Terminal
import Wedding

/// Plays a day at some speed on the core's loop and hands what happens to one console.
actor DemoStage {
    private let loop: any EventLoop
    private let day: DemoDay
    private let shell: CoreShell
    private let console: ConnectionID
    private let inbox: ConsoleInbox
    private var speed: Int
    private var isPaused = false
    private var now: Timestamp
    private var lastWall = ContinuousClock.now
    private var turn: Scheduled<Void>?
    /// Whether the console shows seconds; else it is told the time once a minute.
    private let hasSeconds: Bool
    private var shownMinute: Int64 = 0

    /// The same loop as the core's: a command and what it plays are one turn.
    nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    init(
        day: DemoDay, loop: any EventLoop, inbox: ConsoleInbox, speed: Int, from: Timestamp,
        hasSeconds: Bool
    ) {
        self.day = day
        self.loop = loop
        self.inbox = inbox
        self.speed = speed
        self.hasSeconds = hasSeconds
        now = max(from, day.start)
        shell = CoreShell(
            loop: loop, engine: day.engine(), source: day.playback(), now: day.start,
            failed: { inbox.post(.problem("The journal stopped: \($0)")) })
        console = shell.newConnection()
    }

    nonisolated func start(as person: Person) {
        let inbox = inbox
        let link = LocalLink(console, person: person) { inbox.post(.server($0)) }
        loop.execute {
            self.assumeIsolated { stage in
                let now = stage.now
                stage.shell.assumeIsolated { shell in
                    shell.advance(to: now)
                    shell.attach(link, isReplay: true)
                }
                stage.lastWall = .now
                stage.report()
                stage.schedule()
            }
        }
    }

    nonisolated func send(_ message: ClientMessage) {
        shell.post { [console] in $0.receive(message, from: console, at: $0.now) }
    }

    nonisolated func command(_ command: DemoCommand) {
        loop.execute { self.assumeIsolated { $0.carryOut(command) } }
    }

    private func carryOut(_ command: DemoCommand) {
        play()
        switch command {
        case .togglePause: isPaused.toggle()
        case .faster: speed = min(3600, speed * 2)
        case .slower: speed = max(1, speed / 2)
        case .seek(let minutes): go(to: now + .minutes(minutes))
        case .nextEvent:
            let next = day.script.rows.lazy.map(\.receivedAt).filter { $0 > self.now }.min()
            go(to: next ?? day.end)
        }
        lastWall = .now
        report()
        schedule()
    }

    private func go(to wanted: Timestamp) {
        let target = min(max(wanted, day.start), day.end)
        let isBack = target < now
        now = target
        shell.assumeIsolated { shell in
            if isBack {
                shell.restart(
                    engine: day.engine(), source: day.playback(), from: day.start, at: target)
            } else {
                shell.advance(to: target)
            }
        }
    }

    private func play() {
        let wall = ContinuousClock.now
        defer { lastWall = wall }
        guard !isPaused, !isOver else { return }
        now = min(now + (wall - lastWall) * speed, day.end)
        let moment = now
        shell.assumeIsolated { $0.advance(to: moment) }
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
            self.assumeIsolated { stage in
                stage.play()
                stage.isOver ? stage.report() : stage.tellTime()
                stage.schedule()
            }
        }
    }
}
