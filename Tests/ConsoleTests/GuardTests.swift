import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Guards before what tells others")
struct GuardTests {
    private func submitted(_ effects: [ConsoleEffect]) -> [Change] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission.change } else { nil }
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
        #expect(submission.change.kind == "alert.shelve")
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
        guard case .send(let message)? = submitted(Screens.press(&state, .enter)).first else {
            Issue.record("nobody was sent")
            return
        }
        #expect(message.text.contains("look for Iris Tanaka"))
        #expect(message.to.count == 1)
    }

    @Test("a stand-in takes what the missing person owns and is still to come")
    func standIn() {
        var state = Screens.critical
        #expect(submitted(Screens.press(&state, .char("b"))).isEmpty)
        #expect(view(state).text.contains("Make Solomon Reyes lead of"))
        let changes = submitted(Screens.press(&state, .enter))
        let owned = Sample.play(until: Sample.moment(15, 0, 52)).state.day.items.filter {
            $0.owner == "p-iris" && $0.status == .planned
        }
        #expect(changes.count == owned.count && !changes.isEmpty)
    }
}
