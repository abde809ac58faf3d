import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Guards before what tells others")
struct GuardTests {
    private func submitted(_ effects: [ConsoleEffect]) -> [Request] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission.request } else { nil }
        }
    }

    @Test("a slip is approved after a preview that says who will be told")
    func approval() {
        var state = Screens.state(12, 38, 30)
        _ = Screens.press(&state, .char("2"))
        #expect(view(state).text.contains("OK slip"))
        #expect(submitted(Screens.press(&state, .char("o"))).isEmpty)
        #expect(view(state).text.contains("told."))
        let changes = submitted(Screens.press(&state, .enter))
        #expect(!changes.isEmpty && changes.allSatisfy { $0.kind == "sync.edit" })
    }

    @Test("what has a cue is called in two steps: standby, after saying who hears it, then GO")
    func standby() throws {
        var state = Screens.critical
        let item = try #require(
            state.day?.day.runOfShow.first { $0.cue != nil && $0.status == .planned })
        state.view = .timeline
        state.selection[.timeline] = item.id.rawValue
        #expect(submitted(Screens.press(&state, .char(" "))).isEmpty)
        #expect(view(state).text.contains("told to stand by"))
        #expect(submitted(Screens.press(&state, .enter)).map(\.kind) == ["cue.standby"])
        state.day?.day.items.update(item.id) { $0.standbyAt = state.now }
        #expect(
            submitted(Screens.press(&state, .char(" "))).map(\.kind) == [
                "cue.go", "timeline.start",
            ])
    }

    @Test("a critical alert is shelved with a reason, which goes with it")
    func shelf() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("4"), .char("s"))
        #expect(Screens.press(&state, .enter).isEmpty)
        Screens.type(&state, "Ben is on his way")
        guard case .send(.submit(let submission))? = Screens.press(&state, .enter).first else {
            Issue.record("nothing was sent")
            return
        }
        #expect(submission.request.kind == "alert.shelve")
        #expect(submission.text == "Ben is on his way")
    }

    @Test("a word that only begins right is not the word")
    func word() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("4"), .char("r"))
        Screens.type(&state, "resolved because")
        #expect(Screens.press(&state, .enter).isEmpty)
        #expect(view(state).text.contains("Type resolve"))
    }

    @Test("ack page leaves what the filter hides, and a on a seen alert touches no other")
    func ackPage() {
        var state = Screens.critical
        state.view = .alerts
        state.filter = "weather"
        #expect(submitted(Screens.press(&state, .char("A"))).isEmpty)
        #expect(submitted(Screens.press(&state, .char("a"))).isEmpty)
    }

    @Test("the nearest of the crew is sent after a preview, with what to look for")
    func nearest() {
        var state = Screens.critical
        #expect(view(state).text.contains("send nearest"))
        #expect(submitted(Screens.press(&state, .char("n"))).isEmpty)
        #expect(view(state).text.contains("the nearest to Stone Cellar"))
        guard case .send(.submit(let sent))? = Screens.press(&state, .enter).first,
            case .send(let draft) = sent.request
        else {
            Issue.record("nobody was sent")
            return
        }
        #expect(sent.text.contains("look for Iris Tanaka"))
        #expect(draft.to.count == 1)
    }

    @Test("a stand-in takes every part of the missing person that is still to come")
    func standIn() {
        var state = Screens.critical
        #expect(submitted(Screens.press(&state, .char("b"))).isEmpty)
        #expect(view(state).text.contains("Solomon Reyes takes over"))
        let changes = submitted(Screens.press(&state, .enter))
        let items = Sample.play(until: Sample.moment(15, 0, 52)).state.day.items
        let edits = items.filter { $0.status == .planned }.reduce(0) { sum, item in
            let isIn = item.people.contains("p-iris")
            let joins = isIn && !item.people.contains("p-sol")
            return sum + (item.owner == "p-iris" ? 1 : 0) + (isIn ? 1 : 0) + (joins ? 1 : 0)
        }
        guard case .unit(let parts, _)? = changes.first else {
            Issue.record("\(changes)")
            return
        }
        #expect(parts.count == edits && !parts.isEmpty)
    }

    @Test("what is confirmed is what was previewed, whatever changed meanwhile")
    func preview() throws {
        var state = Screens.critical
        let item = try #require(
            state.day?.day.runOfShow.first { $0.status == .planned && $0.anchor == .soft })
        state.view = .timeline
        state.selection[.timeline] = item.id.rawValue
        let base = state.day?.revision(FieldKey(.item(item.id), .start))
        _ = Screens.press(&state, .char("+"))
        edit(item.id, .start(item.start + .minutes(30)), &state)
        guard case .unit(let parts, _)? = submitted(Screens.press(&state, .enter)).first else {
            Issue.record("no unit")
            return
        }
        #expect(
            parts.first
                == .edit(.field(.item(item.id), .start(item.start + .minutes(5)), base: base)))
    }

    @Test("a delay of items that moved meanwhile is shown anew before it is sent")
    func staleDelay() throws {
        var state = Screens.critical
        let item = try #require(
            state.day?.day.runOfShow.first { $0.status == .planned && $0.anchor == .soft })
        state.view = .timeline
        state.selection[.timeline] = item.id.rawValue
        _ = Screens.press(&state, .char("d"))
        Screens.type(&state, "10")
        _ = Screens.press(&state, .enter)
        edit(item.id, .start(item.start + .minutes(30)), &state)
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        #expect(view(state).text.contains("The plan has changed"))
        guard case .unit(let parts, _)? = submitted(Screens.press(&state, .enter)).first else {
            Issue.record("no unit")
            return
        }
        #expect(parts.map(\.kind) == ["timeline.shift", "message.send"])
    }

    private func edit(_ id: ItemID, _ edit: FieldEdit, _ state: inout ConsoleState) {
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "e", at: state.now, saidAt: state.now,
            by: .person("p-ben"), via: .console, change: .edit(.field(.item(id), edit, base: nil)),
            text: "",
            priority: .high)
        _ = update(&state, .server(.event(event, early: false)))
    }

    @Test("an approved move leaves the slip: it cannot be applied again over newer edits")
    func approvedOnce() throws {
        var state = Screens.state(12, 38, 30)
        let moves = state.day?.proposal?.moves ?? []
        let first = try #require(moves.first)
        edit(first.item, .start(first.start), &state)
        #expect(state.day?.proposal?.moves.contains { $0.item == first.item } != true)
        for move in moves { edit(move.item, .start(move.start), &state) }
        #expect(state.day?.proposal == nil)
    }

    @Test("what runs long before its end is ended only after a question, and stays selected")
    func early() throws {
        var state = Screens.critical
        let item = try #require(
            state.day?.day.runOfShow.last {
                $0.status == .running && $0.end - state.now > .minutes(5)
            })
        state.view = .timeline
        state.selection[.timeline] = item.id.rawValue
        #expect(submitted(Screens.press(&state, .char(" "))).isEmpty)
        #expect(view(state).text.contains("End it now?"))
        #expect(submitted(Screens.press(&state, .enter)) == [.timeline(.end(item.id))])
        #expect(Rows.selected(state) == item.id.rawValue)
    }

    @Test("somebody missing is found at a place that is named, and stays selected")
    func found() {
        var state = Screens.critical
        #expect(submitted(Screens.press(&state, .char("c"))).isEmpty)
        _ = Screens.press(&state, .down)
        let changes = submitted(Screens.press(&state, .enter))
        #expect(changes.map(\.kind) == ["presence.move"])
        #expect(changes.first?.change?.presenceSubject == "p-iris")
        #expect(state.selection[.board] == "p-iris")
    }

    @Test("Ctrl-C quits only while the screen still says that it will")
    func quits() throws {
        var state = Screens.critical
        #expect(Screens.press(&state, .ctrl("c")).isEmpty)
        let toast = try #require(state.toast?.number)
        _ = update(&state, .toastOver(number: toast))
        #expect(Screens.press(&state, .ctrl("c")).isEmpty)
        #expect(Screens.press(&state, .ctrl("c")) == [.quit])
    }

    @Test("a screen that waits for its host says what keeps it from there, until it is there")
    func hindered() throws {
        var state = ConsoleState(columns: 60, rows: 12)
        let words =
            "This login has ended: it was used on another device. Join again with a new code."
        _ = update(&state, .problem(words))
        let toast = try #require(state.toast?.number)
        _ = update(&state, .toastOver(number: toast))
        let text = view(state).text
        #expect(text.contains("it was used on another") && text.contains("with a new code."))
        _ = update(&state, .link(isLive: true))
        #expect(!view(state).text.contains("has ended"))
    }
}
