import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Moves the bytes of one socket: frames in, and what the hub writes out.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let hub: Hub
    private let version: PhoenixVersion
    private let reader: Reader
    private let token: VerifiedToken
    private let tokenHash: Int
    private let address: String
    private let id: ConnectionID
    private var frames = FrameReader(messageBytesMax: WireLimits.messageBytesMax)
    private var socket: Socket?
    private var isClosing = false

    init(
        _ hub: Hub, _ id: ConnectionID, version: PhoenixVersion, reader: Reader,
        token: VerifiedToken, tokenHash: Int, address: String
    ) {
        (self.hub, self.id, self.version) = (hub, id, version)
        (self.reader, self.token, self.tokenHash) = (reader, token, tokenHash)
        self.address = address
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let socket = Socket(
            id, version, reader, token, tokenHash: tokenHash, address: address, context: context,
            at: hub.now, settings: hub.settings)
        self.socket = socket
        hub.open(socket)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let socket, !isClosing else { return }
        let bytes = unwrapInboundIn(data)
        socket.bytesIn += bytes.readableBytes
        hub.heard(socket)
        frames.feed(bytes)
        do throws(FrameReader.Violation) {
            while !isClosing, let message = try frames.next() { take(message, socket) }
        } catch {
            isClosing = true
            socket.close(error.code, "\(error)")
        }
    }

    private func take(_ message: FrameReader.Message, _ socket: Socket) {
        switch message {
        case .text(let bytes): take(socket, bytes, version.decode(text:))
        case .binary(let bytes): take(socket, bytes, version.decode(binary:))
        case .ping(let bytes):
            socket.write(FrameWriter.frame(.pong, bytes.readableBytesView), .control)
            socket.flush()
        case .pong(let bytes): hub.ponged(socket, String(buffer: bytes))
        case .close(let code, _):
            isClosing = true
            socket.close(code ?? 1000, "")
        }
    }

    /// A malformed frame is noted and dropped; the socket stays open.
    private func take(
        _ socket: Socket, _ bytes: ByteBuffer,
        _ decode: (UnsafeRawBufferPointer) throws(PhoenixFrame.Problem) -> PhoenixFrame
    ) {
        let frame: PhoenixFrame
        do { frame = try bytes.withUnsafeReadableBytes { try decode($0) } } catch {
            hub.metrics.malformed += 1
            if socket.workAllowance.take(at: hub.now) { hub.log.note("malformed frame", socket) }
            return
        }
        hub.received(frame, from: socket)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let socket, context.channel.isWritable {
            socket.drain()
            hub.catchUp(socket)
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        gone()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { gone() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Later, because it may happen in the middle of something the hub writes.
    private func gone() {
        guard let socket else { return }
        self.socket = nil
        hub.later(.zero) { $0.close(socket) }
    }
}

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
        context.writeAndFlush(wrapOutboundOut(FrameWriter.close(code, reason)), promise: nil)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
