import ArgumentParser
import Foundation

@main
struct Callboard: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callboard",
        abstract: "Run a wedding day live from a terminal.",
        discussion: """
            Presence boards, the run of show, the venue map and emergency alerts on one screen, \
            fed by a real-time core in the same process.

            Start with: callboard demo
            """,
        version: "0.1.0",
        subcommands: [
            Demo.self, Check.self, Host.self, Join.self, Station.self, Checkin.self, Invite.self,
            Unlock.self,
            Audit.self,
            Replay.self, Report.self, JournalCommand.self, Doctor.self, TextOperations.self,
            Themes.self,
        ])

    static func main() {
        // Swift would mend a broken word, and something else would be done than was asked for.
        let words = (1..<CommandLine.argc).compactMap { CommandLine.unsafeArgv[Int($0)] }
        if let place = words.firstIndex(where: { String(validatingCString: $0) == nil }) {
            FileHandle.standardError.write(
                Data(
                    "Error: word \(place + 1) of the command is not UTF-8. Type it again.\n"
                        .utf8))
            Foundation.exit(ExitCode.validationFailure.rawValue)
        }
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error).isSuccess {
            // Help and version are output like any other: who cannot write it says so.
            do { try Output.say(fullMessage(for: error)) } catch { exit(withError: error) }
        } catch { exit(withError: error) }
    }
}
