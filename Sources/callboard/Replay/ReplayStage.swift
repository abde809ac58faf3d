import Console
import NIOCore
import RealtimeProtocol
import Terminal
import Wedding

/// Shows a kept day to one console: the log up to a moment, and on from there as fast as asked.
actor ReplayStage {
    private let loop: any EventLoop
    private let kept: KeptDay
    private let inbox: ConsoleInbox
    private var now: Timestamp
    /// Entries shown so far.
    private var shown = 0
    private var speed: Int
    private var isPaused: Bool
    private var lastWall = ContinuousClock.now
    private var turn: Scheduled<Void>?

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// - Parameter speed: Times faster than the clock; nil begins paused.
    init(
        kept: KeptDay, loop: any EventLoop, inbox: ConsoleInbox, from: Timestamp, speed: Int?
    ) {
        (self.kept, self.loop, self.inbox) = (kept, loop, inbox)
        now = from
        (self.speed, isPaused) = (speed ?? 60, speed == nil)
    }

    nonisolated func start() {
        loop.execute { self.assumeIsolated { $0.begin() } }
    }

    nonisolated func command(_ command: DemoCommand) {
        loop.execute { self.assumeIsolated { $0.carryOut(command) } }
    }

    /// What is over is looked at, not changed.
    nonisolated func refuse(_ message: ClientMessage) {
        guard case .submit(let submission) = message else { return }
        let error = ProtocolError.said(
            code: "replay", "This is a replay: you cannot change anything in it.",
            isRetryable: false)
        inbox.post(.server(.rejected(id: submission.id, error)))
    }

    private func begin() {
        welcome()
        report()
        lastWall = .now
        schedule()
    }

    private func welcome() {
        let state = kept.state(at: now)
        shown = kept.events.prefix { $0.at <= now }.count
        inbox.post(.server(.welcome(state, you: kept.viewer.id, now: now)))
        inbox.post(.server(.mode(kept.plan.mode(at: now), isCeremony: false)))
    }

    private func carryOut(_ command: DemoCommand) {
        play()
        switch command {
        case .togglePause: isPaused.toggle()
        case .faster: speed = min(3600, speed * 2)
        case .slower: speed = max(1, speed / 2)
        case .seek(let minutes):
            now = min(max(now + .minutes(minutes), kept.start), kept.end)
            welcome()
        case .nextEvent:
            now = kept.events.dropFirst(shown).first?.at ?? kept.end
            show()
        }
        lastWall = .now
        report()
        schedule()
    }

    private func play() {
        let wall = ContinuousClock.now
        defer { lastWall = wall }
        guard !isPaused, now < kept.end else { return }
        now = min(now + (wall - lastWall) * speed, kept.end)
        show()
    }

    private func show() {
        while shown < kept.events.count, kept.events[shown].at <= now {
            inbox.post(.server(.event(kept.events[shown], early: false)))
            shown += 1
        }
    }

    private func report() {
        inbox.post(.clock(now))
        inbox.post(
            .demo(DemoStatus(speed: speed, isPaused: isPaused, isOver: now >= kept.end)))
    }

    /// No turn while nothing can happen.
    private func schedule() {
        turn?.cancel()
        guard !isPaused, now < kept.end else { return }
        turn = loop.scheduleTask(in: .milliseconds(speed > 1 ? 33 : 1000)) {
            self.assumeIsolated { stage in
                stage.play()
                stage.now < stage.kept.end ? stage.inbox.post(.clock(stage.now)) : stage.report()
                stage.schedule()
            }
        }
    }
}
