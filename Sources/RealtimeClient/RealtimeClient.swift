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
    var link: ClientLink
    var channel: (any NIOCore.Channel)?
    var refs = 0
    var heardAt = NIODeadline.now()
    var acknowledged = WireCursor(e: "", o: 0)
    /// In the order they were made; sent again after a break, which their ids make harmless.
    var queue = PendingQueue()
    /// Those of them that the host refused for now.
    var deferred: Set<String> = []

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
        link = ClientLink(seed: settings.seed)
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
        go(.due(tokensLeft: tokensLeft))
        loop.scheduleRepeatedTask(initialDelay: .seconds(5), delay: .seconds(5)) { task in
            self.assumeIsolated { client in
                if client.link.state == .closed { task.cancel() } else { client.look() }
            }
        }
    }

    func end() {
        settings.pending?.close()
        go(.close)
    }

    var isLive: Bool { link.state == .live }
    var tokensLeft: Duration { tokensUntil - clock() }

    func go(_ event: ClientLink.Event) {
        for action in link.handle(event) { carryOut(action) }
    }

    private func carryOut(_ action: ClientLink.Action) {
        switch action {
        case .dial(let attempt): dial(attempt)
        case .renew: renew()
        case .join: join(mainTopic)
        case .showTokens: showTokens()
        case .beat: push("phoenix", "heartbeat", Array("{}".utf8))
        case .hangUp: channel?.close(promise: nil)
        case .retry(let wait):
            loop.scheduleTask(in: .milliseconds(wait.milliseconds)) {
                self.assumeIsolated { $0.go(.due(tokensLeft: $0.tokensLeft)) }
            }
        case .tellLink(let isLive): tell(.link(isLive: isLive))
        case .tellHindrance(let words): tell(.hindered(words))
        case .tellRefusal(let words): tell(.refused(words))
        }
    }

    private func dial(_ attempt: Int) {
        let (url, token) = (settings.url, tokens.accessToken)
        let refused: @Sendable (Int, String) -> Void = { status, words in
            self.assumeIsolated {
                $0.go(.turnedAway(attempt: attempt, status: status, words: words))
            }
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
                            ClientHandler(self, attempt: attempt))
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
            self.assumeIsolated { $0.dialed(result, attempt) }
        }
    }

    private func dialed(_ result: Result<any NIOCore.Channel, any Error>, _ attempt: Int) {
        switch result {
        case .success(let channel):
            // An upgrade that is not answered is no connection.
            loop.scheduleTask(in: .seconds(10)) {
                self.assumeIsolated {
                    if $0.link.isDialing(attempt) { channel.close(promise: nil) }
                }
            }
            channel.closeFuture.whenComplete { _ in
                self.assumeIsolated { $0.ended(attempt) }
            }
        case .failure(let error):
            let problem = error as? ClientProblem ?? .noAnswer(at: settings.url)
            go(.failed(attempt: attempt, problem))
        }
    }

    func opened(_ channel: any NIOCore.Channel, _ attempt: Int) {
        guard link.isDialing(attempt) else { return channel.close(promise: nil) }
        self.channel = channel
        heard()
        go(.opened(attempt: attempt))
    }

    private func ended(_ attempt: Int) {
        if attempt == link.attempt || link.state == .closed { channel = nil }
        go(.ended(attempt: attempt))
    }

    /// A dead link says nothing: what is silent for three beats is gone.
    private func look() {
        deliverDeferred()
        let quiet = NIODeadline.now() - heardAt
        go(
            .looked(
                quiet: .milliseconds(quiet.nanoseconds / 1_000_000), tokensLeft: tokensLeft,
                lifetime: tokens.lifetime))
    }
}
