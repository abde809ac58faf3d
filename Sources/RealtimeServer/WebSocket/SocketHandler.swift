import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Moves the bytes of one socket: frames in, and what the hub writes out.
///
/// What its principal's purse does not pay for waits here, in order. What is said in danger does
/// not, and a socket that fills even this is not read from until it is emptier.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let hub: Hub
    private let version: PhoenixVersion
    private let subscriber: Subscriber
    private let token: VerifiedToken
    private let tokenHash: Int
    private let address: String
    private let id: ConnectionID
    private var frames = FrameReader(messageBytesMax: WireLimits.messageBytesMax)
    private var held: Deque<PhoenixFrame> = []
    private var heldBytes = 0
    /// Whether more may be there than one turn has room for.
    private var isFull = false
    /// Whether all that was read is taken.
    private var isDry = true
    private var isWaiting = false
    private var isPaused = false
    private var socket: Socket?
    private var state = State.reading

    private enum State {
        case reading
        /// A long submission is read beside the loop; what follows it waits.
        case readingLong
        /// Its side of the link ended meanwhile, with this code.
        case ending(UInt16)
        case over
    }

    private var isReadingLong: Bool { if case .readingLong = state { true } else { false } }
    private var isClosing: Bool {
        switch state {
        case .reading, .readingLong: false
        case .ending, .over: true
        }
    }

    init(
        _ hub: Hub, _ id: ConnectionID, version: PhoenixVersion, subscriber: Subscriber,
        token: VerifiedToken, tokenHash: Int, address: String
    ) {
        (self.hub, self.id, self.version) = (hub, id, version)
        (self.subscriber, self.token, self.tokenHash) = (subscriber, token, tokenHash)
        self.address = address
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let socket = Socket(
            id, version, subscriber, token, tokenHash: tokenHash, address: address,
            context: context,
            purse: hub.registry.purse(of: subscriber, device: token.deviceName),
            meter: hub.host.meter, at: hub.host.now,
            settings: hub.host.settings, ended: { [weak self] in self?.gone() })
        self.socket = socket
        hub.open(socket)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let socket, !isClosing else { return }
        let bytes = unwrapInboundIn(data)
        socket.bytesIn += bytes.readableBytes
        hub.registry.heard(socket)
        frames.feed(bytes)
        hub.host.turn("read") { takeFrames(socket, context) }
    }

    /// As many as one turn may hold; the rest in the next.
    private func takeFrames(_ socket: Socket, _ context: ChannelHandlerContext) {
        var turn = Turn(socket.purse)
        do throws(FrameReader.Violation) {
            while !isClosing, !turn.isOver, mayTake(socket), let message = try frames.next() {
                turn.count += 1
                if !isPaidFor(socket) { _ = socket.urgentAllowance.spendOne() }
                read(message, socket)
            }
        } catch { return socket.close(error.code, "\(error)") }
        isFull = turn.isOver || !hasRoom || !isPaidFor(socket)
        isDry = !turn.isOver && mayTake(socket)
        setReading(!isFull, context)
        wait(socket, context)
    }

    /// What one turn of the loop takes from a socket: so many frames, so many units of work.
    private struct Turn {
        private let purse: Purse
        private let spentMax: Int
        var count = 0

        init(_ purse: Purse) { (self.purse, spentMax) = (purse, purse.spent + 60) }

        var isOver: Bool { count >= 32 || purse.spent >= spentMax }
    }

    /// Whoever has spent their purse is read slowly, for what is said in danger; who fills even
    /// what waits is not read at all.
    private func mayTake(_ socket: Socket) -> Bool {
        hasRoom && (isPaidFor(socket) || socket.urgentAllowance.isOpen)
    }

    private var hasRoom: Bool {
        held.count < hub.host.settings.heldFramesMax && heldBytes < hub.host.settings.heldBytesMax
    }

    private func isPaidFor(_ socket: Socket) -> Bool { held.isEmpty && socket.purse.isOpen }

    private func setReading(_ reads: Bool, _ context: ChannelHandlerContext) {
        guard reads == isPaused, !isClosing else { return }
        isPaused = !reads
        _ = context.channel.setOption(.autoRead, value: reads)
    }

    /// Until the purse pays for what waits.
    private func wait(_ socket: Socket, _ context: ChannelHandlerContext) {
        guard !held.isEmpty || isFull, !isWaiting, !isClosing else { return }
        isWaiting = true
        let pause = isReadingLong ? 50 : min(50, socket.purse.wait)
        hub.host.soon(after: .milliseconds(pause), as: "read") { [self] in
            isWaiting = false
            guard self.socket != nil, !isClosing else { return }
            takeHeld(socket, context)
            // An alarm may stand behind what nobody has paid for.
            if isPaused, isDry, !isClosing { context.read() }
        }
    }

    private func takeHeld(_ socket: Socket, _ context: ChannelHandlerContext) {
        var turn = Turn(socket.purse)
        while !isClosing, !isReadingLong, !turn.isOver, socket.purse.isOpen,
            let frame = held.popFirst()
        {
            turn.count += 1
            heldBytes -= frame.payload.count
            if frame.isLongSubmission {
                read(frame, context)
            } else {
                hub.received(frame, from: socket)
            }
        }
        takeFrames(socket, context)
    }

    /// Beside the loop; what follows it waits.
    private func read(_ frame: PhoenixFrame, _ context: ChannelHandlerContext) {
        state = .readingLong
        let now = hub.host.now
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        hub.readingRoom.runIfActive(eventLoop: context.eventLoop) {
            IncomingSubmission(frame: frame, at: now)
        }.whenSuccess { incoming in
            let (handler, context) = bound.value
            handler.finish(frame, incoming, context)
        }
    }

    private func finish(
        _ frame: PhoenixFrame, _ incoming: IncomingSubmission?, _ context: ChannelHandlerContext
    ) {
        guard let socket else { return }
        hub.host.turn("read") {
            switch state {
            case .reading, .over: break
            case .readingLong:
                state = .reading
                hub.received(frame, from: socket, incoming)
                takeHeld(socket, context)
            case .ending(let code):
                hub.received(frame, from: socket, incoming)
                end(socket, code)
            }
        }
    }

    private func read(_ message: FrameReader.Message, _ socket: Socket) {
        switch message {
        case .text(let bytes): serve(socket, bytes, version.decode(text:))
        case .binary(let bytes): serve(socket, bytes, version.decode(binary:))
        case .ping(let bytes):
            socket.purse.spend(Purse.Cost.frame(bytes.readableBytes))
            socket.send(FrameWriter.frame(.pong, bytes.readableBytesView), .control)
        case .pong(let bytes):
            socket.purse.spend(1)
            hub.feed.ponged(socket, String(buffer: bytes))
        case .close(let code, _):
            if isReadingLong { state = .ending(code ?? 1000) } else { end(socket, code ?? 1000) }
        }
    }

    /// Its last words were said before it left.
    private func end(_ socket: Socket, _ code: UInt16) {
        state = .over
        var turn = Turn(socket.purse)
        while !turn.isOver, let frame = held.popFirst() {
            turn.count += 1
            hub.received(frame, from: socket)
        }
        held = []
        socket.close(code, "")
    }

    /// A malformed frame is noted and dropped; the socket stays open.
    private func serve(
        _ socket: Socket, _ bytes: ByteBuffer,
        _ decode: (UnsafeRawBufferPointer) throws(PhoenixFrame.Problem) -> PhoenixFrame
    ) {
        let frame: PhoenixFrame
        do { frame = try bytes.withUnsafeReadableBytes { try decode($0) } } catch {
            hub.host.metrics.malformed += 1
            socket.purse.spend(Purse.Cost.refusal + Purse.Cost.frame(bytes.readableBytes))
            if socket.workAllowance.spendOne() { hub.host.log.note("malformed frame", socket) }
            return
        }
        // In order with what waits, but for what is said in danger and what has its own allowance.
        let isFree =
            held.isEmpty && !isReadingLong && socket.purse.isOpen && !frame.isLongSubmission
        guard !isFree, !frame.isUrgent || frame.isLongSubmission, !frame.hasOwnAllowance else {
            return hub.received(frame, from: socket)
        }
        held.append(frame)
        heldBytes += frame.payload.count
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let socket, context.channel.isWritable {
            socket.drain()
            if socket.isBehind { hub.feed.planCatchUp(socket) }
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
        (self.socket, held, state) = (nil, [], .over)
        hub.host.later(.zero) { [hub] in hub.close(socket) }
    }
}

extension PhoenixFrame {
    /// Coming back is counted by itself, and must not wait behind what was said before.
    fileprivate var hasOwnAllowance: Bool { event == "phx_join" || event == "access_token" }

    /// An alarm, its answer or its end, and the beat of a link: never made to wait.
    var isUrgent: Bool {
        if topic == "phoenix" { return true }
        guard event == "broadcast", let body = BroadcastPayload(payload),
            body.event == WireName.submit.rawValue,
            let kind = JSONText.onlyMember("kind", of: body.payload)
        else { return false }
        return ["\"alert.raise\"", "\"alert.ack\"", "\"alert.allclear\""].contains {
            kind.elementsEqual($0.utf8)
        }
    }
}
