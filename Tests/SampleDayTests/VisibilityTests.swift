import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Who may read what, over the whole sample day.
@Suite("What each role may read")
struct VisibilityTests {
    private let core = Sample.whole.engine.core

    private func view(_ principal: Principal) throws -> DayState {
        core.view(for: try #require(core.subscriber(principal)))
    }

    private static let people: [PersonID] = [
        "p-maya", "p-rosa", "p-lorna", "p-joan", "p-iris", "p-tess", "p-marlo", "p-wren", "p-lucia",
    ]

    @Test(
        "payments: all for those who edit them, one's own company's for the rest", arguments: people
    )
    func payments(id: PersonID) throws {
        let person = try #require(Sample.wedding.people[id])
        let seen = Set(try view(.person(id)).day.payments.map(\.id))
        let expected = Sample.wedding.payments.filter {
            person.role.level(.payments) >= .edit || $0.vendor == person.vendor
        }
        #expect(seen == Set(expected.map(\.id)))
    }

    @Test(
        "phones and addresses of others are for administrators, but the number to ring",
        arguments: people)
    func contacts(id: PersonID) throws {
        let person = try #require(Sample.wedding.people[id])
        let seen = try view(.person(id)).day.people
        let mayRead = person.role.level(.administration) >= .edit
        let all = core.current.day.people
        #expect(seen.map(\.id) == all.map(\.id))
        let toRing = person.role == .guest ? nil : core.current.day.lead(of: .coordinator)?.id
        for (one, other) in zip(seen, all) {
            let isOpen = mayRead || other.id == id
            let mayRing = isOpen || other.id == toRing
            #expect(one.phone == (mayRing ? other.phone : nil), "\(other.id)")
            #expect(one.email == (isOpen ? other.email : nil), "\(other.id)")
            #expect(one.notes == (isOpen ? other.notes : nil), "\(other.id)")
        }
    }

    @Test(
        "ceremony details need a right to the ceremony; when it is everybody knows",
        arguments: people)
    func ceremony(id: PersonID) throws {
        let person = try #require(Sample.wedding.people[id])
        let day = try view(.person(id)).day
        let mayRead = person.role.level(.ceremony) >= .view
        #expect((day.ceremonyDetails != .init()) == mayRead)
        #expect(day.ceremonyItem?.start == core.current.day.ceremonyItem?.start)
        #expect((day.ceremonyItem?.people.isEmpty == false) == mayRead)
    }

    @Test("words between others stay theirs", arguments: people)
    func messages(id: PersonID) throws {
        let person = try #require(Sample.wedding.people[id])
        let all = core.current.messages
        let theirs = all.filter { $0.recipients.contains(id) || $0.from.person == id }
        let expected = person.role.level(.messaging) >= .manage ? all : theirs
        #expect(try view(.person(id)).messages.map(\.id) == expected.map(\.id))
        #expect(theirs.count < all.count)
    }

    @Test(
        "a guest's entry without contact data for those who only view, and none where there is no right"
    )
    func guests() throws {
        let all = core.current.day.guests
        func seen(_ id: PersonID) throws -> [Guest] {
            try view(.person(id)).day.guests.map { $0 }
        }
        #expect(try seen("p-wren").isEmpty)
        #expect(try seen("p-maya") == all.map { $0 })
        #expect(try seen("p-lucia") == all.filter { $0.person == "p-lucia" })
        #expect(all.count { $0.person == "p-lucia" } == 1)
        for (id, seesDiets) in [("p-iris", false), ("p-tess", true)] as [(PersonID, Bool)] {
            let expected = all.map { guest in
                var guest = guest
                (guest.phone, guest.email, guest.notes) = (nil, nil, nil)
                if !seesDiets { (guest.diet, guest.meal) = (nil, nil) }
                return guest
            }
            #expect(try seen(id) == expected, "\(id)")
        }
    }

    @Test("vendors see their own tasks and what they hold")
    func work() throws {
        let (wren, all) = (try view(.person("p-wren")), core.current)
        let duties = all.day.duties.filter { $0.owner == "p-wren" }.map(\.id)
        #expect(wren.day.duties.map(\.id) == duties && !duties.isEmpty)
        for holder in Set(all.day.custody.compactMap(\.lastHolder)) {
            let role = try #require(all.day.people[holder]).role
            let seesAll = role.level(.vendors) == .view || role.level(.vendors) >= .edit
            let held = all.day.custody.filter { seesAll || $0.lastHolder == holder }
            #expect(try view(.person(holder)).day.custody.map(\.id) == held.map(\.id), "\(holder)")
        }
        #expect(wren.day.custody.map(\.id) == [])
        #expect(Set(wren.presence.keys) == Set(all.presence.keys))
        let batteries = all.presence.filter { $0.key != "p-wren" && $0.value.battery != nil }
        #expect(!batteries.isEmpty)
        #expect(batteries.keys.allSatisfy { wren.presence[$0]?.battery == nil })
        #expect(wren.proposal == nil && wren.day.emergencyContacts.isEmpty)
    }

    @Test("stations: whoever is called for a time at the gate, public wording on the screen")
    func stations() throws {
        let desk = try view(.station)
        let day = core.current.day
        #expect(
            desk.day.people.map(\.id)
                == day.people.filter { person in
                    let isCalled = person.callTime != nil && person.role != .couple
                    return person.role.isVendor || person.role == .coordinator || isCalled
                        || person.vendor != nil
                }.map(\.id))
        #expect(desk.day.people.allSatisfy { $0.phone == nil && $0.email == nil })
        #expect(desk.day.guests.isEmpty && desk.day.payments.isEmpty)
        // Who is asked to confirm which run of show, and no words of anybody.
        #expect(!desk.messages.isEmpty)
        #expect(desk.messages.allSatisfy { $0.version != nil && $0.text.isEmpty && $0.to.isEmpty })
        let screen = try view(.screen)
        #expect(Set(screen.day.people.map(\.id)) == ["p-maya", "p-theo"])
        #expect(screen.presence.isEmpty && screen.messages.isEmpty)
        #expect(
            screen.day.items.map(\.id) == day.items.filter { $0.visibility == .all }.map(\.id))
        #expect(screen.day.items.allSatisfy { $0.owner == nil && $0.notes == nil })
        let storm = core.current.alerts.filter { $0.audience.contains(.all) }.map(\.id)
        #expect(screen.alerts.map(\.id) == storm && storm.count == 1)
    }

    /// What nothing that happens later makes anybody else's to read.
    private static let settledKinds: Set<String> = [
        "presence.checkin", "presence.move", "presence.battery", "rsvp.change", "seating.change",
        "guest.add", "guest.arrive", "guest.leave", "payment.record", "message.send", "note.add",
    ]

    /// The rules for a snapshot and for entries as they come are the same rules.
    @Test(
        "whoever gets an entry live finds it in their snapshot's history, and nobody else does",
        arguments: people)
    func sameRules(id: PersonID) throws {
        let role = try #require(Sample.wedding.people[id]).role
        let history = Set(try view(.person(id)).recent.map(\.offset))
        let entries = Sample.whole.units.joined().filter {
            Self.settledKinds.contains($0.event.change.kind)
        }
        #expect(Set(entries.map(\.event.change.kind)) == Self.settledKinds)
        for entry in entries {
            let isLive = entry.roles.contains(role) || entry.people.contains(id)
            #expect(history.contains(entry.event.offset) == isLive, "\(entry.event.offset)")
        }
        let hidden = core.current.recent.filter { !history.contains($0.offset) }
        #expect(hidden.isEmpty == (role == .coordinator))
    }
}
