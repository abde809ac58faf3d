import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Guests at the gate")
struct GateTests {
    /// Before the first shuttle; nobody is here.
    private func gate(_ query: String = "") -> ConsoleState {
        var state = Screens.state(13, 0)
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "gate")
        _ = Screens.press(&state, .enter)
        Screens.type(&state, query)
        return state
    }

    private func arrived(_ sent: [Submission]) -> [GuestID] {
        guard case .write(.guest(.arrive(let ids, nil)))? = sent.first?.request else { return [] }
        return ids
    }

    @Test("Enter says that everyone of the coach is here, and the list says how many are")
    func coach() throws {
        var state = gate("coach")
        let expected = try #require(state.day).day.guests.filter(\.takesShuttle).map(\.id)
        let ids = arrived(Screens.submissions(Screens.press(&state, .enter)))
        #expect(!ids.isEmpty && Set(ids).isSubset(of: expected))
        let here = state.day?.day.guests.count { $0.takesShuttle && $0.rsvp.isHere }
        #expect(here == expected.count)
    }

    @Test("more than a unit holds is taken back in several")
    func manyTakenBack() throws {
        var state = gate("coach")
        for number in 0..<240 {
            var guest = Guest(
                id: GuestID("more-\(number)"), firstName: "More", lastName: "\(number)",
                rsvp: .attending)
            guest.takesShuttle = true
            state.day?.day.guests.insert(guest)
        }
        let before = state.day?.day.guests.map(\.rsvp)
        _ = Screens.press(&state, .enter)
        #expect(state.day?.day.guests.map(\.rsvp) != before)
        _ = Screens.press(&state, .escape)
        let undone = Screens.submissions(Screens.press(&state, .char("u")))
        #expect(undone.count > 2)
        #expect(undone.allSatisfy { $0.request.parts.count <= Request.partsMax })
        #expect(state.day?.day.guests.map(\.rsvp) == before)
    }

    @Test("c on a table of guests, then Enter: the whole table is here; u takes it back")
    func table() throws {
        var state = Screens.state(13, 0)
        let table = try #require(state.day?.day.tables.first?.id)
        state.selection[.board] = table.rawValue
        let seated = try #require(state.day).day.guests.filter { $0.table == table }
        _ = Screens.press(&state, .char("c"))
        let ids = arrived(Screens.submissions(Screens.press(&state, .enter)))
        #expect(Set(ids) == Set(seated.filter { !$0.rsvp.isHere }.map(\.id)))
        _ = Screens.press(&state, .escape)
        let undone = Screens.submissions(Screens.press(&state, .char("u")))
        #expect(undone.count == 1)
        let after = state.day?.day.guests.filter { $0.table == table }.map(\.rsvp)
        #expect(after == seated.map(\.rsvp))
    }

    @Test("whoever is not on the list is a new guest with one Enter")
    func walkIn() throws {
        var state = gate("Zoe Finn")
        let sent = Screens.submissions(Screens.press(&state, .enter))
        guard case .write(.guest(.add(let guest)))? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(guest.name == "Zoe Finn" && guest.rsvp == .arrivedUninvited)
        #expect(state.toast?.text.hasPrefix("Zoe Finn is on the list now.") == true)
    }

    @Test("Tab turns to those who go")
    func leaving() throws {
        var state = gate("coach")
        _ = Screens.press(&state, .enter, .tab)
        Screens.type(&state, "coach")
        let sent = Screens.submissions(Screens.press(&state, .enter))
        guard case .write(.guest(.leave(let ids)))? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(!ids.isEmpty)
    }

    @Test("the kitchen is told heads, meals and diets, and what changed since it was told last")
    func kitchen() throws {
        var state = Screens.state(13, 0)
        func open() {
            _ = Screens.press(&state, .char(":"))
            Screens.type(&state, "caterer")
            _ = Screens.press(&state, .enter)
        }
        open()
        #expect(view(state).text.contains("heads") && view(state).text.contains("meals"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        guard case .send(let draft)? = sent.first?.request, let text = sent.first?.text else {
            Issue.record("\(sent)")
            return
        }
        #expect(draft.to == [.catering, .coordinator])
        let offset = try #require(state.day).offset
        state.day?.apply(
            LogEvent(
                offset: offset + 1, id: "k", at: state.now, saidAt: state.now,
                by: .person("p-rosa"), via: .console,
                change: .message(
                    .send(
                        Message(
                            id: "m-k", from: .person("p-rosa"), to: draft.to, text: text,
                            priority: .high, sentAt: state.now))), text: "", priority: .high))
        open()
        #expect(view(state).text.contains("Nothing has changed since 13:00."))
        _ = Screens.press(&state, .escape)
        let zoe = Guest(
            id: "g-zoe", firstName: "Zoe", lastName: "Finn", rsvp: .arrivedUninvited)
        state.day?.apply(
            LogEvent(
                offset: offset + 2, id: "z", at: state.now, saidAt: state.now,
                by: .person("p-rosa"), via: .console, change: .guest(.add(zoe)), text: "",
                priority: .normal))
        open()
        #expect(view(state).text.contains("Changed since 13:00:"))
        #expect(view(state).text.contains("not on the list 1"))
    }
}
