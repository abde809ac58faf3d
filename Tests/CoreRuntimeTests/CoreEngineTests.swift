import CoreRuntime
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// A disk that commits when it is told to, and remembers what was noted.
private struct SlowJournal: JournalStore {
    var units: [[JournalEntry]] = []
    var checkpoints: [Int] = []

    mutating func append(_ entries: [JournalEntry]) -> Int? {
        units.append(entries)
        return nil
    }

    mutating func keep(_ note: JournalNote) {
        if case .checkpoint(let checkpoint) = note { checkpoints.append(checkpoint.offset) }
    }
}

/// So many events a second, and what its devices answer.
private struct Script: EventSource {
    var moments: [Timestamp]
    var answered = 0

    mutating func next(
        through limit: Timestamp, state: DayState
    ) -> (at: Timestamp, events: [Event])? {
        guard let next = moments.first, next <= limit else { return nil }
        moments.removeFirst()
        return (next, [.observed(temperature(at: next))])
    }

    mutating func answers(to effect: Effect) -> [Event] {
        guard case .show = effect, answered < 3 else { return [] }
        answered += 1
        return [.tick]
    }
}

private func temperature(at moment: Timestamp, _ number: Int = 0) -> Submission {
    Submission(
        id: "t-\(moment.milliseconds)-\(number)",
        change: .presence(.battery("p-rosa", percent: 50, isCharging: false)),
        actor: .feed("sensor"), via: .sensor, saidAt: moment)
}

private let dawn = Sample.moment(5, 0)

@Suite("The engine")
struct CoreEngineTests {
    private func engine<Kept: JournalStore>(_ journal: Kept) -> CoreEngine {
        CoreEngine(core: RealtimeCore(day: Sample.wedding), journal: journal)
    }

    @Test("nothing is shown before the journal has it")
    func durable() throws {
        var engine = engine(SlowJournal())
        var shown: [Int] = []
        func note(_ effect: Effect) {
            if case .show(let entry) = effect { shown.append(entry.event.offset) }
        }
        try engine.feed(.observed(temperature(at: dawn)), at: dawn) { note($0) }
        #expect(shown.isEmpty && engine.core.current.offset == 1)
        try engine.feed(.committed(through: 1), at: dawn) { note($0) }
        #expect(shown == [1])
    }

    @Test("a journal that is at once durable shows at once, in order, and hands no append on")
    func atOnce() throws {
        var engine = engine(MemoryJournal())
        var shown: [Int] = []
        for number in 0..<5 {
            try engine.feed(.observed(temperature(at: dawn, number)), at: dawn) { effect in
                if case .append = effect { Issue.record("the journal's own effect") }
                if case .show(let entry) = effect { shown.append(entry.event.offset) }
            }
        }
        #expect(shown == Array(1...5))
        #expect((engine.journal as? MemoryJournal)?.units.count == 5)
    }

    @Test("a source is played to its limit and no further, and its devices answer")
    func plays() throws {
        var engine = engine(MemoryJournal())
        var script = Script(moments: (0..<4).map { dawn + .seconds($0) })
        var moments: Set<Timestamp> = []
        try engine.play(&script, through: dawn + .seconds(2)) { moments.insert($1) }
        #expect(engine.core.current.offset == 3 && script.moments == [dawn + .seconds(3)])
        #expect(script.answered == 3 && moments.max() == dawn + .seconds(2))
    }

    @Test("a checkpoint is kept every 2,000 entries, and short runs add up to one")
    func checkpoints() throws {
        func run(_ count: Int, remembered: Int?) throws -> [Int] {
            var engine = CoreEngine(
                core: RealtimeCore(day: Sample.wedding), journal: SlowJournal(),
                remembered: remembered)
            for number in 1...count {
                try engine.feed(.observed(temperature(at: dawn, number)), at: dawn) { _ in }
                let offset = engine.core.current.offset
                try engine.feed(.committed(through: offset), at: dawn) { _ in }
            }
            return (engine.journal as? SlowJournal)?.checkpoints ?? []
        }
        #expect(try run(100, remembered: -1_899) == [])
        #expect(try run(2_100, remembered: -1_900) == [100, 2_100])
    }
}
