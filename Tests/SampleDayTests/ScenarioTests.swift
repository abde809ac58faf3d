import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Scenarios of the mission")
struct ScenarioTests {
    private func letters(_ kind: String, from: Timestamp, to: Timestamp) -> Set<PersonID> {
        Set(
            Sample.whole.effects.compactMap { effect, at -> PersonID? in
                guard at >= from, at <= to,
                    case .send(.event(let event, _), .person(let person)) = effect,
                    event.change.kind == kind
                else { return nil }
                return person
            })
    }

    /// The entries of a kind in a while, as they were written.
    private func written(_ kind: String, from: Timestamp, to: Timestamp) -> [JournalEntry] {
        Sample.whole.units.joined().filter { entry in
            (from...to).contains(entry.event.at) && entry.event.change.kind == kind
        }
    }

    /// Whose devices were to get the entry that raised an alert.
    private func called(by alert: Alert) -> Set<PersonID> {
        let raised = Sample.whole.units.joined().first { entry in
            if case .alert(.raise(let raised)) = entry.event.change {
                raised.id == alert.id
            } else {
                false
            }
        }
        return Set(raised?.addressees ?? [])
    }

    private func alert(_ rule: String, _ about: String) throws -> Alert {
        try #require(Sample.whole.state.alerts.first { $0.rule == rule && $0.about == about })
    }

    @Test("the photographer's walk: on the way, checked in, photographing, gone")
    func photographersWalk() {
        let walk = Sample.whole.log.compactMap { event -> String? in
            switch event.change {
            case .presence(.activity("p-iris", let activity)): activity.rawValue
            case .presence(.checkIn("p-iris", let zone, _)): "at_venue \(zone?.rawValue ?? "")"
            case .presence(.move("p-iris", let zone)): zone.rawValue
            default: nil
            }
        }
        #expect(
            walk == [
                "en_route", "at_venue z-suite", "photography", "z-pond", "z-orchard", "z-terrace",
                "z-cellar", "z-orchard", "z-barn", "z-orchard", "departed",
            ])
    }

    @Test(
        "the missing photographer: at T−30 coordinator and couple are told, with the dead zone as the reason"
    )
    func missingPhotographer() throws {
        let alert = try alert("r-missing", "p-iris")
        #expect(alert.raisedAt == Sample.moment(15, 0))
        #expect(alert.priority == .critical)
        #expect(alert.audience == [.coordinator, .couple])
        #expect(alert.text.contains("14:49 (likely in Stone Cellar, no signal: send the nearest)"))
        #expect(called(by: alert) == ["p-rosa", "p-ben", "p-maya", "p-theo"])
        let told = letters("alert.raise", from: Sample.moment(15, 0), to: Sample.moment(15, 1))
        #expect(told.isSuperset(of: ["p-rosa", "p-ben", "p-maya", "p-theo"]))
        #expect(alert.state == .resolved)
    }

    @Test(
        "the bride's battery: told to her, her helper and the coordinator; louder at 9; quiet on the power bank"
    )
    func brideBattery() throws {
        let alert = try alert("r-batt", "p-maya")
        #expect(alert.raisedAt == Sample.moment(13, 5))
        #expect(alert.audience == [.subject, .helper, .coordinator])
        #expect(called(by: alert) == ["p-maya", "p-lucia", "p-rosa", "p-ben"])
        let told = letters("alert.raise", from: Sample.moment(13, 5), to: Sample.moment(13, 5, 30))
        #expect(told.isSuperset(of: ["p-lucia", "p-rosa", "p-ben"]))
        #expect(alert.stepsTaken == ["": 1])
        #expect(alert.state == .resolved && alert.changedAt == Sample.moment(13, 33))
    }

    @Test("a coordinator offline on a Saturday: emergency contacts after a minute of silence")
    func coordinatorOffline() throws {
        let alert = try alert("r-venue", "p-rosa")
        #expect(alert.raisedAt == Sample.moment(16, 42, 20))
        // In order, and not the one who is silent: the next is called only after a minute.
        #expect(alert.audience == [.person("p-ben")])
        #expect(called(by: alert) == ["p-ben"] && alert.stepsTaken.isEmpty)
        #expect(!alert.isOpen)
    }

    @Test(
        "the storm: everyone is told once, each zone answers or escalates, only a person says all clear"
    )
    func storm() throws {
        let storms = Sample.whole.state.alerts.filter { $0.rule == "r-wx" }
        #expect(storms.count == 1)
        let storm = try #require(storms.first)
        #expect(storm.raisedAt == Sample.moment(16, 34))
        let early = Sample.whole.effects.contains { effect, at in
            guard case .send(.event(let event, early: true), _) = effect else {
                return false
            }
            return at == Sample.moment(16, 34) && event.change.kind == "alert.raise"
        }
        #expect(early)
        let silent = Sample.whole.log.compactMap { event -> [ZoneID]? in
            if case .alert(.escalate(storm.id, let step)) = event.change, step.step == 2 {
                step.zones
            } else {
                nil
            }
        }
        #expect(silent == [["z-parking"]])
        #expect(storm.state == .allClear && storm.changedAt == Sample.moment(17, 34))
        #expect(called(by: storm) == Set(Sample.wedding.people.map(\.id)))
        let told = letters("alert.raise", from: Sample.moment(16, 34), to: Sample.moment(16, 36))
        let before = Sample.play(until: Sample.moment(16, 33)).state
        let here = before.day.people.filter { before.presence[$0.id]?.link == .online }
        #expect(told.isSuperset(of: Set(here.map(\.id))))
    }

    /// The couple and the coordinator who did not say it.
    private static let family: Set<PersonID> = ["p-maya", "p-theo", "p-ben"]

    @Test("an RSVP change: couple and coordinators hear it, high within 48 hours")
    func rsvp() {
        let rows = Sample.whole.log.filter { $0.change.kind == "rsvp.change" }
        #expect(rows.map(\.priority) == [.high, .high, .high])
        let entries = written("rsvp.change", from: Sample.moment(9, 12), to: Sample.moment(9, 13))
        let before = Sample.play(until: Sample.moment(9, 14)).state
        let router = RealtimeMessageRouter(state: before, now: Sample.moment(9, 14))
        let meant = entries.map { router.route($0.event).map { Set(router.people($0, .high)) } }
        #expect(meant == Array(repeating: Self.family.union(["p-rosa"]), count: 3))
        // The couple have no device yet: they are told by phone.
        #expect(entries.map(\.addressees) == Array(repeating: ["p-ben"], count: 3))
        #expect(
            letters("rsvp.change", from: Sample.moment(9, 12), to: Sample.moment(9, 20)) == [
                "p-ben"
            ])
    }

    @Test("seating: a full table refuses, a free seat takes, venue and catering are told")
    func seating() {
        let refused = Sample.whole.effects.filter { effect, at in
            guard case .send(.rejected(_, .tableFull(let name, 8)), _) = effect else {
                return false
            }
            return name == "Table 12" && at == Sample.moment(13, 48)
        }
        #expect(refused.count == 1)
        let seated = written(
            "seating.change", from: Sample.moment(14, 44), to: Sample.moment(14, 50))
        #expect(seated.map(\.event.priority) == [.high, .high])
        let words: Set<PersonID> = [
            "p-lorna", "p-gus", "p-dee", "p-anselm", "p-tess", "p-jules", "p-ben",
        ]
        #expect(seated.map { Set($0.addressees) } == [words, words])
        let told = letters("seating.change", from: Sample.moment(14, 44), to: Sample.moment(14, 50))
        #expect(told.isSuperset(of: ["p-lorna", "p-gus", "p-tess", "p-anselm", "p-ben"]))
        #expect(told.isSubset(of: words))
    }

    @Test("a payment: couple, coordinator and payee, at low priority, nobody else")
    func payment() {
        let paid = written(
            "payment.record", from: Sample.moment(12, 44), to: Sample.moment(12, 44, 30))
        #expect(paid.map(\.event.priority) == [.low])
        let payee: Set<PersonID> = ["p-noor", "p-camille"]
        #expect(paid.map { Set($0.addressees) } == [Self.family.union(payee)])
        #expect(paid.map(\.roles) == [[.couple, .coordinator]])
        #expect(paid.map { Set($0.people) } == [payee])
        let told = letters(
            "payment.record", from: Sample.moment(12, 44), to: Sample.moment(12, 44, 30))
        #expect(told.isSubset(of: Self.family.union(payee)) && told.isSuperset(of: payee))
    }

    @Test("a late vendor: overdue after 15 minutes, cleared by the check-in")
    func lateVendor() throws {
        let alert = try alert("r-late", "p-noor")
        #expect(alert.raisedAt == Sample.moment(8, 0))
        #expect(alert.history.contains { $0.at == Sample.moment(8, 11) && $0.text == "cause gone" })
    }

    @Test("the ceremony conflict: the couple's time stands, the trio's leader is told")
    func ceremonyConflict() {
        let conflict = Sample.whole.state.conflicts.first
        #expect(conflict?.item == "i-27")
        #expect(conflict?.winner.by == .person("p-maya"))
        #expect(conflict?.loser.by == .person("p-evelyn"))
        let (start, end) = (Sample.moment(13, 19), Sample.moment(13, 45))
        let settled = written("sync.resolve", from: start, to: end)
        #expect(settled.map { Set($0.addressees) } == [["p-evelyn", "p-rosa", "p-ben"]])
        #expect(letters("sync.resolve", from: start, to: end).contains("p-evelyn"))
    }

    @Test("the ceremony's new time, both notices and what it leaves are one unit of the log")
    func oneUnit() throws {
        let unit = try #require(
            Sample.whole.units.first { unit in
                unit.contains { entry in
                    if case .edit(.field(.item("i-27"), _, _)) = entry.event.change {
                        true
                    } else {
                        false
                    }
                }
            }
        ).map(\.event)
        #expect(
            unit.map(\.change.kind) == [
                "sync.edit", "message.send", "message.send", "timeline.ripple",
            ])
        #expect(unit.map(\.by) == [.person("p-maya"), .system, .system, .system])
        let notices = unit.compactMap { event -> Set<PersonID>? in
            if case .message(.send(let message)) = event.change {
                Set(message.recipients)
            } else {
                nil
            }
        }
        let day = Sample.wedding
        let words: [[AudienceWord]] = [[.vendors, .venue], [.weddingParty]]
        #expect(notices == words.map { Set(day.people(for: $0, AudienceContext())) })
        guard case .timeline(.ripple(let left))? = unit.last?.change else {
            Issue.record("nothing is said of what waits for it")
            return
        }
        #expect(
            left.cause == "i-27" && Set(left.moves.map(\.item)).isSuperset(of: ["i-28", "i-29"]))
    }

    @Test("the missing child is told to those who act and to no guest")
    func missingChild() throws {
        let alert = try alert("missing_child", "p-nico")
        #expect(alert.isEmergency && !alert.asksZones)
        let told = letters("alert.raise", from: Sample.moment(19, 20), to: Sample.moment(19, 21))
        #expect(told == ["p-rosa", "p-ben", "p-lorna", "p-gus", "p-dee", "p-andre"])
    }

    @Test("everyone who was expected was seen")
    func everyone() {
        let state = Sample.whole.state
        #expect(state.expectedCount == 145)
        #expect(state.day.people.allSatisfy { state.presence[$0.id]?.checkedInAt != nil })
        #expect(
            state.day.otherGuests.filter(\.rsvp.isExpected).allSatisfy {
                $0.rsvp == .left || $0.rsvp == .arrived
            })
    }
}
