import ArgumentParser
import Foundation

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check the audit log.", subcommands: [AuditVerify.self])
}

struct AuditVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that no row of an audit log was changed, removed or added.",
        discussion: """
            Every row carries the hash of the one before it. Keep the last hash somewhere else: it \
            also proves that nothing was cut off at the end.

            Example: callboard audit verify
            """)

    @Argument(help: "The audit log file; by default that of the host started last.")
    var file: String?

    @Option(help: ArgumentHelp("The last hash that you kept.", valueName: "hash"))
    var contains: String?

    func run() throws {
        try telling {
            let path = try file ?? HostNote.find(nil).folder + "/" + AuditFile.name
            guard FileManager.default.fileExists(atPath: path) else {
                throw HostProblem("There is no audit log at \(path.sanitised).")
            }
            let report = try AuditFile.verify(path)
            if let problem = report.problem {
                throw HostProblem(
                    "\(path.sanitised): \(problem). \(report.rows) rows before it are intact.")
            }
            if let contains, try !AuditFile.has(contains, in: path) {
                throw HostProblem(
                    "No row has the hash you kept: rows were cut off, or this is another log.")
            }
            try Output.say("\(report.rows) rows, all intact")
            try Output.say("last hash \(report.lastHash)")
        }
    }
}
