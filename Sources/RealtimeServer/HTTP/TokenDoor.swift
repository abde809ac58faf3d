import NIOCore
import NIOHTTP1
import RealtimeCore
import RealtimeProtocol
import Wedding

/// `POST /auth/token`: an invitation's code, or a refresh token, for an access and a refresh token.
extension HTTPDoor {
    private struct Ask: Decodable {
        var code: String?
        var refreshToken: String?
        var device: String?
        /// What is being opened: a code for something else is not used up.
        var kind: String?
        /// Instead of the device of the same person that was idle longest.
        var replace: Bool?
    }

    private struct Grant {
        let principal: Principal
        let role: String
        let device: String
        let family: String
        let refreshID: String
    }

    func token(_ request: HTTPRequest, _ address: String, _ context: ChannelHandlerContext) {
        guard let ask = try? JSONText.decode(Ask.self, from: request.body) else {
            return refuse(context, .badRequest, "Send {\"code\":…} or {\"refresh_token\":…}.")
        }
        if let code = ask.code {
            redeem(code, ask, address, context)
        } else if let token = ask.refreshToken {
            refresh(token, address, context)
        } else {
            refuse(context, .badRequest, "Send {\"code\":…} or {\"refresh_token\":…}.")
        }
    }

    private func redeem(
        _ code: String, _ ask: Ask, _ address: String, _ context: ChannelHandlerContext
    ) {
        if let minutes = hub.doorkeeper.lockedFor(address, .login, at: hub.now) {
            hub.metrics.refused["locked_out", default: 0] += 1
            return refuse(context, .tooManyRequests, "\(ProtocolError.locked(minutes: minutes))")
        }
        guard let principal = hub.store.peek(code, at: hub.now) else {
            failed(address, "a code that is unknown, used or too old")
            return refuse(
                context, .unauthorized, "That code is unknown, used, or too old. Ask for a new one."
            )
        }
        let wanted = principal.person == nil ? principal.word : "console"
        if let kind = ask.kind, kind != wanted {
            return refuse(
                context, .conflict,
                "That code is for a \(wanted), not for a \(kind.sanitised.prefix(20)).")
        }
        let role = principal.person.flatMap { hub.day.people[$0]?.role }
        let (family, refreshID) = (hub.ticket() + hub.ticket(), hub.ticket() + hub.ticket())
        let device = (ask.device ?? hub.ticket()).sanitised.prefix(64)
        let before = hub.sessions
        do throws(ProtocolError) {
            let gone = try hub.sessions.open(
                family, principal, devicesMax: role?.devicesMax ?? 10, device: String(device),
                token: refreshID, replaces: ask.replace ?? false,
                connected: Set(hub.sockets.values.map(\.device)), at: hub.now)
            // Only a code that led to a login is used up.
            guard hub.saveSessions() else { throw .unavailable }
            guard hub.store.redeem(code, at: hub.now) != nil else { throw .taken("login") }
            if let gone { hub.end(gone) }
        } catch {
            hub.sessions = before
            hub.audit(.refused, by: principal.actor, "a login: \(error)")
            let isDisk = error == .unavailable
            return refuse(context, isDisk ? .serviceUnavailable : .conflict, "\(error)")
        }
        hub.doorkeeper.succeeded(address)
        hub.audit(.login, by: principal.actor, "with an invitation")
        hub.audit(.deviceAdded, by: principal.actor, "a device")
        grant(
            Grant(
                principal: principal, role: role?.rawValue ?? principal.word,
                device: String(device), family: family, refreshID: refreshID), context,
            .tokenIssued)
    }

    private func refresh(_ token: String, _ address: String, _ context: ChannelHandlerContext) {
        hub.verify(token, isRefresh: true) { [self] result in
            guard context.channel.isActive else { return }
            switch result {
            case .success(let token): rotate(token, address, context)
            case .failure(let problem):
                if problem.isGuess { failed(address, "a refresh token that is not good") }
                refuse(context, .unauthorized, "The refresh token is not good. Ask for a new code.")
            }
        }
    }

    private func rotate(
        _ token: VerifiedToken, _ address: String, _ context: ChannelHandlerContext
    ) {
        let family = token.family ?? ""
        let refreshID = hub.ticket() + hub.ticket()
        do throws(Sessions.Refusal) {
            let before = hub.sessions
            let kept = try hub.sessions.rotate(family, from: token.id, to: refreshID, at: hub.now)
            guard hub.saveSessions() else {
                // The old token stays the good one.
                hub.sessions = before
                return refuse(context, .serviceUnavailable, "\(ProtocolError.unavailable)")
            }
            hub.doorkeeper.succeeded(address)
            grant(
                Grant(
                    principal: token.principal, role: token.role, device: kept.device,
                    family: family, refreshID: refreshID), context, .tokenRefreshed)
        } catch {
            if error == .reused {
                hub.audit(.tokenReused, by: token.principal.actor, "its family is ended")
                hub.saveSessions()
                if let ended = hub.sessions.families[family] { hub.end(ended) }
            }
            refuse(
                context, .unauthorized, "The refresh token was used or ended. Ask for a new code.")
        }
    }

    private func grant(
        _ grant: Grant, _ context: ChannelHandlerContext, _ kind: AuditEntry.Kind
    ) {
        hub.audit(kind, by: grant.principal.actor, "for \(grant.role)")
        let (keys, wedding, now, access) = (hub.keys, hub.wedding, hub.now, hub.ticket())
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask {
            let token = try await keys.issue(
                grant.principal, role: grant.role, wedding: wedding, device: grant.device,
                id: access, at: now, until: now + Sessions.accessTime)
            let refresh = try await keys.issue(
                grant.principal, role: grant.role, wedding: wedding, device: grant.device,
                id: grant.refreshID, at: now, until: now + Sessions.refreshTime,
                family: grant.family)
            return TokenAnswer(
                accessToken: token, refreshToken: refresh, tokenType: "bearer",
                expiresIn: Sessions.accessTime.wholeSeconds, sub: grant.principal.word,
                role: grant.role, wedding: wedding.rawValue)
        }.whenComplete { result in
            let (door, context) = bound.value
            guard context.channel.isActive, case .success(let answer) = result,
                let text = try? JSONText.encode(answer)
            else { return context.close(promise: nil) }
            door.respond(context, .ok, "application/json", String(decoding: text, as: UTF8.self))
        }
    }

    private func failed(_ address: String, _ words: String) {
        hub.metrics.refused["login", default: 0] += 1
        hub.audit(.loginFailed, by: .system, words)
        if hub.doorkeeper.failed(address, .login, at: hub.now) {
            hub.audit(.lockedOut, by: .system, "an address, after five failures")
        }
    }
}

extension Principal {
    var actor: Actor { person.map { .person($0) } ?? .feed(word) }
}

extension Hub {
    /// - Returns: whether it is on disk.
    @discardableResult
    func saveSessions() -> Bool {
        do {
            try store.save(sessions)
            return true
        } catch {
            log.note("sessions not saved: \(error)")
            return false
        }
    }

    /// A device that may no longer be here.
    func end(_ family: Sessions.Family) {
        audit(.tokenRevoked, by: .system, "a device of \(family.principal)")
        for socket in Array(sockets.values)
        where socket.reader.principal.word == family.principal && socket.device == family.device {
            socket.close(4003, "This device was logged out")
        }
    }
}

extension Sessions {
    /// Whether a socket's device has a login that goes on.
    func isBound(_ socket: Socket) -> Bool {
        socket.token.isOurs && !isRevoked(socket.reader.principal, device: socket.device)
    }
}
