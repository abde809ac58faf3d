import Console
import CoreRuntime
import Foundation
import Interchange
import Journal
import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import RealtimeServer
import Wedding

/// One wedding's core and its server, running on one loop of this process.
struct HostServer {
    let day: WeddingDay
    let shell: CoreShell
    let server: RealtimeServer
    let address: ListenAddress
    let fingerprint: String?
    /// Sockets at most, whatever a mode promises.
    let capacity: Int
    /// The time that the day goes by.
    let clock: SteadyClock
    /// What whoever starts it should know.
    let notice: String?
    private let group: MultiThreadedEventLoopGroup
    private let journal: Journal

    /// How a host was asked to serve.
    struct Options {
        /// The wedding file, for those who invite.
        var file = ""
        var listen = ListenAddress(host: "127.0.0.1", port: 7440)
        var certificate: String?
        var key: String?
        var sharedSecret: [UInt8]?
        var settings = ServerSettings()
        var limits = CoreLimits()
    }

    init(
        _ day: WeddingDay, in folder: HostFolder, _ options: Options, log: Logbook,
        failed: @escaping @Sendable (any Error) -> Void
    ) throws {
        let places = try OpenFiles.raise() - OpenFiles.kept
        var (limits, settings) = (options.limits, options.settings)
        // Whoever knocks has a place before a socket does: both together are never too many.
        settings.httpConnectionsMax = min(settings.httpConnectionsMax, places / 4)
        limits.connectionsMax = min(limits.connectionsMax, places - settings.httpConnectionsMax)
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.any()
        let kept = try KeptLog(in: folder, day, at: WallClock.now())
        clock = SteadyClock(notBefore: kept.lastEntryAt ?? .zero)
        let (clock, now) = (clock, clock.now)
        let day = kept.day
        self.day = day
        notice =
            [kept.notice, Self.lateness(now)].compactMap { $0 }.joined(separator: " ").nonEmpty
        capacity = min(limits.connectionsMax, day.mode(at: now).connectionsMax)
        var core = RealtimeCore(day: day, limits: limits, seed: UInt64(now.milliseconds))
        core.restore(kept.recoveredLog)
        let reports = JournalReports(failed: failed)
        journal = Journal(
            kept.file, head: core.current.offset, note: KeptLog.note(kept.epoch, in: folder),
            report: reports.pass)
        let checkpoint = kept.recoveredLog.checkpoint?.offset ?? 0
        shell = CoreShell(
            loop: loop,
            engine: CoreEngine(core: core, journal: journal, remembered: checkpoint),
            source: LiveSource(from: now), now: now, failed: failed)
        reports.attach(shell)
        (settings.host, settings.port) = (options.listen.host, options.listen.port)
        let seed = try folder.secret("signing.key")
        let tls = try VenueCertificate.context(options, in: folder, venue: day.venue)
        fingerprint = tls?.fingerprint
        let (shell, bound) = (shell, settings)
        let store = AuthFiles(folder: folder, day: day)
        let sessions = try store.load()
        do {
            server = try loop.makeFutureWithTask {
                try await RealtimeServer.start(
                    shell: shell, loop: loop, day: day,
                    keys: TokenKeys(
                        seed: seed, sharedSecret: options.sharedSecret, wedding: day.id),
                    settings: bound, tls: tls?.context, epoch: kept.epoch, history: kept.history,
                    log: log, store: store, sessions: sessions, clock: { clock.now },
                    step: clock.step)
            }.wait()
        } catch let error as IOError {
            journal.close()
            try? group.syncShutdownGracefully()
            throw HostProblem(Self.words(error, options.listen))
        }
        address = ListenAddress(
            host: Self.reachable(options.listen.host), port: server.port)
        try HostNote(
            url: (fingerprint == nil ? "ws" : "wss") + "://\(address)", fingerprint: fingerprint,
            wedding: day.id.rawValue, file: options.file
        ).save(in: folder)
    }

    /// What is said where the log is ahead of this machine's clock.
    private static func lateness(_ now: Timestamp) -> String? {
        let behind = now - WallClock.now()
        guard behind >= SteadyClock.stepMin else { return nil }
        return
            "The clock of this machine is \(behind.words) behind the last entry of the log. The day continues from that entry. Set the clock."
    }

    /// An address that others can type, where it listens on all.
    private static func reachable(_ host: String) -> String {
        guard host == "0.0.0.0" || host == "::" else { return host }
        let devices = (try? System.enumerateDevices()) ?? []
        let found = devices.compactMap { $0.address?.ipAddress }.first {
            !$0.hasPrefix("127.") && !$0.contains(":")
        }
        return found ?? "127.0.0.1"
    }

    private static func words(_ error: IOError, _ listen: ListenAddress) -> String {
        switch error.errnoCode {
        case EADDRINUSE:
            "\(listen) is in use. Stop the program that listens there, or choose another port with --listen."
        case EACCES: "Only root can use \(listen). Choose a port above 1023 with --listen."
        case EADDRNOTAVAIL: "\(listen.host) is not an address of this machine."
        default: "Cannot listen on \(listen): \(String(cString: strerror(error.errnoCode)))."
        }
    }

    var url: String { (fingerprint == nil ? "ws" : "wss") + "://\(address)" }

    /// Clients are told to come back, then everything ends.
    func stop() {
        let (loop, server) = (group.any(), server)
        try? loop.makeFutureWithTask { await server.stop() }.wait()
        journal.close()
        try? group.syncShutdownGracefully()
    }

    var loop: any EventLoop { group.any() }
}

/// How many files this process may have open.
enum OpenFiles {
    /// Kept for files that are not sockets of clients.
    static let kept = 100
    /// Fewer hold no wedding.
    private static let least = 150

    /// Asks for as many as the system gives.
    static func raise() throws -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 1024
        }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur >= least else {
            throw HostProblem(
                "This system allows \(limit.rlim_cur) open files, but a host needs at least \(least). Raise the limit with ulimit -n 1024."
            )
        }
        return Int(clamping: limit.rlim_cur)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
