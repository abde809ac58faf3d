import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// The list of those whom the next hard moment needs.
@Suite("Roll call on the console")
struct RollCallTests {
    /// Twenty-five minutes before the ceremony; nobody's device is heard.
    private func state() -> ConsoleState {
        var state = Screens.state(15, 5)
        state.layers = []
        let people = state.day?.day.people.map(\.id) ?? []
        for person in people { state.day?.setLink(person, .none, lastSeen: nil) }
        return state
    }

    private func open(_ state: inout ConsoleState) {
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "roll-call")
        _ = Screens.press(&state, .enter)
    }

    @Test("the list is as its file, at both sizes")
    func golden() {
        var state = state()
        open(&state)
        #expect(Golden.difference("roll-call-120x36", view(state).text) == nil)
        #expect(
            Golden.difference("roll-call-80x24", view(Screens.sized(state, 80, 24)).text) == nil)
    }

    @Test("space ticks, Enter confirms all that are ticked and were not seen before")
    func confirm() throws {
        var state = state()
        open(&state)
        let day = try #require(state.day)
        let item = try #require(day.nextRollCall(at: state.now))
        let people = day.neededPeople(for: item)
        let open = people.filter { !day.isConfirmed($0.id, for: item) }
        #expect(!open.isEmpty)
        var sent: [Submission] = []
        for person in people {
            let isOpen = open.contains { $0.id == person.id }
            sent += Screens.submissions(Screens.press(&state, isOpen ? .char(" ") : .char("j")))
        }
        #expect(sent.isEmpty)
        sent += Screens.submissions(Screens.press(&state, .enter))
        #expect(Set(sent.map(\.request.change?.presenceSubject)) == Set(open.map(\.id)))
        #expect(sent.allSatisfy { $0.request.kind == "presence.checkin" })
        #expect(state.layers.isEmpty)
        let after = try #require(state.day)
        #expect(people.allSatisfy { after.isConfirmed($0.id, for: item) })
    }

    @Test("m asks the selected person by message, Esc leaves without a word")
    func ask() throws {
        var state = state()
        open(&state)
        let sent = Screens.submissions(Screens.press(&state, .char("m")))
        guard case .send(let draft)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(draft.to.count == 1 && sent[0].text.contains("where are you?"))
        #expect(Screens.submissions(Screens.press(&state, .escape)).isEmpty && state.layers.isEmpty)
    }

    @Test("who may not say where people are is told who may")
    func rights() {
        var state = state()
        state.me = "p-evelyn"
        open(&state)
        #expect(state.layers.isEmpty)
        #expect(
            state.toast?.text
                == "Evelyn Sato cannot hold a roll call: needs the Presence right.")
    }
}
