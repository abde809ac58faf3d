import NIOCore
import RealtimeProtocol
import Wedding

/// Fresh tokens before the old ones end.
extension RealtimeClient {
    func renew(thenConnect: Bool) {
        guard !isTokenUnderWay else { return }
        isTokenUnderWay = true
        let request: EventLoopFuture<TokenAnswer>
        do {
            request = try TokenRequest(
                .refreshToken(tokens.refreshToken), device: settings.device, url: settings.url,
                fingerprint: settings.fingerprint
            ).send(on: loop)
        } catch { return tell(.refused("\(error)")) }
        request.whenComplete { result in
            self.assumeIsolated { $0.renewed(result, thenConnect: thenConnect) }
        }
    }

    func renewed(_ result: Result<TokenAnswer, any Error>, thenConnect: Bool) {
        isTokenUnderWay = false
        switch result {
        case .success(let answer):
            tokens = answer
            tokensUntil = clock() + .seconds(answer.expiresIn)
            tell(.tokens(answer))
            if thenConnect { return connect() }
            struct Body: Encodable { let accessToken: String }
            guard let body = try? JSONText.encode(Body(accessToken: answer.accessToken)) else {
                return
            }
            push(mainTopic, "access_token", body)
            if runsTheDay { push(deskTopic, "access_token", body) }
        case .failure(let error as ClientProblem):
            if case .refused(let words) = error { return tell(.refused(words)) }
            if thenConnect { retry() }
        case .failure: if thenConnect { retry() }
        }
    }
}
