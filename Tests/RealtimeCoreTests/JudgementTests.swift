import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Alarms that are believed: what is known of people without a device, and what is only said.
@Suite("Judgement")
struct JudgementTests {
    /// An hour before the ceremony; Rosa has a console that is heard, the vendors came by the desk.
    private func bench(minutesBefore: Int = 60, _ edit: (inout WeddingDay) -> Void = { _ in })
        -> Bench
    {
        var day = Fixture.day
        day.people.update("maya") { $0.isKey = false }
        day.people.update("iris") { $0.isKey = true }
        day.people.update("iris") { $0.phone = "555-0107" }
        day.items.update("vows") {
            ($0.owner, $0.people, $0.zone) = ("rosa", ["iris", "evelyn"], "lawn")
        }
        edit(&day)
        let bench = Bench(day: day)
        bench.now = Fixture.noon + .minutes(180 - minutesBefore) - .seconds(1)
        _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
        for person in ["iris", "evelyn"] as [PersonID] {
            _ = bench.atStation(.presence(.checkIn(person, zone: "barn")))
        }
        return bench
    }

    private func raised(_ effects: [Effect]) -> [String] {
        effects.raised.map { "\($0.kind.rawValue) \($0.priority.word) \($0.about)" }
    }

    private func tasks(_ effects: [Effect]) -> [String] {
        effects.appended.joined().compactMap { entry in
            switch entry.change {
            case .task(.add(let duty)): "new \(duty.title) \(duty.owner?.rawValue ?? "")"
            case .task(.finish): "done"
            default: nil
            }
        }
    }

    @Test("people without a device are on one list at T-40, in one alert at T-30, critical at T-15")
    func rollCall() {
        let bench = bench()
        let before = bench.passBeating(.minutes(19), "rosa")
        #expect(raised(before).isEmpty && tasks(before).isEmpty)
        let list = bench.passBeating(.minutes(2), "rosa")
        #expect(raised(list).isEmpty)
        #expect(tasks(list) == ["new Roll call: Ceremony 15:00 rosa"])
        let due = bench.passBeating(.minutes(10), "rosa")
        #expect(raised(due) == ["roll_call HIGH vows"])
        #expect(
            due.raised.first?.text
                == "Not confirmed for Ceremony 15:00: Iris Photo (Barn 14:00, 555-0107) and Evelyn Strings (Barn 14:00)"
                || due.raised.first?.text
                    == "Not confirmed for Ceremony 15:00: Iris Photo (Barn 13:59, 555-0107) and Evelyn Strings (Barn 13:59)",
            "\(due.raised.first?.text ?? "")")
        #expect(raised(bench.passBeating(.minutes(14), "rosa")).isEmpty)
        #expect(raised(bench.passBeating(.minutes(2), "rosa")) == ["roll_call CRITICAL vows"])
        let open = bench.core.current.openAlerts.filter {
            $0.kind == .rollCall && $0.state == .raised
        }
        #expect(open.count == 1)
        // Nobody is missing, and once all are seen the list is done.
        #expect(!bench.core.current.alerts.contains { $0.kind == .keyPersonMissing })
        _ = bench.settle(.presence(.checkIn("iris", zone: nil)), by: "rosa")
        let end = bench.settle(.presence(.checkIn("evelyn", zone: nil)), by: "rosa")
        #expect(tasks(end + bench.passBeating(.seconds(1), "rosa")) == ["done"])
        #expect(
            bench.core.current.alerts.filter { $0.kind == .rollCall }.allSatisfy {
                $0.state != .raised
            })
    }

    @Test(
        "whoever was confirmed since the list opened, or is at the place of the item, is accounted for"
    )
    func confirmed() {
        let bench = bench()
        _ = bench.atStation(.presence(.checkIn("evelyn", zone: "lawn")))
        _ = bench.passBeating(.minutes(22), "rosa")
        _ = bench.settle(.presence(.checkIn("iris", zone: nil)), by: "rosa")
        #expect(raised(bench.passBeating(.minutes(37), "rosa")).isEmpty)
    }

    @Test("a list is over when its item is moved, and opens anew for the new time")
    func moved() {
        let bench = bench(minutesBefore: 45)
        _ = bench.passBeating(.minutes(6), "rosa")
        let later = Fixture.noon + .minutes(240)
        let effects = bench.settle(
            .edit(.field(.item("vows"), .start(later), base: nil)), by: "rosa", text: "rain")
        #expect(tasks(effects + bench.passBeating(.seconds(2), "rosa")) == ["done"])
        let list = tasks(bench.passBeating(.minutes(62), "rosa"))
        #expect(list == ["new Roll call: Ceremony 16:00 rosa"])
    }

    @Test("nobody whom no device can lose is missing, however long ago they were seen")
    func reported() {
        let bench = bench(minutesBefore: 170)
        let effects = bench.passBeating(.minutes(130), "rosa")
        #expect(raised(effects).isEmpty)
    }

    @Test("a device that falls silent outside the place is missing as promised, in it is not")
    func tracked() {
        for (zone, missing) in [("barn", ["key_person_missing CRITICAL iris"]), ("lawn", [])] {
            let bench = bench()
            _ = bench.settle(.presence(.checkIn("iris", zone: ZoneID(zone))), by: "iris")
            _ = bench.passBeating(.seconds(15), "iris")
            _ = bench.atStation(.presence(.checkIn("evelyn", zone: "lawn")))
            let effects = bench.passBeating(.minutes(31), "rosa")
            #expect(raised(effects) == missing, "\(zone)")
        }
    }

    @Test("whoever was seen leaving is missing; the last place without signal says where to look")
    func leaving() {
        let bench = bench { day in
            day.zones.insert(
                Zone(
                    id: "off", name: "Off site", kind: .offSite,
                    area: .init(x: 0, y: 9, width: 3, height: 3), capacity: 9))
            day.zones.insert(
                Zone(
                    id: "cellar", name: "Cellar", kind: .photoLocation,
                    area: .init(x: 0, y: 5, width: 3, height: 3), capacity: 9, signal: .none))
        }
        _ = bench.atStation(.presence(.checkIn("evelyn", zone: "lawn")))
        _ = bench.settle(.presence(.move("iris", zone: "off")), by: "rosa")
        #expect(
            raised(bench.passBeating(.minutes(31), "rosa")) == ["key_person_missing CRITICAL iris"])
        let other = self.bench { day in
            day.zones.insert(
                Zone(
                    id: "cellar", name: "Cellar", kind: .photoLocation,
                    area: .init(x: 0, y: 5, width: 3, height: 3), capacity: 9, signal: .none))
        }
        _ = other.settle(.presence(.checkIn("iris", zone: "cellar")), by: "iris")
        _ = other.passBeating(.seconds(15), "iris")
        _ = other.atStation(.presence(.checkIn("evelyn", zone: "lawn")))
        let text = other.passBeating(.minutes(31), "rosa").raised.first?.text ?? ""
        #expect(text.contains("(likely in Cellar, no signal: send the nearest)"), "\(text)")
    }

    @Test("of other hard moments only the owner is waited for, by the coordinator alone")
    func otherMoments() {
        let bench = bench(minutesBefore: 60) { day in
            day.items.update("dinner") {
                ($0.anchor, $0.start, $0.dependsOn) = (.hard, Fixture.noon + .minutes(150), [])
                $0.people = ["andre"]
            }
        }
        for person in ["tess", "andre"] as [PersonID] {
            _ = bench.atStation(.presence(.checkIn(person, zone: "barn")))
        }
        let effects = bench.passBeating(.minutes(22), "rosa")
        #expect(raised(effects) == ["roll_call HIGH dinner"])
        #expect(effects.raised.first?.audience == [.coordinator])
        #expect(effects.raised.first?.text.contains("Andre") == false)
    }

    @Test("the user of the host's own console is heard as long as it is open")
    func host() {
        let bench = Bench()
        bench.now = Fixture.noon + .minutes(120)
        bench.connect("rosa", .host)
        _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
        let effects = bench.pass(.minutes(45))
        #expect(!raised(effects).contains { $0.contains("rosa") }, "\(raised(effects))")
        // Nor is anybody asked for her: the list would be of her alone.
        #expect(tasks(effects).isEmpty, "\(tasks(effects))")
    }

    // MARK: When it was said

    @Test("an older report moves nobody back who was seen elsewhere since")
    func lateReport() throws {
        let bench = Bench()
        let one = bench.now
        bench.now = one + .minutes(30)
        _ = bench.settle(.presence(.move("iris", zone: "barn")), by: "rosa")
        bench.now = one + .minutes(40)
        let effects = bench.atStation(.presence(.checkIn("iris", zone: "lawn")), saidAt: one)
        #expect(effects.refusals.isEmpty)
        let presence = try #require(bench.core.current.presence["iris"])
        #expect(presence.zone == "barn" && presence.isCheckedIn)
        #expect(presence.lastSeen == one + .minutes(30))
        // It is in the log, with when it was said.
        let entry = try #require(bench.core.current.recent.last)
        #expect(entry.change.kind == "presence.checkin" && entry.saidAt == one)
        // Said later, it counts.
        _ = bench.atStation(.presence(.checkIn("iris", zone: "lawn")))
        #expect(bench.core.current.presence["iris"]?.zone == "lawn")
    }

    @Test("a check-in that waited does not bring back who has left since")
    func leftSince() {
        let bench = Bench()
        let one = bench.now
        _ = bench.atStation(.presence(.checkIn("iris", zone: "lawn")))
        bench.now = one + .minutes(30)
        _ = bench.atStation(.presence(.activity("iris", .departed)))
        bench.now = one + .minutes(40)
        _ = bench.atStation(.presence(.checkIn("iris", zone: "barn")), saidAt: one + .minutes(5))
        #expect(bench.core.current.presence["iris"]?.activity == .departed)
        _ = bench.atStation(.presence(.checkIn("iris", zone: "barn")))
        #expect(bench.core.current.presence["iris"]?.isCheckedIn == true)
    }

    @Test(
        "reports in any order put people where the last one said",
        arguments: 0..<100 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bench = Bench()
        let start = bench.now
        bench.now = start + .hours(2)
        var reports = (0..<6).map { number in
            (at: start + .minutes(number * 7), zone: number % 2 == 0 ? "barn" : "lawn" as ZoneID)
        }
        reports.shuffle(using: &random)
        for report in reports {
            _ = bench.atStation(.presence(.checkIn("iris", zone: report.zone)), saidAt: report.at)
            bench.now = bench.now + .seconds(1)
        }
        #expect(bench.core.current.presence["iris"]?.zone == "lawn", "seed \(seed)")
    }

    // MARK: Weather

    @Test("a weather message is judged by its fields and its area, never by its words")
    func weather() {
        let ulster = WeatherArea.Place(latitude: 41.8, longitude: -74.1)
        func square(_ latitude: Double) -> WeatherArea {
            WeatherArea(polygons: [
                [(0.0, 0.0), (1, 0), (1, 1), (0, 1)].map {
                    .init(latitude: latitude + $0.0, longitude: -74.6 + $0.1)
                }
            ])
        }
        func circle(_ kilometres: Double) -> WeatherArea {
            let center = WeatherArea.Place(
                latitude: ulster.latitude + 0.5, longitude: ulster.longitude)
            return WeatherArea(circles: [.init(center: center, kilometres: kilometres)])
        }
        let cases: [(String, WeatherArea?, String?, Bool)] = [
            ("its code", WeatherArea(codes: ["036111"]), "Actual", true),
            ("another county's code", WeatherArea(codes: ["036027"]), nil, false),
            ("a test", WeatherArea(codes: ["036111"]), "Test", false),
            ("an exercise", WeatherArea(codes: ["036111"]), "Exercise", false),
            ("a polygon around it", square(41.3), nil, true),
            ("a polygon beside it", square(42.3), nil, false),
            ("a circle that reaches it", circle(60), nil, true),
            ("a circle that does not", circle(50), nil, false),
            ("no area, typed by a person", nil, nil, false),
        ]
        for (words, area, status, isEmergency) in cases {
            let bench = Bench(day: Fixture.inUlster)
            var notice = Fixture.storm("urn:1", area: area, status: status)
            notice = WeatherNotice(
                id: notice.id, kind: .alert, headline: "TORNADO EMERGENCY for everyone",
                severity: "Extreme", urgency: "Immediate", certainty: "Observed")
            (notice.area, notice.status) = (area, status)
            let raised = bench.settle(.day(.weather(notice)), by: "rosa").raised
            #expect(raised.contains { $0.isEmergency } == isEmergency, "\(words)")
        }
    }

    // MARK: At once

    @Test("two of one rank who decide differently at once wait for a person, the safer is shown")
    func decisions() {
        for order in [
            ["Outdoors as planned", "Move inside: the Barn"],
            ["Move inside: the Barn", "Outdoors"],
        ] {
            let bench = Bench()
            _ = bench.settle(.timeline(.decide("vows", order[0])), by: "rosa")
            bench.now = bench.now + .seconds(4)
            _ = bench.settle(.timeline(.decide("vows", order[1])), by: "ben")
            #expect(bench.core.current.day.items["vows"]?.decision == "Move inside: the Barn")
            let open = bench.core.current.openConflicts
            #expect(open.count == 1 && open.first?.rule == .manual)
            // A person settles it, and it stands.
            guard let conflict = open.first else { continue }
            let decision = FieldEdit(.decision, .text("Outdoors"))
            _ = bench.settle(
                .decide(conflict.id, decision), by: "rosa", text: "the sky is clear")
            #expect(bench.core.current.day.items["vows"]?.decision == "Outdoors")
            #expect(bench.core.current.openConflicts.isEmpty)
        }
    }

    @Test("a decision that somebody made after hearing the other simply holds")
    func laterDecision() {
        let bench = Bench()
        _ = bench.settle(.timeline(.decide("vows", "Outdoors")), by: "rosa")
        bench.now = bench.now + .minutes(2)
        _ = bench.settle(.timeline(.decide("vows", "Inside")), by: "ben")
        #expect(bench.core.current.day.items["vows"]?.decision == "Inside")
        #expect(bench.core.current.openConflicts.isEmpty)
    }

    @Test("the same payment recorded by two people counts once, and both are asked")
    func paidTwice() {
        let bench = Bench()
        _ = bench.settle(.task(.pay("p1", .paid)), by: "maya")
        bench.now = bench.now + .seconds(20)
        let effects = bench.settle(.task(.pay("p1", .paid)), by: "rosa")
        let entries = effects.appended.joined()
        #expect(!entries.contains { if case .task(.pay) = $0.change { true } else { false } })
        let asked = entries.compactMap { entry -> Message? in
            if case .message(.send(let message)) = entry.change { message } else { nil }
        }
        #expect(asked.first.map { Set($0.recipients) } == ["maya", "rosa"])
        #expect(asked.first?.text.contains("Callboard counts it once.") == true)
        // The payee's receipt is another thing than the payment.
        let receipt = bench.settle(.task(.pay("p1", .received)), by: "tess")
        #expect(receipt.refusals.isEmpty)
        #expect(bench.core.current.day.payments["p1"]?.status == .received)
    }

    // MARK: Once each

    @Test("people of one coach or company who do not come are one alert with their number")
    func oneCause() {
        var day = Fixture.day
        for name in ["ann", "bea", "cleo", "dan"] {
            day.people.insert(
                Person(
                    id: PersonID(name), name: name.capitalizedFirst, role: .vendor,
                    vendor: VendorID(name == "ann" ? "food" : "band-\(name)"),
                    callTime: Fixture.noon))
        }
        day.items.insert(
            TimelineItem(
                id: "coach", title: "Coach", kind: .transport, start: Fixture.noon - .hours(1),
                end: Fixture.noon, people: ["ann", "bea", "cleo", "dan"]))
        day.people.update("iris") { $0.callTime = Fixture.noon }
        let bench = Bench(day: day)
        _ = bench.settle(.presence(.checkIn("rosa", zone: "barn")), by: "rosa")
        let late = bench.passBeating(.minutes(16), "rosa").raised
        #expect(late.map(\.kind) == [.vendorOverdue, .vendorOverdue])
        #expect(
            late.contains {
                $0.text == "4 people, Ann, Bea, Cleo and Dan, overdue, call time 12:00"
            },
            "\(late.map(\.text))")
        let alert = late.first { $0.text.hasPrefix("4 people") }?.id ?? ""
        _ = bench.settle(.presence(.checkIn("ann", zone: "barn")), by: "ann")
        #expect(bench.core.current.alert(alert)?.state == .raised)
        for person in ["bea", "cleo", "dan"] as [PersonID] {
            _ = bench.settle(.presence(.checkIn(person, zone: "barn")), by: person)
        }
        #expect(bench.core.current.alert(alert)?.state == .returned)
    }

    @Test("a day begun late, when nobody has checked in, raises one alert for all who are due")
    func firstStartLate() {
        var day = Fixture.day
        for (minute, name) in ["ann", "bea", "cleo"].enumerated() {
            day.people.insert(
                Person(
                    id: PersonID(name), name: name.capitalizedFirst, role: .vendor,
                    vendor: VendorID("band-\(name)"),
                    callTime: Fixture.noon - .minutes(120 - 10 * minute)))
        }
        let bench = Bench(day: day)
        let first = bench.pass(.seconds(1))
        #expect(first.raised.map(\.kind) == [.vendorOverdue, .vendorNoShow])
        #expect(
            first.raised.map(\.text) == [
                "3 people, Ann, Bea and Cleo, overdue, call times 10:00 to 10:20",
                "3 people, Ann, Bea and Cleo, have not arrived",
            ])
        let again = Bench(day: day)
        var kept = RecoveredLog()
        kept.tail = first.flatMap { effect -> [JournalEntry] in
            if case .append(let entries) = effect { entries } else { [] }
        }
        (again.now, _) = (bench.now, again.core.restore(kept))
        #expect(again.pass(.minutes(1)).raised.isEmpty, "said once is said after a restart")
        for bench in [bench, again] {
            for person in ["ann", "bea"] as [PersonID] {
                let updates = bench.atStation(.presence(.checkIn(person, zone: "barn"))).appended
                    .joined().filter { if case .alert(.update) = $0.change { true } else { false } }
                #expect(updates.count == 2)
            }
            _ = bench.atStation(.presence(.checkIn("cleo", zone: "barn")))
            #expect(bench.core.current.alerts.map(\.state) == [.returned, .returned])
        }
    }
}
