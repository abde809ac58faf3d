import NIOCore
import NIOHTTP1
import NIOWebSocket
import RealtimeProtocol
import Wedding

/// A console's or a station's way to a host: stays connected, whatever happens in between, and
/// tells what the host says in order, each thing once.
public actor RealtimeClient {
    public enum News: Sendable {
        case message(ServerMessage)
        /// Whether what is shown is true now.
        case link(isLive: Bool)
        /// What to add to the clock here for the host's.
        case clock(offset: Duration)
        /// Fresh tokens, to be kept for the next start.
        case tokens(TokenAnswer)
        /// Why it does not work now; it goes on trying.
        case hindered(String)
        /// What an earlier run of this console left unanswered, in order.
        case kept([Submission])
        /// The host said no for good; a person has to do something.
        case refused(String)
    }

    public struct Settings: Sendable {
        public let url: HostURL
        public let fingerprint: String?
        public let device: String
        public var seed: UInt64
        public var renewal: Renewal
        /// Where submissions survive the end of this program.
        public var pending: PendingFile?

        public init(
            url: HostURL, fingerprint: String?, device: String, seed: UInt64,
            renewal: Renewal = Renewal(), pending: PendingFile? = nil
        ) {
            (self.url, self.fingerprint, self.device) = (url, fingerprint, device)
            (self.seed, self.renewal, self.pending) = (seed, renewal, pending)
        }
    }

    /// How several processes of one login agree on who renews it: a token is good once.
    public struct Renewal: Sendable {
        /// Whether it is ours to do now; not blocking.
        public var claim: @Sendable () -> Bool = { true }
        /// What another process renewed meanwhile.
        public var fresh: @Sendable () -> (tokens: TokenAnswer, until: Timestamp)? = { nil }
        public var release: @Sendable () -> Void = {}

        public init() {}
    }

    let loop: any EventLoop
    let settings: Settings
    let clock: @Sendable () -> Timestamp
    let tell: @Sendable (News) -> Void
    var tokens: TokenAnswer
    var tokensUntil: Timestamp
    var replica = Replica()
    var backoff: Backoff
    var channel: (any NIOCore.Channel)?
    var generation = 0
    var refs = 0
    var isLive = false
    /// Whether whoever waits for the host for the first time was told why, or need not be.
    var hasExplained = false
    var isClosed = false
    var isTokenUnderWay = false
    /// A connection waits for the token that is under way.
    var connectsAfterToken = false
    var heardAt = NIODeadline.now()
    var acknowledged = WireCursor(e: "", o: 0)
    /// In the order they were made; sent again after a break, which their ids make harmless.
    var queue = PendingQueue()
    /// Those of them that the host refused for now.
    var deferred: Set<String> = []
    /// Why no fresh tokens are to be had; told once the link is lost.
    var refusal: String?
    var wasRefused: (status: Int, words: String)?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - until: When the access token ends; its whole life from now when left out.
    ///   - clock: The time on the wall here.
    ///   - tell: Called on `loop`, in order; must not block.
    public init(
        _ settings: Settings, tokens: TokenAnswer, until: Timestamp? = nil,
        on loop: any EventLoop, clock: @escaping @Sendable () -> Timestamp,
        tell: @escaping @Sendable (News) -> Void
    ) {
        (self.settings, self.tokens, self.loop, self.tell) = (settings, tokens, loop, tell)
        self.clock = clock
        tokensUntil = until ?? clock() + tokens.lifetime
        backoff = Backoff(seed: settings.seed)
    }

    public nonisolated func start() {
        loop.execute { self.assumeIsolated { $0.begin() } }
    }

    public nonisolated func send(_ message: ClientMessage) {
        loop.execute { self.assumeIsolated { $0.say(message) } }
    }

    /// Ends it. A submission that was just made still leaves.
    public nonisolated func close() -> EventLoopFuture<Void> {
        loop.submit { self.assumeIsolated { $0.end() } }
    }

    func begin() {
        if let kept = settings.pending?.kept, !kept.isEmpty {
            for (submission, at) in kept { queue.restore(submission, queuedAt: at) }
            tell(.kept(kept.map(\.submission)))
        }
        connect()
        loop.scheduleRepeatedTask(initialDelay: .seconds(5), delay: .seconds(5)) { task in
            self.assumeIsolated { client in
                if client.isClosed { task.cancel() } else { client.look() }
            }
        }
    }

    func end() {
        isClosed = true
        settings.pending?.close()
        generation += 1
        channel?.close(promise: nil)
        channel = nil
    }

    func connect() {
        guard !isClosed else { return }
        generation += 1
        let (mine, url) = (generation, settings.url)
        guard tokensUntil - clock() > .seconds(5) else { return renew(thenConnect: true) }
        let token = tokens.accessToken
        wasRefused = nil
        let refused: @Sendable (Int, String) -> Void = { status, words in
            self.assumeIsolated { if $0.generation == mine { $0.wasRefused = (status, words) } }
        }
        Dial(url: url, fingerprint: settings.fingerprint).connect(on: loop) { channel in
            channel.eventLoop.makeCompletedFuture {
                let upgrade = UpgradeHandler(
                    host: "\(url.host):\(url.port)", uri: "\(url.base)/websocket?vsn=2.0.0",
                    token: token, refused: refused)
                let bound = NIOLoopBound(upgrade, eventLoop: channel.eventLoop)
                let upgrader = NIOWebSocketClientUpgrader(
                    maxFrameSize: 1 << 20, automaticErrorHandling: true
                ) { channel, _ in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            ClientHandler(self, generation: mine))
                    }
                }
                try channel.pipeline.syncOperations.addHTTPClientHandlers(
                    withClientUpgrade: (
                        upgraders: [upgrader],
                        completionHandler: { context in
                            context.pipeline.syncOperations.removeHandler(
                                bound.value, promise: nil)
                        }
                    ))
                try channel.pipeline.syncOperations.addHandler(upgrade)
            }
        }.whenComplete { result in
            self.assumeIsolated { client in
                switch result {
                case .success(let channel):
                    // An upgrade that is not answered is no connection.
                    self.loop.scheduleTask(in: .seconds(10)) {
                        self.assumeIsolated {
                            if $0.generation == mine, $0.channel == nil {
                                channel.close(promise: nil)
                            }
                        }
                    }
                    channel.closeFuture.whenComplete { _ in
                        self.assumeIsolated { $0.lost(mine) }
                    }
                case .failure(let error):
                    client.explain(error as? ClientProblem ?? .noAnswer(at: url))
                    client.lost(mine)
                }
            }
        }
    }

    func opened(_ channel: any NIOCore.Channel, _ generation: Int) {
        guard generation == self.generation, !isClosed else { return channel.close(promise: nil) }
        self.channel = channel
        heard()
        join(mainTopic)
    }

    func lost(_ generation: Int) {
        guard generation == self.generation, !isClosed else { return }
        self.generation += 1
        channel = nil
        if isLive {
            isLive = false
            tell(.link(isLive: false))
        }
        if let refusal { return tell(.refused(refusal)) }
        if let wasRefused, wasRefused.status == 401 {
            // The token may only be too old.
            return renew(thenConnect: true)
        }
        if let wasRefused, wasRefused.status == 404 { return tell(.refused(wasRefused.words)) }
        if let wasRefused { tell(.hindered(wasRefused.words)) }
        retry()
    }

    func retry(because problem: ClientProblem) {
        explain(problem)
        retry()
    }

    /// Once, and only to whoever never saw the host: everybody else sees that it is gone.
    private func explain(_ problem: ClientProblem) {
        guard !hasExplained else { return }
        hasExplained = true
        tell(.hindered("\(problem)"))
    }

    private func retry() {
        let wait = backoff.next()
        loop.scheduleTask(in: .milliseconds(wait.milliseconds)) {
            self.assumeIsolated { $0.connect() }
        }
    }

    /// A dead link says nothing: what is silent for three beats is gone.
    func look() {
        deliverDeferred()
        if tokensUntil - clock() < .seconds(tokens.lifetime.wholeSeconds / 3), channel != nil,
            refusal == nil
        {
            renew(thenConnect: false)
        }
        guard let channel else { return }
        let quiet = NIODeadline.now() - heardAt
        if quiet > .seconds(25) { return channel.close(promise: nil) }
        if quiet > .seconds(9) { push("phoenix", "heartbeat", Array("{}".utf8)) }
    }
}
