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
        core.view(for: try #require(core.reader(principal)))
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

    @Test("phones and addresses of others are for administrators", arguments: people)
    func contacts(id: PersonID) throws {
        let person = try #require(Sample.wedding.people[id])
        let others = try view(.person(id)).day.people.filter { $0.id != id }
        let mayRead = person.role.level(.administration) >= .edit
        #expect(others.contains { $0.phone != nil || $0.email != nil } == mayRead)
        #expect(try view(.person(id)).day.people[id]?.phone == person.phone)
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
        let seen = try view(.person(id)).messages
        if person.role.level(.messaging) >= .manage {
            #expect(seen.count == core.current.messages.count)
        } else {
            #expect(seen.allSatisfy { $0.recipients.contains(id) || $0.from.person == id })
        }
    }

    @Test(
        "a guest's entry without contact data for those who only view, and none where there is no right"
    )
    func guests() throws {
        #expect(try view(.person("p-wren")).day.guests.isEmpty)
        #expect(
            try view(.person("p-iris")).day.guests.allSatisfy { $0.phone == nil && $0.diet == nil })
        #expect(try view(.person("p-tess")).day.guests.allSatisfy { $0.email == nil })
        #expect(try view(.person("p-tess")).day.guests.contains { $0.diet != nil })
        #expect(try view(.person("p-lucia")).day.guests.allSatisfy { $0.person == "p-lucia" })
        #expect(try view(.person("p-maya")).day.guests.count == core.current.day.guests.count)
    }

    @Test("vendors see their own tasks and what they hold")
    func work() throws {
        let wren = try view(.person("p-wren"))
        #expect(wren.day.duties.allSatisfy { $0.owner == "p-wren" })
        #expect(wren.day.custody.allSatisfy { $0.lastHolder == "p-wren" })
        #expect(wren.presence.allSatisfy { $0.key == "p-wren" || $0.value.battery == nil })
        #expect(wren.proposal == nil && wren.day.emergencyContacts.isEmpty)
    }

    @Test("stations: companies and times at the gate, public wording on the screen")
    func stations() throws {
        let desk = try view(.desk)
        #expect(desk.day.people.allSatisfy { $0.phone == nil })
        #expect(desk.day.people.contains { $0.id == "p-wren" })
        #expect(!desk.day.people.contains { $0.role == .couple || $0.role == .weddingParty })
        #expect(desk.messages.isEmpty && desk.day.guests.isEmpty && desk.day.payments.isEmpty)
        let screen = try view(.screen)
        #expect(screen.day.people.allSatisfy { $0.role == .couple })
        #expect(screen.presence.isEmpty && screen.messages.isEmpty)
        #expect(
            screen.day.items.allSatisfy {
                $0.visibility == .all && $0.owner == nil && $0.notes == nil
            })
        #expect(screen.alerts.allSatisfy { $0.audience.contains(.all) })
    }

    /// The rules for a snapshot and for entries as they come are the same rules.
    @Test("whoever gets an entry live finds it in their snapshot's history, and nobody else does")
    func sameRules() throws {
        for id in Self.people {
            let reader = try #require(core.reader(.person(id)))
            let history = Set(core.view(for: reader).recent.map(\.offset))
            let hidden = core.current.recent.filter { !history.contains($0.offset) }
            let person = try #require(Sample.wedding.people[id])
            if person.role.level(.payments) < .edit {
                for event in core.current.recent {
                    guard case .pay(let payment, _) = event.change else { continue }
                    let isTheirs = core.current.day.payments[payment]?.vendor == person.vendor
                    #expect(history.contains(event.offset) == isTheirs, "\(id) \(event.offset)")
                }
            }
            #expect(person.role == .coordinator ? hidden.isEmpty : !hidden.isEmpty, "\(id)")
        }
    }
}
