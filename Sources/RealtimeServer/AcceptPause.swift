import Foundation
import NIOCore

/// Takes no connection for a moment when this machine has nothing left to hold one with.
///
/// Whoever knocks stays in the system's queue, which would otherwise wake the loop again at once,
/// and again, until somebody leaves. The library's own handler for this only waits where a
/// connection was taken in the same turn.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any NIOCore.Channel

    private static let time: TimeAmount = .milliseconds(100)
    private static let shortages = [EMFILE, ENFILE, ENOBUFS, ENOMEM]

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.shortages.contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        let channel = context.channel
        _ = channel.setOption(.autoRead, value: false)
        context.eventLoop.scheduleTask(in: Self.time) {
            _ = channel.setOption(.autoRead, value: true)
        }
    }
}
