import DequeModule
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
        /// The host said no for good; a person has to do something.
        case refused(String)
    }

    public struct Settings: Sendable {
        public let url: HostURL
        public let fingerprint: String?
        public let device: String
        public var seed: UInt64

        public init(url: HostURL, fingerprint: String?, device: String, seed: UInt64) {
            (self.url, self.fingerprint, self.device) = (url, fingerprint, device)
            self.seed = seed
        }
    }

    /// Wishes that wait for an answer; more than a person can make in an hour.
    static let pendingMax = 1_000

    private let loop: any EventLoop
    private let settings: Settings
    private let clock: @Sendable () -> Timestamp
    private let tell: @Sendable (News) -> Void
    private var tokens: TokenAnswer
    private var tokensUntil: Timestamp
    private var replica = Replica()
    private var backoff: Backoff
    private var channel: (any NIOCore.Channel)?
    private var generation = 0
    private var refs = 0
    private var isLive = false
    private var isClosed = false
    private var isTokenUnderWay = false
    private var heardAt = NIODeadline.now()
    private var acknowledged = WireCursor(e: "", o: 0)
    /// In the order they were made; sent again after a break, which their ids make harmless.
    private var pending: Deque<ClientMessage> = []
    private var wasRefused: (status: Int, words: String)?

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - clock: The time on the wall here.
    ///   - tell: Called on `loop`, in order; must not block.
    public init(
        _ settings: Settings, tokens: TokenAnswer, on loop: any EventLoop,
        clock: @escaping @Sendable () -> Timestamp, tell: @escaping @Sendable (News) -> Void
    ) {
        (self.settings, self.tokens, self.loop, self.tell) = (settings, tokens, loop, tell)
        self.clock = clock
        tokensUntil = clock() + .seconds(tokens.expiresIn)
        backoff = Backoff(seed: settings.seed)
    }

    public nonisolated func start() {
        loop.execute { self.assumeIsolated { $0.begin() } }
    }

    public nonisolated func send(_ message: ClientMessage) {
        loop.execute { self.assumeIsolated { $0.say(message) } }
    }

    /// Ends it. A wish that was just made still leaves.
    public nonisolated func close() -> EventLoopFuture<Void> {
        loop.submit { self.assumeIsolated { $0.end() } }
    }

    private func begin() {
        connect()
        loop.scheduleRepeatedTask(initialDelay: .seconds(5), delay: .seconds(5)) { task in
            self.assumeIsolated { client in
                if client.isClosed { task.cancel() } else { client.look() }
            }
        }
    }

    private func end() {
        isClosed = true
        generation += 1
        channel?.close(promise: nil)
        channel = nil
    }

    // MARK: Connecting

    private func connect() {
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
                    channel.closeFuture.whenComplete { _ in
                        self.assumeIsolated { $0.lost(mine) }
                    }
                case .failure: client.lost(mine)
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

    private func lost(_ generation: Int) {
        guard generation == self.generation, !isClosed else { return }
        self.generation += 1
        channel = nil
        if isLive {
            isLive = false
            tell(.link(isLive: false))
        }
        if let wasRefused, wasRefused.status == 401 {
            // The token may only be too old.
            return renew(thenConnect: true)
        }
        if let wasRefused, wasRefused.status == 409 || wasRefused.status == 404 {
            return tell(.refused(wasRefused.words))
        }
        retry()
    }

    private func retry() {
        let wait = backoff.next()
        loop.scheduleTask(in: .milliseconds(wait.milliseconds)) {
            self.assumeIsolated { $0.connect() }
        }
    }

    /// A dead link says nothing: what is silent for three beats is gone.
    private func look() {
        if tokensUntil - clock() < .seconds(tokens.expiresIn / 3), channel != nil {
            renew(thenConnect: false)
        }
        guard let channel else { return }
        let quiet = NIODeadline.now() - heardAt
        if quiet > .seconds(25) { return channel.close(promise: nil) }
        if quiet > .seconds(9) { push("phoenix", "heartbeat", Array("{}".utf8)) }
    }

    // MARK: Tokens

    private func renew(thenConnect: Bool) {
        guard !isTokenUnderWay else { return }
        isTokenUnderWay = true
        let request: EventLoopFuture<TokenAnswer>
        do {
            request = try TokenRequest(
                .refreshToken(tokens.refreshToken), device: settings.device, url: settings.url,
                fingerprint: settings.fingerprint
            ).send(on: loop)
        } catch { return tell(.refused("\(error)")) }
        request.whenComplete { result in
            self.assumeIsolated { $0.renewed(result, thenConnect: thenConnect) }
        }
    }

    private func renewed(_ result: Result<TokenAnswer, any Error>, thenConnect: Bool) {
        isTokenUnderWay = false
        switch result {
        case .success(let answer):
            tokens = answer
            tokensUntil = clock() + .seconds(answer.expiresIn)
            tell(.tokens(answer))
            if thenConnect { return connect() }
            struct Body: Encodable { let accessToken: String }
            guard let body = try? JSONText.encode(Body(accessToken: answer.accessToken)) else {
                return
            }
            push(mainTopic, "access_token", body)
            if runsTheDay { push(deskTopic, "access_token", body) }
        case .failure(let error as ClientProblem):
            if case .refused(let words) = error { return tell(.refused(words)) }
            if thenConnect { retry() }
        case .failure: if thenConnect { retry() }
        }
    }

    // MARK: Channels

    private var mainTopic: String { WireTopic.main(tokens.wedding) }
    private var deskTopic: String { WireTopic.desk(tokens.wedding) }
    private var runsTheDay: Bool {
        tokens.role == Role.coordinator.rawValue || tokens.role == Role.venueManager.rawValue
    }

    private func join(_ topic: String) {
        let config =
            "{\"config\":{\"broadcast\":{\"ack\":false,\"self\":true},\"presence\":{\"enabled\":false},\"private\":true}}"
        push(topic, "phx_join", Array(config.utf8))
    }

    private func push(_ topic: String, _ event: String, _ payload: [UInt8]) {
        guard let channel else { return }
        refs += 1
        let isChannel = topic != "phoenix"
        let text =
            Array("[".utf8) + (isChannel ? JSONText.quoted(joinRef(topic)) : Array("null".utf8))
            + Array(",".utf8) + JSONText.quoted("\(refs)") + Array(",".utf8)
            + JSONText.quoted(topic) + Array(",".utf8) + JSONText.quoted(event) + Array(",".utf8)
            + payload + Array("]".utf8)
        let frame = WebSocketFrame(
            fin: true, opcode: .text, maskKey: .random(), data: ByteBuffer(bytes: text))
        channel.writeAndFlush(frame, promise: nil)
    }

    private func joinRef(_ topic: String) -> String { topic == mainTopic ? "main" : "desk" }

    private func push(_ body: BroadcastPayload) { push(mainTopic, "broadcast", body.bytes) }

    func heard() { heardAt = .now() }

    func received(_ text: [UInt8], _ generation: Int) {
        guard generation == self.generation else { return }
        heard()
        guard let frame = try? text.withUnsafeBytes({ try PhoenixVersion.v2.decode(text: $0) })
        else { return }
        switch frame.event {
        case "phx_reply" where frame.joinRef != nil: replied(frame)
        case "broadcast":
            guard let body = BroadcastPayload(frame.payload) else { return }
            for outcome in replica.take(body) { carryOut(outcome) }
        case "phx_close", "phx_error":
            // The host ended the channel: from the start, with fresh tokens if need be.
            channel?.close(promise: nil)
        default: break
        }
    }

    private func replied(_ frame: PhoenixFrame) {
        struct Reply: Decodable {
            struct Response: Decodable {
                let reason: String?
                let resume: Resume?
            }
            struct Resume: Decodable {}
            let status: String
            let response: Response
        }
        guard let reply = try? JSONText.decode(Reply.self, from: frame.payload) else { return }
        if reply.status == "error" {
            if frame.topic == mainTopic { channel?.close(promise: nil) }
        } else if reply.response.resume != nil, frame.topic == mainTopic {
            if let body = try? BroadcastPayload(.resume, replica.joined()) { push(body) }
            if runsTheDay { join(deskTopic) }
        }
    }

    private func carryOut(_ outcome: Replica.Outcome) {
        switch outcome {
        case .message(let message):
            settle(message)
            tell(.message(message))
        case .resume(let cursor):
            if let body = try? BroadcastPayload(.resume, cursor) { push(body) }
        case .live:
            backoff.reset()
            guard !isLive else { return }
            isLive = true
            tell(.link(isLive: true))
            for message in pending { deliver(message) }
        case .serverTime(let now): tell(.clock(offset: now - clock()))
        case .wrong: break
        }
    }

    private func settle(_ message: ServerMessage) {
        switch message {
        case .accepted(let id, _), .rejected(let id, _):
            pending.removeAll { pending in
                if case .submit(let submission) = pending { submission.id == id } else { false }
            }
        default: break
        }
    }

    private func say(_ message: ClientMessage) {
        if case .submit(let submission) = message {
            guard pending.count < Self.pendingMax else {
                let full = ProtocolError.connections(
                    "\(Self.pendingMax) changes wait for the host. Wait until it is back.")
                return tell(.message(.rejected(id: submission.id, full)))
            }
            pending.append(message)
        }
        if isLive { deliver(message) }
    }

    private func deliver(_ message: ClientMessage) {
        if let body = try? BroadcastPayload(message, epoch: replica.cursor.e) { push(body) }
    }

    /// Tells once a turn how far everything is here.
    func acknowledge() {
        guard isLive, replica.cursor != acknowledged else { return }
        acknowledged = replica.cursor
        if let body = try? BroadcastPayload(.ack, replica.cursor) { push(body) }
    }
}
