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
}
