import NIOCore
import NIOHTTP1
import RealtimeProtocol

/// One `POST /auth/token`.
public struct TokenRequest: Sendable {
    public enum Proof: Sendable {
        case code(String)
        case refreshToken(String)
    }

    private struct Body: Encodable {
        var code: String?
        var refreshToken: String?
        var device: String
        var replace: Bool?
        var kind: String?
    }

    private struct Refusal: Decodable {
        var error: String
    }

    private static let patience = TimeAmount.seconds(10)

    let dial: Dial
    let body: [UInt8]

    public init(
        _ proof: Proof, device: String, replaces: Bool = false, kind: String? = nil, url: HostURL,
        fingerprint: String?
    ) throws {
        var body = Body(device: device, replace: replaces ? true : nil, kind: kind)
        switch proof {
        case .code(let code): body.code = code
        case .refreshToken(let token): body.refreshToken = token
        }
        self.body = try JSONText.encode(body)
        dial = Dial(url: url, fingerprint: fingerprint)
    }

    public func send(on loop: any EventLoop) -> EventLoopFuture<TokenAnswer> {
        let promise = loop.makePromise(of: TokenAnswer.self)
        let (host, body) = (dial.url.host, body)
        dial.connect(on: loop) { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(Exchange(host: host, body: body, promise))
            }
        }.whenComplete { result in
            switch result {
            case .failure(let error): promise.fail(error)
            case .success(let channel):
                // A host that takes the question and never answers is as good as gone.
                let alarm = loop.scheduleTask(in: Self.patience) {
                    channel.close(promise: nil)
                }
                channel.closeFuture.whenComplete { _ in alarm.cancel() }
            }
        }
        return promise.futureResult
    }

    private final class Exchange: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart
        typealias OutboundOut = HTTPClientRequestPart

        private let host: String
        private let body: [UInt8]
        private let promise: EventLoopPromise<TokenAnswer>
        private var status = HTTPResponseStatus.ok
        private var answer = ByteBuffer()
        /// A token answer is a few hundred bytes.
        private static let answerBytesMax = 64 * 1024

        init(host: String, body: [UInt8], _ promise: EventLoopPromise<TokenAnswer>) {
            (self.host, self.body, self.promise) = (host, body, promise)
        }

        func channelActive(context: ChannelHandlerContext) {
            let head = HTTPRequestHead(
                version: .http1_1, method: .POST, uri: "/auth/token",
                headers: [
                    "host": host, "content-type": "application/json",
                    "content-length": "\(body.count)",
                ])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): status = head.status
            case .body(var part):
                if answer.readableBytes < Self.answerBytesMax { answer.writeBuffer(&part) }
            case .end:
                finish()
                context.close(promise: nil)
            }
        }

        private func finish() {
            let bytes = Array(answer.readableBytesView)
            if status == .ok, let answer = try? JSONText.decode(TokenAnswer.self, from: bytes) {
                return promise.succeed(answer)
            }
            let words = try? JSONText.decode(Refusal.self, from: bytes).error
            let reason = words ?? "The host answered \(status.code)."
            let isFinal = [400, 401, 409].contains(status.code)
            promise.fail(isFinal ? ClientProblem.refused(reason) : .unreachable(reason))
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            promise.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            promise.fail(ClientProblem.unreachable("The host closed the connection."))
        }
    }
}

/// Why something with a host does not work, in one sentence.
public enum ClientProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// It said no, and will again.
    case refused(String)
    /// It may work later.
    case unreachable(String)

    public static func noAnswer(at url: HostURL) -> Self {
        .unreachable(
            "No answer from \(url). Check that the host is running and that you are on the venue's network."
        )
    }

    public var description: String {
        switch self {
        case .refused(let words), .unreachable(let words): words
        }
    }
}
