import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Whoever is drawn into something hears of it whole; whoever is not, hears nothing.
@Suite("Who follows an alert")
struct FollowerTests {
    private func reader(_ person: PersonID, _ bench: Bench) throws -> Subscriber {
        try #require(bench.core.subscriber(.person(person)))
    }

    /// What `person` gets of the entries, as they may read them.
    private func read(_ effects: [Effect], _ person: PersonID, _ bench: Bench) throws -> [Change] {
        let reader = try reader(person, bench)
        return effects.flatMap { effect -> [Change] in
            guard case .show(let entry) = effect, entry.audience.people.contains(person) else {
                return []
            }
            return [bench.core.redacted(entry.event, for: reader).change]
        }
    }

    private func alerts(in changes: [Change]) -> [Alert] {
        changes.compactMap { if case .alert(.raise(let alert)) = $0 { alert } else { nil } }
    }

    @Test("whoever the ladder calls gets the alert itself, and what becomes of it")
    func called() throws {
        var day = Fixture.day
        day.emergencyContacts = [
            .init(order: 0, label: "", person: "lucia", name: "", phone: "1")
        ]
        let bench = Bench(day: day)
        var lucia = try bench.core.view(for: reader("lucia", bench))
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [])), by: "rosa")
        #expect(try read(bench.pass(.minutes(9)), "lucia", bench).isEmpty)
        let effects = bench.pass(.minutes(2))
        let alert = try #require(alerts(in: read(effects, "lucia", bench)).first)
        #expect(alert.called == ["lucia"] && alert.history.isEmpty)
        let end = bench.settle(.alert(.resolve(alert.id)), by: "rosa", text: "Power is back.")
        for case .show(let entry) in effects + end where entry.audience.people.contains("lucia") {
            lucia.apply(try bench.core.redacted(entry.event, for: reader("lucia", bench)))
        }
        #expect(lucia.alert(alert.id)?.isOpen == false)
    }

    @Test("a couple that is spared reads nothing of a critical alert until it is called out")
    func spared() throws {
        var day = Fixture.day
        day.shieldsCouple = true
        let bench = Bench(day: day)
        let first = bench.settle(
            .raise(Fixture.alert(.powerOutage, [.coordinator, .couple])), by: "rosa")
        let quiet = first + bench.passBeating(.minutes(9), "maya")
        #expect(try read(quiet, "maya", bench).isEmpty)
        #expect(try bench.core.view(for: reader("maya", bench)).alerts.isEmpty)
        let after = bench.passBeating(.minutes(2), "maya")
        #expect(try alerts(in: read(after, "maya", bench)).count == 1)
        #expect(try bench.core.view(for: reader("maya", bench)).alerts.count == 1)
    }

    @Test("whoever raises what another raised follows it, and the other cannot end it for both")
    func raisedByTwo() throws {
        let bench = Bench()
        var medical = Fixture.alert(.medical, [.coordinator])
        medical.zone = "barn"
        let first = try #require(bench.settle(.raise(medical), by: "iris").raised.first)
        let again = bench.settle(
            .raise(medical), by: "evelyn", text: "He does not breathe.")
        #expect(again.raised.isEmpty)
        #expect(try alerts(in: read(again, "evelyn", bench)).map(\.id) == [first.id])
        let end = bench.settle(.alert(.resolve(first.id)), by: "iris", text: "Never mind.")
        #expect(end.refusals.count == 1 && bench.core.current.alert(first.id)?.isOpen == true)
        _ = bench.settle(.alert(.acknowledge(first.id, zone: nil)), by: "evelyn")
        let close = bench.settle(.alert(.resolve(first.id)), by: "rosa", text: "Ambulance is here.")
        #expect(try read(close, "evelyn", bench).map(\.kind) == ["alert.resolve"])
    }

    @Test("calls for help from one place that nobody answered are one alert")
    func help() throws {
        let bench = Bench()
        func call(_ zone: ZoneID) {
            var help = Fixture.alert(.helpRequest, [])
            help.zone = zone
            _ = bench.settle(.raise(help), by: "uncle")
        }
        for _ in 0..<20 { call("barn") }
        let first = try #require(bench.core.current.alerts.first)
        #expect(bench.core.current.alerts.count == 1)
        call("lawn")
        #expect(bench.core.current.alerts.count == 2)
        _ = bench.settle(.alert(.acknowledge(first.id, zone: nil)), by: "rosa")
        call("barn")
        #expect(bench.core.current.alerts.count == 3)
    }

    @Test("a told-to-everyone alert says so to those who had it before")
    func toldToAll() throws {
        let bench = Bench()
        var andre = try bench.core.view(for: reader("andre", bench))
        let first = bench.settle(
            .raise(Fixture.alert(.missingChild, [.coordinator, .security])), by: "rosa")
        let id = try #require(first.raised.first?.id)
        let more = bench.settle(.alert(.broadcast(id)), by: "rosa")
        for case .show(let entry) in first + more {
            andre.apply(try bench.core.redacted(entry.event, for: reader("andre", bench)))
        }
        #expect(andre.alert(id)?.audience == [.all])
        #expect(try bench.core.view(for: reader("andre", bench)).alert(id)?.audience == [.all])
    }

    @Test("what is the crew's of an item reaches no station, live or in its snapshot")
    func station() throws {
        let bench = Bench()
        let changes: [Request] = [
            .edit(
                .text(
                    .item("dinner"), .notes,
                    TextOperation([.insert(Array("Hide the envelope.".unicodeScalars))]), base: 1)),
            .edit(.field(.item("dinner"), FieldEdit(.tags, .adding("lights")), base: nil)),
            .timeline(.standby("dinner", ["tess"])),
        ]
        for change in changes {
            let shown = bench.settle(change, by: "rosa").compactMap { effect -> Bool? in
                if case .show(let entry) = effect { entry.isForStation } else { nil }
            }
            #expect(shown.first == false, "\(change.kind)")
        }
        let desk = try #require(bench.core.subscriber(.station))
        let view = bench.core.view(for: desk)
        let notes = view.revisions[FieldKey(.item("dinner"), .notes)]
        #expect(notes?.operations.isEmpty ?? true)
        #expect(view.day.items["dinner"]?.notes == nil)
    }

    @Test("whoever takes part in what is the crew's gets its new time, however many items move")
    func hiddenParts() throws {
        var day = Fixture.day
        day.items.insert(
            TimelineItem(
                id: "photos", title: "Photos", kind: .photo, start: Fixture.noon + .hours(4),
                end: Fixture.noon + .hours(5), owner: "iris", people: ["lucia"],
                visibility: .vendors))
        let bench = Bench(day: day)
        let lucia = try #require(bench.core.subscriber(.person("lucia")))
        var copy = bench.core.view(for: lucia)
        #expect(copy.day.items["photos"] != nil && copy.day.items["dinner"] != nil)
        let effects = bench.settle(
            .timeline(.shift(["photos", "dinner"], minutes: 10)), by: "rosa")
        // As the wire does it: to a class as to anybody of it, else to them by name.
        for case .show(let entry) in effects where entry.roles.contains(lucia.role) {
            copy.apply(bench.core.redacted(entry.event, for: Subscriber(anyOf: lucia)))
        }
        for id in ["photos", "dinner"] as [ItemID] {
            #expect(copy.day.items[id]?.start == bench.core.current.day.items[id]?.start, "\(id)")
        }
    }
}
