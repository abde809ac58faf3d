import CoreRuntime
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Serves one wedding's core to sockets.
public final class RealtimeServer: Sendable {
    private let loop: any EventLoop
    private let hub: NIOLoopBound<Hub>
    private let channel: any NIOCore.Channel

    /// Where it listens.
    public var port: Int { channel.localAddress?.port ?? 0 }

    private init(loop: any EventLoop, hub: NIOLoopBound<Hub>, channel: any NIOCore.Channel) {
        (self.loop, self.hub, self.channel) = (loop, hub, channel)
    }

    /// - Parameters:
    ///   - shell: The core, on the loop that will also serve.
    ///   - tls: nil to speak plainly, which only loopback should.
    ///   - history: The newest entries of the log, for those who come back after a restart.
    ///   - clock: The host's own time, which never goes back.
    ///   - step: By how much the clock on the wall was set since it was last asked.
    public static func start(
        shell: CoreShell, loop: any EventLoop, day: WeddingDay, keys: TokenKeys,
        settings: ServerSettings, tls: NIOSSLContext?, epoch: String,
        history: [JournalEntry] = [], log: Logbook, store: any AuthStore, sessions: Sessions,
        clock: @escaping @Sendable () -> Timestamp,
        step: @escaping @Sendable () -> Duration? = { nil }
    ) async throws -> RealtimeServer {
        let rounds = try await Rounds.start(on: loop)
        let hub = try await loop.submit {
            let hub = Hub(
                shell: shell, loop: loop, day: day, keys: keys, settings: settings, epoch: epoch,
                log: log, store: store, sessions: sessions, rounds: rounds.value, clock: clock,
                step: step)
            hub.recall(history)
            let bound = NIOLoopBound(hub, eventLoop: loop)
            shell.assumeIsolated { shell in
                shell.attach(
                    wire: { effects in bound.value.perform(effects) },
                    measure: { work in
                        let hub = bound.value
                        // To decide is half the work of telling.
                        hub.turn("core") { hub.meter.count((work() + 1) / 2) }
                    },
                    soon: { work in rounds.value.next(work) })
                shell.advance(to: clock())
            }
            hub.start()
            return bound
        }.get()
        let channel = try await ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause())
                }
            }
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 1024, initial: 1024, maximum: 65_536)
            )
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    let decoder = ByteToMessageHandler(
                        HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
                    try pipeline.addHandler(HTTPResponseEncoder(), name: HTTPDoor.encoderName)
                    try pipeline.addHandler(decoder, name: HTTPDoor.decoderName)
                    try pipeline.addHandler(HTTPDoor(hub.value))
                }
            }
            .bind(host: settings.host, port: settings.port).get()
        return RealtimeServer(loop: loop, hub: hub, channel: channel)
    }

    /// How many things are alive, for those who look for leaks.
    public struct Census: Sendable, Equatable {
        public let sockets, people, rooms, channels, rowFollowers, coreConnections: Int
        /// Bytes that wait for slow readers.
        public let queuedBytes: Int
        /// Connections that are not sockets yet.
        public let doors: Int
    }

    public func census() async -> Census {
        (try? await loop.submit { self.hub.value.census }.get())
            ?? Census(
                sockets: -1, people: -1, rooms: -1, channels: -1, rowFollowers: -1,
                coreConnections: -1, queuedBytes: -1, doors: -1)
    }

    /// The offset up to which a person's sockets are known to hold the log.
    public func confirmed(by person: PersonID) async -> Int {
        (try? await loop.submit {
            self.hub.value.socketsOf[person]?.map(\.confirmedThrough).min() ?? 0
        }.get()) ?? 0
    }

    /// Takes no more, tells everyone to come back, and closes.
    public func stop() async {
        try? await channel.close().get()
        try? await loop.submit { self.hub.value.drain() }.get()
        // What was written last leaves with the next turn of the loop.
        try? await loop.scheduleTask(in: .milliseconds(50)) {}.futureResult.get()
    }
}

extension Hub {
    var census: RealtimeServer.Census {
        RealtimeServer.Census(
            sockets: sockets.count, people: socketsOf.count, rooms: rooms.count,
            channels: rooms.values.reduce(0) { $0 + $1.count }, rowFollowers: rowFollowers.count,
            coreConnections: ask { $0.stats.connections },
            queuedBytes: sockets.values.reduce(0) { $0 + $1.queuedBytes }, doors: doors.count)
    }

    func drain() {
        isClosing = true
        sendOutgoing(isAll: true)
        press.stop()
        rounds.stop()
        readingRoom.shutdownGracefully { _ in }
        disk.shutdownGracefully { _ in }
        for socket in Array(sockets.values) { socket.close(1012, "This host restarts") }
    }
}
