import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Words for a place")
struct NearMessageTests {
    @Test("everyone at a place is named before the words are typed, and nobody else gets them")
    func near() throws {
        var state = Screens.state(13, 0)
        let day = try #require(state.day)
        let zones = day.day.zones.filter { $0.kind != .offSite }
        let place = try #require(
            zones.firstIndex { !day.occupants(of: $0.id, at: state.now).named.isEmpty })
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "near")
        _ = Screens.press(&state, .enter)
        for _ in 0..<place { _ = Screens.press(&state, .down) }
        _ = Screens.press(&state, .enter)
        let somebody = try #require(
            day.occupants(of: zones[place].id, at: state.now).named.first { $0.id != state.me })
        #expect(view(state).text.contains(somebody.givenName))
        Screens.type(&state, "Please come in")
        let effects = Screens.press(&state, .enter)
        guard case .send(.submit(let sent))? = effects.first, case .send(let draft) = sent.request
        else {
            Issue.record("\(effects)")
            return
        }
        #expect(draft.near == zones[place].id && sent.text == "Please come in")
    }

    @Test("words to a conversation can be for those of it who are at one place")
    func composer() throws {
        var state = Screens.state(13, 0)
        let day = try #require(state.day)
        let zone = try #require(day.day.zones.first { $0.kind != .offSite })
        state.view = .messages
        state.selection[.messages] = "vendors"
        _ = Screens.press(&state, .char("r"))
        Screens.type(&state, "Doors in five")
        _ = Screens.press(&state, .ctrl("n"))
        Screens.type(&state, String(zone.plainName.prefix(4)).lowercased())
        _ = Screens.press(&state, .enter)
        #expect(view(state).text.contains("only at \(zone.shortName)"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        #expect(sent.map(\.text) == ["Doors in five"])
        guard case .send(let draft)? = sent.first?.request else { return }
        #expect(draft.near == zone.id && draft.to == [.vendors])
        _ = Screens.press(&state, .char("r"))
        #expect(!view(state).text.contains("only at"))
    }
}
