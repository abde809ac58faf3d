import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Tokens, at the door and while a socket is open.
extension Hub {
    /// The signature is looked at beside the loop.
    /// - Parameter then: Called on the loop.
    func verify(
        _ token: String, isRefresh: Bool = false,
        then: @escaping (Result<VerifiedToken, TokenProblem>) -> Void
    ) {
        let bound = NIOLoopBound((self, then), eventLoop: loop)
        let (keys, day, now) = (keys, day, now)
        loop.makeFutureWithTask {
            try await keys.verify(token, in: day, at: now, isRefresh: isRefresh)
        }.whenComplete { result in
            let (hub, then) = bound.value
            hub.turn("login") { then(result.mapError { $0 as? TokenProblem ?? .malformed }) }
        }
    }

    func isSame(_ token: String, _ socket: Socket) -> Bool {
        socket.tokenHash == token.hashValue || token.hasPrefix("sb_")
    }

    /// A token that comes while the socket is open must be of the same person.
    func renew(_ token: String, of socket: Socket, then: @escaping (TokenProblem?) -> Void) {
        guard socket.workAllowance.take() else {
            return socket.close(4004, "Too many tokens")
        }
        socket.purse.spend(Purse.Cost.token)
        verify(token) { [self] result in
            switch result {
            case .success(let verified)
            where verified.principal == socket.reader.principal && !isRevoked(verified):
                if verified.isOurs { sessions.saw(verified.id, of: verified.principal) }
                socket.token = verified
                socket.tokenHash = token.hashValue
                socket.isNoticed = false
                then(nil)
            case .success(let verified):
                then(verified.principal == socket.reader.principal ? .loggedOut : .otherPerson)
            case .failure(let problem):
                audit(.loginFailed, by: socket.actor, "token refused: \(problem)")
                then(problem)
            }
        }
    }

    func refreshToken(_ frame: PhoenixFrame, _ member: Membership) {
        struct Body: Decodable { let accessToken: String? }
        guard let token = try? JSONText.decode(Body.self, from: frame.payload).accessToken,
            !isSame(token, member.socket)
        else { return }
        let (socket, topic) = (member.socket, frame.topic)
        renew(token, of: socket) { [self] problem in
            guard let problem, socket.channel(topic) === member else { return }
            shut(member, because: "\(problem)")
        }
    }

    /// Logged out, by a replacement or because a token was used twice.
    func isRevoked(_ token: VerifiedToken) -> Bool {
        token.isOurs && sessions.isRevoked(token.principal, device: token.device)
    }

    /// A device that logged in here is not logged out while the ceremony is on, nor while the disk
    /// takes nothing and no fresh tokens can be kept.
    func isSpared(_ socket: Socket) -> Bool {
        let now = now
        return ask { $0.isCeremonyOn(at: now) || $0.trouble != nil } && sessions.isBound(socket)
    }
}
