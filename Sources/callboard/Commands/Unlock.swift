import ArgumentParser
import Foundation

struct Unlock: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lift every lock-out of a running host.",
        discussion: """
            Guesses at a code or a token lock out guesses about the same person from the same \
            address. A valid code or token always passes, so this is seldom needed.

            Example: callboard unlock
            """)

    @Option(help: ArgumentHelp("The host's folder.", valueName: "dir"))
    var data: String?

    /// A host looks once a second.
    private static let patience: TimeInterval = 5

    func run() throws {
        try telling {
            let path = try HostNote.find(data).folder + "/" + AuthFiles.unlockName
            guard
                FileManager.default.createFile(
                    atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600])
            else { throw HostProblem("\(path) cannot be written.") }
            let end = Date(timeIntervalSinceNow: Self.patience)
            while FileManager.default.fileExists(atPath: path) {
                guard end.timeIntervalSinceNow > 0 else {
                    try? FileManager.default.removeItem(atPath: path)
                    throw HostProblem(
                        "The host of this folder does not answer. Start the host again: that lifts all lock-outs."
                    )
                }
                usleep(50_000)
            }
            try Output.say("All lock-outs are lifted.")
        }
    }
}
