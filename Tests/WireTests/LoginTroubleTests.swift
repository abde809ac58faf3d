import RealtimeProtocol
import Testing
import Wedding

/// What keeps a login good while something around it is not.
@Suite("Logins in trouble", .serialized)
struct LoginTroubleTests {
    private func ask(_ host: TestHost, _ body: String) throws -> (Int, TokenAnswer?) {
        let answer = try RawSocket.http(port: host.port, "POST /auth/token", body: body)
        return (
            answer.status, try? JSONText.decode(TokenAnswer.self, from: Array(answer.body.utf8))
        )
    }

    private func login(_ host: TestHost) throws -> TokenAnswer {
        host.store.invite("K7PM-2QXD", .person("p-iris"))
        return try #require(ask(host, "{\"code\":\"K7PM-2QXD\",\"device\":\"d1\"}").1)
    }

    @Test("while the disk takes nothing a login is refreshed, and is good again and again after it")
    func fullDisk() async throws {
        try await withHost { host in
            let first = try login(host)
            host.store.isFull.withLock { $0 = true }
            var token = first.refreshToken
            for _ in 0..<3 {
                host.clock.pass(.minutes(14))
                let (status, answer) = try ask(host, "{\"refresh_token\":\"\(token)\"}")
                #expect(status == 200)
                token = try #require(answer?.refreshToken)
            }
            host.store.isFull.withLock { $0 = false }
            let (status, answer) = try ask(host, "{\"refresh_token\":\"\(token)\"}")
            #expect(status == 200)
            let client = try WireClient(port: host.port, token: try #require(answer?.accessToken))
            #expect(try client.join(TestHost.topic).contains("\"status\":\"ok\""))
        }
    }

    @Test("who logged in here stays while the disk takes nothing, though the token ends meanwhile")
    func spared() async throws {
        try await withHost(journal: SlowJournal()) { host in
            let iris = try WireClient(port: host.port, token: login(host).accessToken)
            try iris.join(TestHost.topic)
            // Of another issuer, whom no disk of ours keeps from a fresh token.
            let ben = try host.member("p-ben")
            host.shell.post { $0.feed(.journalFailed("full")) }
            host.clock.pass(.minutes(16))
            try ben.expect("phx_close")
            #expect(try !iris.drain().contains { $0.event == "phx_close" })
            host.commit()
            _ = try iris.expect("phx_close")
        }
    }

    @Test("after wrong codes from its address a good code and a good login still pass")
    func guesses() async throws {
        try await withHost { host in
            let first = try login(host)
            for number in 0..<5 {
                #expect(try ask(host, "{\"code\":\"WRONG-\(number)\"}").0 == 401)
            }
            #expect(try ask(host, "{\"code\":\"WRONG\"}").0 == 429)
            let refresh = "{\"refresh_token\":\"\(first.refreshToken)\"}"
            #expect(try ask(host, refresh).0 == 200)
            host.store.invite("GOOD-CODE", .person("p-wren"))
            #expect(try ask(host, "{\"code\":\"GOOD-CODE\"}").0 == 200)
        }
    }
}
