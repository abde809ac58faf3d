import ArgumentParser
import Foundation
import Interchange

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell everything that is wrong or not used in a wedding file.",
        discussion: """
            An error keeps the file from being served. A warning does not: a key that moves \
            nothing, or facts that do not agree.

            Example: callboard check wedding.toml
            """)

    @Argument(
        help: ArgumentHelp("The wedding, in the format wedding/1.", valueName: "wedding.toml"))
    var wedding: String

    func run() throws {
        try telling {
            let notices = try WeddingFile(path: wedding).notices
            for notice in notices { try Output.say("\(notice)") }
            try Output.say("0 errors, \(Self.counted(notices.count))")
        }
    }

    /// Points to the warnings of a file that is served all the same.
    static func tell(_ count: Int, of path: String) {
        guard count > 0 else { return }
        let words = "\(path): \(counted(count)), told by callboard check\n"
        FileHandle.standardError.write(Data(words.utf8))
    }

    private static func counted(_ warnings: Int) -> String {
        "\(warnings) \(warnings == 1 ? "warning" : "warnings")"
    }
}
