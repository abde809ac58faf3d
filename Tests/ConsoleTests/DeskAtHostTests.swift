import Console
import CoreRuntime
import Interchange
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// A check-in station and the core that answers it.
private final class Gate {
    private var engine: CoreEngine
    private(set) var desk: StationState
    private(set) var refusals: [String] = []
    private(set) var now: Timestamp
    private static let link = ConnectionID(1)

    init(_ plan: WeddingDay, at now: Timestamp) {
        engine = CoreEngine(core: RealtimeCore(day: plan), journal: MemoryJournal())
        self.now = now
        desk = StationState(
            columns: 100, rows: 30, theme: .base, glyphs: .unicode, ids: .counted("gate"),
            unlocks: { _ in false })
        feed(.arrived(Self.link, PeerInfo(principal: .station, device: "gate", address: "a")))
        feed(.connected(ConnectionID(2), "p-nora", .host))
        show()
        _ = desk.handle(.link(isLive: true))
    }

    var day: DayState { engine.core.current }

    private func show() {
        let view = engine.core.view(for: engine.core.subscriber(.station)!)
        _ = desk.handle(.server(.welcome(view, you: "desk", now: now)))
        _ = desk.handle(.clock(now))
    }

    func choose(_ name: String) {
        for key in [Key.escape] + name.map(Key.char) + [.enter] { press(key) }
    }

    func press(_ keys: Key...) {
        for key in keys {
            for case .send(.submit(let wish)) in desk.handle(.key(key)) {
                now = now + .seconds(1)
                feed(.atStation(Self.link, wish))
                show()
            }
        }
    }

    /// What a terminal that is no station of ours would send.
    func ask(_ request: Request, by person: PersonID) {
        let wish = Submission(
            id: "x-\(now.milliseconds)", request: request, actor: .person(person), saidAt: now)
        feed(.atStation(Self.link, wish))
    }

    /// What the coordinator says at the host.
    func say(_ request: Request, _ text: String = "") {
        now = now + .seconds(1)
        let wish = Submission(
            id: "h-\(now.milliseconds)", request: request, saidAt: now, text: text)
        feed(.received(ConnectionID(2), .submit(wish)))
        show()
    }

    private func feed(_ event: Event) {
        try! engine.feed(event, at: now) { effect in
            if case .send(.rejected(_, let error), _) = effect { refusals.append("\(error)") }
        }
    }
}

@Suite("The check-in station at its host")
struct DeskAtHostTests {
    private let gate: Gate

    init() throws {
        let plan = try WeddingFile.load(
            Sample.root + "Tests/TerminalTests/Fixtures/quay/wedding.toml")
        gate = Gate(plan, at: plan.clock.moment(plan.date, hour: 10, minute: 0))
    }

    @Test("who checked in by mistake takes it back, and is as before")
    func undo() {
        gate.choose("dex")
        let lead = gate.desk.chosen
        gate.press(.enter)
        #expect(lead.map { gate.day.presence[$0]?.isCheckedIn } == true)
        gate.choose("dex")
        gate.press(.char("u"))
        #expect(lead.map { gate.day.presence[$0]?.isCheckedIn } == false)
        #expect(gate.refusals.isEmpty, "\(gate.refusals)")
    }

    @Test("whoever comes to new times is asked to confirm them, without their words")
    func confirm() throws {
        gate.choose("dex")
        let lead = try #require(gate.desk.chosen)
        gate.say(
            .send(MessageDraft(to: [.person(lead)], version: 2)), "Vows now 14:30, secret words")
        #expect(!gate.desk.frame().text.contains("secret"))
        #expect(gate.desk.frame().text.contains("I have the new times"))
        gate.press(.enter)
        #expect(gate.desk.chosen == lead, "still asked after the check-in")
        gate.press(.char("y"))
        #expect(gate.day.messages.last?.confirmed == [lead])
        gate.choose("dex")
        #expect(!gate.desk.frame().text.contains("I have the new times"))
        #expect(gate.refusals.isEmpty, "\(gate.refusals)")
    }

    @Test("a company ticks its own equipment, one step on or back")
    func equipment() throws {
        let piece = try #require(gate.day.day.pieces.first)
        gate.choose("dex")
        gate.press(.char("e"))
        #expect(gate.desk.frame().text.contains(piece.name))
        gate.press(.char("-"))
        #expect(gate.day.day.pieces[piece.id]?.stage == .set)
        gate.press(.enter, .enter)
        #expect(gate.day.day.pieces[piece.id]?.stage == .struck)
        #expect(gate.refusals.isEmpty, "\(gate.refusals)")
        gate.press(.escape)
        #expect(gate.desk.step == .search)
    }

    @Test("a station says nothing for a company that is not its visitor's")
    func others() throws {
        let piece = try #require(gate.day.day.pieces.first)
        let stranger = try #require(
            gate.day.day.people.first { $0.signsIn && $0.vendor != piece.vendor })
        gate.ask(.task(.piece(piece.id, .out)), by: stranger.id)
        #expect(gate.day.day.pieces[piece.id]?.stage == .tested)
        #expect(gate.refusals.count == 1)
    }
}
