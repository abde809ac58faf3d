import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Who may come in: keys, logins, lock-outs, and what the disk remembers of them.
final class LoginGate {
    let keys: TokenKeys
    let store: any AuthStore
    var sessions: Sessions
    /// Connections that are not sockets yet.
    var connections: HTTPConnections
    private var throttle = LoginThrottle()
    private let host: HostLoop
    private let registry: SocketRegistry
    /// For what files take: one thing after the other.
    private let disk = NIOThreadPool(numberOfThreads: 1)

    init(
        _ host: HostLoop, _ registry: SocketRegistry, keys: TokenKeys, store: any AuthStore,
        sessions: Sessions
    ) {
        (self.host, self.registry, self.keys) = (host, registry, keys)
        (self.store, self.sessions) = (store, sessions)
        connections = HTTPConnections(
            most: host.settings.httpConnectionsMax,
            mostOfOne: host.settings.httpConnectionsPerAddressMax)
        disk.start()
    }

    func stop() { disk.shutdownGracefully { _ in } }

    /// Files may take their time, the loop has none: one thing after the other, beside it.
    ///
    /// - Parameter then: Called on the loop.
    func onDisk<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value, then: @escaping (Value) -> Void
    ) {
        let bound = NIOLoopBound((host, then), eventLoop: host.loop)
        disk.runIfActive(eventLoop: host.loop, work).whenSuccess { value in
            let (host, then) = bound.value
            host.turn("disk") { then(value) }
        }
    }

    /// The signature is looked at beside the loop.
    /// - Parameter then: Called on the loop.
    func verify(
        _ token: String, isRefresh: Bool = false,
        then: @escaping (Result<VerifiedToken, TokenProblem>) -> Void
    ) {
        let bound = NIOLoopBound((host, then), eventLoop: host.loop)
        let (keys, day, now) = (keys, host.day, host.now)
        host.loop.makeFutureWithTask {
            try await keys.verify(token, in: day, at: now, isRefresh: isRefresh)
        }.whenComplete { result in
            let (host, then) = bound.value
            host.turn("login") { then(result.mapError { $0 as? TokenProblem ?? .malformed }) }
        }
    }

    /// A token that comes while the socket is open must be of the same person.
    func renew(_ token: String, of socket: Socket, then: @escaping (TokenProblem?) -> Void) {
        guard socket.workAllowance.spendOne() else {
            return socket.close(4004, "Too many tokens")
        }
        socket.purse.spend(Purse.Cost.token)
        verify(token) { [self] result in
            switch result {
            case .success(let verified)
            where verified.principal == socket.subscriber.principal && !isRevoked(verified):
                if verified.isOurs { sessions.saw(verified.id, of: verified.principal) }
                socket.token = verified
                socket.tokenHash = token.hashValue
                socket.isNoticed = false
                then(nil)
            case .success(let verified):
                then(
                    verified.principal == socket.subscriber.principal ? .loggedOut : .otherPerson)
            case .failure(let problem):
                host.audit(.loginFailed, by: socket.actor, "token refused: \(problem)")
                then(problem)
            }
        }
    }

    /// Logged out, by a replacement or because a token was used twice.
    func isRevoked(_ token: VerifiedToken) -> Bool {
        token.isOurs && sessions.isRevoked(token.principal, device: token.device)
    }

    /// A device that logged in here is not logged out while the ceremony is on, nor while the disk
    /// takes nothing and no fresh tokens can be kept.
    func isSpared(_ socket: Socket) -> Bool {
        let now = host.now
        return host.ask { $0.isCeremonyOn(at: now) || $0.trouble != nil }
            && sessions.isBound(socket)
    }

    /// A device that may no longer be here.
    func end(_ family: Sessions.Family) {
        host.audit(.tokenRevoked, by: .system, "a device of \(family.principal)")
        for socket in registry.all
        where socket.subscriber.principal.word == family.principal
            && socket.device == family.device
        {
            socket.close(4003, "This device was logged out")
        }
    }

    func succeeded(_ address: String, about: String) {
        throttle.succeeded(address, about: about)
    }

    /// What was shown is not good: counted against the address and whom it was about, and nobody
    /// else.
    ///
    /// - Returns: for how many minutes no guess of it is looked at any more; nil while they are.
    func failed(
        _ endpoint: LoginThrottle.Endpoint, _ address: String, about: String, _ detail: String
    ) -> Int? {
        host.audit(.loginFailed, by: .system, detail)
        if let minutes = throttle.lockedFor(address, about: about, endpoint, at: host.now) {
            host.metrics.refused["locked_out", default: 0] += 1
            return minutes
        }
        if throttle.failed(address, about: about, endpoint, at: host.now) {
            host.audit(.lockedOut, by: .system, "an address, after five failed guesses")
        }
        return nil
    }

    /// What commands beside this host left for it.
    func lookAtNotes() {
        if store.takeUnlock() {
            throttle = LoginThrottle()
            host.audit(.unlocked, by: .system, "all lock-outs, by callboard unlock")
        }
        for what in store.takeExports() { host.audit(.export, by: .system, what) }
    }
}

extension Sessions {
    /// Whether a socket's device has a login that goes on.
    func isBound(_ socket: Socket) -> Bool {
        socket.token.isOurs && !isRevoked(socket.subscriber.principal, device: socket.device)
    }
}

extension Socket {
    /// Whether it came with this token, or with an app's key, which says nothing of a person.
    func holds(_ token: String) -> Bool {
        tokenHash == token.hashValue || token.hasPrefix("sb_")
    }
}
