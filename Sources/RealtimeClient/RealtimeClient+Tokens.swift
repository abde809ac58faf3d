import NIOCore
import RealtimeProtocol
import Wedding

/// Fresh tokens before the old ones end.
extension RealtimeClient {
    func renew() {
        guard link.state != .closed else { return }
        guard settings.renewal.claim() else {
            loop.scheduleTask(in: .milliseconds(500)) { self.assumeIsolated { $0.renew() } }
            return
        }
        if let fresh = settings.renewal.fresh(), fresh.tokens != tokens,
            fresh.until - clock() > .seconds(60)
        {
            return renewed(.success(fresh.tokens), until: fresh.until)
        }
        let request: EventLoopFuture<TokenAnswer>
        do {
            request = try TokenRequest(
                .refreshToken(tokens.refreshToken), device: settings.device, url: settings.url,
                fingerprint: settings.fingerprint
            ).send(on: loop)
        } catch { return renewed(.failure(error), until: nil) }
        request.whenComplete { result in
            self.assumeIsolated { client in
                if case .success(let answer) = result { client.tell(.tokens(answer)) }
                client.renewed(result, until: nil)
            }
        }
    }

    private func renewed(_ result: Result<TokenAnswer, any Error>, until: Timestamp?) {
        settings.renewal.release()
        switch result {
        case .success(let answer):
            tokens = answer
            tokensUntil = until ?? clock() + answer.lifetime
            go(.renewed(tokensLeft: tokensLeft))
        case .failure(let error):
            go(.notRenewed(error as? ClientProblem ?? .noAnswer(at: settings.url)))
        }
    }

    func showTokens() {
        struct Body: Encodable { let accessToken: String }
        guard let body = try? JSONText.encode(Body(accessToken: tokens.accessToken)) else { return }
        push(mainTopic, "access_token", body)
        if runsTheDay { push(coordinatorsTopic, "access_token", body) }
    }
}
