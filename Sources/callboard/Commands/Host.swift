import ArgumentParser
import Console
import CoreRuntime
import Foundation
import Interchange
import RealtimeCore
import RealtimeProtocol
import RealtimeServer
import Terminal
import Wedding

struct Host: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a wedding's day to everybody, with the coordinator's console.",
        discussion: """
            The console is shown in this terminal; others join over the network. Loopback is \
            served plainly; any other address with TLS, under a certificate made on the first start.

            Examples:
              callboard host wedding.toml
              callboard host wedding.toml --listen 0.0.0.0:7440
              callboard host wedding.toml --headless --listen :0
            """)

    @Argument(
        help: ArgumentHelp("The wedding, in the format wedding/1.", valueName: "wedding.toml"))
    var wedding: String

    @Flag(help: "No screen: log to standard output, end on SIGTERM.")
    var headless = false

    @Option(help: ArgumentHelp("Where to listen; port 0 chooses one.", valueName: "host:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 7440)

    @Option(
        help: ArgumentHelp(
            "The folder for keys, tokens and logs; by default one in your state folder.",
            valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("Your own certificate, in PEM.", valueName: "file"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("Its key, readable by you alone.", valueName: "file"))
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "The environment variable that holds an HS256 secret shared with another issuer.",
            valueName: "name"))
    var jwtSecretEnv: String?

    @Flag(help: "Open /echo/websocket for conformance tools.")
    var diagnostics = false

    @Option(
        help: ArgumentHelp("Most connections for one address; 512 by default.", valueName: "count"))
    var perAddress: Int?

    @Option(
        help: ArgumentHelp("Most connections for one device; 8 by default.", valueName: "count"))
    var perDevice: Int?

    @Option(
        help: ArgumentHelp(
            "Most ephemeral messages per connection per second; 100 by default.", valueName: "count"
        ))
    var perSecond: Int?

    @OptionGroup(title: "Screen")
    var options: ConsoleOptions

    func validate() throws {
        if let perSecond, !(1...100_000).contains(perSecond) {
            throw ValidationError("--per-second must be between 1 and 100000.")
        }
        if (tlsCert == nil) != (tlsKey == nil) {
            throw ValidationError("Use --tls-cert and --tls-key together.")
        }
        for (name, value) in [("--per-address", perAddress), ("--per-device", perDevice)] {
            if let value, !(1...20_000).contains(value) {
                throw ValidationError("\(name) must be between 1 and 20000.")
            }
        }
    }

    func run() throws {
        try telling {
            let file = try WeddingFile(path: wedding)
            let day = file.day
            Check.tell(file.notices.count, of: wedding)
            guard let user = day.lead(of: .coordinator) else {
                throw FileProblem(
                    file: wedding, line: 0,
                    "has nobody with role = \"coordinator\". A day needs one to run it.")
            }
            let folder = try HostFolder(data, wedding: day.id)
            try folder.lock()
            let run = try HostRun(day: day, user: user, folder: folder, hostOptions())
            let isPlain = headless || !TerminalFacts.current.canDraw
            try isPlain ? run.headless() : run.onScreen(options)
        }
    }

    private func hostOptions() throws -> HostServer.Options {
        var options = HostServer.Options()
        options.listen = listen
        options.file = URL(filePath: wedding).path()
        (options.certificate, options.key) = (tlsCert, tlsKey)
        options.settings.hasDiagnostics = diagnostics
        if let perAddress { options.limits.connectionsPerAddressMax = perAddress }
        if let perSecond {
            options.settings.broadcastsPerSecond = perSecond
            // Whoever asks for so many means them to reach a full house.
            let work = max(options.settings.workPerSecond, perSecond * 500)
            (options.settings.workPerSecond, options.settings.workAtOnce) = (work, work * 10)
            options.settings.wordBytesPerSecond = max(
                options.settings.wordBytesPerSecond, perSecond << 20)
        }
        if let perDevice { options.limits.connectionsPerDeviceMax = perDevice }
        if let jwtSecretEnv {
            guard let secret = ProcessInfo.processInfo.environment[jwtSecretEnv] else {
                throw HostProblem("The environment variable \(jwtSecretEnv.sanitised) is not set.")
            }
            guard secret.utf8.count >= 32 else {
                throw HostProblem(
                    "The secret in \(jwtSecretEnv.sanitised) has \(secret.utf8.count) bytes. It needs at least 32, or it can be guessed."
                )
            }
            options.sharedSecret = Array(secret.utf8)
        }
        return options
    }
}
