import NIOCore
import RealtimeProtocol
import Wedding

/// Fresh tokens before the old ones end.
extension RealtimeClient {
    func renew(thenConnect: Bool) {
        connectsAfterToken = connectsAfterToken || thenConnect
        guard !isTokenUnderWay, !isClosed else { return }
        guard settings.renewal.claim() else {
            loop.scheduleTask(in: .milliseconds(500)) {
                self.assumeIsolated { $0.renew(thenConnect: false) }
            }
            return
        }
        isTokenUnderWay = true
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

    func renewed(_ result: Result<TokenAnswer, any Error>, until: Timestamp?) {
        isTokenUnderWay = false
        settings.renewal.release()
        let thenConnect = connectsAfterToken
        connectsAfterToken = false
        switch result {
        case .success(let answer):
            tokens = answer
            tokensUntil = until ?? clock() + answer.lifetime
            if thenConnect { return connect() }
            struct Body: Encodable { let accessToken: String }
            guard let body = try? JSONText.encode(Body(accessToken: answer.accessToken)) else {
                return
            }
            push(mainTopic, "access_token", body)
            if runsTheDay { push(coordinatorsTopic, "access_token", body) }
        case .failure(let error as ClientProblem):
            if case .refused(let words) = error {
                refusal = words
                // What is live stays so until the host ends it.
                return channel == nil ? tell(.refused(words)) : ()
            }
            if thenConnect { retry(because: error) }
        case .failure: if thenConnect { retry(because: .noAnswer(at: settings.url)) }
        }
    }
}
