import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Tokens that come while a socket is open.
extension Hub {
    func isSame(_ token: String, _ socket: Socket) -> Bool {
        socket.tokenHash == token.hashValue || token.hasPrefix("sb_")
    }

    /// A token that comes while the socket is open must be of the same person.
    func verify(
        _ token: String, _ socket: Socket, _ then: @escaping (Hub, TokenProblem?) -> Void
    ) {
        guard socket.workAllowance.take(at: now) else {
            return socket.close(4004, "Too many tokens")
        }
        let bound = NIOLoopBound((self, socket, then), eventLoop: loop)
        let (keys, day, now) = (keys, day, now)
        loop.makeFutureWithTask { try await keys.verify(token, in: day, at: now).0 }
            .whenComplete { result in
                let (hub, socket, then) = bound.value
                switch result {
                case .success(let verified)
                where verified.principal == socket.reader.principal
                    && !hub.isRevoked(verified):
                    socket.token = verified
                    socket.tokenHash = token.hashValue
                    socket.isNoticed = false
                    then(hub, nil)
                case .success: then(hub, .unknownPerson)
                case .failure(let error):
                    hub.audit(.loginFailed, by: socket.actor, "token refused: \(error)")
                    then(hub, error as? TokenProblem ?? .malformed)
                }
            }
    }

    func refreshToken(_ frame: PhoenixFrame, _ member: Membership) {
        struct Body: Decodable { let accessToken: String? }
        guard let token = try? JSONText.decode(Body.self, from: frame.payload).accessToken,
            !isSame(token, member.socket)
        else { return }
        let (socket, topic) = (member.socket, frame.topic)
        verify(token, socket) { hub, problem in
            guard let problem, socket.channel(topic) === member else { return }
            hub.shut(member, because: "\(problem)")
        }
    }

    /// Logged out, by a replacement or because a token was used twice.
    func isRevoked(_ token: VerifiedToken) -> Bool {
        token.isOurs && sessions.isRevoked(token.principal, device: token.device)
    }

    /// A device that logged in here is not logged out while the ceremony is on.
    func isSpared(_ socket: Socket) -> Bool {
        let now = now
        return ask { $0.isCeremonyOn(at: now) } && sessions.isBound(socket)
    }
}
