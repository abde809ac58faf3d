import ArgumentParser

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
            Demo.self, Check.self, Host.self, Join.self, Desk.self, Checkin.self, Invite.self,
            Unlock.self,
            Audit.self,
            Replay.self, Report.self, JournalCommand.self, Doctor.self, TextOperations.self,
            Themes.self,
        ])
}
