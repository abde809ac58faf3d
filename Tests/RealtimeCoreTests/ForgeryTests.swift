import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("What a sender may not forge")
struct ForgeryTests {
    let bench = Bench()

    private func message(to words: [AudienceWord], _ priority: Priority = .emergency) -> Request {
        .send(MessageDraft(to: words, priority: priority, version: 9))
    }

    @Test("sender, id, moment, recipients, version and urgency of a message are the core's to say")
    func stamped() throws {
        _ = bench.settle(message(to: [.person("rosa")]), by: "iris", text: "\u{1B}[31mhej")
        let sent = try #require(bench.core.current.messages.last)
        #expect(sent.from == .person("iris"))
        #expect(sent.id == "m-1")
        #expect(sent.recipients == ["rosa"])
        #expect(sent.priority == .high)
        #expect(sent.version == nil)
        #expect(sent.text == "[31mhej")
        #expect(sent.delivered.isEmpty)
    }

    @Test("a guest's wish for an audience adds nobody")
    func audience() {
        bench.connect("uncle")
        bench.connect("iris")
        let submission = Submission(
            id: "s", request: message(to: [.coordinator]), saidAt: bench.now, text: "hi",
            audience: [.all])
        _ = bench.receive(.submit(submission), from: "uncle")
        #expect(!bench.commit().letters.map(\.0).contains("iris"))
    }

    @Test(
        "what is not there cannot be changed",
        arguments: [
            Request.presence(.checkIn("nobody", zone: nil)), .presence(.move("iris", zone: "moon")),
            .timeline(.start("i-x")),
            .edit(.field(.item("vows"), .zone("moon"), base: nil)),
            .task(.custody("crown", .person("maya"))),
            .task(.pay("p-x", .paid)), .task(.finish("k-x")), .guest(.leave(["g-x"])),
        ])
    func references(change: Request) {
        #expect(bench.submit(change, by: "rosa").refusals.map(\.code) == ["not_found"])
    }

    @Test("an id that is taken is not overwritten")
    func taken() {
        let guest = Guest(id: "g1", firstName: "Other", lastName: "Person")
        #expect(bench.submit(.guest(.add(guest)), by: "rosa").refusals.map(\.code) == ["taken"])
        #expect(bench.core.current.day.guests["g1"]?.firstName == "Ann")
    }

    @Test("touching the ceremony when one may not is told to the coordinators")
    func ceremonyTold() {
        bench.now = Fixture.noon + .minutes(121)
        bench.connect("ben")
        let effects = bench.submit(
            .edit(.field(.item("vows"), .zone("barn"), base: nil)), by: "lorna")
        #expect(effects.refusals.map(\.code) == ["ceremony_locked"])
        #expect(bench.commit().letters.map(\.0) == ["ben"])
    }
}
