import CoreRuntime
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What the parts of one host share: the loop on which they live, its turns, the moment, and the
/// way to the core. A process can have several, one for each wedding.
final class HostLoop {
    let loop: any EventLoop
    let settings: ServerSettings
    let log: Logbook
    /// The plan as it began: who is in it does not change while a host runs.
    let day: WeddingDay
    let mainTopic: String
    let coordinatorsTopic: String
    let meter = TurnMeter()
    var metrics = Metrics()
    private let shell: CoreShell
    private let rounds: Rounds
    private let clock: @Sendable () -> Timestamp
    private var chores = Chores()

    init(
        _ loop: any EventLoop, shell: CoreShell, rounds: Rounds, day: WeddingDay,
        settings: ServerSettings, log: Logbook, clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.loop, self.shell, self.rounds, self.day) = (loop, shell, rounds, day)
        (self.settings, self.log, self.clock) = (settings, log, clock)
        mainTopic = WireTopic.main(day.id.rawValue)
        coordinatorsTopic = WireTopic.coordinators(day.id.rawValue)
    }

    /// The moment, after which the core's time does not lie.
    var now: Timestamp { clock() }

    /// One mode for the whole host, the core's: the wedding's day lasts while something runs.
    var mode: DayMode {
        let now = now
        return ask { $0.dayMode(at: now) }
    }

    func advance() {
        let now = now
        shell.assumeIsolated { $0.advance(to: now) }
    }

    func feed(_ event: Event) {
        let now = now
        shell.assumeIsolated { shell in
            shell.advance(to: now)
            shell.feed(event)
        }
    }

    func ask<Answer: Sendable>(_ question: @Sendable (RealtimeCore) -> Answer) -> Answer {
        shell.assumeIsolated { question($0.core) }
    }

    func audit(_ kind: AuditEntry.Kind, by actor: Actor, _ detail: String) {
        feed(.audited(kind, by: actor, detail))
    }

    func newConnection() -> ConnectionID { shell.newConnection() }

    /// One event, measured.
    func turn(_ kind: @autoclosure () -> String, _ work: () -> Void) {
        meter.turn(kind, work)
    }

    func later(_ delay: Duration, as kind: String = "timer", _ work: @escaping () -> Void) {
        let bound = NIOLoopBound((self, work), eventLoop: loop)
        loop.scheduleTask(in: .milliseconds(delay.milliseconds)) {
            let (host, work) = bound.value
            host.turn(kind, work)
        }
    }

    /// Goes on after a pause, and not before whatever is said meanwhile was heard.
    func soon(after pause: Duration = .zero, as kind: String, _ work: @escaping () -> Void) {
        let go = { [self] in rounds.next { [self] in turn(kind, work) } }
        guard pause > .zero else { return go() }
        let bound = NIOLoopBound(go, eventLoop: loop)
        loop.scheduleTask(in: .milliseconds(pause.milliseconds)) { bound.value() }
    }

    /// Every second, until it is said to be over.
    func everySecond(_ work: @escaping () -> Void, until isOver: @escaping () -> Bool) {
        let bound = NIOLoopBound((self, work, isOver), eventLoop: loop)
        loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { task in
            let (host, work, isOver) = bound.value
            if isOver() { task.cancel() } else { host.turn("second", work) }
        }
    }

    func stop() { rounds.stop() }

    /// Does something step by step, beginning soon.
    func plan(_ kind: String, isNews: Bool = false, _ step: @escaping () -> Chores.Step) {
        chores.add(Chores.Chore(kind: kind, isNews: isNews, step: step))
        planChores()
    }

    /// The same for each of many, so many a turn.
    func plan<Item>(
        _ kind: String, each items: [Item], perTurn: Int, _ work: @escaping (Item) -> Void,
        then: @escaping () -> Void = {}
    ) {
        var rest = items[...]
        plan(kind) { [self] in
            let part = rest.prefix(perTurn)
            rest = rest.dropFirst(perTurn)
            for item in part { work(item) }
            let units = Chores.unitsPerTurn * part.count / perTurn
            meter.count(units)
            guard rest.isEmpty else { return .more(units: units) }
            then()
            return .done(units: units)
        }
    }

    private func planChores() {
        guard chores.plan() else { return }
        soon(as: "chore") { [self] in doChores() }
    }

    private func doChores() {
        chores.beginTurn()
        var units = 0
        var again: [Chores.Chore] = []
        while units < Chores.unitsPerTurn, let chore = chores.next() {
            turn(chore.kind) {
                switch chore.step() {
                case .done(let cost): units += cost
                case .more(let cost):
                    units += cost
                    again.append(chore)
                }
            }
        }
        for chore in again { chores.add(chore) }
        planChores()
    }
}
