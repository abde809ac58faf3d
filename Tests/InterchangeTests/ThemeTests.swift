import Console
import Foundation
import Interchange
import TestSupport
import Testing

@Suite("Themes")
struct ThemeTests {
    static let shipped = [
        "ansi16", "beacon", "candle", "harbor", "linen", "marquee", "mono", "signal",
    ]

    @Test("eight themes ship, and each is what it claims")
    func shippedThemes() {
        let (count, problems) = ThemeFile.check(Sample.root + "Themes")
        #expect(count == 8)
        #expect(problems == [])
    }

    @Test("each shipped theme claims something", arguments: shipped)
    func claims(name: String) throws {
        let themes = ThemeFile.loadAll(Sample.root + "Themes").themes
        let theme = try #require(themes.first { $0.name.lowercased() == name })
        #expect(!theme.claims.isEmpty)
    }

    private func check(_ files: [String: String]) throws -> [String] {
        let folder = NSTemporaryDirectory() + "callboard-themes-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files {
            try text.write(toFile: "\(folder)/\(name).toml", atomically: true, encoding: .utf8)
        }
        return ThemeFile.check(folder).problems.map { problem in
            "\(problem.file.split(separator: "/").last ?? ""):\(problem.line):\(problem.column): \(problem.message)"
        }
    }

    private let head = "format = \"theme/1\"\nname = \"T\"\n"

    @Test("places and mends are told as in the book")
    func mistakes() throws {
        let text =
            head + """
                inherits = "t"
                [palette]
                a = "#d5d9d"
                [status]
                heer = "red"
                late = "ambr"
                [glyph]
                status_late = "⚠️"
                """
        #expect(
            try check(["t": text]) == [
                "t.toml:3:12: inherits forms a loop: t → t.",
                "t.toml:5:5: color \"#d5d9d\" has 5 digits. Use #rgb or #rrggbb.",
                "t.toml:7:1: unknown role \"status.heer\". Did you mean \"status.here\"?",
                "t.toml:8:8: palette name \"ambr\" is not defined here or in \"base\".",
                "t.toml:10:15: glyph.status_late \"⚠️\" is 2 cells wide. One cell is needed.",
            ])
    }

    @Test("a loop over several files is told with its path")
    func loops() throws {
        let said = try check([
            "a": head + "inherits = \"b\"\n", "b": head + "inherits = \"c\"\n",
            "c": head + "inherits = \"a\"\n",
        ])
        #expect(said.contains { $0.contains("inherits forms a loop: a → b → c → a.") })
    }

    @Test("the usual green, amber and red do not pass as safe for colour blindness")
    func colorBlind() throws {
        let text =
            head + """
                claims = ["color-blind-safe"]
                [status]
                here = "#3fb950"
                on_the_way = "#58a6ff"
                late = "#d29922"
                missing = "#f85149"
                """
        let said = try check(["t": text])
        #expect(said.contains { $0.contains("status.late and status.missing are 0.0") })
    }

    @Test("contrast is computed: black on white is 21, the same on the same is 1")
    func contrast() {
        #expect(ColorMath.contrast(RGB(0, 0, 0), RGB(255, 255, 255)) == 21)
        #expect(ColorMath.contrast(RGB(90, 90, 90), RGB(90, 90, 90)) == 1)
        let amber = ColorMath.contrast(RGB(0xF5, 0xC4, 0x51), RGB(0x1C, 0x1F, 0x24))
        #expect(abs(amber - 10.1) < 0.1)
    }

    @Test("a false claim of contrast is told")
    func lowContrast() throws {
        let said = try check([
            "t": head + "claims = [\"contrast-4.5\"]\n[ui]\nmuted = \"#5b6470\"\n"
        ])
        #expect(said.count == 1)
        #expect(said[0].hasPrefix("t.toml:5:1: ui.muted on its background is 2."))
    }

    @Test("quantising never leaves 16 to 255, which users do not re-colour")
    func quantise() {
        for red in stride(from: 0, through: 255, by: 15) {
            for green in stride(from: 0, through: 255, by: 51) {
                #expect(ColorMath.nearest256(RGB(UInt8(red), UInt8(green), 128)) >= 16)
            }
        }
        #expect(ColorMath.nearest256(RGB(255, 0, 0)) == 196)
    }
}

@Suite("Looks that a theme chooses")
struct ThemeLookTests {
    private func folder(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "callboard-looks-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(toFile: "\(folder)/\(name).toml", atomically: true, encoding: .utf8)
        }
        return folder
    }

    private let head = "format = \"theme/1\"\nname = \"T\"\n"

    @Test("one bad file does not hide the others, and says what is wrong with it")
    func oneBadFile() throws {
        let folder = try folder(["bad": head + "[status]\nheer = \"red\"\n", "good": head])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (themes, problems) = ThemeFile.loadAll(folder)
        #expect(themes.count == 1)
        #expect(
            problems.map(\.message) == [
                "unknown role \"status.heer\". Did you mean \"status.here\"?"
            ])
    }

    @Test("a theme chooses how much is drawn, and how the focus is walled")
    func looks() throws {
        let folder = try folder(["t": head + "[glyph]\nset = \"blocks\"\nfocus = \"double\"\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let theme = try #require(try ThemeFile.load("t", from: folder))
        #expect(theme.glyphSet == .blocks)
        #expect(theme.focusWalls == .double)
    }

    @Test("an alert that cannot be read from afar is a warning")
    func alertFloor() throws {
        let folder = try folder(["t": head + "[alert]\ncritical = \"#888888 on #444444\"\n"])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let problems = ThemeFile.check(folder).problems
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.message.hasSuffix("Alerts need 7.0.") == true)
    }
}

@Suite("Preferences")
struct ConfigFileTests {
    @Test("what is written is read")
    func read() throws {
        let text = """
            theme = "signal"
            theme_light = "linen"
            color = "256"
            motion = "off"
            notices = "osc9"
            mouse = false
            """
        let config = try ConfigFile.parse(text, file: "config.toml")
        #expect(config.theme == "signal" && config.themeLight == "linen")
        #expect(config.color == "256" && config.motion == .off && config.notices == .osc9)
        #expect(config.mouse == false && config.clock == nil)
    }

    @Test("what is not known is told with its line and the nearest word, all at once")
    func mistakes() {
        let text = "thme = \"x\"\nmotion = \"slow\"\ncolor = \"88\"\nmouse = \"no\"\n"
        #expect(throws: FileProblems.self) { try ConfigFile.parse(text, file: "c.toml") }
        do { _ = try ConfigFile.parse(text, file: "c.toml") } catch {
            #expect(
                error.problems.map(\.description) == [
                    "c.toml:1: error: unknown key \"thme\". Did you mean \"theme\"?",
                    "c.toml:2: error: \"slow\" is not a known motion. Use one of: on, off.",
                    "c.toml:3: error: \"88\" is not a color depth. Use truecolor, 256, 16, 8, none.",
                    "c.toml:4: error: mouse should be true or false, not a text.",
                ])
        }
    }
}
