import NIOCore
import NIOPosix
import RealtimeServer
import Testing

@Suite("Rounds of the loop")
struct RoundsTests {
    @Test("what goes on and on, each time for longer than it pauses, lets others be heard")
    func heard() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let endless = try await Rounds.start(on: loop)
        let other = try await Rounds.start(on: loop)
        let end = loop.makePromise(of: Int.self)
        let count = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: loop)
        @Sendable func work() {
            count.value += 1
            guard count.value < 100 else { return end.succeed(100) }
            if count.value == 2 {
                other.value.next { end.succeed(count.value) }
            }
            let until = NIODeadline.now() + .milliseconds(2)
            while NIODeadline.now() < until {}
            endless.value.next(work)
        }
        loop.execute { endless.value.next(work) }
        #expect(try await end.futureResult.get() <= 4)
        try await loop.submit {
            endless.value.stop()
            other.value.stop()
        }.get()
        try await group.shutdownGracefully()
    }
}
