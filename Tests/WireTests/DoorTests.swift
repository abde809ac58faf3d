import Foundation
import RealtimeProtocol
import Testing

@Suite("HTTP doors", .serialized)
struct DoorTests {
    @Test("health, metrics, and nothing else")
    func doors() async throws {
        try await withHost { host in
            let health = try RawSocket.http(port: host.port, "GET /health")
            #expect(health.status == 200 && health.body.contains("\"status\":\"ok\""))
            let member = try host.member("p-rosa")
            let metrics = try RawSocket.http(port: host.port, "GET /metrics")
            #expect(metrics.body.contains("callboard_connections{role=\"coordinator\"} 1"))
            #expect(metrics.body.contains("callboard_ping_seconds_count"))
            let nothing = try RawSocket.http(port: host.port, "GET /admin")
            #expect(nothing.status == 404 && nothing.body.hasPrefix("{\"error\":"))
            member.socket.shut()
        }
    }

    @Test("the echo door is shut unless it is asked for")
    func echo() async throws {
        try await withHost({ $0.hasDiagnostics = false }) { host in
            let answer = try RawSocket.http(
                port: host.port, "GET /echo/websocket", headers: RawSocket.upgradeHeaders)
            #expect(answer.status == 404)
        }
    }

    @Test("a socket's door says what is wrong with a request that is none")
    func notUpgrade() async throws {
        try await withHost { host in
            let path = "/websocket?apikey=\(host.token("p-rosa"))"
            #expect(try RawSocket.http(port: host.port, "GET \(path)").status == 400)
            var old = RawSocket.upgradeHeaders
            old["sec-websocket-version"] = "8"
            #expect(try RawSocket.http(port: host.port, "GET \(path)", headers: old).status == 426)
            let vsn = try RawSocket.http(
                port: host.port, "GET \(path)&vsn=3.0.0", headers: RawSocket.upgradeHeaders)
            #expect(vsn.status == 400)
        }
    }

    @Test("a message posted over HTTP reaches the channel, and only with a right to write there")
    func post() async throws {
        try await withHost { host in
            let member = try host.member("p-iris")
            let path = "POST /realtime/v1/api/broadcast/wedding:\(TestHost.wedding)/events/note"
            let rosa = ["authorization": "Bearer \(host.token("p-rosa"))"]
            let sent = try RawSocket.http(port: host.port, path, headers: rosa, body: "{\"a\":1}")
            #expect(sent.status == 202)
            #expect(try member.expectBroadcast("note").text == "{\"a\":1}")
            let lucia = ["authorization": "Bearer \(host.token("p-lucia"))"]
            let refused = try RawSocket.http(
                port: host.port, path, headers: lucia, body: "{\"a\":2}")
            #expect(refused.status == 403)
            let ours = path.replacingOccurrences(of: "note", with: "wd.event")
            #expect(
                try RawSocket.http(port: host.port, ours, headers: rosa, body: "{}").status == 403)
            #expect(
                try RawSocket.http(port: host.port, path, headers: rosa, body: "[]").status == 422)
        }
    }
}

@Suite("Tokens at the door", .serialized)
struct TokenTests {
    private func status(_ host: TestHost, _ token: String) throws -> (Int, String) {
        let answer = try RawSocket.http(
            port: host.port, "GET /websocket?vsn=2.0.0",
            headers: RawSocket.upgradeHeaders.merging(["x-api-key": token]) { $1 })
        return (answer.status, answer.body)
    }

    @Test("a token that is wrong in any way is refused, audited, and nothing of it is said")
    func attacks() async throws {
        try await withHost { host in
            let good = host.token("p-rosa")
            let parts = good.split(separator: ".").map(String.init)
            let claims: [String: Any] = [
                "sub": "p-rosa", "role": "coordinator", "wedding": TestHost.wedding,
                "aud": "callboard", "exp": 4_000_000_000,
            ]
            // All but its last brace.
            let whole = try Array(JSONSerialization.data(withJSONObject: claims)).dropLast()
            let guest = host.token("p-lucia").split(separator: ".").map(String.init)
            let attacks: [(String, String)] = [
                ("tampered claims", parts[0] + "." + guest[1] + "." + parts[2]),
                (
                    "tampered signature",
                    parts[0] + "." + parts[1] + "." + String(parts[2].reversed())
                ),
                ("no signature", parts[0] + "." + parts[1] + "."),
                ("algorithm none", TestHost.sign(["alg": "none"], claims, secret: [])),
                ("another secret", TestHost.sign(["alg": "HS256"], claims, secret: [1, 2, 3])),
                (
                    "the public key as a secret",
                    TestHost.sign(
                        ["alg": "HS256", "kid": "callboard-1"], claims, secret: Array(TestHost.seed)
                    )
                ),
                (
                    "HS256 said to be EdDSA",
                    TestHost.sign(["alg": "EdDSA", "kid": "callboard-1"], claims)
                ),
                ("HS512", TestHost.sign(["alg": "HS512"], claims)),
                ("expired", host.token("p-rosa", ["exp": 1])),
                ("no end", host.token("p-rosa", ["exp": NSNull()])),
                ("no role", host.token("p-rosa", ["role": NSNull()])),
                ("another role", host.token("p-lucia", ["role": "coordinator"])),
                ("another audience", host.token("p-rosa", ["aud": "elsewhere"])),
                ("a refresh token's audience", host.token("p-rosa", ["aud": "callboard/refresh"])),
                ("another wedding", host.token("p-rosa", ["wedding": "w-other"])),
                ("nobody here", host.token("p-nobody", ["role": "coordinator"])),
                ("oversized", host.token("p-rosa", ["x": String(repeating: "x", count: 5_000)])),
                ("no audience in the list", host.token("p-rosa", ["aud": [String]()])),
                ("a number for an audience", host.token("p-rosa", ["aud": 7])),
                ("mixed audiences", host.token("p-rosa", ["aud": ["callboard", 7] as [Any]])),
                ("good in an hour", host.token("p-rosa", ["nbf": 4_000_000_000])),
                ("begins with a word", host.token("p-rosa", ["nbf": "now"])),
                ("issued tomorrow", host.token("p-rosa", ["iat": 4_000_000_000])),
                ("ends with a word", host.token("p-rosa", ["exp": "never"])),
                ("no wedding", host.token("p-rosa", ["wedding": NSNull()])),
                ("a number for a subject", host.token("p-rosa", ["sub": 7])),
                (
                    "what must be understood",
                    TestHost.sign(["alg": "HS256", "crit": ["exp"]], claims)
                ), ("not base64 inside", TestHost.sign(["alg": "HS256", "b64": false], claims)),
                (
                    "not UTF-8",
                    TestHost.sign(payload: whole + [0x2C, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])
                ),
                ("a comma too many", TestHost.sign(payload: whole + [0x2C, 0x7D])),
                (
                    "a number that is too long",
                    TestHost.sign(
                        payload: Array(
                            "{\"exp\":0.\(String(repeating: "0", count: 129))1e146}".utf8))
                ), ("padding", host.token("p-rosa") + "="),
                ("two parts", parts[0] + "." + parts[1]),
                ("not base64", "%%%.%%%.%%%"),
            ]
            let room = TestHost.topic
            let posted = "POST /api/broadcast/\(room)/events/note"
            for (name, token) in attacks {
                // An address is locked out after five failures: each attack comes after that.
                host.clock.pass(.minutes(31))
                let (status, body) = try status(host, token)
                #expect(status == 401, "\(name): \(body)")
                #expect(!body.contains("p-rosa") && !body.contains(token.prefix(20)), "\(name)")
                let post = try RawSocket.http(
                    port: host.port, posted, headers: ["authorization": "Bearer \(token)"],
                    body: "{}")
                #expect(post.status == 401, "\(name)")
                let refresh = try RawSocket.http(
                    port: host.port, "POST /auth/token", body: "{\"refresh_token\":\"\(token)\"}")
                #expect(refresh.status == 401, "\(name)")
                let member = try host.member("p-rosa")
                try member.send(room, "access_token", "{\"access_token\":\"\(token)\"}")
                try member.expect("phx_close")
                #expect(try member.join(room, config: "{}").contains("ok"), "\(name)")
                member.socket.shut()
            }
            let raw = try RawSocket(port: host.port)
            let head = Array("GET /websocket?vsn=2.0.0 HTTP/1.1\r\nhost: x\r\nx-api-key: ".utf8)
            let rest = RawSocket.upgradeHeaders.map { "\($0): \($1)\r\n" }.joined()
            try raw.send(head + [0xFF, 0xFE, 0x2E, 0xC3] + Array("\r\n\(rest)\r\n".utf8))
            #expect(try raw.readAll().hasPrefix("HTTP/1.1 4"))
            // One row a minute, whatever was tried in it.
            #expect(host.auditKinds.count { $0 == .loginFailed } >= attacks.count - 1)
            let (missing, _) = try status(host, "")
            #expect(missing == 401)
        }
    }

    @Test(
        "a refused token is told which of its claims is wrong",
        arguments: [
            "sub", "role", "wedding", "aud", "exp", "nbf",
        ])
    func claimNamed(_ claim: String) async throws {
        try await withHost { host in
            let token = host.token("p-rosa", [claim: [String]()])
            let (status, body) = try status(host, token)
            #expect(status == 401 && body.contains("claim \(claim)"), "\(body)")
        }
    }

    @Test("guesses lock out whom they were about, and a good token always passes")
    func lockOut() async throws {
        try await withHost { host in
            let forged = TestHost.sign(
                ["alg": "HS256"], ["sub": "p-rosa"], secret: Array("another secret".utf8))
            for _ in 0..<5 { #expect(try status(host, forged).0 == 401) }
            #expect(try status(host, forged).0 == 429)
            #expect(try status(host, "a.b.c").0 == 401)
            #expect(host.auditKinds.contains(.lockedOut))
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            client.socket.shut()
            // What was good lifts it, too.
            #expect(try status(host, forged).0 == 401)
        }
    }

    @Test("lock-outs are lifted when somebody asks for it")
    func unlock() async throws {
        try await withHost { host in
            for _ in 0..<6 { _ = try status(host, "a.b.c") }
            #expect(try status(host, "a.b.c").0 == 429)
            host.store.unlock()
            let end = ContinuousClock.now + .seconds(60)
            while !host.auditKinds.contains(.unlocked), ContinuousClock.now < end {
                _ = host.census
            }
            #expect(try status(host, "a.b.c").0 == 401)
        }
    }

    @Test("a page of another site, or a body that is not JSON, is no way to log in")
    func foreignPages() async throws {
        try await withHost { host in
            host.store.invite("K7PM-2QXD", .person("p-iris"))
            func ask(_ headers: [String: String]) throws -> Int {
                try RawSocket.http(
                    port: host.port, "POST /auth/token", headers: headers,
                    body: "{\"code\":\"K7PM-2QXD\"}"
                ).status
            }
            let foreign = try ask(["origin": "https://elsewhere.example"])
            let plain = try ask(["content-type": "text/plain"])
            let good = try ask(["content-type": "application/json; charset=utf-8"])
            #expect((foreign, plain, good) == (403, 415, 200))
        }
    }

    @Test("a code is good once; a refresh token again until its answer was seen, and no longer")
    func family() async throws {
        try await withHost { host in
            host.store.invite("K7PM-2QXD", .person("p-iris"))
            func ask(_ body: String) throws -> (Int, TokenAnswer?) {
                let answer = try RawSocket.http(port: host.port, "POST /auth/token", body: body)
                return (
                    answer.status,
                    try? JSONText.decode(TokenAnswer.self, from: Array(answer.body.utf8))
                )
            }
            let (status, first) = try ask("{\"code\":\"K7PM-2QXD\",\"device\":\"d1\"}")
            #expect(status == 200 && first?.role == "photographer" && first?.expiresIn == 900)
            #expect(try ask("{\"code\":\"K7PM-2QXD\"}").0 == 401)
            let client = try WireClient(port: host.port, token: try #require(first?.accessToken))
            try client.join(TestHost.topic)
            let old = try #require(first?.refreshToken)
            let (again, second) = try ask("{\"refresh_token\":\"\(old)\"}")
            #expect(again == 200 && second?.refreshToken != old)
            // The answer was lost on the way: it is given once more, and both are good.
            let (once, third) = try ask("{\"refresh_token\":\"\(old)\"}")
            #expect(once == 200)
            let other = try WireClient(port: host.port, token: try #require(third?.accessToken))
            try other.join(TestHost.topic)
            host.clock.pass(.seconds(61))
            #expect(try ask("{\"refresh_token\":\"\(old)\"}").0 == 401)
            #expect(host.auditKinds.contains(.tokenReused))
            #expect(try client.expectClose() == 4003)
            // Whoever has the new one is out as well.
            #expect(try ask("{\"refresh_token\":\"\(second?.refreshToken ?? "")\"}").0 == 401)
        }
    }

    @Test("a refresh token opens no socket, and an access token is worth no other")
    func purposes() async throws {
        try await withHost { host in
            host.store.invite("K7PM-2QXD", .person("p-iris"))
            func ask(_ body: String) throws -> (status: Int, body: String) {
                try RawSocket.http(port: host.port, "POST /auth/token", body: body)
            }
            let login = try ask("{\"code\":\"K7PM-2QXD\",\"device\":\"d1\"}")
            let tokens = try JSONText.decode(TokenAnswer.self, from: Array(login.body.utf8))
            #expect(try status(host, tokens.refreshToken).0 == 401)
            #expect(try ask("{\"refresh_token\":\"\(tokens.accessToken)\"}").status == 401)
            let client = try WireClient(port: host.port, token: tokens.accessToken)
            #expect(try client.join(TestHost.topic).contains("\"status\":\"ok\""))
        }
    }

    @Test("a person has as many devices as the role may, and may replace the idle one")
    func devices() async throws {
        try await withHost { host in
            func login(_ device: String, _ more: String = "") throws -> Int {
                host.store.invite("CODE-\(device)", .person("p-wren"))
                return try RawSocket.http(
                    port: host.port, "POST /auth/token",
                    body: "{\"code\":\"CODE-\(device)\",\"device\":\"\(device)\"\(more)}"
                ).status
            }
            let status1 = try login("d1")
            #expect(status1 == 200)
            let status2 = try login("d2")
            #expect(status2 == 200)
            let status3 = try login("d3")
            #expect(status3 == 409)
            let status4 = try login("d3", ",\"replace\":true")
            #expect(status4 == 200)
            #expect(host.auditKinds.contains(.tokenRevoked))
            #expect(host.auditKinds.count { $0 == .deviceReplaced } == 1)
        }
    }

    @Test("a membership ends within three seconds of its token, and says why")
    func expiry() async throws {
        try await withHost { host in
            let member = try host.member("p-iris")
            host.clock.pass(.seconds(850))
            try member.expect("system") { $0.text.contains("Token expires in 50 s") }
            host.clock.pass(.seconds(51))
            let ended = try member.expect("system") { $0.text.contains("error") }
            #expect(ended.text.contains("Token has expired 1 seconds ago"))
            try member.expect("phx_close")
        }
    }

    @Test("a fresh token is taken in silence; one of somebody else shuts the channel")
    func refresh() async throws {
        try await withHost { host in
            let member = try host.member("p-iris")
            let fresh = host.token("p-iris", ["exp": 4_000_000_000])
            try member.send(TestHost.topic, "access_token", "{\"access_token\":\"\(fresh)\"}")
            #expect(try member.drain().allSatisfy { $0.event == "broadcast" })
            host.clock.pass(.minutes(20))
            try member.send(
                TestHost.topic, "access_token", "{\"access_token\":\"\(host.token("p-rosa"))\"}")
            try member.expect("phx_close")
        }
    }
}
