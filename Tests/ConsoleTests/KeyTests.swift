import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Keys")
struct KeyTests {
    @Test("no key means two things in one place")
    func noDuplicates() {
        var seen: [KeyMap.Place: Set<Key>] = [:]
        for binding in KeyMap.standard.bindings {
            for key in binding.keys {
                #expect(
                    seen[binding.place, default: []].insert(key).inserted,
                    "\(key.label) in \(binding.place.title)")
            }
        }
    }

    @Test("every hint of a footer works where it is shown", arguments: ViewID.allCases)
    func hints(view: ViewID) {
        for hint in KeyMap.standard.hints(in: view, isDemo: true) {
            let found = KeyMap.standard.action(for: hint.keys[0], in: view, isDemo: true)
            #expect(found == hint.action, "\(hint.short)")
        }
    }

    @Test(
        "help lists every binding of its view with what reaches it, and none that nothing does",
        arguments: ViewID.allCases)
    func help(view: ViewID) {
        for binding in KeyMap.standard.bindings(in: view, isDemo: true) {
            var state = Screens.critical
            (state.view, state.options.isDemo) = (view, true)
            _ = Screens.press(&state, .char("?"))
            Screens.type(&state, String(binding.help.prefix(30)))
            // Neither what is typed nor the answer that nothing matches it is a row of the list.
            let row = Console.view(state).text.split(separator: "\n").first { line in
                line.contains(binding.help.prefix(20)) && !line.contains("find:")
                    && !line.contains("No matches")
            }
            let key = binding.keys.first {
                KeyMap.standard.action(for: $0, in: view, isDemo: true) == binding.action
            }
            let name = key?.label ?? binding.action.command.map { ":" + $0 }
            #expect((row == nil) == (name == nil), "\(binding.help)")
            if let row, let name { #expect(row.contains(name.prefix(13)), "\(row)") }
        }
    }

    @Test("a footer never cuts a hint", arguments: [60, 80, 100, 120, 160])
    func wholeHints(columns: Int) {
        var state = Screens.critical
        state.columns = columns
        let footer =
            view(state).text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        #expect(footer.contains("? help"))
        let shorts = KeyMap.standard.hints(in: .board, isDemo: false).map(\.short)
        let words = footer.split(separator: "  ").map { String($0) }
        for word in words where word.contains(" ") {
            #expect(shorts.contains { word.hasSuffix($0) }, "\(word)")
        }
    }
}

@Suite("Working the console")
struct ConsoleUpdateTests {
    private func submitted(_ effects: [ConsoleEffect]) -> [Request] {
        effects.compactMap { effect in
            if case .send(.submit(let submission)) = effect { submission.request } else { nil }
        }
    }

    @Test("a acknowledges the alert in the strip from any view", arguments: ViewID.allCases)
    func acknowledge(view: ViewID) throws {
        var state = Screens.critical
        state.view = view
        let urgent = try #require(state.day?.mostUrgent)
        #expect(
            submitted(Screens.press(&state, .char("a"))) == [
                .alert(.acknowledge(urgent.id, zone: nil))
            ])
    }

    @Test("the takeover ignores Esc, q and the mouse, and A asks who you are")
    func takeover() throws {
        var state = Screens.storm
        let alert = try #require(state.takeover)
        #expect(Screens.press(&state, .escape, .char("q"), .enter, .char("1")).isEmpty)
        _ = update(&state, .mouse(MouseEvent(.press, column: 10, row: 1)))
        #expect(state.takeover?.id == alert.id)
        #expect(Screens.press(&state, .char("A")).isEmpty)
        let effects = Screens.press(&state, .down, .enter)
        #expect(submitted(effects) == [.alert(.acknowledge(alert.id, zone: nil))])
        guard case .send(.submit(let submission)) = effects.first else { return }
        #expect(submission.actor == .person("p-ben"))
        #expect(state.takeover == nil)
        #expect(view(state).text.contains("EMERGENCY acknowledged"))
    }

    @Test("half-typed text is kept under a takeover and comes back after it")
    func keepsText() throws {
        let storm = try #require(Screens.storm.day)
        var state = Screens.critical
        _ = Screens.press(&state, .char("6"), .char("r"))
        Screens.type(&state, "Ben is walking")
        state.day = storm
        #expect(view(state).text.contains("DO NOW"))
        Screens.type(&state, "xyz")
        _ = Screens.press(&state, .char("A"), .enter)
        #expect(state.messages.draft == "Ben is walking")
        #expect(view(state).text.contains("> Ben is walking"))
    }

    @Test("what destroys or silences needs its word typed")
    func typedWord() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("4"), .char("r"))
        Screens.type(&state, "resolv")
        #expect(Screens.press(&state, .enter).isEmpty)
        #expect(view(state).text.contains("Type resolve"))
        Screens.type(&state, "e")
        #expect(Screens.press(&state, .enter).isEmpty)
        #expect(view(state).text.contains("Add a reason"))
        Screens.type(&state, " found her")
        let effects = Screens.press(&state, .enter)
        #expect(submitted(effects).map(\.kind) == ["alert.resolve"])
        guard case .send(.submit(let submission)) = effects.first else { return }
        #expect(submission.text == "found her")
    }

    @Test("moving the day shows who will be told before anything is sent")
    func preview() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("2"), .char("j"), .char("j"))
        #expect(Screens.press(&state, .char("+")).isEmpty)
        #expect(view(state).text.contains("told."))
        #expect(submitted(Screens.press(&state, .enter)).map(\.kind) == ["sync.edit"])
    }

    @Test("a pasted line end never presses Enter")
    func paste() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("6"), .char("r"))
        #expect(update(&state, .paste("one\ntwo\r\n\u{1B}[31m")).isEmpty)
        #expect(state.messages.draft == "one two [31m")
    }

    @Test("Esc clears the filter first, q asks before it quits, Ctrl-C twice does not")
    func leaving() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("/"))
        Screens.type(&state, "iris")
        _ = Screens.press(&state, .enter)
        #expect(state.filter == "iris")
        _ = Screens.press(&state, .escape)
        #expect(state.filter == "")
        #expect(Screens.press(&state, .char("q")).isEmpty)
        #expect(view(state).text.contains("Quit Callboard?"))
        _ = Screens.press(&state, .escape)
        #expect(Screens.press(&state, .ctrl("c"), .ctrl("c")) == [.quit])
    }

    @Test("a refusal is said in words, with what it was about")
    func refusal() {
        var state = Screens.critical
        let effects = Screens.press(&state, .char("a"))
        guard case .send(.submit(let submission)) = effects.first else {
            Issue.record("nothing was submitted")
            return
        }
        _ = update(&state, .server(.rejected(id: submission.id, .dayClosed)))
        #expect(state.toast?.text.contains("The day is closed") == true)
    }

    @Test(
        "emergencies sound every ten seconds until answered, mute holds a minute, others sound once"
    )
    func bells() {
        var state = Screens.storm
        // Nobody has answered this one.
        state.day = Sample.play(until: Sample.moment(16, 34, 1)).state
        func bells(_ seconds: Int) -> Int {
            update(&state, .clock(Sample.moment(16, 34) + .seconds(seconds))).count
        }
        let sounded = (1...60).filter { bells($0) > 0 }
        #expect(sounded == [1, 11, 21, 31, 41, 51])
        _ = Screens.press(&state, .char("M"))
        let muted = (61...140).filter { bells($0) > 0 }
        #expect(muted.first == 120)
    }

    @Test("in a flood only what is urgent sounds")
    func flood() {
        var state = Screens.evening
        func sounds(_ priority: Priority, _ number: Int) -> Bool {
            let alert = Alert(
                id: AlertID("x-\(number)"), kind: .helpRequest, rule: "r", about: "all",
                priority: priority, text: "t", raisedAt: state.now, raisedBy: .system)
            let event = LogEvent(
                offset: (state.day?.offset ?? 0) + 1, id: "x\(number)", at: state.now,
                saidAt: state.now, by: .system, via: .system, change: .alert(.raise(alert)),
                text: "t",
                priority: priority)
            return update(&state, .server(.event(event, early: false))).contains(.bell(times: 1))
        }
        #expect((0..<9).map { sounds(.high, $0) } == Array(repeating: true, count: 9))
        #expect(!sounds(.high, 9))
        #expect(sounds(.critical, 10))
    }

    @Test("the shared screen never shows a name, a phone or a private alert")
    func privacy() {
        for moment in [Screens.critical, Screens.storm, Screens.state(19, 22), Screens.state(8, 5)]
        {
            for second in stride(from: 0, to: 80, by: 20) {
                var state = moment
                state.options.isKiosk = true
                state.now = state.now + .seconds(second)
                let text = view(state).text
                for person in Sample.wedding.people where person.role != .couple {
                    #expect(!text.contains(person.name), "\(person.name)")
                    if let phone = person.phone { #expect(!text.contains(phone)) }
                }
                for word in ["missing", "photographer not", "child", "CRITICAL", "battery"] {
                    #expect(!text.lowercased().contains(word.lowercased()), "\(word)")
                }
            }
        }
    }

    @Test("no two actions have one id, and no two things one command")
    func ids() {
        let actions = KeyMap.standard.bindings.map(\.action)
        for (id, same) in Dictionary(grouping: actions, by: \.id) {
            #expect(
                Set(same.map(\.command)).count == 1 && Set(same.map(\.kind)).count == 1, "\(id)")
        }
        let commands = Set(actions).compactMap(\.command)
        #expect(Set(commands).count == commands.count)
    }

    @Test("a role that may not sees the key in help, with the reason")
    func disabled() {
        var state = Screens.critical
        state.me = "p-tess"
        _ = Screens.press(&state, .char("4"), .char("?"))
        Screens.type(&state, "quiet for 5")
        #expect(view(state).text.contains("needs the Emergency right"))
        _ = Screens.press(&state, .escape)
        #expect(Screens.press(&state, .char("s")).isEmpty)
        #expect(
            state.toast?.text
                == "Tess Kowalczyk cannot shelve alerts: needs the Emergency right.")
    }

    @Test("a click on a tab shows its view, a double click on a row opens it")
    func mouse() {
        var state = Screens.critical
        _ = update(&state, .mouse(MouseEvent(.press, column: 15, row: 1)))
        #expect(state.view == .timeline)
        state.view = .board
        _ = update(&state, .mouse(MouseEvent(.press, column: 50, row: 9)))
        #expect(state.selection[.board] != nil)
    }

    @Test("letters find a name in a list; j, k and q are letters once one was typed")
    func letters() {
        var state = Screens.critical
        func open(_ options: [String]) {
            state.layers = [.dialog(Dialog("Which?", [], .choice(options), .told))]
        }
        func selected() -> Int? {
            if case .dialog(let dialog)? = state.layers.last { dialog.selected } else { nil }
        }
        open(["Anna", "Bo", "Quentin Jakob"])
        _ = Screens.press(&state, .char("j"))
        #expect(selected() == 1)
        Screens.type(&state, "an")
        #expect(selected() == 0)
        _ = Screens.press(&state, .down)
        Screens.type(&state, "jak")
        #expect(selected() == 2, "j moves, ak is in Jakob")
        _ = Screens.press(&state, .char("q"))
        #expect(view(state).text.contains("Nothing in this list has \"akq\"."))
        #expect(selected() == 2)
        open((0..<12).map { "Guest \($0)" } + ["Quinn", "Jo"])
        _ = Screens.press(&state, .char("q"))
        #expect(selected() == 12)
        _ = Screens.press(&state, .backspace, .char("j"))
        #expect(selected() == 13)
        _ = Screens.press(&state, .escape)
        #expect(state.layers.isEmpty)
    }
}
