import Foundation
import NIOCore
import NIOPosix

/// Work that goes on once the loop has looked at its sockets again.
///
/// Between two looks the loop does all that is due, and what comes due meanwhile: work that plans
/// itself anew by timers keeps it from whatever is said, be it an alarm. Such work waits for a byte
/// of our own instead, which comes in among everybody else's.
package final class Rounds: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer

    private var waiting: [() -> Void] = []
    private var channel: (any Channel)?

    package static func start(on loop: any EventLoop) async throws -> NIOLoopBound<Rounds> {
        let pipe = Pipe()
        let ends = (
            input: dup(pipe.fileHandleForReading.fileDescriptor),
            output: dup(pipe.fileHandleForWriting.fileDescriptor)
        )
        let rounds = try await loop.submit { NIOLoopBound(Rounds(), eventLoop: loop) }.get()
        _ = try await NIOPipeBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(rounds.value)
                }
            }
            .takingOwnershipOfDescriptors(input: ends.input, output: ends.output).get()
        return rounds
    }

    package func next(_ work: @escaping () -> Void) {
        waiting.append(work)
        if waiting.count == 1 { call() }
    }

    package func stop() { channel?.close(promise: nil) }

    private func call() { channel?.writeAndFlush(ByteBuffer(bytes: [0]), promise: nil) }

    package func channelActive(context: ChannelHandlerContext) {
        channel = context.channel
        if !waiting.isEmpty { call() }
    }

    package func channelInactive(context: ChannelHandlerContext) { channel = nil }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let round = waiting
        waiting = []
        for work in round { work() }
    }
}
