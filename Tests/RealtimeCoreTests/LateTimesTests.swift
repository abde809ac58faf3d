import RealtimeCore
import RealtimeProtocol
import Testing
import Wedding

@Suite("Hard times that are late")
struct LateTimesTests {
    /// The ceremony waits for photos, and those for hair.
    private func bench() -> Bench {
        var day = Fixture.day
        day.items.insert(
            TimelineItem(
                id: "hair", title: "Hair", kind: .prep, start: Fixture.noon,
                end: Fixture.noon + .minutes(150)))
        day.items.insert(
            TimelineItem(
                id: "photos", title: "Photos", kind: .photo, start: Fixture.noon + .minutes(150),
                end: Fixture.noon + .hours(3), dependsOn: ["hair"]))
        day.items.update("vows") { $0.dependsOn = ["photos"] }
        let bench = Bench(day: day)
        for person in Fixture.people {
            _ = bench.settle(.presence(.checkIn(person.id, zone: "lawn")), by: "rosa")
        }
        return bench
    }

    private func crises(_ effects: [Effect]) -> [Alert] {
        effects.raised.filter { $0.kind == .timelineCrisis }
    }

    @Test("an overrun that will make one late is one alert to the coordinators, not one a minute")
    func once() {
        let bench = bench()
        _ = bench.settle(.timeline(.start("hair")), by: "rosa")
        let early = crises(bench.pass(.minutes(154)))
        let raised = crises(bench.pass(.minutes(10)))
        #expect(early.isEmpty && raised.count == 1)
        #expect(raised.first?.about == "vows" && raised.first?.priority == .high)
        #expect(raised.first?.audience == [.coordinator])
        #expect(raised.first?.text.hasPrefix("Hair runs over. ") == true, "\(raised)")
    }

    @Test("it ends when what was late begins")
    func begins() {
        let bench = bench()
        _ = bench.settle(.timeline(.start("hair")), by: "rosa")
        let alert = crises(bench.pass(.minutes(164))).first
        _ = bench.settle(.timeline(.end("hair")), by: "rosa")
        _ = bench.settle(.timeline(.start("vows")), by: "rosa")
        _ = bench.pass(.minutes(1))
        #expect(bench.core.current.alert(alert?.id ?? "")?.state == .returned)
    }

    @Test("where nobody calls the run of show nothing is known of it")
    func silent() {
        #expect(crises(bench().pass(.hours(4))).isEmpty)
    }

    @Test("whoever said when they come is overdue only after that, and what needs them is named")
    func estimate() {
        var day = Fixture.day
        day.people.update("evelyn") { $0.callTime = Fixture.noon }
        let bench = Bench(day: day)
        _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
        _ = bench.settle(.presence(.eta("evelyn", Fixture.noon + .minutes(60))), by: "rosa")
        func overdue(_ effects: [Effect]) -> [Alert] {
            effects.raised.filter { $0.kind == .vendorOverdue }
        }
        #expect(overdue(bench.passBeating(.minutes(74), "rosa")).isEmpty)
        let raised = overdue(bench.passBeating(.minutes(2), "rosa"))
        #expect(
            raised.map(\.text) == [
                "Evelyn Strings overdue, call time 12:00; needed for 15:00 Ceremony"
            ])
    }
}
