import NIOCore
import NIOHTTP1
import NIOWebSocket
import RealtimeProtocol

/// Asks for the upgrade; what is answered instead of it is why it was refused.
final class UpgradeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let host: String
    private let uri: String
    private let token: String
    private let refused: (Int, String) -> Void
    private var status = HTTPResponseStatus.ok
    private var body = ByteBuffer()

    init(host: String, uri: String, token: String, refused: @escaping (Int, String) -> Void) {
        (self.host, self.uri, self.token, self.refused) = (host, uri, token, refused)
    }

    func channelActive(context: ChannelHandlerContext) {
        // In a header, not in the address: addresses end up in logs.
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: uri,
            headers: ["host": host, "content-length": "0", "x-api-key": token])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = head.status
        case .body(var part): if body.readableBytes < 16_384 { body.writeBuffer(&part) }
        case .end:
            struct Refusal: Decodable { let error: String }
            let bytes = Array(body.readableBytesView)
            let words = try? JSONText.decode(Refusal.self, from: bytes).error
            refused(Int(status.code), words ?? "The host answered \(status.code).")
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// Frames of an open socket.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let client: RealtimeClient
    private let attempt: Int

    init(_ client: RealtimeClient, attempt: Int) {
        (self.client, self.attempt) = (client, attempt)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let (channel, attempt) = (context.channel, attempt)
        client.assumeIsolated { $0.opened(channel, attempt) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let attempt = attempt
        let frame = unwrapInboundIn(data)
        let bytes = frame.unmaskedData
        switch frame.opcode {
        case .text:
            let text = Array(bytes.readableBytesView)
            client.assumeIsolated { $0.received(text, attempt) }
        case .ping:
            context.writeAndFlush(
                wrapOutboundOut(
                    WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: bytes)),
                promise: nil)
            client.assumeIsolated { $0.heard() }
        case .connectionClose: context.close(promise: nil)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        client.assumeIsolated { $0.acknowledge() }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
