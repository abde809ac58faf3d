import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Emergencies")
struct EmergencyTests {
    private func bench(_ change: (inout WeddingDay) -> Void = { _ in }) -> Bench {
        var day = Fixture.day
        day.rules = []
        change(&day)
        let bench = Bench(day: day)
        bench.now = Fixture.noon - .hours(3)
        return bench
    }

    private func steps(_ effects: [Effect]) -> [Escalation] {
        effects.appended.joined().compactMap { event in
            if case .alert(.escalate(_, let step)) = event.change { step } else { nil }
        }
    }

    private func told(_ effects: [Effect], _ kind: String) -> Set<PersonID> {
        Set(effects.letters.filter { $0.1.change.kind == kind }.map(\.0))
    }

    private func contact(_ order: Int, _ person: PersonID?, _ name: String = "")
        -> WeddingDay.EmergencyContact
    {
        .init(order: order, label: "", person: person, name: name, phone: "911")
    }

    @Test("without a single captain, everyone's emergency still climbs to the contacts")
    func noCaptains() {
        let bench = bench { day in
            for zone in day.zones { day.zones.update(zone.id) { $0.captains = [] } }
            day.emergencyContacts = [contact(1, "lucia"), contact(2, nil, "Dispatch")]
        }
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        let taken = bench.pass(.minutes(6))
        #expect(
            steps(taken).map(\.target) == [
                .repeatAndSound, .nextCaptainOrDeputies, .emergencyContacts,
            ])
        #expect(steps(taken).map(\.people).last == ["lucia"])
        let words = taken.appended.joined().last { $0.change.kind == "alert.escalate" }?.text
        #expect(words?.hasSuffix("emergency contact Lucia Maid told; ring Dispatch 911") == true)
    }

    @Test("a real emergency is never folded into an open drill of the same kind and place")
    func drillStaysApart() {
        let bench = bench()
        var drill = Fixture.alert(.fireEvacuation, [.all])
        drill.isDrill = true
        #expect(bench.settle(.raise(drill), by: "rosa").raised.map(\.isDrill) == [true])
        let real = bench.settle(.raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
        #expect(real.raised.map(\.isDrill) == [false])
        #expect(bench.core.current.emergency?.isDrill == false)
    }

    @Test("every step of a drill says that it is one")
    func drillSteps() {
        let bench = bench()
        var drill = Fixture.alert(.fireEvacuation, [.all])
        drill.isDrill = true
        let effects = bench.settle(.raise(drill), by: "rosa") + bench.pass(.minutes(6))
        let said = Array(effects.appended.joined())
        let steps = said.filter { $0.change.kind.hasPrefix("alert.") }
        #expect(
            steps.map(\.change.kind)
                == ["alert.raise", "alert.escalate", "alert.escalate", "alert.escalate"])
        #expect(steps.allSatisfy { $0.text.hasPrefix("DRILL: ") })
    }

    @Test("nobody who went home is called by a ladder")
    func leftDeputies() {
        let bench = bench { day in day.deputies = ["ben", "lorna"] }
        bench.connect("ben")
        _ = bench.settle(.presence(.checkIn("ben", zone: nil)), by: "ben")
        _ = bench.settle(.presence(.activity("ben", .departed)), by: "ben")
        _ = bench.settle(.raise(Fixture.alert(.medical, [.coordinator])), by: "rosa")
        let people = steps(bench.pass(.minutes(3))).last?.people ?? []
        #expect(people.contains("lorna"))
        #expect(!people.contains("ben"))
    }

    @Test("a silent zone without a second captain gets the deputies, beside one that has one")
    func perZone() {
        let bench = bench { day in
            day.zones.update("lawn") { $0.captains = ["iris"] }
            day.zones.update("barn") { $0.captains = ["lorna", "tess"] }
        }
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        let second = steps(bench.pass(.minutes(3))).last
        #expect(second.map { Set($0.people) } == ["ben", "lorna", "tess"])
    }

    @Test("a rule whose first step comes late passes over none behind it")
    func lateFirstStep() {
        let bench = bench { day in
            day.rules = [
                AlertRule(
                    id: "r", kind: .powerOutage, trigger: "", escalateAfter: .minutes(15))
            ]
        }
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        #expect(
            steps(bench.pass(.minutes(30))).map(\.target) == [.deputies, .emergencyContacts])
    }

    @Test("an alert raised before the day was closed is still followed up")
    func afterClose() {
        let bench = bench()
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        _ = bench.settle(.day(.close), by: "rosa")
        #expect(steps(bench.pass(.minutes(6))).map(\.target) == [.deputies])
    }

    @Test("who was told of it is told that it was a mistake, and that it is over")
    func ends() {
        let bench = bench()
        for person in Fixture.people { bench.connect(person.id) }
        _ = bench.settle(.raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
        let everyone = Set(Fixture.people.map(\.id))
        #expect(
            told(
                bench.settle(.alert(.cancel("a-01")), by: "rosa", text: "a toaster"), "alert.cancel"
            )
                == everyone.subtracting(["rosa"]))
        _ = bench.settle(
            .raise(Fixture.alert(.powerOutage, [.coordinator, .couple])), by: "rosa")
        #expect(
            told(
                bench.settle(.alert(.resolve("a-02")), by: "rosa", text: "lights on"),
                "alert.resolve")
                == ["maya", "ben", "lorna"])
    }

    @Test("the first captain to answer cannot call everyone's emergency a mistake")
    func cancelIsNotTheirs() {
        let bench = bench()
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        _ = bench.settle(.alert(.acknowledge("a-01", zone: "lawn")), by: "tess")
        #expect(
            bench.submit(.alert(.cancel("a-01")), by: "tess").refusals.map(\.code) == ["forbidden"])
        #expect(bench.submit(.alert(.cancel("a-01")), by: "lorna").refusals.isEmpty)
    }

    @Test("what was told to a few is told to everyone once a coordinator says so")
    func broadcast() {
        let bench = bench()
        for person in Fixture.people { bench.connect(person.id) }
        let child = Fixture.alert(.missingChild, [.coordinator])
        #expect(
            told(bench.settle(.raise(child), by: "lucia"), "alert.raise")
                == ["rosa", "ben", "lorna", "andre"])
        #expect(
            bench.submit(.alert(.broadcast("a-01")), by: "tess").refusals.map(\.code) == [
                "not_found"
            ])
        #expect(
            told(bench.settle(.alert(.broadcast("a-01")), by: "rosa"), "alert.update")
                == Set(Fixture.people.map(\.id)).subtracting(["rosa"]))
        #expect(bench.core.current.alert("a-01")?.asksZones == true)
    }

    @Test("the same emergency again is added to it, a later one is its own")
    func folding() {
        let bench = bench()
        let medical = Fixture.alert(.medical, [.coordinator])
        _ = bench.settle(.raise(medical), by: "tess")
        _ = bench.settle(.raise(medical), by: "iris", text: "by the bar")
        #expect(bench.core.current.alerts.count == 1)
        #expect(
            bench.core.current.alerts[0].history.last?.text == "Raised again by Iris: by the bar")
        _ = bench.pass(.minutes(3))
        _ = bench.settle(.raise(medical), by: "tess")
        #expect(bench.core.current.alerts.count == 2)
    }

    @Test("whom the ladder called may acknowledge")
    func calledMayAnswer() {
        let bench = bench { day in day.deputies = ["tess"] }
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        let ack = Request.alert(.acknowledge("a-01", zone: nil))
        #expect(bench.submit(ack, by: "tess").refusals.map(\.code) == ["not_found"])
        _ = bench.pass(.minutes(6))
        #expect(bench.submit(ack, by: "tess").refusals.isEmpty)
    }

    @Test("devices see an emergency before the disk has it, and their console too")
    func early() {
        let bench = bench()
        bench.connect("iris")
        let effects = bench.submit(
            .raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
        #expect(effects.letters.map(\.0).contains("iris"))
        #expect(effects.shown.map(\.early) == [true])
    }

    @Test("whoever raised an alert follows its steps, and nobody it was not addressed to")
    func stepsStayClosed() {
        let bench = bench()
        _ = bench.settle(.raise(Fixture.alert(.missingChild, [])), by: "lucia")
        let audiences = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "andre").audiences
        #expect(
            audiences == [
                .consoles(
                    roles: [.coordinator, .venueManager],
                    people: ["rosa", "ben", "lorna", "andre", "lucia"])
            ])
    }
}

@Suite("Suppression by written rule")
struct SuppressionTests {
    private func bench(_ rule: SuppressionRule) -> Bench {
        var day = Fixture.day
        day.suppressions = [rule]
        return Bench(day: day)
    }

    private let rule = SuppressionRule(
        id: "s-1", kind: .batteryLow, about: "maya", until: Fixture.noon + .hours(1),
        reason: "charges at one")

    @Test("a known alert is listed, audited, and disturbs nobody")
    func quiet() {
        let bench = bench(rule)
        bench.connect("lucia")
        let effects = bench.settle(
            .presence(.battery("maya", percent: 12, isCharging: false)), by: "maya")
        let alert = effects.raised.first
        #expect(alert?.state == .suppressed)
        #expect(alert?.suppressedBy == "s-1")
        #expect(effects.letters.isEmpty)
        let audited = effects.contains {
            if case .send(.audit(let entry), _) = $0 { entry.kind == .suppressed } else { false }
        }
        #expect(audited)
        #expect(
            bench.pass(.minutes(20)).appended.joined().allSatisfy {
                $0.change.kind != "alert.escalate"
            })
    }

    @Test("it ends when its time is over, and never covers an emergency")
    func limits() {
        let bench = bench(rule)
        bench.now = Fixture.noon + .hours(1)
        #expect(
            bench.settle(.presence(.battery("maya", percent: 12, isCharging: false)), by: "maya")
                .raised.map(\.state) == [.raised])
        let all = SuppressionRule(id: "s-2", kind: .medical, reason: "never")
        let medical = bench.settle(.raise(Fixture.alert(.medical, [])), by: "rosa").raised
        #expect(!all.holds(medical[0]))
    }
}
