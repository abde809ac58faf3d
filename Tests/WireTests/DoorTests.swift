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
            #expect(host.auditKinds.filter { $0 == .loginFailed }.count >= attacks.count * 3)
            let (missing, _) = try status(host, "")
            #expect(missing == 401)
        }
    }

    @Test("five failures lock an address out, even with a good token")
    func lockOut() async throws {
        try await withHost { host in
            for _ in 0..<5 { #expect(try status(host, "a.b.c").0 == 401) }
            #expect(try status(host, host.token("p-rosa")).0 == 429)
            #expect(host.auditKinds.contains(.lockedOut))
            host.clock.pass(.minutes(31))
            let client = try WireClient(port: host.port, token: host.token("p-rosa"))
            client.socket.shut()
        }
    }

    @Test("a code is good once; a refresh token too, and using it twice ends its family")
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
            #expect(try ask("{\"refresh_token\":\"\(old)\"}").0 == 401)
            #expect(host.auditKinds.contains(.tokenReused))
            #expect(try client.expectClose() == 4003)
            // Whoever has the new one is out as well.
            #expect(try ask("{\"refresh_token\":\"\(second?.refreshToken ?? "")\"}").0 == 401)
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
