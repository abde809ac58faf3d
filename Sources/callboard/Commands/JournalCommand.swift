import ArgumentParser
import Foundation
import Journal
import RealtimeProtocol
import Wedding

struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Check, count, copy and restore the log of a day.",
        discussion: """
            The log is one file in the host's folder. You can read and copy it while the \
            host runs.
            """,
        subcommands: [
            JournalVerify.self, JournalStats.self, JournalExport.self, JournalBackup.self,
            JournalRestore.self,
        ])
}

/// Which log a command is about.
struct JournalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The host's folder, or a copy of its log; that of the host started last by default.",
            valueName: "dir"))
    var data: String?

    func folder() throws -> String { try data ?? HostNote.find(nil).folder }

    func open() throws -> JournalFile {
        let folder = try folder()
        // The file itself will do.
        let isFile = folder.hasSuffix(".sqlite")
        return try JournalFile(isFile ? folder : folder + "/" + KeptLog.fileName, .read)
    }
}

struct JournalVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the log is intact: every page, every entry, the chain of hashes.",
        discussion: "Example: callboard journal verify")

    @OptionGroup var options: JournalOptions

    func run() throws {
        try telling {
            let report = try options.open().verify()
            if let problem = report.problem { throw problem }
            try Output.say("\(report.entries) entries, all intact")
            try Output.say("chain \(report.chain)")
        }
    }
}

struct JournalStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show how long the log is and what it contains.",
        discussion: "Example: callboard journal stats --data ~/saturday")

    @OptionGroup var options: JournalOptions

    func run() throws {
        try telling {
            let file = try options.open()
            let report = try file.verify()
            guard let header = try file.header() else {
                return try Output.say("The log is empty.")
            }
            let clock = header.day.clock
            func words(_ moment: Timestamp?) -> String {
                guard let local = moment.map(clock.local) else { return "none" }
                let date = local.date
                return "\(date.day) \(date.monthName) \(date.year), \(local.hourMinuteSecond)"
            }
            try Output.say("wedding      \(header.day.id.rawValue.sanitised)")
            try Output.say("epoch        \(header.epoch.sanitised)")
            try Output.say("begun        \(words(header.bornAt))")
            try Output.say("entries      \(report.entries)")
            try Output.say("first        \(words(report.first))")
            try Output.say("last         \(words(report.last))")
            try Output.say("checkpoints  \(report.checkpoints)")
            try Output.say("dead         \(report.deadLetters)")
            try Output.say("bytes        \(report.bytes)")
            for (kind, count) in report.kinds.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }
            ) {
                try Output.say(
                    "\(kind.padding(toLength: 24, withPad: " ", startingAt: 0)) \(count)")
            }
            if let problem = report.problem { throw problem }
        }
    }
}

struct JournalExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every entry as a line of JSON.",
        discussion: """
            Intact entries are written even if the file is damaged after them.

            Example: callboard journal export > saturday.jsonl
            """)

    @OptionGroup var options: JournalOptions

    func run() throws {
        try telling {
            let file = try options.open()
            try options.note("the log, a line an entry")
            var failure: (any Error)?
            do {
                try file.eachEntry { entry in
                    let line = try Data(JSONText.encode(entry.event) + [0x0A])
                    do { try Output.write(line) } catch {
                        failure = error
                        throw error
                    }
                }
            } catch { throw failure ?? error }
        }
    }
}

struct JournalBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the log to another file, while the host runs.",
        discussion: "Example: callboard journal backup /media/stick/saturday.sqlite")

    @Argument(help: ArgumentHelp("The path of the copy; it must not exist yet.", valueName: "file"))
    var target: String

    @OptionGroup var options: JournalOptions

    func run() throws {
        try telling {
            let file = try options.open()
            try options.note("the log, to \(target.sanitised)")
            try file.backup(to: target)
            let report = try JournalFile(target, .read).verify()
            if let problem = report.problem {
                unlink(target)
                throw problem
            }
            try Output.say("\(report.entries) entries, all intact, in \(target.sanitised)")
        }
    }
}

struct JournalRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace the log with a backup. Stop the host first.",
        discussion: """
            The old log is kept beside it. The restored log begins a new epoch, so that \
            every console reloads the day.

            Example: callboard journal restore /media/stick/saturday.sqlite
            """)

    @Argument(help: ArgumentHelp("The backup file.", valueName: "file"))
    var source: String

    @OptionGroup var options: JournalOptions

    func run() throws {
        try telling {
            let backup = try JournalFile(source, .read)
            let report = try backup.verify()
            if let problem = report.problem { throw problem }
            guard let header = try backup.header() else {
                throw HostProblem("\(source.sanitised) has no log yet.")
            }
            let folder = try HostFolder(options.folder(), wedding: header.day.id)
            try folder.lock()
            let path = folder.file(KeptLog.fileName)
            let kept = try setAside(path)
            try backup.backup(to: path)
            try JournalFile(path, .write).renew(epoch: KeptLog.newEpoch())
            try Output.say("\(report.entries) entries restored, in a new epoch")
            if let kept { try Output.say("the old log is now \(kept.sanitised)") }
        }
    }

    /// Nothing is destroyed: what stands there gets another name.
    private func setAside(_ path: String) throws -> String? {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { return nil }
        var number = 1
        while files.fileExists(atPath: "\(path).before-\(number)") { number += 1 }
        for suffix in ["-wal", "-shm", ""] where files.fileExists(atPath: path + suffix) {
            try files.moveItem(atPath: path + suffix, toPath: "\(path).before-\(number)\(suffix)")
        }
        return "\(path).before-\(number)"
    }
}
