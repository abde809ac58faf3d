import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Emergencies at the console")
struct EmergencyConsoleTests {
    private func submitted(_ effects: [ConsoleEffect]) -> [Request] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission.request } else { nil }
        }
    }

    /// The storm answered, and then something else.
    private func second(
        _ kind: AlertKind, _ audience: [AudienceWord], zone: ZoneID? = nil, isDrill: Bool = false
    ) -> ConsoleState {
        var state = Screens.storm
        _ = Screens.press(&state, .char("A"), .enter)
        raise(kind, audience, zone: zone, isDrill: isDrill, &state)
        return state
    }

    private func raise(
        _ kind: AlertKind, _ audience: [AudienceWord], zone: ZoneID? = nil, isDrill: Bool = false,
        id: AlertID = "x-1", _ state: inout ConsoleState
    ) {
        let alert = Alert(
            id: id, kind: kind, rule: kind.rawValue, about: "all", priority: .emergency,
            text: "By the bar", raisedAt: state.now, raisedBy: .person("p-ben"), zone: zone,
            audience: audience, isDrill: isDrill)
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "x1", at: state.now, saidAt: state.now,
            by: .person("p-ben"), via: .console, change: .alert(.raise(alert)), text: "By the bar",
            priority: .emergency)
        _ = update(&state, .server(.event(event, early: false)))
    }

    @Test("a second emergency takes the screen although the first was answered")
    func second() {
        var state = second(.medical, [.coordinator])
        #expect(state.takeover?.id == "x-1")
        #expect(view(state).text.contains("BY THE BAR"))
        #expect(submitted(Screens.press(&state, .char("a"))).isEmpty)
        _ = Screens.press(&state, .char("A"), .enter)
        #expect(state.takeover == nil)
    }

    @Test("the bar of an answered emergency stands over the strip of what nobody has seen")
    func bar() {
        var state = Screens.storm
        _ = Screens.press(&state, .char("A"), .enter)
        let critical = Alert(
            id: "y", kind: .powerOutage, rule: "r", about: "all", priority: .critical,
            text: "Lights out", raisedAt: state.now, raisedBy: .system)
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "y", at: state.now, saidAt: state.now,
            by: .system, via: .system, change: .alert(.raise(critical)), text: "Lights out",
            priority: .critical)
        _ = update(&state, .server(.event(event, early: false)))
        _ = Screens.press(&state, .char("Y"))
        let rows = view(state).text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[33].contains("EMERGENCY acknowledged"))
        #expect(rows[33].contains("Rosa has command"))
        #expect(rows[34].contains("CRITICAL") && rows[34].contains("Lights out"))
        #expect(rows[32].contains("Copied") || rows[32].contains("phone number"))
    }

    @Test("who is safe depends on the danger: inside a storm, outside a fire, nowhere else")
    func rollCall() {
        for (kind, word) in [
            (AlertKind.fireEvacuation, "outdoors"), (.severeWeather, "inside"),
            (.medical, "at the venue"),
        ] {
            let state = second(kind, kind.isTargeted ? [.coordinator] : [.all])
            let text = view(state).text
            #expect(text.contains(word), "\(kind)")
            #expect(text.contains("moving") == !kind.isTargeted, "\(kind)")
        }
    }

    @Test("what a few were told is told to everyone only after typing it")
    func broadcast() {
        var state = second(.medical, [.coordinator])
        #expect(submitted(Screens.press(&state, .char("B"), .enter)).isEmpty)
        Screens.type(&state, "everyone")
        #expect(submitted(Screens.press(&state, .enter)) == [.alert(.broadcast("x-1"))])
    }

    @Test("the place, the next step of the ladder and its countdown are on the takeover")
    func facts() {
        var state = second(.medical, [.coordinator], zone: "z-terrace")
        _ = update(&state, .clock(state.now + .seconds(10)))
        let text = view(state).text
        #expect(text.contains("PLACE: STONE TERRACE"))
        #expect(text.contains("Next  16:36") && text.contains("in 0:20"))
        state.isLive = false
        #expect(view(state).text.contains("OFFLINE"))
    }

    @Test("a drill says DRILL at every size, and the shared screen ignores it")
    func drill() {
        var state = second(.fireEvacuation, [.all], isDrill: true)
        for (columns, rows) in [(120, 36), (80, 24), (40, 10)] {
            #expect(view(Screens.sized(state, columns, rows)).text.contains("DRILL"))
        }
        state.emergency.answered = []
        state.options.isKiosk = true
        state.day = Screens.critical.day
        raise(.fireEvacuation, [.all], isDrill: true, &state)
        #expect(!view(state).text.contains("Please leave"))
    }

    @Test("a drill is raised from the palette, marked as one")
    func raiseDrill() {
        var state = Screens.critical
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, "drill")
        _ = Screens.press(&state, .enter, .char("3"), .enter, .enter)
        Screens.type(&state, "smoke in the kitchen")
        guard case .raise(let alert)? = submitted(Screens.press(&state, .enter)).first
        else {
            Issue.record("nothing was raised")
            return
        }
        #expect(alert.isDrill && alert.kind == .fireEvacuation)
    }

    @Test("whoever is at the console comes first when it asks who answers")
    func meFirst() {
        var state = Screens.storm
        state.me = "p-ben"
        _ = Screens.press(&state, .char("A"))
        guard
            case .send(.submit(let submission))? = Screens.press(&state, .enter).first
        else {
            Issue.record("nothing was sent")
            return
        }
        #expect(submission.actor == .person("p-ben"))
    }

    @Test("the shared screen raises, acknowledges and opens nothing, and asks before it quits")
    func kiosk() {
        var state = Screens.critical
        state.options.isKiosk = true
        for key in [Key.char("!"), .char("a"), .char(":"), .char("4"), .char("m"), .enter] {
            #expect(Screens.press(&state, key).isEmpty)
        }
        #expect(state.layers.isEmpty && state.view == .board)
        #expect(Screens.press(&state, .char("q")).isEmpty)
        #expect(view(state).text.contains("Quit Callboard?"))
        #expect(Screens.press(&state, .enter) == [.quit])
    }

    @Test("a roll call shows the last thing that was said of it, in whatever words")
    func rollWords() throws {
        var state = Screens.storm
        let alert = try #require(state.day?.emergency)
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "x", at: state.now, saidAt: state.now,
            by: .person("p-andre"), via: .radio, change: .alert(.update(alert.id)),
            text: "Rundgang fertig", priority: .critical)
        _ = update(&state, .server(.event(event, early: false)))
        #expect(view(state).text.contains("Rundgang fertig"))
    }

    @Test("guests are sent to no place that the plan has not for it")
    func nearestExit() {
        var state = Screens.critical
        state.options.isKiosk = true
        raise(.fireEvacuation, [.all], &state)
        #expect(view(state).text.contains("by the nearest exit"))
        #expect(!view(state).text.contains("walk to"))
    }

    @Test(
        "what to do stays on the screen beside a long roll call",
        arguments: [[80, 24], [100, 30], [120, 36]])
    func doNow(size: [Int]) {
        var state = Screens.sized(Screens.storm, size[0], size[1])
        _ = Screens.press(&state, .char("R"))
        let text = view(state).text
        #expect(text.contains("DO NOW") && text.contains("+1-845-555-0105"))
    }

    @Test("captains are never parted from their mark where rows are few")
    func packed() {
        let text = view(Screens.sized(Screens.storm, 80, 24)).text
        for line in text.split(separator: "\n") where line.contains("Captains") {
            let end = line.drop { $0 == "▓" }.filter { $0 != "▓" }.trimmedSpaces.last
            #expect(end != "●" && end != "○" && end != "◐")
        }
        var state = Screens.sized(Screens.storm, 80, 24)
        let before = view(state).text
        _ = Screens.press(&state, .char("R"))
        #expect(view(state).text != before)
        #expect(view(state).text.contains("Not inside"))
    }

    @Test("letters that were being typed when an emergency came neither answer nor repeat it")
    func typing() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("m"))
        Screens.type(&state, "Bring um")
        raise(.fireEvacuation, [.all], &state)
        Screens.type(&state, "BRELLAS A")
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
        #expect(state.takeover?.id == "x-1")
        #expect(state.layers.count == 1)
        _ = Screens.press(&state, .escape, .char("A"))
        #expect(view(state).text.contains("Who are you?"))
    }

    @Test("keys count again when the notice that they do not has gone")
    func typingOver() throws {
        var state = Screens.critical
        _ = Screens.press(&state, .char("/"))
        raise(.fireEvacuation, [.all], &state)
        let toast = try #require(state.toast?.number)
        _ = update(&state, .toastOver(number: toast))
        _ = Screens.press(&state, .char("A"))
        #expect(view(state).text.contains("Who are you?"))
    }

    @Test("an answer meant for one emergency never answers another that came meanwhile")
    func otherAnswer() {
        var state = second(.medical, [.coordinator])
        _ = Screens.press(&state, .char("A"))
        raise(.fireEvacuation, [.all], id: "x-2", &state)
        #expect(state.takeover?.id == "x-2")
        #expect(!view(state).text.contains("Who are you?"))
        #expect(submitted(Screens.press(&state, .enter)).isEmpty)
    }

    @Test("a real emergency comes before a drill that was there first")
    func beforeDrill() {
        var state = Screens.critical
        raise(.severeWeather, [.all], isDrill: true, &state)
        raise(.fireEvacuation, [.all], id: "x-2", &state)
        #expect(state.takeover?.id == "x-2")
    }

    @Test("an acknowledgement that the core refuses brings the emergency back")
    func refused() {
        var state = Screens.storm
        _ = Screens.press(&state, .char("A"))
        guard case .send(.submit(let submission))? = Screens.press(&state, .enter).first else {
            Issue.record("nothing was sent")
            return
        }
        #expect(state.takeover == nil)
        _ = update(
            &state, .server(.rejected(id: submission.id, .invalid("The disk does not answer"))))
        #expect(state.takeover != nil)
    }

    @Test("the key that answers stays in sight while something is said", arguments: [10, 24])
    func toast(rows: Int) {
        var state = Screens.sized(Screens.storm, rows == 10 ? 40 : 80, rows)
        _ = Screens.press(&state, .char("M"))
        #expect(view(state).text.contains("A  ACK"))
        #expect(view(state).text.contains("Muted"))
    }

    @Test("every captain is on the takeover at 120x36")
    func captains() {
        let text = view(Screens.storm).text
        for zone in Screens.storm.day?.day.zonesWithCaptains ?? [] {
            #expect(text.contains(zone.shortName), "\(zone.shortName)")
        }
    }
}
