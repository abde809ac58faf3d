import Foundation
import TestSupport
import Testing

/// The program where it is not at home: other locales, folders, outputs and inputs.
@Suite("Where it runs")
struct EnvironmentTests {
    /// In a shell with these variables and no others.
    private func shell(_ line: String, _ variables: String = "") throws -> Program.Result {
        let folder = NSTemporaryDirectory() + "callboard-here-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clean =
            "env -i PATH=/usr/bin:/bin TERM=xterm \(variables.replacing("HERE", with: folder))"
        let quoted = line.replacing("'", with: "'\\''")
        return try Program.run(
            [
                "-c",
                "cd \(folder); \(clean) bash -c 'P=\(Program.path); \(quoted)'; find . -maxdepth 4",
            ],
            program: "/bin/bash")
    }

    private let sample = Sample.root + "Samples/alder-mill/wedding.toml"

    @Test(
        "a locale that asks for UTF-8 and is not there is replaced, and doctor says so",
        arguments: [
            (
                "LANG=xx_XX.UTF-8",
                "xx_XX.UTF-8, which is not installed here; C.UTF-8 is used instead"
            ),
            ("LC_CTYPE=UTF-8", "UTF-8, which is not installed here; C.UTF-8 is used instead"),
            ("LC_ALL=C.UTF-8", "C.UTF-8, UTF-8"), ("LC_ALL=C", "C, not UTF-8"),
            ("LC_ALL= LANG=C.UTF-8", "C.UTF-8, UTF-8"), ("A=b", "no locale set, not UTF-8"),
        ])
    func locale(variables: String, words: String) throws {
        let output = try shell("$P doctor < /dev/null", variables).output
        #expect(output.contains("text       \(words)\n"), "\(output)")
        #expect(output.contains("--glyphs \(words.contains("not UTF-8") ? "ascii" : "unicode")"))
    }

    @Test("doctor says when nobody's device is tracked, once there is a host")
    func tracked() throws {
        let before = try shell("$P doctor < /dev/null", "XDG_STATE_HOME=HERE HOME=HERE")
        #expect(!before.output.contains("devices"), "\(before.text)")
        let after = try shell(
            "mkdir -p callboard/w; echo \"{\\\"url\\\":\\\"\\\",\\\"wedding\\\":\\\"w\\\",\\\"file\\\":\\\"\\\"}\" > callboard/w/host.json; $P doctor < /dev/null",
            "XDG_STATE_HOME=HERE HOME=HERE")
        #expect(
            after.output.contains("devices    0 people logged in to the host started last"),
            "\(after.text)")
        #expect(after.output.contains("Nobody's device is tracked"), "\(after.text)")
    }

    @Test(
        "a folder's variable that is empty or does not begin at / is as if it were not set",
        arguments: ["XDG_STATE_HOME=", "XDG_STATE_HOME=rel", "XDG_STATE_HOME=./x", "A=b"])
    func folders(variable: String) throws {
        let result = try shell(
            "$P host \(sample) --headless --listen 256.0.0.1:0", variable + " HOME=HERE/h")
        let folders = result.output.split(separator: "\n").map { String($0) }
        #expect(folders.contains("./h/.local/state/callboard"), "\(result.text)")
        #expect(!folders.contains { $0.contains("rel") || $0.contains("/x") }, "\(folders)")
    }

    @Test("a home that is no folder from / on is looked up, never the folder it was started in")
    func noHome() throws {
        let result = try shell("$P invite p-x; echo rc $?", "HOME=rel XDG_STATE_HOME=rel")
        #expect(result.output.contains("rc 1"))
        #expect(!result.output.contains("rel\n"), "\(result.text)")
    }

    @Test(
        "output that cannot be written is said, and the status is 1",
        arguments: [
            "--help", "--version", "help demo", "demo --plain", "doctor", "themes check Themes",
            "check Samples/alder-mill/wedding.toml",
        ])
    func full(command: String) throws {
        let result = try shell("cd \(Sample.root); $P \(command) > /dev/full; echo rc $? >&2")
        #expect(result.errors.contains("Cannot write to standard output: no space left"))
        #expect(result.errors.contains("rc 1"), "\(result.errors)")
    }

    @Test("who reads only the first line ends the command without a word")
    func head() throws {
        let result = try shell("cd \(Sample.root); $P demo --plain | head -1")
        #expect(result.errors.isEmpty && result.output.hasPrefix("06:44:00"), "\(result.text)")
    }

    @Test("files are read from pipes")
    func pipes() throws {
        let result = try shell("$P check <(cat \(sample)); cat \(sample) | $P check /dev/stdin")
        #expect(result.output.components(separatedBy: "0 errors").count == 3, "\(result.text)")
    }

    @Test("a line that is not UTF-8, too long or without an end is refused whole")
    func typedLines() throws {
        let long = String(repeating: "a", count: 1_200)
        let lines = #"who \xe9\nwho \#(long)\nwho Ben\nsay Ben: do no"#
        let result = try shell(
            "cd \(Sample.root); printf '\(lines)' | timeout 60 $P demo --plain --speed 3600 --at 22:00"
        )
        #expect(result.output.contains("That line is not UTF-8 and did not run."))
        #expect(result.output.contains("A line can have at most 1000 bytes."))
        #expect(result.output.contains("Ben Achterberg "))
        #expect(result.output.contains("\"say Ben: do no\" has no line end"))
    }

    @Test("a word of the command that is not UTF-8 is refused, not mended")
    func words() throws {
        let result = try shell("$P check $(printf 'caf\\xe9'); echo rc $?")
        #expect(result.errors.contains("word 2 of the command is not UTF-8"), "\(result.text)")
        #expect(result.output.contains("rc 64"))
    }
}
