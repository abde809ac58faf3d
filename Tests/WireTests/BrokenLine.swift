import NIOCore
import NIOPosix
import Synchronization

/// A line between a client and a host that can be cut, and mended later.
final class BrokenLine: Sendable {
    private struct Line {
        var isCut = false
        var channels: [any NIOCore.Channel] = []
    }

    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let line = Mutex(Line())
    private let listener: any NIOCore.Channel

    init(to port: Int) throws {
        let holder = Holder()
        listener = try ServerBootstrap(group: group)
            .childChannelInitializer { near in
                guard let owner = holder.owner, owner.admit(near) else {
                    return near.close()
                }
                return ClientBootstrap(group: near.eventLoop).channelInitializer { far in
                    far.eventLoop.makeCompletedFuture {
                        try far.pipeline.syncOperations.addHandler(Pass(to: near))
                    }
                }.connect(host: "127.0.0.1", port: port).flatMap { far in
                    owner.keep(far)
                    return near.eventLoop.makeCompletedFuture {
                        try near.pipeline.syncOperations.addHandler(Pass(to: far))
                    }
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        holder.set(self)
    }

    var port: Int { listener.localAddress?.port ?? 0 }

    private func admit(_ channel: any NIOCore.Channel) -> Bool {
        line.withLock { line in
            if !line.isCut { line.channels.append(channel) }
            return !line.isCut
        }
    }

    private func keep(_ channel: any NIOCore.Channel) {
        let isCut = line.withLock { line in
            line.channels.append(channel)
            return line.isCut
        }
        if isCut { channel.close(promise: nil) }
    }

    func cut() {
        let channels = line.withLock { line in
            line.isCut = true
            defer { line.channels = [] }
            return line.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    func mend() { line.withLock { $0.isCut = false } }

    func stop() {
        cut()
        try? listener.close().wait()
        try? group.syncShutdownGracefully()
    }

    private final class Holder: Sendable {
        private let held = Mutex<BrokenLine?>(nil)
        var owner: BrokenLine? { held.withLock { $0 } }
        func set(_ line: BrokenLine) { held.withLock { $0 = line } }
    }
}

/// Hands bytes to the other end, and ends it when this one ends.
private final class Pass: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any NIOCore.Channel

    init(to other: any NIOCore.Channel) { self.other = other }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        other.writeAndFlush(Self.unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
}
