import Foundation
import NIOCore
import NIOPosix
import RealtimeServer
import Testing

@Suite("Rounds of the loop")
struct RoundsTests {
    /// Says once that something was said.
    private final class Ear: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let heard: () -> Void
        init(_ heard: @escaping () -> Void) { self.heard = heard }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { heard() }
    }

    @Test("four that go on and on, each for longer than a timer waits, let others be heard")
    func heard() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let rounds = try await Rounds.start(on: loop)
        let end = loop.makePromise(of: Int.self)
        let count = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: loop)
        let other = Pipe()
        let mouth = dup(other.fileHandleForReading.fileDescriptor)
        let ear = try await NIOPipeBootstrap(group: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(Ear { end.succeed(count.value) })
            }
        }.takingOwnershipOfDescriptor(input: mouth).get()
        @Sendable func work() {
            count.value += 1
            guard count.value < 200 else { return end.succeed(200) }
            if count.value == 2 { other.fileHandleForWriting.write(Data([0])) }
            let until = NIODeadline.now() + .milliseconds(2)
            while NIODeadline.now() < until {}
            rounds.value.next(work)
        }
        loop.execute { for _ in 0..<4 { rounds.value.next(work) } }
        #expect(try await end.futureResult.get() <= 12)
        ear.close(promise: nil)
        try await loop.submit { rounds.value.stop() }.get()
        try await group.shutdownGracefully()
    }
}
