import Foundation
import TestSupport
import Testing

/// The last layer: the real program in a real terminal.
@Suite("Journeys in a terminal", .serialized)
struct JourneyTests {
    private func start(_ arguments: String, columns: Int = 120, rows: Int = 36) throws -> Terminal {
        let terminal = try Terminal(columns: columns, rows: rows)
        try terminal.run("\(Terminal.program) demo --speed 1 \(arguments)")
        return terminal
    }

    @Test("through all views, help, filter and out")
    func tour() throws {
        let terminal = try start("--at 15:00")
        try terminal.wait("Needs you")
        for (key, title) in [
            ("2", "Run of show v8"), ("3", "zoom fit"), ("4", "Whom to ring"),
            ("5", "settled today"),
            ("6", "Conversations"), ("7", "Dead letters"), ("8", "Guests and meals"),
            ("9", "newest first"),
        ] {
            try terminal.keys(key)
            try terminal.wait(title)
        }
        try terminal.keys("?")
        try terminal.wait("Help: Audit")
        try terminal.keys("Escape", "1", "/")
        try terminal.type("tanaka")
        try terminal.wait("/ tanaka")
        try terminal.keys("Enter")
        try terminal.wait("filter: tanaka")
        try terminal.wait("Maya Castellano", isThere: false)
        try terminal.keys("Escape", "q")
        try terminal.wait("Quit Callboard?")
        try terminal.keys("Enter")
        try terminal.waitFlag("alternate_on", "0")
        try terminal.wait("ready$")
    }

    @Test("an alert is acknowledged at the console and the core says so")
    func acknowledge() throws {
        let terminal = try start("--at 15:00")
        try terminal.wait("Alerts ▲1")
        try terminal.keys("a")
        try terminal.wait("Alerts ▲1", isThere: false)
        try terminal.keys("4")
        // Hers: a minute later the script's Ben answers it, too.
        try terminal.wait("Rosa    acked 15:0")
    }

    @Test("no bytes but its key acknowledge an alert: arrows of both modes, cut, late, pasted")
    func bytes() throws {
        let terminal = try start("--at 15:00")
        try terminal.wait("Alerts ▲1")
        try terminal.keys("4")
        try terminal.wait("Whom to ring")
        for introducer in ["O", "["] {
            try terminal.bytes("\u{1B}\(introducer)A")
            // The pause is a part of what a slow line sends.
            for pause in [30, 60, 150, 300] {
                try terminal.bytes("\u{1B}")
                try terminal.holds("Alerts ▲1", for: .milliseconds(pause))
                try terminal.bytes("\(introducer)A")
            }
        }
        for sequence in ["\u{1B}[13;2u", "\u{1B}[27;2;13~", "\u{1B}[M !-", "\u{1B}]11;a A a\u{7}"] {
            try terminal.bytes(sequence)
        }
        try terminal.bytes("\u{1B}[200~a A a and no end")
        try terminal.bytes("\u{3}")
        try terminal.wait("Press Ctrl-C again to quit")
        #expect(try terminal.screen.contains("Alerts ▲1"))
        // Whoever waited for half a second is heard.
        try terminal.holds("Alerts ▲1", for: .milliseconds(600))
        try terminal.keys("a")
        try terminal.wait("Alerts ▲1", isThere: false)
        try terminal.wait("Rosa    acked 15:0")
    }

    @Test("a paste without an end keeps no emergency waiting")
    func openPaste() throws {
        let terminal = try start("--at 16:35")
        try terminal.wait("EVERYONE INSIDE THE GREAT BARN NOW")
        try terminal.bytes("\u{1B}[200~hello")
        try terminal.holds("EVERYONE INSIDE", for: .milliseconds(1100))
        try terminal.keys("A")
        try terminal.wait("Who are you?")
    }

    @Test("the takeover fills the screen, A answers it, the red bar stays")
    func takeover() throws {
        let terminal = try start("--at 16:35")
        try terminal.wait("EVERYONE INSIDE THE GREAT BARN NOW")
        try terminal.keys("Escape", "q", "1")
        try terminal.wait("DO NOW")
        try terminal.keys("A")
        try terminal.wait("Who are you?")
        try terminal.keys("Enter")
        try terminal.wait("EMERGENCY acknowledged")
    }

    @Test("the screen follows the terminal's size")
    func resize() throws {
        let terminal = try start("--at 15:00")
        try terminal.wait("Presence by group")
        try terminal.resize(80, 24)
        try terminal.wait("Presence by group", isThere: false)
        try terminal.wait("on the way")
        try terminal.resize(30, 6)
        try terminal.wait("CRITICAL:")
        try terminal.resize(120, 36)
        try terminal.wait("Presence by group")
    }

    @Test("Ctrl-Z gives the terminal back and fg takes it again")
    func suspend() throws {
        let terminal = try Terminal(columns: 120, rows: 36)
        try terminal.run("\(Terminal.program) demo --speed 1 --at 15:00")
        try terminal.wait("Needs you")
        try terminal.keys("C-z")
        try terminal.wait("Stopped")
        try terminal.waitFlag("alternate_on", "0")
        try terminal.run("fg")
        try terminal.wait("Needs you")
        try terminal.keys("2")
        try terminal.wait("Run of show")
    }

    @Test(
        "a signal that ends the program leaves the terminal as it was",
        arguments: ["TERM", "HUP", "SEGV", "ILL", "ABRT", "QUIT"])
    func restores(signal: String) throws {
        let terminal = try Terminal(columns: 100, rows: 30)
        try terminal.run(
            "stty -g > before; (\(Terminal.program) demo --speed 1 --at 15:00; echo ended $? ) ; stty -g > after; cmp before after && echo same modes"
                .replacingOccurrences(of: "before", with: "$XDG_STATE_HOME/before")
                .replacingOccurrences(of: "after", with: "$XDG_STATE_HOME/after"))
        try terminal.wait("NOW")
        #expect(try terminal.flag("alternate_on") == "1")
        let pid = try terminal.tmux("display-message", "-p", "#{pane_pid}").trimmingCharacters(
            in: .whitespacesAndNewlines)
        try signalDescendant(of: pid, signal)
        try terminal.waitFlag("alternate_on", "0")
        try terminal.wait("same modes")
        #expect(try terminal.flag("cursor_flag") == "1")
        #expect(try terminal.flag("mouse_any_flag") == "0")
        #expect(try terminal.screen.contains("ended 0") == false)
    }

    @Test("killed, a guarded console leaves the terminal as it was, and says where to look")
    func killed() throws {
        let terminal = try Terminal(columns: 100, rows: 30)
        try terminal.run(
            "stty -g > $XDG_STATE_HOME/before; \(Terminal.program) demo --speed 1 --at 15:00 --guard; echo ended $?; stty -g > $XDG_STATE_HOME/after; cmp $XDG_STATE_HOME/before $XDG_STATE_HOME/after && echo same modes"
        )
        try terminal.wait("NOW")
        let pid = try terminal.tmux("display-message", "-p", "#{pane_pid}").trimmingCharacters(
            in: .whitespacesAndNewlines)
        try signalDescendant(of: pid, "KILL", onlyLeaves: true)
        try terminal.waitFlag("alternate_on", "0")
        try terminal.wait("same modes")
        #expect(try terminal.screen.contains("the console was killed"))
        #expect(try terminal.screen.contains("ended 137"))
        #expect(try terminal.flag("cursor_flag") == "1")
        #expect(try terminal.flag("mouse_any_flag") == "0")
    }

    @Test("a theme that is saved is shown at once, a bad one is told and changes nothing")
    func themeReload() throws {
        let folder = NSTemporaryDirectory() + "callboard-data-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/Themes", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func save(_ glyph: String) throws {
            let text =
                "format = \"theme/1\"\nname = \"Harbor\"\n[glyph]\nstatus_here = \"\(glyph)\"\n"
            try text.write(
                toFile: folder + "/Themes/harbor.toml", atomically: true, encoding: .utf8)
        }
        try save("●")
        let samples = Sample.root + "Samples/alder-mill/"
        let terminal = try Terminal(columns: 120, rows: 36)
        try terminal.run(
            "CALLBOARD_DATA=\(folder) \(Terminal.program) demo --speed 1 --at 15:00 --wedding \(samples)wedding.toml --day \(samples)day.csv"
        )
        try terminal.wait("● Maya")
        try save("◉")
        try terminal.wait("◉ Maya")
        try save("too long")
        try terminal.wait("One cell is needed")
        try terminal.wait("◉ Maya")
    }

    /// Sends a signal to the console below a shell, found by its parents.
    ///
    /// - Parameter onlyLeaves: Spares a console that has another below it: the guard.
    private func signalDescendant(
        of pid: String, _ signal: String, onlyLeaves: Bool = false
    ) throws {
        let isMeant = onlyLeaves ? "[ -z \"$(cat /proc/$c/task/*/children)\" ]" : "true"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c",
            "find() { for c in $(cat /proc/$1/task/*/children); do if [ \"$(cat /proc/$c/comm)\" = callboard ] && \(isMeant); then kill -\(signal) $c; fi; find $c; done; }; find \(pid)",
        ]
        try process.run()
        process.waitUntilExit()
    }

    @Test("text of others reaches the terminal only as text")
    func hostileText() throws {
        let folder = NSTemporaryDirectory() + "callboard-hostile-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var toml = try String(
            contentsOfFile: Sample.root + "Samples/alder-mill/wedding.toml", encoding: .utf8)
        toml = toml.replacingOccurrences(
            of: "\"Iris Tanaka\"", with: "\"Iris \\u001b[2J\\u001b]0;INJECTED\\u0007\\u202eTanaka\""
        )
        try toml.write(toFile: folder + "/w.toml", atomically: true, encoding: .utf8)
        let terminal = try start(
            "--at 15:00 --wedding \(folder)/w.toml --day \(Sample.root)Samples/alder-mill/day.csv")
        try terminal.wait("Iris [2J]0;INJ")
        #expect(try terminal.flag("pane_title").contains("INJECTED") == false)
    }
}

@Suite("The program without a terminal", .serialized)
struct PlainTests {
    private func run(_ arguments: String...) throws -> (
        status: Int32, output: String, errors: String
    ) {
        let result = try Program.run(arguments)
        return (result.status, result.output, result.errors)
    }

    @Test("the day is printed as lines with a summary, the same bytes twice")
    func deterministic() throws {
        let first = try run("demo", "--plain", "--speed", "max")
        let second = try run("demo")
        #expect(first.status == 0 && second.status == 0)
        #expect(first.output == second.output)
        #expect(
            first.output.contains(
                "15:00:00 CRITICAL  Lead photographer not seen since 14:49 (likely in Stone Cellar, no signal: send the nearest). Ceremony 15:30 [a-05]"
            ))
        #expect(first.output.contains("people     145 seen of 145"))
    }

    @Test("what is typed while the day runs as lines is carried out")
    func typed() throws {
        let result = try Program.run(
            ["demo", "--plain", "--speed", "60", "--at", "15:00"],
            input: "next\nack a-05\nack a-99\nquit\n")
        let text = result.output
        #expect(result.status == 0)
        #expect(text.contains("ack       Rosa Delgado-Hart [a-05]"))
        #expect(text.contains("Which alert? Open:"))
        #expect(text.contains("people     "))
    }

    @Test(
        "bad input is a sentence and a status",
        arguments: [
            (
                ["demo", "--wedding", "/nowhere.toml", "--day", "/nowhere.csv"], Int32(1),
                "there is no such file"
            ),
            (["demo", "--speed", "fast"], 64, "--speed"), (["demo", "--at", "25:99"], 64, "--at"),
            (["demo", "--wedding", "x.toml"], 64, "together"),
            (["demo", "--glyphs", "emoji"], 64, "--glyphs"),
            (["nonsense"], 64, "nonsense"),
            (["demo", "--wedding", "/", "--day", "/"], 1, "this is a folder"),
        ])
    func badInput(arguments: [String], status: Int32, word: String) throws {
        let result = try Program.run(arguments)
        let text = result.errors
        #expect(result.status == status)
        #expect(text.contains(word), "\(text)")
    }

    @Test(
        "help reads well for the program and every command",
        arguments: [[], ["demo"], ["doctor"], ["themes"], ["themes", "check"]])
    func help(command: [String]) throws {
        let result = try Program.run(command + ["--help"])
        let text = result.output
        #expect(result.status == 0)
        #expect(text.contains("OVERVIEW") && text.contains("USAGE"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test("doctor says what to set when there is no terminal")
    func doctor() throws {
        let result = try run("doctor")
        #expect(result.status == 1)
        #expect(result.output.contains("--plain"))
    }
}
