import Console
import Testing
import Wedding

@Suite("Golden frames")
struct GoldenTests {
    static let sizes = [(120, 36), (80, 24), (40, 10)]

    @Test("each view at each size is as its file", arguments: ViewID.allCases, sizes)
    func views(view: ViewID, size: (Int, Int)) {
        var state = Screens.sized(Screens.critical, size.0, size.1)
        state.view = view
        if view == .dead { Screens.loseLetters(&state) }
        let frame = Console.view(state)
        #expect(
            Golden.difference("\(view.name.lowercased())-\(size.0)x\(size.1)", frame.text) == nil)
    }

    @Test("the takeover at each size is as its file", arguments: sizes)
    func takeover(size: (Int, Int)) {
        let frame = view(Screens.sized(Screens.storm, size.0, size.1))
        #expect(Golden.difference("takeover-\(size.0)x\(size.1)", frame.text) == nil)
    }

    @Test("the shared screen at each size is as its file", arguments: sizes)
    func kiosk(size: (Int, Int)) {
        var state = Screens.sized(Screens.critical, size.0, size.1)
        state.options.isKiosk = true
        #expect(Golden.difference("kiosk-\(size.0)x\(size.1)", view(state).text) == nil)
    }

    @Test("help, palette and a question are as their files")
    func layers() {
        var state = Screens.critical
        _ = Screens.press(&state, .char("?"))
        #expect(Golden.difference("help-120x36", view(state).text) == nil)
        _ = Screens.press(&state, .escape, .char(":"))
        #expect(Golden.difference("palette-120x36", view(state).text) == nil)
        _ = Screens.press(&state, .escape, .char("4"), .char("s"))
        #expect(Golden.difference("shelve-120x36", view(state).text) == nil)
    }

    @Test(
        "where the eye is drawn is as its file",
        arguments: [ViewID.board, .timeline, .map, .alerts])
    func emphasis(view: ViewID) {
        var state = Screens.critical
        state.view = view
        #expect(
            Golden.difference(
                "\(view.name.lowercased())-120x36-style", Console.view(state).styleMap) == nil)
    }

    @Test(
        "ASCII shows the same places with ASCII only",
        arguments: [ViewID.board, .timeline, .map, .alerts])
    func ascii(view: ViewID) {
        var state = Screens.critical
        state.view = view
        state.options.glyphs = .ascii
        let text = Console.view(state).text
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(Golden.difference("\(view.name.lowercased())-120x36-ascii", text) == nil)
    }

    @Test("a 180-column terminal pins the run of show, a wall shows four views")
    func large() {
        #expect(
            Golden.difference("board-200x50", view(Screens.sized(Screens.critical, 200, 50)).text)
                == nil)
        let wall = view(Screens.sized(Screens.critical, 240, 60)).text
        for title in ["Needs you", "Run of show", "Alder Mill Farm ─", "Active"] {
            #expect(wall.contains(title), "\(title)")
        }
    }
}
