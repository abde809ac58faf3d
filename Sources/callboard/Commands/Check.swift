import ArgumentParser
import Foundation
import Interchange

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List every error and every unused key in a wedding file.",
        discussion: """
            An error stops the host from serving the file. A warning does not: a key with no \
            effect, or facts that disagree.

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
        let words = "\(path): \(counted(count)); callboard check lists them\n"
        FileHandle.standardError.write(Data(words.utf8))
    }

    private static func counted(_ warnings: Int) -> String {
        "\(warnings) \(warnings == 1 ? "warning" : "warnings")"
    }
}
