import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("How the ceremony is done")
struct CeremonyWordsTests {
    /// The entry that a change leads to, in the words of one reader.
    private func heard(_ change: Request, by person: PersonID) throws -> LogEvent {
        let bench = Bench()
        let entries = bench.settle(change, by: "rosa", text: "aisle left").appended.joined()
        let event = try #require(entries.first)
        let reader = try #require(bench.core.subscriber(.person(person)))
        return bench.core.redacted(event, for: reader)
    }

    @Test("who depends on it without a right to it hears that it changed, not how")
    func withoutRight() throws {
        for change in [
            Request.edit(.field(.item("vows"), .zone("barn"), base: nil)),
            .edit(.field(.item("vows"), .owner("ben"), base: nil)),
            .timeline(.standby("vows", ["evelyn"])),
        ] {
            let event = try heard(change, by: "tess")
            #expect(event.change == .message(.note(subject: "vows")) && event.text.isEmpty)
        }
        #expect(
            try heard(.timeline(.decide("vows", "indoors")), by: "tess").change
                == .timeline(.decide("vows", "")))
        #expect(try heard(.timeline(.shift(["vows"], minutes: 5)), by: "tess").text.isEmpty)
    }

    @Test("who has the right hears all of it")
    func withRight() throws {
        let change = Request.edit(.field(.item("vows"), .zone("barn"), base: nil))
        let event = try heard(change, by: "iris")
        #expect(event.change.kind == "sync.edit" && event.text == "aisle left")
    }
}
