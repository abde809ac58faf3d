import CoreRuntime
import Crypto
import Foundation
import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import RealtimeServer
import Synchronization
import TestSupport
import Wedding

/// A host of the sample wedding on a port of its own, with a clock that a test moves.
final class TestHost: Sendable {
    static let wedding = Sample.wedding.id.rawValue
    static let topic = WireTopic.main(wedding)
    static let desk = WireTopic.coordinators(wedding)
    static let secret = Array("a secret that both sides know, long".utf8)
    static let seed = Data(repeating: 7, count: 32)

    let server: RealtimeServer
    let shell: CoreShell
    let clock: TestClock
    let store: MemoryStore
    private let audits: Audits
    private let group: MultiThreadedEventLoopGroup

    /// - Parameter at: Half past one on the day, when most are here and nothing is on.
    init(
        at moment: Timestamp = Sample.moment(13, 30), port: Int = 0, epoch: String = "e1",
        limits: CoreLimits = CoreLimits(), day: WeddingDay = Sample.wedding,
        core: RealtimeCore? = nil, journal: any JournalStore = MemoryJournal(),
        _ change: (inout ServerSettings) -> Void = { _ in }
    ) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.any()
        let clock = TestClock(moment)
        let store = MemoryStore()
        let audits = Audits()
        self.clock = clock
        self.store = store
        shell = CoreShell(
            loop: loop,
            engine: CoreEngine(
                core: core ?? RealtimeCore(day: day, limits: limits), journal: journal),
            source: LiveSource(from: moment), now: moment, failed: { _ in })
        var settings = ServerSettings()
        settings.port = port
        settings.hasDiagnostics = true
        // Tokens are verified on the pool that other tests keep busy.
        (settings.requestPatience, settings.httpPatience) = (.seconds(180), .seconds(180))
        settings.refusalDelay = .milliseconds(1)
        settings.joinRefusalDelay = .milliseconds(1)
        change(&settings)
        server = try await RealtimeServer.start(
            shell: shell, loop: loop, day: day, keys: try await Self.keys(),
            settings: settings, tls: nil, epoch: epoch, log: Logbook(audit: audits.add),
            store: store, sessions: Sessions(), clock: { clock.now })
        self.audits = audits
    }

    var auditKinds: [AuditEntry.Kind] { audits.kinds }

    static func keys() async throws -> TokenKeys {
        try await TokenKeys(seed: seed, sharedSecret: secret, wedding: Sample.wedding.id)
    }

    func stop() async {
        await server.stop()
        try? await group.shutdownGracefully()
    }

    var port: Int { server.port }

    /// How far somebody is known to have come.
    func confirmed(_ person: PersonID) -> Int { waitFor { await $0.confirmed(by: person) } }
    var queuedBytes: Int { census.queuedBytes }
    var census: RealtimeServer.Census { waitFor { await $0.census() } }

    /// Asks, and does `work` in between, until something is so. Each question is a turn of the loop.
    func until(
        _ words: String, _ isSo: (RealtimeServer.Census) -> Bool, _ work: () throws -> Void = {}
    ) throws {
        let end = ContinuousClock.now + .seconds(60)
        while case let now = census, !isSo(now) {
            guard ContinuousClock.now < end else {
                throw RawSocket.Failure(description: "never: \(words): \(now)")
            }
            try work()
        }
    }

    /// The disk has taken everything so far.
    func commit() {
        shell.post { shell in shell.committed(through: shell.core.current.offset) }
    }

    /// While `work` runs nothing is decided: whatever arrives is taken up afterwards, in order.
    func hold(_ work: () -> Void) {
        let (held, released) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        shell.post { _ in
            held.signal()
            released.wait()
        }
        held.wait()
        work()
        released.signal()
    }

    /// The day as the host would show it to somebody.
    func view(of person: String) -> DayState {
        let answer = Mutex<DayState?>(nil)
        let done = DispatchSemaphore(value: 0)
        shell.post { shell in
            let state = shell.core.subscriber(.person(PersonID(person))).map(shell.core.view)
            answer.withLock { $0 = state }
            done.signal()
        }
        done.wait()
        return answer.withLock { $0! }
    }

    /// Entries that everyone who runs the day may read, made at once.
    func write(_ count: Int, _ words: String) throws {
        let done = DispatchSemaphore(value: 0)
        let now = clock.now
        shell.post { shell in
            for number in 0..<count {
                shell.feed(
                    .observed(
                        Submission(
                            id: "w-\(number)", change: .message(.note(subject: "x")),
                            via: .importFile,
                            saidAt: now, text: words)))
            }
            done.signal()
        }
        done.wait()
    }

    /// From a thread that may wait.
    private func waitFor<Value: Sendable>(
        _ question: @escaping @Sendable (RealtimeServer) async -> Value
    ) -> Value {
        let answer = Mutex<Value?>(nil)
        let done = DispatchSemaphore(value: 0)
        Task {
            let value = await question(server)
            answer.withLock { $0 = value }
            done.signal()
        }
        done.wait()
        return answer.withLock { $0! }
    }

    /// A token of the issuer with whom the host shares its secret.
    func token(_ person: String, _ more: [String: Any] = [:]) -> String {
        let role = Sample.wedding.people[PersonID(person)]?.role.rawValue ?? person
        var claims: [String: Any] = [
            "sub": person, "role": role, "wedding": Self.wedding, "aud": "callboard",
            "device": "\(person)-phone", "exp": Int(clock.now.milliseconds / 1000) + 900,
        ]
        claims.merge(more) { $1 }
        return Self.sign(["alg": "HS256", "typ": "JWT"], claims.filter { !($0.value is NSNull) })
    }

    static func sign(
        _ header: [String: Any], _ claims: [String: Any], secret: [UInt8] = secret
    ) -> String {
        let parts = [header, claims].map {
            (try? JSONSerialization.data(withJSONObject: $0)) ?? Data()
        }
        return sign(parts, secret: secret)
    }

    /// Well signed, whatever it says.
    static func sign(payload: [UInt8]) -> String {
        sign([Data("{\"alg\":\"HS256\"}".utf8), Data(payload)], secret: secret)
    }

    private static func sign(_ parts: [Data], secret: [UInt8]) -> String {
        let text = parts.map(base64).joined(separator: ".")
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: secret))
        return text + "." + base64(Data(code))
    }

    static func base64(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    /// A joined member of the main channel.
    func member(_ person: String, config: String = "{}", vsn: String = "2.0.0") throws -> WireClient
    {
        let client = try WireClient(port: port, token: token(person), vsn: vsn)
        try client.join(Self.topic, config: config)
        return client
    }
}

/// A disk that takes its time: what was written is durable when a test says so.
struct SlowJournal: JournalStore {
    mutating func append(_ entries: [JournalEntry]) -> Int? { nil }
    mutating func keep(_ note: JournalNote) {}
}

/// A log whose units can be looked at while it is written.
final class KeptUnits: JournalStore {
    private let kept = Mutex<[[JournalEntry]]>([])

    /// Each as it was handed over, all or nothing.
    var units: [[LogEvent]] { kept.withLock { units in units.map { $0.map(\.event) } } }

    func append(_ entries: [JournalEntry]) -> Int? {
        kept.withLock { $0.append(entries) }
        return entries.last?.event.offset
    }

    func keep(_ note: JournalNote) {}
}

final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>
    init(_ moment: Timestamp) { self.moment = Mutex(moment) }
    var now: Timestamp { moment.withLock { $0 } }
    func pass(_ time: Duration) { moment.withLock { $0 = $0 + time } }
}

final class Audits: Sendable {
    private let entries = Mutex<[AuditEntry]>([])
    func add(_ entry: AuditEntry) { entries.withLock { $0.append(entry) } }
    var kinds: [AuditEntry.Kind] { entries.withLock { $0.map(\.kind) } }
}

/// Invitations and logins in memory.
final class MemoryStore: AuthStore {
    private let codes = Mutex<[String: Principal]>([:])
    private let saved = Mutex<Sessions?>(nil)

    func invite(_ code: String, _ principal: Principal) { codes.withLock { $0[code] = principal } }
    func redeem(_ code: String) -> Principal? {
        codes.withLock { $0.removeValue(forKey: code) }
    }
    func peek(_ code: String) -> Principal? { codes.withLock { $0[code] } }
    func save(_ sessions: Sessions) throws {
        if isFull.withLock({ $0 }) { throw ProtocolError.unavailable }
        saved.withLock { $0 = sessions }
    }

    /// Whether the disk takes nothing.
    let isFull = Mutex(false)
    private let asked = Mutex(false)
    func unlock() { asked.withLock { $0 = true } }
    func takeExports() -> [String] { [] }
    func takeUnlock() -> Bool {
        asked.withLock { asked in
            defer { asked = false }
            return asked
        }
    }
}

/// A host for one test, and a thread of its own for what blocks: the pool's threads are the host's.
func withHost(
    at moment: Timestamp = Sample.moment(13, 30), limits: CoreLimits = CoreLimits(),
    journal: any JournalStore = MemoryJournal(),
    _ change: @escaping @Sendable (inout ServerSettings) -> Void = { _ in },
    _ work: @escaping @Sendable (TestHost) throws -> Void
) async throws {
    let host = try await TestHost(at: moment, limits: limits, journal: journal, change)
    let result = await withTaskExecutorPreference(OwnThread()) { Result { try work(host) } }
    await host.stop()
    try result.get()
}

/// Runs every job on a thread of its own.
final class OwnThread: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }.start()
    }
}
