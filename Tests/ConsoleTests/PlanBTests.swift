import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Plan B, and GO without what it needs")
struct PlanBTests {
    private func submitted(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission } else { nil }
        }
    }

    private func planB(_ state: inout ConsoleState) {
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "plan-b")
        _ = Screens.press(&state, .enter)
    }

    /// What the plan's items with another place are moved to.
    private func places(_ submission: Submission?) -> [ItemID: ZoneID] {
        var places: [ItemID: ZoneID] = [:]
        for case .write(.edit(.field(.item(let id), let edit, _))) in submission?.request.parts
            ?? []
        {
            places[id] = edit.value.text.map { ZoneID($0) }
        }
        return places
    }

    @Test("one command moves all that has a place for rain, as one unit that is published")
    func moves() throws {
        var state = Screens.state(13, 0)
        let items = try #require(state.day?.day.items)
        let expected = items.filter {
            !$0.isOver && $0.alternativeZone != nil && $0.zone != $0.alternativeZone
        }
        planB(&state)
        #expect(view(state).text.contains("Plan B: move \(expected.count) item"))
        let sent = submitted(Screens.press(&state, .enter))
        #expect(sent.count == 1)
        #expect(places(sent.first).count == expected.count && !expected.isEmpty)
        for item in expected { #expect(places(sent.first)[item.id] == item.alternativeZone) }
        #expect(
            sent.first?.request.parts.map(\.kind).suffix(2) == ["timeline.publish", "message.send"])
        #expect(sent.first?.text.hasPrefix("PLAN B v") == true)
    }

    @Test("the same command goes back to the places of before")
    func back() throws {
        var state = Screens.state(13, 0)
        let before = try #require(state.day?.day.items)
        planB(&state)
        let sent = try #require(submitted(Screens.press(&state, .enter)).first)
        let there = places(sent)
        // The host writes it.
        for part in sent.request.parts {
            guard case .write(let change) = part, let offset = state.day?.offset else { continue }
            let event = LogEvent(
                offset: offset + 1, id: sent.id, at: state.now, saidAt: state.now,
                by: .person("p-rosa"), via: .console, change: change, text: "", priority: .high)
            _ = update(&state, .server(.event(event, early: false)))
        }
        planB(&state)
        #expect(view(state).text.contains("Back to the first plan?"))
        let back = places(submitted(Screens.press(&state, .enter)).first)
        #expect(Set(back.keys) == Set(there.keys))
        for (id, zone) in back { #expect(before[id]?.zone == zone) }
    }

    @Test("GO names what is not there and asks once; with everything there it is one key")
    func go() throws {
        var state = Screens.critical
        let ceremony = try #require(state.day?.day.ceremony)
        _ = Screens.press(&state, .char("2"))
        state.selection[.timeline] = ceremony.rawValue
        _ = Screens.press(&state, .char("s"), .enter)
        #expect(submitted(Screens.press(&state, .char(" "))).isEmpty)
        #expect(view(state).text.contains("Iris: missing"))
        let sent = submitted(Screens.press(&state, .enter)).map(\.request.kind)
        #expect(sent.contains("timeline.start"))
    }
}
