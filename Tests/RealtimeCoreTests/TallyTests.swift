import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Letters in numbers")
struct TallyTests {
    @Test("a letter that is tried again is one letter, and a restart counts as before")
    func restart() throws {
        let bench = Bench()
        bench.owned(by: "iris")
        let message = MessageDraft(to: [.person("iris")], priority: .high)
        _ = bench.settle(.send(message), by: "rosa", text: "hej")
        #expect(bench.core.stats.byPriority[.high].letters == 1)
        _ = bench.pass(.minutes(121))
        let letter = try #require(bench.core.deadLetters.first { $0.id.person == "iris" })
        let before = bench.core.stats.byPriority[.high]
        #expect(before.dead >= 1)
        _ = bench.receive(.handleDeadLetter(letter.id, .retry), from: "rosa")
        let after = bench.core.stats.byPriority[.high]
        #expect(after.letters == before.letters && after.dead == before.dead - 1)

        var kept = RecoveredLog()
        (kept.checkpoint, kept.dead) = (bench.core.checkpoint, bench.core.deadLetters)
        var again = RealtimeCore(day: Fixture.day)
        again.restore(kept)
        #expect(again.stats.byPriority == bench.core.stats.byPriority)
        #expect(again.stats.lettersSent == bench.core.stats.lettersSent)
    }

    @Test("a payment that an edit makes fail is as urgent in the log as in its letters")
    func edited() {
        let bench = Bench()
        bench.owned(by: "tess")
        let edit = FieldEdit(.status, .text(Payment.Status.failed.rawValue))
        let effects = bench.settle(.edit(.field(.payment("p1"), edit, base: nil)), by: "maya")
        #expect(effects.refusals.isEmpty)
        #expect(effects.appended.joined().map(\.priority) == [.normal])
        #expect(bench.core.stats.byPriority[.normal].letters == 1)
    }
}
