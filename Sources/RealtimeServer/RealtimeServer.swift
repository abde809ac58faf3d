import CoreRuntime
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Serves one wedding's core to sockets.
package final class RealtimeServer: Sendable {
    private let loop: any EventLoop
    private let hub: NIOLoopBound<Hub>
    private let channel: any NIOCore.Channel

    /// Where it listens.
    package var port: Int { channel.localAddress?.port ?? 0 }

    private init(loop: any EventLoop, hub: NIOLoopBound<Hub>, channel: any NIOCore.Channel) {
        (self.loop, self.hub, self.channel) = (loop, hub, channel)
    }

    /// - Parameters:
    ///   - shell: The core, on the loop that will also serve.
    ///   - tls: nil to speak plainly, which only loopback should.
    ///   - history: The newest entries of the log, for those who come back after a restart.
    ///   - clock: The host's own time, which never goes back.
    ///   - step: By how much the clock on the wall was set since it was last asked.
    package static func start(
        shell: CoreShell, loop: any EventLoop, day: WeddingDay, keys: TokenKeys,
        settings: ServerSettings, tls: NIOSSLContext?, epoch: String,
        history: [JournalEntry] = [], log: Logbook, store: any AuthStore, sessions: Sessions,
        clock: @escaping @Sendable () -> Timestamp,
        step: @escaping @Sendable () -> Duration? = { nil }
    ) async throws -> RealtimeServer {
        let rounds = try await Rounds.start(on: loop)
        let hub = try await loop.submit {
            let host = HostLoop(
                loop, shell: shell, rounds: rounds.value, day: day, settings: settings, log: log,
                clock: clock)
            let hub = Hub(
                host, keys: keys, epoch: epoch, store: store, sessions: sessions, step: step)
            hub.feed.restore(history)
            let bound = NIOLoopBound(hub, eventLoop: loop)
            shell.assumeIsolated { shell in
                shell.attach(
                    wire: { effects in bound.value.feed.perform(effects) },
                    measure: { work in
                        let host = bound.value.host
                        // To decide is half the work of telling.
                        host.turn("core") { host.meter.count((work() + 1) / 2) }
                    },
                    soon: { work in rounds.value.next(work) })
                shell.advance(to: clock())
            }
            hub.start()
            return bound
        }.get()
        let channel = try await listen(on: loop, for: hub, settings, tls)
        return RealtimeServer(loop: loop, hub: hub, channel: channel)
    }

    private static func listen(
        on loop: any EventLoop, for hub: NIOLoopBound<Hub>, _ settings: ServerSettings,
        _ tls: NIOSSLContext?
    ) async throws -> any NIOCore.Channel {
        try await ServerBootstrap(group: loop)
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
                    try pipeline.addHandler(HTTPResponseEncoder(), name: HTTPHandler.encoderName)
                    try pipeline.addHandler(decoder, name: HTTPHandler.decoderName)
                    try pipeline.addHandler(HTTPHandler(hub.value))
                }
            }
            .bind(host: settings.host, port: settings.port).get()
    }

    /// How many things are alive, for those who look for leaks.
    package struct Census: Sendable, Equatable {
        package let sockets, people, rooms, channels, rowFollowers, coreConnections: Int
        /// Bytes that wait for slow readers.
        package let queuedBytes: Int
        /// Connections that are not sockets yet.
        package let httpConnections: Int
    }

    package func census() async -> Census {
        (try? await loop.submit { self.hub.value.census }.get())
            ?? Census(
                sockets: -1, people: -1, rooms: -1, channels: -1, rowFollowers: -1,
                coreConnections: -1, queuedBytes: -1, httpConnections: -1)
    }

    /// The offset up to which a person's sockets are known to hold the log.
    package func confirmed(by person: PersonID) async -> Int {
        (try? await loop.submit {
            self.hub.value.registry.sockets(of: person).map(\.confirmedThrough).min() ?? 0
        }.get()) ?? 0
    }

    /// Takes no more, tells everyone to come back, and closes.
    package func stop() async {
        try? await channel.close().get()
        try? await loop.submit { self.hub.value.drain() }.get()
        // What was written last leaves with the next turn of the loop.
        try? await loop.scheduleTask(in: .milliseconds(50)) {}.futureResult.get()
    }
}

extension Hub {
    var census: RealtimeServer.Census {
        let rooms = channels.rooms.values
        return RealtimeServer.Census(
            sockets: registry.count, people: registry.people, rooms: rooms.count,
            channels: rooms.reduce(0) { $0 + $1.count }, rowFollowers: feed.rows.count,
            coreConnections: host.ask { $0.stats.connections },
            queuedBytes: registry.all.reduce(0) { $0 + $1.queuedBytes },
            httpConnections: gate.connections.count)
    }
}
