import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Typed commands")
struct PlainCommandTests {
    private let state = Screens.critical.day!
    private let now = Sample.moment(15, 0, 52)

    private func parse(_ line: String) -> PlainCommand {
        PlainCommand.parse(line, state, me: "p-rosa", at: now, number: 1)
    }

    private func change(_ line: String) -> Request? {
        guard case .send(.submit(let submission)) = parse(line) else { return nil }
        return submission.request
    }

    private func said(_ line: String) -> [String] {
        if case .say(let lines) = parse(line) { lines } else { [] }
    }

    @Test("an alert is acknowledged, shelved and resolved by its id")
    func alerts() throws {
        let id = try #require(state.mostUrgent?.id)
        #expect(change("ack \(id)") == .alert(.acknowledge(id, zone: nil)))
        #expect(change("shelve \(id) 5") == .alert(.shelve(id, until: now + .minutes(5))))
        #expect(change("resolve \(id) in the car") == .alert(.resolve(id)))
        #expect(said("resolve \(id)") == ["Add a reason: resolve \(id) found at the gate"])
        #expect(
            said("shelve \(id) 90") == ["Add minutes and a reason: shelve \(id) 5 Sol covers"])
        #expect(said("ack a-99").first?.hasPrefix("Which alert? Open: \(id)") == true)
    }

    @Test("people are found by a part of their name, and asked for when it is not clear")
    func people() {
        #expect(change("here evelyn") == .presence(.checkIn("p-evelyn", zone: nil)))
        #expect(
            said("who tanaka") == [
                "Iris Tanaka missing at Stone Cellar, last seen 14:49, unreachable: no signal there, +1-845-555-0106"
            ])
        #expect(said("who castellano").first?.hasPrefix("Which one?") == true)
        #expect(said("who zzz") == ["No person matches \"zzz\"."])
    }

    @Test("a message has a name, a colon and words")
    func message() {
        guard case .send(.submit(let sent)) = parse("say ben: the van is here") else {
            Issue.record("nothing was sent")
            return
        }
        #expect(sent.request == .send(MessageDraft(to: [.person("p-ben")])))
        #expect(sent.text == "the van is here")
        #expect(
            said("say ben the van") == ["Name a person and a message: say Ben: the van is here"])
    }

    @Test("items start, end and move with what waits for them")
    func items() {
        #expect(change("start i-25") == .timeline(.start("i-25")))
        guard case .write(.timeline(.shift(let ids, 10)))? = change("delay i-25 10") else {
            Issue.record("nothing was moved")
            return
        }
        #expect(ids.first == "i-25" && ids.count > 1)
        #expect(said("delay i-25 x") == ["Add minutes, 1 to 240: delay i-25 10"])
    }

    @Test("what is not known is told with what is, and nothing typed can paint")
    func unknown() {
        #expect(
            said("\u{1B}[2Jfrobnicate").first?.hasPrefix("Unknown command \"[2jfrobnicate\"")
                == true)
        #expect(parse("") == .say([]))
        #expect(parse("help") == .say(PlainCommand.help))
        #expect(parse("quit") == .quit)
        #expect(parse("next") == .demo(.nextEvent))
    }
}
