import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Finding one's way")
struct WayTests {
    @Test("a footer shows no key that does nothing here", arguments: ViewID.allCases)
    func idleKeys(view: ViewID) {
        var state = Screens.evening
        (state.view, state.deadLetters) = (view, [])
        let footer = Console.view(state).text.split(separator: "\n").last ?? ""
        if [.stats, .conflicts, .map].contains(view) { #expect(!footer.contains("filter")) }
        if view == .stats { #expect(!footer.contains("move") && !footer.contains("open")) }
        if view == .dead { #expect(!footer.contains("retry") && !footer.contains("discard")) }
    }

    @Test("Esc leaves the people of a zone, then nothing more")
    func zone() {
        var state = Screens.critical
        state.view = .map
        state.selection[.map] = "z-cellar"
        _ = Screens.press(&state, .enter)
        #expect(view(state).text.contains("Iris Tanaka 14:49, not seen since"))
        #expect(view(state).text.contains("NO SIGNAL"))
        _ = Screens.press(&state, .escape)
        #expect(state.map.zoom == .plan)
    }

    @Test("the time of the house that would be missed is shown, else the next")
    func houseTimes() {
        var state = Screens.critical
        state.view = .timeline
        state.day?.day.rainCallBy = Sample.moment(16, 0)
        #expect(view(state).text.contains("Rain call 16:00 ◆ in "))
        state.day?.day.amplifiedMusicOff = Sample.moment(21, 30)
        #expect(view(state).text.contains("Music off 21:30 ◆ projected 21:45"))
        state.selection[.timeline] = "i-44"
        _ = Screens.press(&state, .char("+"))
        #expect(view(state).text.contains("Music off 21:30 would be missed by"))
    }

    @Test("the plan for rain and the order of the ceremony stand where they are needed")
    func rainPlan() {
        var state = Screens.sized(Screens.critical, 120, 70)
        state.view = .timeline
        state.selection[.timeline] = state.day?.day.ceremony?.rawValue
        let focus = view(state).text
        for words in ["If rain  Glasshouse", "Order    Grandmothers", "Readings Carmela"] {
            #expect(focus.contains(words), "\(words)")
        }
        state = Screens.storm
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        state.view = .alerts
        state.selection[.alerts] = state.day?.emergencies.first?.id.rawValue
        #expect(view(state).text.contains("If rain   Ceremony moves"))
    }

    @Test("Tab goes from group to group")
    func groups() {
        var state = Screens.critical
        _ = Screens.press(&state, .tab)
        let first = Rows.selected(state)
        _ = Screens.press(&state, .tab)
        #expect(Rows.selected(state) != first)
        _ = Screens.press(&state, .backTab, .backTab)
        #expect(Rows.selected(state) == "p-iris")
    }

    @Test(
        "the active tab is seen at every width", arguments: ViewID.allCases, [60, 66, 72, 80, 100])
    func tabs(view: ViewID, columns: Int) {
        var state = Screens.critical
        (state.view, state.columns) = (view, columns)
        let tabs = Console.view(state).text.split(separator: "\n")[1]
        #expect(tabs.contains("▌\(view.number ?? 0) "), "\(tabs)")
    }

    @Test("the plan never leaves the screen, however far it is panned")
    func pan() {
        var state = Screens.critical
        state.view = .map
        for _ in 0..<9 { _ = Screens.press(&state, .char("k"), .char("h")) }
        #expect(view(state).text.contains("Barn") || view(state).text.contains("Kitchen"))
        #expect(state.map.panX >= -60 && state.map.panY >= -18)
    }

    @Test("unread messages are counted until their channel was shown")
    func unread() throws {
        var state = Screens.critical
        state.startedAt = state.now - .hours(8)
        #expect(view(state).text.contains("6 Messages "))
        _ = Screens.press(&state, .char("6"))
        #expect(view(state).text.contains(" new ┄"))
        // What two people wrote to each other is read where it stands.
        for _ in 0..<20 {
            _ = Screens.press(&state, .tab)
        }
        _ = Screens.press(&state, .char("1"))
        #expect(view(state).text.contains("6 Messages  "))
    }

    @Test("Enter shows messages in full, and once more the channels")
    func wholeMessages() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("6"))
        #expect(view(state).text.contains("Conversations"))
        _ = Screens.press(&state, .enter)
        #expect(!view(state).text.contains("Conversations"))
        #expect(view(state).text.contains("Confirm on your"))
        _ = Screens.press(&state, .enter)
        #expect(view(state).text.contains("Conversations"))
    }

    @Test("initials hide names and phones until the key is pressed again")
    func initials() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("i"))
        let text = view(state).text
        #expect(!text.contains("✕ Iris Tanaka") && !text.contains("+1-845-555-0106"))
        _ = Screens.press(&state, .char("i"))
        #expect(view(state).text.contains("Iris Tanaka"))
    }

    @Test("the wheel scrolls what lies on top, never what is behind")
    func wheel() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("?"))
        let before = state.selection
        _ = update(&state, .mouse(MouseEvent(.wheelDown, column: 60, row: 18)))
        #expect(state.selection == before)
        #expect(state.layers == [.help(query: "", scroll: 1)])
    }

    @Test("a first run is welcomed by one line that any key hides")
    func welcome() {
        var state = Screens.evening
        state.options.isFirstRun = true
        state.day = Sample.play(until: Sample.moment(7, 0)).state
        #expect(view(state).text.contains("Welcome. ? lists all keys"))
        _ = Screens.press(&state, .char("j"))
        #expect(!view(state).text.contains("Welcome."))
    }

    @Test("lanes take the list's place at 80 columns")
    func lanes() {
        var state = Screens.sized(Screens.critical, 80, 24)
        _ = Screens.press(&state, .char("2"), .char("v"))
        #expect(view(state).text.contains("Lanes"))
        _ = Screens.press(&state, .char("v"))
        #expect(!view(state).text.contains("Lanes"))
    }

    @Test("a phone number is a link to dial it")
    func links() {
        let frame = view(Screens.critical)
        #expect(frame.links.map(\.url) == ["tel:+18455550106"])
        let link = frame.links[0].area
        let text = (link.x..<link.right).map { String(frame[$0, link.y].character) }.joined()
        #expect(text == "+1-845-555-0106")
    }

    @Test("an unread notice leaves the terminal only when asked for and not looked at")
    func notices() {
        var state = Screens.evening
        state.hasFocus = false
        let alert = Alert(
            id: "x", kind: .powerOutage, rule: "r", about: "all", priority: .critical, text: "t",
            raisedAt: state.now, raisedBy: .system)
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "x", at: state.now, saidAt: state.now,
            by: .system, via: .system, change: .alert(.raise(alert)), text: "t", priority: .critical
        )
        var asked = state
        asked.options.notices = .osc9
        #expect(update(&state, .server(.event(event, early: false))) == [.bell(times: 1)])
        #expect(
            update(&asked, .server(.event(event, early: false))) == [
                .bell(times: 1), .notify("Critical alert, Alder Mill Farm"),
            ])
    }

    @Test("while a filter is on, n goes to its next match and the replay stands still")
    func filteredNext() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("/"))
        Screens.type(&state, "castellano")
        _ = Screens.press(&state, .enter)
        let first = Rows.selected(state)
        #expect(Screens.press(&state, .char("n")).isEmpty)
        #expect(Rows.selected(state) != first)
    }

    @Test("each press of l pans the lanes")
    func lanesPan() {
        var state = Screens.critical
        state.view = .timeline
        let before = view(state).text
        _ = Screens.press(&state, .char("l"))
        let once = view(state).text
        _ = Screens.press(&state, .char("l"))
        #expect(before != once && once != view(state).text)
    }

    @Test(
        "in the smallest list Enter opens the person and the alert, and the map keeps who is lost")
    func tiny() {
        var state = Screens.sized(Screens.critical, 45, 12)
        _ = Screens.press(&state, .enter)
        #expect(view(state).text.contains("+1-845-555-0106"))
        _ = Screens.press(&state, .char("3"))
        #expect(view(state).text.contains("✕ Iris 14:49"))
        _ = Screens.press(&state, .char("4"), .enter)
        #expect(view(state).text.contains("Do first"))
    }

    @Test(
        "with initials no screen shows a full name", arguments: [ViewID.board, .map, .timeline])
    func initials(view id: ViewID) {
        var state = Screens.critical
        state.view = id
        let before = view(state).text
        #expect(["Rosa", "Iris", "Dee"].contains { before.contains($0) })
        _ = Screens.press(&state, .char("i"))
        let text = view(state).text
        for name in ["Rosa Delgado", "Maya Castellano", "Solomon Reyes", "Ben, Maya"] {
            #expect(!text.contains(name), "\(name)")
        }
    }

    @Test("a question has the keys to itself: the footer names none that it would take")
    func footer() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("m"))
        let last = view(state).text.split(separator: "\n", omittingEmptySubsequences: false)[35]
        #expect(last.trimmedSpaces.isEmpty)
    }
}
