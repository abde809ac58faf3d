import CoreRuntime
import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import Synchronization
import TestSupport
import Testing
import Wedding

private let dawn = Sample.moment(5, 0)

/// A shell on a loop of its own, and what a console of it was sent.
private final class Stage: Sendable {
    let shell: CoreShell
    private let loop: any EventLoop
    private let heard = Mutex<[ServerMessage]>([])

    init() {
        loop = MultiThreadedEventLoopGroup.singleton.next()
        let engine = CoreEngine(core: RealtimeCore(day: Sample.wedding), journal: MemoryJournal())
        shell = CoreShell(
            loop: loop, engine: engine, source: LiveSource(from: dawn), now: dawn,
            failed: { _ in })
    }

    /// Does something on the loop, after all that was posted before.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable (isolated CoreShell) -> Value
    ) async throws -> Value {
        try await loop.submit { self.shell.assumeIsolated { work($0) } }.get()
    }

    func link(_ person: PersonID) -> LocalLink {
        LocalLink(shell.newConnection(), person: Sample.wedding.people[person]!) { message in
            self.heard.withLock { $0.append(message) }
        }
    }

    var messages: [ServerMessage] { heard.withLock { $0 } }
    var events: [LogEvent] {
        messages.compactMap {
            if case .event(let event, early: false) = $0 { event } else { nil }
        }
    }
}

private func checkIn(_ person: PersonID, _ id: String) -> ClientMessage {
    .submit(
        Submission(id: id, change: .presence(.checkIn(person, zone: nil)), saidAt: dawn))
}

@Suite("The shell")
struct CoreShellTests {
    @Test("a console here is welcomed, answered, and shown what it may see")
    func console() async throws {
        let stage = Stage()
        let rosa = stage.link("p-rosa")
        try await stage.run { $0.attach(rosa) }
        guard case .welcome(let day, "p-rosa", dawn)? = stage.messages.first else {
            Issue.record("no welcome: \(stage.messages)")
            return
        }
        #expect(day.offset == 0)
        try await stage.run {
            $0.receive(checkIn("p-tess", "a"), from: rosa.connection, at: dawn + .seconds(2))
        }
        #expect(stage.messages.contains(.accepted(id: "a", offset: 1)))
        #expect(stage.events.map(\.at) == [dawn + .seconds(2)])
    }

    @Test("what is said comes at its own moment, and time never goes back")
    func time() async throws {
        let stage = Stage()
        let rosa = stage.link("p-rosa")
        let later = dawn + .minutes(3)
        try await stage.run { shell in
            shell.attach(rosa)
            shell.receive(checkIn("p-tess", "a"), from: rosa.connection, at: later)
            shell.receive(checkIn("p-iris", "b"), from: rosa.connection, at: dawn)
        }
        #expect(stage.events.map(\.at) == [later, later])
        #expect(try await stage.run { $0.now } == later)
    }

    @Test("work that is posted from many threads is done one after the other, in each one's order")
    func order() async throws {
        let stage = Stage()
        let all = NoteBox()
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for number in 0..<50 {
                        stage.shell.post { _ in all.add("\(thread)", number) }
                    }
                }
            }
        }
        try await stage.run { _ in }
        for (_, numbers) in all.notes { #expect(numbers == Array(0..<50)) }
        #expect(all.notes.count == 8)
    }

    @Test("effects go to sockets after each event, whole, and the work is measured")
    func wire() async throws {
        let stage = Stage()
        let rosa = stage.link("p-rosa")
        let turns = NoteBox()
        try await stage.run { shell in
            shell.attach(rosa)
            shell.attach(
                wire: { effects in turns.add("wire", effects.count) },
                measure: { work in turns.add("entries", work()) }, soon: { work in work() })
            shell.receive(checkIn("p-tess", "a"), from: rosa.connection, at: dawn)
        }
        #expect(turns.notes["entries"]?.contains(1) == true)
        #expect(turns.notes["wire"]?.allSatisfy { $0 > 0 } == true)
    }

    @Test("begun anew, every console is welcomed again, with the day as it then stands")
    func restart() async throws {
        let stage = Stage()
        let rosa = stage.link("p-rosa")
        try await stage.run { shell in
            shell.attach(rosa)
            shell.receive(checkIn("p-tess", "a"), from: rosa.connection, at: dawn)
            shell.restart(
                engine: CoreEngine(
                    core: RealtimeCore(day: Sample.wedding), journal: MemoryJournal()),
                source: LiveSource(from: dawn), from: dawn, at: dawn + .minutes(1))
        }
        let welcomes = stage.messages.compactMap {
            if case .welcome(let day, _, let now) = $0 { (day.offset, now) } else { nil }
        }
        #expect(welcomes.map(\.0) == [0, 0])
        #expect(welcomes.map(\.1) == [dawn, dawn + .minutes(1)])
    }

    @Test("no two links have one id, whoever asks for it")
    func ids() async {
        let shell = Stage().shell
        let ids = await withTaskGroup(of: [ConnectionID].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<100).map { _ in shell.newConnection() } }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 800)
    }
}

/// What several threads note.
private final class NoteBox: Sendable {
    private let box = Mutex<[String: [Int]]>([:])

    func add(_ key: String, _ value: Int) { box.withLock { $0[key, default: []].append(value) } }

    var notes: [String: [Int]] { box.withLock { $0 } }
}
