import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Conflicts screen")
struct ConflictTests {
    /// Two equals at the ceremony's time, and a proposal of the trio's.
    private func waiting() -> ConsoleState {
        var state = Screens.state(12, 40)
        let key = FieldKey(.item("i-27"), .start)
        func side(_ person: PersonID, _ minute: Int, _ text: String) -> Conflict.Side {
            Conflict.Side(
                by: .person(person), value: .start(Sample.moment(15, minute)),
                at: Sample.moment(12, minute), text: text)
        }
        var conflict = Conflict(
            entity: key.entity, field: key.field, winner: side("p-ben", 10, "the coach is late"),
            loser: side("p-rosa", 20, "formals need time"), rule: .manual,
            settledAt: Sample.moment(12, 39), before: .moment(Sample.moment(15, 0)))
        conflict.id = "c-1"
        var wish = Proposal(
            entity: .item("i-31"), edit: .start(Sample.moment(16, 10)), base: 1,
            by: .person("p-evelyn"), at: Sample.moment(12, 35), text: "second set")
        wish.id = "w-1"
        for (place, change) in [Change.edit(.settle(conflict)), .edit(.propose(wish))].enumerated()
        {
            hear(change, place + 1, by: place == 0 ? .system : .person("p-evelyn"), &state)
        }
        state.view = .conflicts
        return state
    }

    private func hear(
        _ change: Change, _ step: Int, by: Actor = .person("p-ben"), _ state: inout ConsoleState
    ) {
        let offset = (state.day?.offset ?? 0) + 1
        _ = update(
            &state,
            .server(
                .event(
                    LogEvent(
                        offset: offset, id: "t-\(offset)", at: state.now, saidAt: state.now, by: by,
                        via: .console, change: change, text: "", priority: .high), early: false)))
    }

    private func submitted(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap { if case .send(.submit(let wish)) = $0 { wish } else { nil } }
    }

    @Test("what waits is as its file", arguments: [[120, 36], [80, 24], [50, 14]])
    func golden(size: [Int]) {
        let state = Screens.sized(waiting(), size[0], size[1])
        #expect(Golden.difference("conflicts-open-\(size[0])x\(size[1])", view(state).text) == nil)
    }

    @Test("Enter without a choice lets stand what stands, and settles it")
    func standing() {
        var state = waiting()
        let sent = submitted(Screens.press(&state, .enter))
        guard case .decide("c-1", let decision)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(decision == .start(Sample.moment(15, 10)))
    }

    @Test("the chosen side is settled with one Enter after its preview")
    func settles() {
        var state = waiting()
        _ = Screens.press(&state, .right)
        #expect(view(state).text.contains("15:20"))
        let sent = submitted(Screens.press(&state, .enter))
        guard case .decide("c-1", let decision)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(decision == .start(Sample.moment(15, 20)))
    }

    @Test("another value than either is typed, previewed and applied")
    func edited() {
        var state = waiting()
        _ = Screens.press(&state, .char("e"))
        Screens.type(&state, "15:15")
        _ = Screens.press(&state, .enter)
        let sent = submitted(Screens.press(&state, .enter))
        guard case .decide(_, let decision)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(decision == .start(Sample.moment(15, 15)))
    }

    @Test("both keeps what the other wanted as a note of the item")
    func both() {
        var state = waiting()
        _ = Screens.press(&state, .left)
        let sent = submitted(Screens.press(&state, .char("b"))).map(\.request)
        #expect(sent.map(\.kind) == ["sync.resolve", "sync.text"])
        guard case .write(.edit(.text(_, .notes, let operation, _)))? = sent.last else { return }
        let old = Array((state.day?.text(FieldKey(.item("i-27"), .notes)) ?? "").unicodeScalars)
        let text = (try? operation.apply(to: old)).map { String($0) } ?? ""
        #expect(text.contains("Rosa wanted start 15:20: formals need time."))
    }

    @Test("a proposal is accepted with Enter and declined with a reason")
    func proposal() {
        var state = waiting()
        _ = Screens.press(&state, .char("j"))
        var accepting = state
        #expect(
            submitted(Screens.press(&accepting, .enter)).map(\.request) == [.edit(.accept("w-1"))])
        _ = Screens.press(&state, .char("x"))
        Screens.type(&state, "no power there")
        let sent = submitted(Screens.press(&state, .enter))
        #expect(sent.map(\.request) == [.edit(.decline("w-1"))])
        #expect(sent.first?.text == "no power there")
    }

    @Test("what a rule settled asks why before it is settled otherwise")
    func reopen() {
        var state = Screens.state(17, 0)
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        state.view = .conflicts
        _ = Screens.press(&state, .left)
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        Screens.type(&state, "Ben is right")
        let sent = submitted(Screens.press(&state, .enter))
        guard case .decide(_, let decision)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(decision == .start(Sample.moment(17, 25)))
        #expect(sent.first?.text == "Ben is right")
        // And undone.
        let undo = submitted(Screens.press(&state, .char("u")))
        guard case .decide(_, let back)? = undo.first?.request else {
            Issue.record("\(undo)")
            return
        }
        #expect(back == .start(Sample.moment(17, 35)))
    }
}

@Suite("Undo")
struct UndoTests {
    private func zoned() -> ConsoleState {
        var state = Screens.state(12, 40)
        state.view = .timeline
        state.selection[.timeline] = "i-34"
        _ = Screens.press(&state, .char("+"), .enter)
        return state
    }

    @Test("one's own last edit is taken back, and made again")
    func roundTrip() {
        var state = zoned()
        #expect(state.day?.day.items["i-34"]?.start == Sample.moment(17, 5))
        _ = Screens.press(&state, .char("u"))
        #expect(state.day?.day.items["i-34"]?.start == Sample.moment(17, 0))
        _ = Screens.press(&state, .ctrl("r"))
        #expect(state.day?.day.items["i-34"]?.start == Sample.moment(17, 5))
    }

    @Test("what somebody changed since stays as they made it")
    func notOverOthers() {
        var state = zoned()
        let offset = (state.day?.offset ?? 0) + 5
        _ = update(
            &state,
            .server(
                .event(
                    LogEvent(
                        offset: offset, id: state.waiting.keys.first ?? "", at: state.now,
                        saidAt: state.now, by: .person("p-rosa"), via: .console,
                        change: .edit(.field(.item("i-34"), .start(Sample.moment(17, 5)), base: 1)),
                        text: "", priority: .high), early: false)))
        _ = update(
            &state,
            .server(
                .event(
                    LogEvent(
                        offset: offset + 1, id: "x", at: state.now, saidAt: state.now,
                        by: .person("p-ben"), via: .console,
                        change: .edit(
                            .field(.item("i-34"), .start(Sample.moment(17, 20)), base: 2)),
                        text: "", priority: .high), early: false)))
        #expect(Screens.press(&state, .char("u")).isEmpty)
        #expect(state.toast?.text.contains("Ben") == true)
    }

    @Test("a refused wish is taken back by itself, with the reason on screen")
    func rollback() throws {
        var state = zoned()
        let id = try #require(state.waiting.keys.first)
        _ = update(
            &state, .server(.rejected(id: id, .forbidden("The day is closed for that."))))
        #expect(state.day?.day.items["i-34"]?.start == Sample.moment(17, 0))
        #expect(state.toast?.text.contains("The day is closed for that.") == true)
    }
}
