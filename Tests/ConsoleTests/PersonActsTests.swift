import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Acts on a person")
struct PersonActsTests {
    /// The coordinator's Board before the first arrivals, at somebody who is not here.
    private func board(at person: PersonID = "p-iris") -> ConsoleState {
        var state = Screens.state(7, 30)
        _ = Screens.press(&state, .char("1"))
        state.selection[.board] = person.rawValue
        return state
    }

    private func submitted(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission } else { nil }
        }
    }

    @Test("c and one more key check somebody in with a place, and u takes it back")
    func checkIn() throws {
        var state = board()
        #expect(submitted(Screens.press(&state, .char("c"))).isEmpty)
        let sent = submitted(Screens.press(&state, .enter))
        guard case .write(.presence(.checkIn("p-iris", let zone?, nil)))? = sent.first?.request
        else {
            Issue.record("\(sent)")
            return
        }
        #expect(state.day?.presence["p-iris"]?.zone == zone)
        let undo = submitted(Screens.press(&state, .char("u")))
        #expect(undo.first?.request.kind == "presence.correct")
        #expect(state.day?.presence["p-iris"]?.isCheckedIn != true)
    }

    @Test("after a check-in the cursor stays on its line, so that the next one is under it")
    func row() throws {
        var state = board()
        let rows = Rows.ids(state)
        let place = try #require(rows.firstIndex(of: "p-iris"))
        _ = Screens.press(&state, .char("c"), .enter)
        let next = Rows.selected(state)
        #expect(next != "p-iris")
        #expect(Rows.ids(state).firstIndex { $0 == next } == place)
    }

    @Test("the place that was said last comes first")
    func places() {
        var state = board()
        _ = Screens.press(&state, .char("w"), .down, .down, .down)
        let first = submitted(Screens.press(&state, .enter)).first?.request
        state.selection[.board] = "p-hank"
        _ = Screens.press(&state, .char("w"))
        let second = submitted(Screens.press(&state, .enter)).first?.request
        guard case .write(.presence(.move("p-iris", let one)))? = first,
            case .write(.presence(.move("p-hank", let other)))? = second
        else {
            Issue.record("\(String(describing: first)), \(String(describing: second))")
            return
        }
        #expect(one == other)
    }

    @Test("20 is in twenty minutes, 25:00 is refused with a reason")
    func eta() {
        var state = board()
        _ = Screens.press(&state, .char("t"))
        Screens.type(&state, "20")
        let sent = submitted(Screens.press(&state, .enter))
        #expect(
            sent.map(\.request)
                == [.presence(.eta("p-iris", state.now + .minutes(20)))])
        state.selection[.board] = "p-iris"
        _ = Screens.press(&state, .char("t"))
        Screens.type(&state, "25:00")
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        #expect(!state.layers.isEmpty)
    }

    @Test("what is heard by radio is said as heard by radio until something else is chosen")
    func heard() {
        var state = board()
        _ = Screens.press(&state, .char("w"), .tab, .tab)
        #expect(view(state).text.contains("Heard: by radio"))
        #expect(submitted(Screens.press(&state, .enter)).map(\.via) == [.radio])
        state.selection[.board] = "p-hank"
        let left = submitted(Screens.press(&state, .char("l")))
        #expect(left.map(\.via) == [.radio])
        #expect(left.map(\.request) == [.presence(.activity("p-hank", .departed))])
        #expect(state.toast?.text.contains("by radio") == true)
    }

    @Test("Bo has the rings in three keys")
    func thing() {
        var state = board()
        _ = Screens.press(&state, .char("x"), .char("1"))
        let sent = submitted(Screens.press(&state, .enter))
        guard case .write(.task(.custody(_, .person("p-iris"))))? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
    }

    @Test("y says for somebody that they have the newest times, and u that they have not")
    func confirms() throws {
        var state = Screens.critical
        let message = try #require(state.day?.toConfirm(by: "p-iris"))
        state.selection[.board] = "p-iris"
        let sent = submitted(Screens.press(&state, .char("y")))
        #expect(sent.map(\.request) == [.message(.confirm(message.id))])
        #expect(sent.map(\.actor) == [.person("p-iris")])
        let undo = submitted(Screens.press(&state, .char("u")))
        #expect(undo.map(\.request) == [.message(.retract(message.id))])
        #expect(undo.map(\.actor) == [.person("p-iris")])
    }

    @Test("what is so is taken back within five minutes, and not later")
    func tooLate() {
        for (minutes, count) in [(4, 1), (6, 0)] {
            var state = board()
            _ = Screens.press(&state, .char("l"))
            _ = update(&state, .clock(state.now + .minutes(minutes)))
            #expect(submitted(Screens.press(&state, .char("u"))).count == count)
        }
    }

    @Test("who may not say it of others is told so, and nothing is sent")
    func rights() throws {
        for key in [Key.char("l"), .char("t"), .char("y")] {
            var state = Screens.critical
            state.me = "p-tess"
            _ = Screens.press(&state, .char("1"))
            state.selection[.board] = "p-iris"
            #expect(submitted(Screens.press(&state, key)).isEmpty && state.layers.isEmpty)
            #expect(state.toast?.text.hasPrefix("Tess Kowalczyk cannot") == true)
        }
    }

    @Test("who is called for a cue answers the strip with one key")
    func standby() throws {
        var state = Screens.evening
        let me = try #require(state.me)
        let item = try #require(state.day?.day.items.first { $0.status == .planned })
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "s", at: state.now, saidAt: state.now,
            by: .person("p-ben"), via: .console, change: .timeline(.standby(item.id, [me])),
            text: "", priority: .critical)
        for alert in state.day?.openAlerts ?? [] where alert.state.isUnacknowledged {
            _ = update(&state, .key(.char("a")))
            _ = alert
        }
        _ = update(&state, .server(.event(event, early: false)))
        state.toast = nil
        #expect(view(state).text.contains("STANDBY \(item.title)"))
        let sent = submitted(Screens.press(&state, .char("a")))
        #expect(sent.map(\.request) == [.timeline(.ready(item.id))])
    }

    @Test("what cannot be taken back is named first, and hides nothing that was done before it")
    func notTakenBack() {
        var state = Screens.state(13, 0)
        state.selection[.board] = "p-dee"
        _ = Screens.press(&state, .char("w"), .enter)
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "log")
        _ = Screens.press(&state, .enter)
        Screens.type(&state, "a lorry blocks the gate")
        _ = Screens.press(&state, .enter)
        let first = Screens.submissions(Screens.press(&state, .char("u")))
        #expect(first.isEmpty)
        #expect(state.toast?.text.hasPrefix("Cannot be taken back: log") == true)
        #expect(state.toast?.text.contains("Dee Oyelaran") == true, "says what u does next")
        #expect(Screens.submissions(Screens.press(&state, .char("u"))).count == 1)
    }

    @Test("who has left is replaced by their stand-in, like who is missing")
    func standInOfWhoLeft() {
        var state = Screens.state(14, 40)
        state.selection[.board] = "p-iris"
        _ = Screens.press(&state, .char("l"))
        _ = Screens.press(&state, .char("b"))
        #expect(view(state).text.contains("Solomon Reyes takes over"))
    }

    @Test("a question about oneself says you")
    func oneself() {
        var state = Screens.state(13, 0)
        state.selection[.board] = state.me?.rawValue
        _ = Screens.press(&state, .char("t"))
        #expect(view(state).text.contains("When do you come?"))
    }
}
