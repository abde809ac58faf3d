import NIOCore
import NIOHTTP1
import RealtimeCore
import RealtimeProtocol
import Wedding

/// `POST /auth/token`: an invitation's code, or a refresh token, for an access and a refresh token.
extension HTTPHandler {
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
        // A page that somebody happens to look at has no business here.
        guard request.headers.first(name: "origin") == nil else {
            return refuse(context, .forbidden, "Web pages of other sites cannot log in.")
        }
        guard request.isJSON else {
            return refuse(
                context, .unsupportedMediaType, "The content type must be application/json.")
        }
        guard let ask = try? JSONText.decode(Ask.self, from: request.body) else {
            return refuse(context, .badRequest, "Send {\"code\":…} or {\"refresh_token\":…}.")
        }
        if let code = ask.code {
            let store = hub.gate.store
            hub.gate.onDisk({ store.peek(code) }) { [self] principal in
                guard context.channel.isActive else { return }
                redeem(code, principal, ask, address, context)
            }
        } else if let token = ask.refreshToken {
            refresh(token, address, context)
        } else {
            refuse(context, .badRequest, "Send {\"code\":…} or {\"refresh_token\":…}.")
        }
    }

    private func redeem(
        _ code: String, _ principal: Principal?, _ ask: Ask, _ address: String,
        _ context: ChannelHandlerContext
    ) {
        guard let principal else {
            return failed(
                context, address, about: Self.anyCode, "a code that is unknown, used or too old",
                "That code is unknown, used, or too old. Ask for a new one.")
        }
        let wanted = principal.person == nil ? principal.word : "console"
        if let kind = ask.kind, kind != wanted {
            return refuse(
                context, .conflict,
                "That code is for a \(wanted), not for a \(kind.sanitised.prefix(20)).")
        }
        let role = principal.person.flatMap { hub.host.day.people[$0]?.role }
        let device = (ask.device ?? "").sanitised.bounded(scalars: 64, bytes: 256)
        let grant = Grant(
            principal: principal, role: role?.rawValue ?? principal.word,
            device: device.isEmpty ? Ticket.random() : device,
            family: Ticket.random() + Ticket.random(), refreshID: Ticket.random() + Ticket.random())
        let (gone, before): (Sessions.Family?, [Sessions.Family])
        do throws(ProtocolError) {
            (gone, before) = try hub.gate.sessions.open(
                grant.family, principal, devicesMax: role?.devicesMax ?? 10, device: grant.device,
                token: grant.refreshID, replaces: ask.replace ?? false,
                connected: Set(hub.registry.all.map(\.device)), at: hub.host.now)
        } catch { return refuseLogin(error, grant, context) }
        let (store, sessions) = (hub.gate.store, hub.gate.sessions)
        // Only a code that led to a login is used up.
        hub.gate.onDisk({ () -> ProtocolError? in
            do { try store.save(sessions) } catch { return .unavailable }
            return store.redeem(code) == nil ? .taken("login with that code") : nil
        }) { [self] problem in
            if let problem {
                hub.gate.sessions.withdraw(grant.family)
                for family in before { hub.gate.sessions.restore(family) }
                let sessions = hub.gate.sessions
                hub.gate.onDisk({ try? store.save(sessions) }) { _ in }
                return refuseLogin(problem, grant, context)
            }
            if let gone { hub.gate.end(gone) }
            hub.gate.succeeded(address, about: Self.anyCode)
            hub.host.audit(.login, by: principal.actor, "with an invitation")
            hub.host.audit(
                gone == nil ? .deviceAdded : .deviceReplaced, by: principal.actor,
                gone == nil ? "a device" : "the device that was idle longest")
            self.grant(grant, context, .tokenIssued)
        }
    }

    /// Each guess is another code: they count together, by address.
    private static let anyCode = "a code"

    private func refuseLogin(
        _ error: ProtocolError, _ grant: Grant, _ context: ChannelHandlerContext
    ) {
        hub.host.audit(.refused, by: grant.principal.actor, "a login: \(error)")
        let isDisk = error == .unavailable
        refuse(context, isDisk ? .serviceUnavailable : .conflict, "\(error)")
    }

    private func refresh(_ token: String, _ address: String, _ context: ChannelHandlerContext) {
        hub.gate.verify(token, isRefresh: true) { [self] result in
            guard context.channel.isActive else { return }
            switch result {
            case .success(let verified): rotate(verified, context)
            case .failure(let problem):
                guard problem.isGuess else {
                    return refuse(
                        context, .unauthorized,
                        "The host does not know this login. Ask for a new code.")
                }
                failed(
                    context, address, about: TokenParts.subject(of: token),
                    "an invalid refresh token",
                    "The host does not know this login. Ask for a new code.")
            }
        }
    }

    private func rotate(_ token: VerifiedToken, _ context: ChannelHandlerContext) {
        if let subscriber = hub.host.ask({ $0.subscriber(token.principal) }) {
            hub.registry.purse(of: subscriber, device: token.deviceName).spend(Purse.Cost.refresh)
        }
        let id = token.family ?? ""
        let fresh = Ticket.random() + Ticket.random()
        let before = hub.gate.sessions.families[id]
        let family: Sessions.Family
        do throws(Sessions.Refusal) {
            family = try hub.gate.sessions.rotate(id, from: token.id, to: fresh, at: hub.host.now)
        } catch { return refuseRotation(error, id, token, context) }
        func grant(_ refreshID: String) {
            self.grant(
                Grant(
                    principal: token.principal, role: token.role, device: family.device,
                    family: id, refreshID: refreshID), context, .tokenRefreshed)
        }
        // An answer that was lost on the way is given again, once it is known to be on the disk.
        guard family.current == fresh else {
            return hub.gate.onDisk({}) { [hub] in
                grant(hub.gate.sessions.families[id]?.current ?? family.current)
            }
        }
        let (store, sessions) = (hub.gate.store, hub.gate.sessions)
        hub.gate.onDisk({ (try? store.save(sessions)) != nil }) { [hub] isSaved in
            if isSaved { return grant(fresh) }
            // What the disk does not know must not be asked for after a restart: the old one stays
            // good, and whoever has it is not logged out.
            if let before, hub.gate.sessions.families[id]?.current == fresh {
                hub.gate.sessions.restore(before)
            }
            grant(token.id)
        }
    }

    private func refuseRotation(
        _ error: Sessions.Refusal, _ family: String, _ token: VerifiedToken,
        _ context: ChannelHandlerContext
    ) {
        if error == .reused {
            hub.host.audit(
                .tokenReused, by: token.principal.actor, "all tokens of that login are revoked")
            let (store, sessions) = (hub.gate.store, hub.gate.sessions)
            hub.gate.onDisk({ try? store.save(sessions) }) { _ in }
            if let ended = hub.gate.sessions.families[family] { hub.gate.end(ended) }
        }
        refuse(
            context, .unauthorized, "This login has ended. Ask for a new code.")
    }

    private func grant(
        _ grant: Grant, _ context: ChannelHandlerContext, _ kind: AuditEntry.Kind
    ) {
        hub.host.audit(kind, by: grant.principal.actor, "for \(grant.role)")
        let (keys, wedding, now) = (hub.gate.keys, hub.host.day.id, hub.host.now)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.makeFutureWithTask {
            let token = try await keys.issue(
                grant.principal, role: grant.role, wedding: wedding, device: grant.device,
                id: grant.refreshID, at: now, until: now + Sessions.accessTime)
            let refresh = try await keys.issue(
                grant.principal, role: grant.role, wedding: wedding, device: grant.device,
                id: grant.refreshID, at: now, until: now + Sessions.refreshTime,
                family: grant.family)
            return TokenAnswer(
                accessToken: token, refreshToken: refresh, tokenType: "bearer",
                expiresIn: Sessions.accessTime.wholeSeconds, sub: grant.principal.word,
                role: grant.role, wedding: wedding.rawValue)
        }.whenComplete { result in
            let (handler, context) = bound.value
            guard context.channel.isActive, case .success(let answer) = result,
                let text = try? JSONText.encode(answer)
            else { return context.close(promise: nil) }
            handler.respond(context, .ok, "application/json", String(decoding: text, as: UTF8.self))
        }
    }

    private func failed(
        _ context: ChannelHandlerContext, _ address: String, about: String, _ detail: String,
        _ words: String
    ) {
        hub.host.metrics.refused["login", default: 0] += 1
        refuseGuess(.login, context, address, about: about, detail, words)
    }
}

extension Principal {
    var actor: Actor { person.map { .person($0) } ?? .feed(word) }
}
