import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Alert desk")
struct AlertDeskTests {
    private func day(_ change: (inout WeddingDay) -> Void = { _ in }) -> WeddingDay {
        var day = Fixture.day
        change(&day)
        return day
    }

    private func escalations(_ effects: [Effect]) -> [Escalation] {
        effects.appended.joined().compactMap { event in
            if case .alert(.escalate(_, let step)) = event.change { step } else { nil }
        }
    }

    @Test("an ordinary alert nobody answers climbs the ladder of its priority, once a step")
    func ladder() {
        let bench = Bench(day: day { $0.rules = [] })
        bench.now = Fixture.noon - .hours(3)
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        let steps = escalations(bench.pass(.minutes(30)))
        #expect(steps.map(\.target) == [.deputies, .emergencyContacts])
        #expect(steps.first?.people == ["ben", "lorna"])
    }

    @Test("an acknowledgement stops the clock")
    func acknowledged() {
        let bench = Bench(day: day { $0.rules = [] })
        bench.now = Fixture.noon - .hours(3)
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "rosa")
        #expect(escalations(bench.pass(.minutes(30))).isEmpty)
    }

    @Test("an emergency climbs zone by zone until a captain of each answers")
    func zones() {
        let bench = Bench(day: day { $0.rules = [] })
        bench.now = Fixture.noon - .hours(3)
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        _ = bench.settle(.alert(.acknowledge("a-01", zone: nil)), by: "lorna", priority: .emergency)
        let steps = escalations(bench.pass(.minutes(6)))
        #expect(steps.map(\.zones) == [["lawn"], ["lawn"], ["lawn"]])
        #expect(steps.map(\.people) == [["iris"], ["tess"], []])
    }

    @Test("a rule's own minutes replace the first step")
    func ownMinutes() {
        let rule = AlertRule(
            id: "r-own", kind: .vendorOverdue, trigger: "call_time", notify: [.coordinator],
            escalateAfter: .minutes(2))
        let bench = Bench(
            day: day {
                $0.rules = [rule]
                $0.people.update("iris") { $0.callTime = Fixture.noon - .hours(4) }
            })
        bench.now = Fixture.noon - .hours(4) + .minutes(15)
        _ = bench.pass(.seconds(1))
        #expect(escalations(bench.pass(.minutes(1))).isEmpty)
        #expect(escalations(bench.pass(.minutes(2))).count == 1)
    }

    @Test(
        "of an emergency a rule's minutes are of whom it calls: that it is said again stays",
        arguments: [(0, [0.5, 0.5, 5]), (4, [0.5, 4, 5]), (10, [0.5, 10, 11])])
    func ownMinutesOfEmergency(minutes: Int, steps: [Double]) {
        let rule = AlertRule(
            id: "r-own", kind: .severeWeather, trigger: "", escalateAfter: .minutes(minutes))
        let bench = Bench(day: day { $0.rules = [rule] })
        let raised = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa").raised
        let ladder = bench.core.current.ladder(of: raised[0])
        #expect(ladder.map { Double($0.after.wholeSeconds) / 60 } == steps)
        #expect(ladder.first?.target == .repeatAndSound)
    }

    @Test("what to do first names the place of the plan, and none that it has not")
    func places() {
        func first(_ kind: AlertKind, _ zones: Zone...) -> String? {
            let bench = Bench(
                day: day { day in
                    for zone in zones { day.zones.insert(zone) }
                })
            return bench.settle(.raise(Fixture.alert(kind, [.all])), by: "rosa").raised
                .first?
                .doFirst
        }
        let area = Zone.Rectangle(x: 20, y: 0, width: 9, height: 4)
        let cars = Zone(id: "cars", name: "Meadow", kind: .parking, area: area, capacity: 50)
        let oak = Zone(id: "oak", name: "Old Oak", kind: .assemblyPoint, area: area, capacity: 50)
        #expect(first(.fireEvacuation, cars) == "Everyone out; nobody goes back in")
        #expect(
            first(.fireEvacuation, oak)
                == "Everyone out; nobody goes back in. Assembly point: Old Oak")
        #expect(first(.severeWeather) == "Everyone into shelter. Shelter: Barn")
    }

    @Test("a shelved alert comes back by itself and asks anew")
    func shelf() {
        let bench = Bench(day: day { $0.rules = [] })
        bench.now = Fixture.noon - .hours(3)
        _ = bench.settle(.raise(Fixture.alert(.batteryLow, [.coordinator])), by: "rosa")
        _ = bench.settle(.alert(.shelve("a-01", until: bench.now + .minutes(5))), by: "rosa")
        #expect(escalations(bench.pass(.minutes(4))).isEmpty)
        _ = bench.pass(.minutes(2))
        #expect(bench.core.current.alert("a-01")?.state == .raised)
    }

    @Test(
        "shelving longer than its priority allows is refused",
        arguments: [(AlertKind.powerOutage, 5), (.batteryLow, 15)])
    func shelfLimits(kind: AlertKind, minutes: Int) {
        let bench = Bench(day: day { $0.rules = [] })
        _ = bench.settle(.raise(Fixture.alert(kind, [.coordinator])), by: "rosa")
        let tooLong = bench.now + .minutes(minutes + 1)
        #expect(
            bench.submit(.alert(.shelve("a-01", until: tooLong)), by: "rosa").refusals.first?.code
                == "invalid")
        #expect(
            bench.submit(
                .alert(.shelve("a-01", until: bench.now + .minutes(minutes))), by: "rosa",
                text: "known"
            ).refusals.isEmpty)
    }

    @Test("a zone over nine tenths full is an alert once, and lets go when people leave")
    func crowd() throws {
        let bench = Bench(
            day: day { day in day.zones.update("barn") { $0.capacity = 2 } })
        func arrive(_ people: PersonID..., at zone: ZoneID) -> [Effect] {
            people.flatMap { bench.settle(.presence(.checkIn($0, zone: zone)), by: "rosa") }
        }
        #expect(arrive("rosa", at: "barn").raised.isEmpty)
        let full = arrive("ben", at: "barn").raised
        #expect(full.map(\.text) == ["Barn is 100 % full: 2 of 2"])
        #expect(full.map(\.about) == ["barn"])
        let id = try #require(full.first?.id)
        #expect(arrive("lorna", at: "barn").raised.isEmpty)
        _ = bench.settle(.presence(.move("lorna", zone: "lawn")), by: "rosa")
        #expect(bench.core.current.alert(id)?.state == .raised)
        _ = bench.settle(.presence(.move("ben", zone: "lawn")), by: "rosa")
        #expect(bench.core.current.alert(id)?.state == .returned)
    }

    @Test("nine tenths of what a zone holds are no crowd, one more is")
    func crowdBound() {
        let bench = Bench(day: day { day in day.zones.update("barn") { $0.capacity = 10 } })
        let crowds = Fixture.people.map { person in
            bench.settle(.presence(.checkIn(person.id, zone: "barn")), by: "rosa").raised
                .count { $0.kind == .overcrowded }
        }
        #expect(crowds == [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test(
        "twenty percent are low and ten critical, one more is neither",
        arguments: [(21, []), (20, [.high]), (11, [.high]), (10, [.critical])]
            as [(Int, [Priority])])
    func batteryBounds(percent: Int, priorities: [Priority]) {
        let effects = Bench().settle(
            .presence(.battery("maya", percent: percent, isCharging: false)), by: "maya")
        #expect(effects.raised.map(\.priority) == priorities)
    }

    @Test("a low battery is told once, louder when critical, and lets go while charging")
    func battery() {
        let bench = Bench()
        func level(_ percent: Int, charging: Bool = false) -> [Effect] {
            bench.settle(
                .presence(.battery("maya", percent: percent, isCharging: charging)), by: "maya")
        }
        #expect(level(40).raised.isEmpty)
        #expect(level(18).raised.map(\.priority) == [.high])
        #expect(level(15).raised.isEmpty)
        #expect(escalations(level(9)).count == 1)
        _ = level(14, charging: true)
        #expect(bench.core.current.alerts.map(\.state) == [.returned])
    }

    @Test("outside a wedding day nobody watches batteries")
    func batteryOff() {
        let bench = Bench()
        bench.now = Fixture.noon - .hours(24 * 3)
        #expect(
            bench.settle(.presence(.battery("maya", percent: 5, isCharging: false)), by: "maya")
                .raised.isEmpty
        )
    }

    @Test("a person in a dead zone is said to be unreachable, and the alert still fires")
    func deadZone() {
        let bench = Bench(
            day: day {
                $0.zones.update("lawn") { $0.signal = .none }
                $0.people.update("maya") { $0.isKey = true }
            })
        bench.now = Fixture.noon + .minutes(140)
        for person in ["maya", "rosa"] as [PersonID] {
            _ = bench.settle(.presence(.checkIn(person, zone: "lawn")), by: person)
        }
        var alerts: [Alert] = []
        for _ in 0..<12 {
            _ = bench.beat("rosa")
            alerts += bench.pass(.minutes(1)).raised.filter { $0.kind == .keyPersonMissing }
        }
        #expect(alerts.map(\.about) == ["maya"])
        #expect(alerts.first?.text.contains("Lawn, no signal") == true)
    }

    @Test("the same weather notice delivered twice is one alert")
    func weatherOnce() {
        let bench = Bench(day: Fixture.inUlster)
        let notice = Fixture.storm("urn:1")
        #expect(
            bench.settle(.day(.weather(notice)), by: "rosa").raised.map(\.priority) == [.emergency])
        #expect(bench.settle(.day(.weather(notice)), by: "rosa").raised.isEmpty)
    }

    @Test("a service's cancel does not end our shelter order")
    func weatherCancel() {
        let bench = Bench(day: Fixture.inUlster)
        for kind in [WeatherNotice.Kind.alert, .cancel] {
            _ = bench.settle(.day(.weather(Fixture.storm("urn:\(kind)", kind))), by: "rosa")
        }
        #expect(bench.core.current.emergency != nil)
        _ = bench.settle(.alert(.allClear("a-01")), by: "rosa", priority: .emergency)
        #expect(bench.core.current.emergency == nil)
    }

    @Test("leaving with an envelope pending reminds the coordinator")
    func envelope() {
        let bench = Bench(day: day { $0.payments.update("p1") { $0.method = "cash_envelope" } })
        _ = bench.settle(.presence(.checkIn("tess", zone: "barn")), by: "tess")
        _ = bench.settle(.presence(.activity("tess", .departed)), by: "tess")
        #expect(
            bench.core.current.messages.last?.text.contains("envelope 5.00 USD not handed over")
                == true)
    }
}

@Suite("What a sender may not decide")
struct SenderTests {
    @Test("nobody below manage chooses who hears an alert, or how urgent it is")
    func audience() throws {
        let bench = Bench()
        let wide = Fixture.alert(.missingChild, [.all], priority: .emergency)
        let child = try #require(bench.settle(.raise(wide), by: "tess").raised.first)
        #expect(child.audience == [.coordinator, .venue, .security])
        let help = Fixture.alert(.helpRequest, [.all], priority: .emergency)
        let wish = try #require(bench.settle(.raise(help), by: "uncle").raised.first)
        #expect(wish.priority == .high && wish.audience == [.coordinator])
        let fire = Fixture.alert(.fireEvacuation, [], priority: .low)
        let alarm = try #require(bench.settle(.raise(fire), by: "tess").raised.first)
        #expect(alarm.priority == .emergency && alarm.audience == [.all])
    }

    @Test("a device speaks for its own person only")
    func actor() {
        let bench = Bench()
        bench.connect("tess")
        let forged = Submission(
            id: "f", change: .message(.note(subject: "x")), actor: .person("maya"),
            via: .vendorTerminal,
            saidAt: bench.now)
        #expect(bench.receive(.submit(forged), from: "tess").refusals.map(\.code) == ["forbidden"])
    }

    @Test("the first to acknowledge cannot end what everyone was told")
    func allClearIsNotTheirs() {
        let bench = Bench()
        _ = bench.settle(.raise(Fixture.alert(.severeWeather, [.all])), by: "rosa")
        _ = bench.settle(.alert(.acknowledge("a-01", zone: "lawn")), by: "tess")
        #expect(bench.submit(.alert(.resolve("a-01")), by: "tess").refusals.count == 1)
        #expect(bench.submit(.alert(.allClear("a-01")), by: "tess").refusals.count == 1)
        #expect(
            bench.submit(.alert(.acknowledge("a-01", zone: "barn")), by: "tess").refusals.map(
                \.code)
                == ["forbidden"])
    }

    @Test(
        "a message for a place is for who is there, and whose device may have come there; not for who is not here"
    )
    func placeFilter() throws {
        for (age, readers) in [
            (Duration.minutes(10) - .seconds(1), ["iris", "andre"]),
            (.minutes(10) + .seconds(1), ["iris", "tess", "andre"]),
        ] as [(Duration, [PersonID])] {
            let bench = Bench()
            for person in ["iris", "tess", "evelyn"] as [PersonID] { bench.connect(person) }
            _ = bench.settle(.presence(.checkIn("tess", zone: "barn")), by: "tess")
            _ = bench.atStation(.presence(.checkIn("andre", zone: "lawn")))
            _ = bench.settle(.presence(.checkIn("lucia", zone: "barn")), by: "rosa")
            bench.now = bench.now + age
            _ = bench.beat("iris", "tess", "evelyn")
            _ = bench.settle(.presence(.checkIn("iris", zone: "lawn")), by: "iris")
            var message = MessageDraft(to: [.vendors])
            message.near = "lawn"
            let effects = bench.settle(.send(message), by: "rosa", text: "here")
            let sent = try #require(bench.core.current.messages.last)
            #expect(sent.recipients == readers)
            #expect(Set(effects.audiences.flatMap(\.people)) == Set(readers + ["rosa"]))
            let told = bench.pass(.seconds(1)).letters.filter {
                $0.1.change.kind == "message.send"
            }
            #expect(Set(told.map(\.0)) == Set(readers).subtracting(["andre"]))
        }
    }
}

extension AlertDeskTests {
    @Test("somebody found and lost again before the ceremony is called out again")
    func lostAgain() {
        let bench = Bench()
        bench.now = Fixture.noon + .minutes(149)
        for person in Fixture.people where person.isKey && person.id != "maya" {
            _ = bench.settle(.presence(.checkIn(person.id, zone: "barn")), by: person.id)
        }
        func missing(_ minutes: Int) -> [String] {
            bench.passBeating(.minutes(minutes), "rosa").raised
                .filter { $0.kind == .keyPersonMissing }.map(\.about)
        }
        #expect(missing(2) == ["maya"])
        _ = bench.settle(.alert(.resolve("a-01")), by: "rosa", text: "she is in the car")
        #expect(missing(15) == ["maya"])
    }
}
