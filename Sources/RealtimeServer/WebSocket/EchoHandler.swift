import NIOCore
import RealtimeProtocol

/// Sends every message back, for tools that test the frames.
final class EchoHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var frames = FrameReader(messageBytesMax: WireLimits.echoBytesMax)
    private var isClosing = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        frames.feed(unwrapInboundIn(data))
        do throws(FrameReader.Violation) {
            while !isClosing, let message = try frames.next() { answer(message, context) }
        } catch { end(context, error.code, "\(error)") }
        context.flush()
    }

    private func answer(_ message: FrameReader.Message, _ context: ChannelHandlerContext) {
        switch message {
        case .text(let bytes): write(.text, bytes, context)
        case .binary(let bytes): write(.binary, bytes, context)
        case .ping(let bytes):
            // Whoever asks without ever reading the answer has nothing to test here.
            guard context.channel.isWritable else { return context.close(promise: nil) }
            write(.pong, bytes, context)
        case .pong: break
        case .close(let code, _): end(context, code ?? 1000, "")
        }
    }

    private func write(
        _ opcode: FrameWriter.Opcode, _ bytes: ByteBuffer, _ context: ChannelHandlerContext
    ) {
        let frame = FrameWriter.frame(opcode, bytes.readableBytesView)
        context.write(wrapOutboundOut(frame), promise: nil)
    }

    private func end(_ context: ChannelHandlerContext, _ code: UInt16, _ reason: String) {
        isClosing = true
        context.sayFarewell(code, reason)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
