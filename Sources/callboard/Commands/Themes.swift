import ArgumentParser
import Interchange

struct Themes: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check colour themes.", subcommands: [ThemesCheck.self])
}

struct ThemesCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check theme files, and verify what they claim.",
        discussion: """
            Contrast is WCAG's; colour blindness is simulated and distances are measured in OKLab. \
            Each finding says file, line and column.

            Example: callboard themes check Themes/
            """)

    @Argument(help: "A folder of *.toml files, or one file; the built-in themes by default.")
    var folder: String?

    func run() throws {
        guard let folder = folder ?? DataFolder.path("Themes") else {
            throw ValidationError("There is no Themes folder here. Name one.")
        }
        let (count, problems) = ThemeFile.check(
            folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder)
        for problem in problems { try Output.say("\(problem)") }
        let errors = problems.count { $0.severity == .error }
        func counted(_ number: Int, _ word: String) -> String {
            "\(number) \(word)\(number == 1 ? "" : "s")"
        }
        let warnings = problems.count - errors
        try Output.say(
            "\(counted(count, "theme")), \(counted(errors, "error")), \(counted(warnings, "warning"))"
        )
        if errors > 0 { throw ExitCode(1) }
    }
}
