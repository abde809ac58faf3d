import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The HTTP side of one connection: a few doors, and the way to a socket.
final class HTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    static let decoderName = "http.decoder"
    static let encoderName = "http.encoder"

    let hub: Hub
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var isTooLong = false
    /// One request at a time; whatever follows on this connection waits or is refused.
    private var isBusy = false

    private var impatience: Scheduled<Void>?
    private var address = ""
    private var context: ChannelHandlerContext?

    init(_ hub: Hub) { self.hub = hub }

    func handlerAdded(context: ChannelHandlerContext) {
        address = context.remoteAddress?.ipAddress ?? "local"
        self.context = context
        guard hub.gate.connections.open(self, at: address, isKnown: hub.registry.isKnown(address))
        else {
            hub.host.metrics.refused["doors", default: 0] += 1
            return context.close(promise: nil)
        }
        wait(hub.host.settings.requestPatience)
    }

    /// Closes this connection unless what it waits for comes in time.
    private func wait(_ patience: Duration) {
        impatience?.cancel()
        guard let context else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        impatience = context.eventLoop.scheduleTask(in: .milliseconds(patience.milliseconds)) {
            bound.value.close(promise: nil)
        }
    }

    /// Makes room for somebody who is known here.
    func giveWay() { context?.close(promise: nil) }

    func handlerRemoved(context: ChannelHandlerContext) {
        hub.gate.connections.close(self, at: address)
        impatience?.cancel()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard self.head == nil, !isBusy else { return context.close(promise: nil) }
            (self.head, body, isTooLong) = (head, ByteBuffer(), false)
        case .body(var part):
            guard head != nil else { return }
            isTooLong =
                body.readableBytes + part.readableBytes > WireLimits.messageBytesMax
            guard !isTooLong else {
                head = nil
                isBusy = true
                return refuse(
                    context, .payloadTooLarge, "A body can have at most 64 KiB.", after: .zero)
            }
            body.writeBuffer(&part)
        case .end:
            guard let head else { return }
            self.head = nil
            isBusy = true
            hub.gate.connections.asked(self)
            wait(hub.host.settings.httpPatience)
            hub.host.turn("door") { route(HTTPRequest(head, body), context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func route(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
        switch (request.method, request.path) {
        case (.GET, "/echo/websocket") where hub.host.settings.hasDiagnostics:
            upgrade(request, context) { EchoHandler() }
        case (.GET, let path) where path.hasSuffix("/websocket") && path != "/echo/websocket":
            admit(request, address, context)
        case (.GET, "/health"):
            respond(
                context, hub.isWell ? .ok : .serviceUnavailable, "application/json", hub.health)
        case (.GET, "/metrics"):
            respond(context, .ok, "text/plain; version=0.0.4", hub.metricsText)
        case (.POST, "/auth/token"): token(request, address, context)
        case (.POST, let path) where path.hasPrefix("/api/broadcast"):
            post(request, path, context)
        case (.POST, let path) where path.hasPrefix("/realtime/v1/api/broadcast"):
            post(request, String(path.dropFirst("/realtime/v1".count)), context)
        default: refuse(context, .notFound, "This path does not exist.", after: .zero)
        }
    }

    private func admit(
        _ request: HTTPRequest, _ address: String, _ context: ChannelHandlerContext
    ) {
        guard let version = PhoenixVersion(rawValue: request.query["vsn"] ?? "1.0.0") else {
            return refuse(context, .badRequest, "vsn must be 1.0.0 or 2.0.0.", after: .zero)
        }
        verify(request.apiKey, address, context) { [hub] token, raw, context in
            guard let subscriber = hub.host.ask({ $0.subscriber(token.principal) }) else {
                return self.refuse(context, .unauthorized, "\(TokenProblem.unknownPerson)")
            }
            if hub.gate.isRevoked(token) {
                hub.host.audit(
                    .loginFailed, by: token.principal.actor, "a device that was logged out")
                return self.refuse(context, .unauthorized, "This device was logged out.")
            }
            let peer = PeerInfo(
                principal: token.principal, device: token.deviceName, address: address)
            if let refusal = hub.refusal(of: peer) {
                hub.host.metrics.refused[refusal.code, default: 0] += 1
                return self.refuse(context, .tooManyRequests, "\(refusal)")
            }
            if token.isOurs { hub.gate.sessions.saw(token.id, of: token.principal) }
            let hash = raw.hashValue
            self.upgrade(request, context) {
                SocketHandler(
                    hub, hub.host.newConnection(), version: version, subscriber: subscriber,
                    token: token,
                    tokenHash: hash, address: address)
            }
        }
    }

    /// - Parameter then: Called on the loop with a good token, while the connection is open.
    func verify(
        _ token: String?, _ address: String, _ context: ChannelHandlerContext,
        _ then: @escaping (VerifiedToken, String, ChannelHandlerContext) -> Void
    ) {
        guard let token, !token.isEmpty else {
            return refuse(context, .unauthorized, "\(TokenProblem.missing)")
        }
        hub.gate.verify(token) { [self] result in
            guard context.channel.isActive else { return }
            switch result {
            case .success(let verified):
                hub.gate.succeeded(address, about: verified.principal.word)
                then(verified, token, context)
            case .failure(let problem):
                hub.host.metrics.refused["token", default: 0] += 1
                guard problem.isGuess else {
                    return refuse(context, .unauthorized, "\(problem)")
                }
                refuseGuess(
                    .socket, context, address, about: TokenParts.subject(of: token),
                    "\(problem)", "\(problem)")
            }
        }
    }

    /// What was shown is not good: counted against the address and whom it was about, and nobody
    /// else.
    func refuseGuess(
        _ endpoint: LoginThrottle.Endpoint, _ context: ChannelHandlerContext, _ address: String,
        about: String, _ detail: String, _ words: String
    ) {
        if let minutes = hub.gate.failed(endpoint, address, about: about, detail) {
            return refuse(context, .tooManyRequests, "\(ProtocolError.locked(minutes: minutes))")
        }
        refuse(context, .unauthorized, words)
    }

    private func upgrade(
        _ request: HTTPRequest, _ context: ChannelHandlerContext,
        _ handler: () -> any ChannelInboundHandler
    ) {
        guard request.isUpgrade, let key = request.headers.first(name: "sec-websocket-key"),
            Data(base64Encoded: key)?.count == 16
        else {
            return refuse(
                context, .badRequest, "This path accepts only WebSocket connections.", after: .zero)
        }
        guard request.headers.first(name: "sec-websocket-version") == "13" else {
            return refuse(
                context, .upgradeRequired, "The WebSocket version must be 13.", after: .zero)
        }
        let digest = Insecure.SHA1.hash(data: Data((key + Self.acceptSuffix).utf8))
        let headers = HTTPHeaders([
            ("upgrade", "websocket"), ("connection", "upgrade"),
            ("sec-websocket-accept", Data(digest).base64EncodedString()),
        ])
        let response = HTTPResponseHead(
            version: .http1_1, status: .switchingProtocols, headers: headers)
        context.write(wrapOutboundOut(.head(response)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        do {
            let decoder = try pipeline.context(name: Self.decoderName)
            pipeline.removeHandler(name: Self.encoderName, promise: nil)
            try pipeline.addHandler(handler(), position: .last)
            pipeline.removeHandler(context: context, promise: nil)
            pipeline.removeHandler(context: decoder, promise: nil)
        } catch { context.close(promise: nil) }
    }

    /// RFC 6455, 1.3.
    private static let acceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    func respond(
        _ context: ChannelHandlerContext, _ status: HTTPResponseStatus, _ type: String,
        _ text: String
    ) {
        var headers = HTTPHeaders([
            ("content-type", type), ("content-length", "\(text.utf8.count)"),
        ])
        headers.add(name: "cache-control", value: "no-store")
        headers.add(name: "connection", value: "close")
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            bound.value.close(promise: nil)
        }
    }

    /// A refusal takes its time, so that guessing does.
    func refuse(
        _ context: ChannelHandlerContext, _ status: HTTPResponseStatus, _ words: String,
        after delay: Duration? = nil
    ) {
        let text = "{\"error\":" + String(decoding: JSONText.quoted(words), as: UTF8.self) + "}"
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let pause = (delay ?? hub.host.settings.refusalDelay).milliseconds
        guard pause > 0 else { return respond(context, status, "application/json", text) }
        context.eventLoop.scheduleTask(in: .milliseconds(pause)) {
            let (handler, context) = bound.value
            guard context.channel.isActive else { return }
            handler.respond(context, status, "application/json", text)
        }
    }
}
