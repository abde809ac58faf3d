import Foundation
import NIOCore
import NIOPosix
import RealtimeClient
import RealtimeProtocol
import Synchronization
import TestSupport
import Testing
import Wedding

/// What a client told, to be looked at from a thread that may wait.
private final class Ear: Sendable {
    struct Heard {
        var day: DayState?
        var events: [LogEvent] = []
        var welcomes = 0
        var isLive = false
        var answers: [String: Bool] = [:]
        var refused: String?
    }

    let heard = Mutex(Heard())
    private let bell = NSCondition()

    func hear(_ news: RealtimeClient.News) {
        defer {
            bell.lock()
            bell.broadcast()
            bell.unlock()
        }
        heard.withLock { heard in
            switch news {
            case .message(.welcome(let day, _, _)):
                (heard.day, heard.welcomes, heard.events) = (day, heard.welcomes + 1, [])
            case .message(.event(let event, false)):
                heard.events.append(event)
                heard.day?.apply(event)
            case .message(.accepted(let id, _)): heard.answers[id] = true
            case .message(.rejected(let id, _)): heard.answers[id] = false
            case .link(let isLive): heard.isLive = isLive
            case .refused(let words): heard.refused = words
            case .message, .clock, .tokens, .hindered, .kept: break
            }
        }
    }

    /// Until something is so; looked at whenever something was heard.
    func wait(_ words: String, _ condition: (Heard) -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 90)
        bell.lock()
        defer { bell.unlock() }
        while !heard.withLock({ condition($0) }) {
            guard bell.wait(until: end) else {
                throw RawSocket.Failure(description: "never: \(words)")
            }
        }
    }
}

@Suite("The client library", .serialized)
struct ClientTests {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private func client(
        _ host: TestHost, _ person: String, _ ear: Ear, port: Int? = nil
    ) throws -> RealtimeClient {
        let url = try #require(HostURL("ws://127.0.0.1:\(port ?? host.port)"))
        host.store.invite("CODE-\(person)", .person(PersonID(person)))
        let tokens = try TokenRequest(
            .code("CODE-\(person)"), device: "d-\(person)", url: url, fingerprint: nil
        ).send(on: Self.group.any()).wait()
        let clock = host.clock
        let client = RealtimeClient(
            RealtimeClient.Settings(url: url, fingerprint: nil, device: "d-\(person)", seed: 1),
            tokens: tokens, on: Self.group.any(), clock: { clock.now }, tell: ear.hear)
        client.start()
        return client
    }

    private func wish(_ id: String, _ change: Change, text: String = "") -> ClientMessage {
        .submit(Submission(id: id, change: change, saidAt: Sample.moment(13, 30), text: text))
    }

    @Test("a console over a socket shows the same day as the core, change by change")
    func same() async throws {
        try await withHost { host in
            let (rosa, ben) = (Ear(), Ear())
            let first = try client(host, "p-rosa", rosa)
            let second = try client(host, "p-ben", ben)
            try rosa.wait("rosa live") { $0.isLive && $0.welcomes == 1 }
            try ben.wait("ben live") { $0.isLive }
            first.send(wish("u-1", .timeline(.start("i-01"))))
            first.send(wish("u-2", .presence(.checkIn("p-wren", zone: "z-loading"))))
            // An end that overtook its beginning would be refused.
            try ben.wait("begun") { $0.events.contains { $0.id == "u-1" } }
            second.send(wish("u-3", .timeline(.end("i-01"))))
            try ben.wait("all") { Set($0.events.map(\.id)).isSuperset(of: ["u-1", "u-2", "u-3"]) }
            try rosa.wait("answers") { $0.answers["u-1"] == true && $0.answers["u-2"] == true }
            let state = ben.heard.withLock { $0.day }
            #expect(state?.day.items["i-01"]?.status == .done)
            #expect(state?.presence["p-wren"]?.zone == "z-loading")
            first.send(wish("u-4", .timeline(.start("i-999"))))
            try rosa.wait("refusal") { $0.answers["u-4"] == false }
            try first.close().wait()
            try second.close().wait()
        }
    }

    @Test(
        "after a restart of the host a client is back by itself, says so meanwhile, and its wish is kept"
    )
    func restart() async throws {
        let host = try await TestHost(epoch: "e1")
        let port = host.port
        let ear = Ear()
        let client = try await withTaskExecutorPreference(OwnThread()) {
            let client = try self.client(host, "p-rosa", ear)
            try ear.wait("live") { $0.isLive }
            client.send(self.wish("u-1", .timeline(.start("i-01"))))
            try ear.wait("first") { $0.answers["u-1"] == true }
            return client
        }
        await host.stop()
        try await withTaskExecutorPreference(OwnThread()) {
            try ear.wait("offline") { !$0.isLive }
            client.send(self.wish("u-2", .timeline(.start("i-02"))))
        }
        let again = try await TestHost(port: port, epoch: "e2")
        try await withTaskExecutorPreference(OwnThread()) {
            // Another log: the day begins anew, and the client shows that one.
            try ear.wait("back") { $0.isLive && $0.welcomes == 2 }
            try ear.wait("kept wish") { $0.answers["u-2"] == true }
            #expect(ear.heard.withLock { $0.day?.day.items["i-01"]?.status } == .planned)
            try ear.wait("seen") { $0.day?.day.items["i-02"]?.status == .running }
        }
        try await client.close().get()
        await again.stop()
    }

    private func started(
        _ people: [String], heardBy ears: [Ear], at url: HostURL
    ) -> [RealtimeClient] {
        zip(people, ears).map { person, ear in
            let client = RealtimeClient(
                RealtimeClient.Settings(
                    url: url, fingerprint: nil, device: "d", seed: UInt64(person.count)),
                tokens: tokens(person), on: Self.group.any(), clock: Self.wall, tell: ear.hear)
            client.start()
            return client
        }
    }

    @Test("a host killed under load: every client is live again, in order, nothing twice")
    func killed() async throws {
        try await withTaskExecutorPreference(OwnThread()) {
            let host = try ProcessHost()
            let url = try #require(HostURL("ws://127.0.0.1:\(host.port)"))
            let people = ["p-rosa", "p-ben", "p-lorna", "p-iris", "p-wren", "p-noor", "p-maya"]
            let ears = people.map { _ in Ear() }
            let clients = self.started(people, heardBy: ears, at: url)
            for ear in ears { try ear.wait("live") { $0.isLive } }
            for number in 0..<20 {
                clients[0].send(self.wish("a-\(number)", .message(.note(subject: "x"))))
            }
            try ears[0].wait("some") { $0.answers.count >= 5 }
            host.kill()
            for number in 0..<20 {
                clients[0].send(self.wish("b-\(number)", .message(.note(subject: "x"))))
            }
            clients[0].send(self.wish("last", .timeline(.start("i-27"))))
            try ears[0].wait("offline") { !$0.isLive }
            try host.start()
            for (person, ear) in zip(people, ears) {
                try ear.wait("\(person) again") { $0.isLive }
                try ear.wait("\(person) sees the last") {
                    $0.day?.day.items["i-27"]?.status == .running
                }
                let offsets = ear.heard.withLock { $0.events.map(\.offset) }
                #expect(offsets == Set(offsets).sorted(), "\(person)")
                // The log goes on: nobody has to take the day anew.
                #expect(ear.heard.withLock { $0.welcomes } == 1, "\(person)")
            }
            let all = ears[1].heard.withLock { $0.day?.recent.map(\.id) ?? [] }
            let wishes = (0..<20).flatMap { ["a-\($0)", "b-\($0)"] }
            #expect(wishes.allSatisfy { wish in all.count { $0 == wish } == 1 })
            for client in clients { _ = client.close() }
        }
    }

    /// A wish is answered when it is on the disk: whatever a crash leaves, that is there.
    @Test("killed at any moment, twenty times: what was acknowledged is there, once, in order")
    func crashes() async throws {
        try await withTaskExecutorPreference(OwnThread()) {
            let host = try ProcessHost()
            let seed = UInt64.random(in: 0...UInt64.max)
            var chance = SeededGenerator(seed: seed)
            let url = try #require(HostURL("ws://127.0.0.1:\(host.port)"))
            let people = ["p-rosa", "p-ben", "p-lorna", "p-iris"]
            let ears = people.map { _ in Ear() }
            let clients = self.started(people, heardBy: ears, at: url)
            for round in 0..<20 {
                for ear in ears { try ear.wait("live, round \(round), seed \(seed)") { $0.isLive } }
                let count = Int.random(in: 1...8, using: &chance)
                for number in 0..<count {
                    for (index, client) in clients.enumerated() {
                        client.send(
                            self.wish(
                                "w-\(index)-\(round)-\(number)",
                                .presence(
                                    .activity(
                                        PersonID(people[index]), .atVenue))))
                    }
                }
                let enough = Int.random(in: 0...count, using: &chance)
                try ears[0].wait("answers, round \(round), seed \(seed)") { heard in
                    heard.answers.keys.count { $0.hasPrefix("w-0-\(round)-") } >= enough
                }
                host.kill()
                try host.start()
            }
            for ear in ears { try ear.wait("live at last, seed \(seed)") { $0.isLive } }
            let fresh = Ear()
            let reader = RealtimeClient(
                RealtimeClient.Settings(url: url, fingerprint: nil, device: "r", seed: 9),
                tokens: self.tokens("p-rosa"), on: Self.group.any(), clock: Self.wall,
                tell: fresh.hear)
            reader.start()
            for (index, ear) in ears.enumerated() {
                // What was on its way when the host died was sent again.
                try ear.wait("every answer, seed \(seed)") { heard in
                    heard.answers.values.count { $0 } == heard.answers.count
                        && heard.answers.keys.contains { $0.hasPrefix("w-\(index)-19-") }
                }
            }
            try fresh.wait("the log, seed \(seed)") { $0.isLive && $0.day != nil }
            for (index, ear) in ears.enumerated() {
                let acknowledged = ear.heard.withLock { $0.answers.keys.sorted() }
                let log = fresh.heard.withLock { $0.day?.recent ?? [] }
                let mine = log.map(\.id).filter { $0.hasPrefix("w-\(index)-") }
                #expect(Set(mine).count == mine.count, "twice, seed \(seed)")
                #expect(Set(acknowledged).isSubset(of: mine), "lost, seed \(seed)")
                let places = mine.map { name in name.split(separator: "-").compactMap { Int($0) } }
                #expect(
                    places.map { $0[1] * 100 + $0[2] }
                        == places.map { $0[1] * 100 + $0[2] }.sorted(), "order, seed \(seed)")
                #expect(log.map(\.offset) == Array(1...log.count), "seed \(seed)")
            }
            for client in clients + [reader] { _ = client.close() }
        }
    }

    @Test("a console that ends offline sends what it kept when it is started again, each once")
    func keptOverAnEnd() async throws {
        try await withTaskExecutorPreference(OwnThread()) {
            let host = try ProcessHost()
            let url = try #require(HostURL("ws://127.0.0.1:\(host.port)"))
            let path = NSTemporaryDirectory() + "callboard-kept-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: path + "-1") }
            func console(_ ear: Ear) -> RealtimeClient {
                RealtimeClient(
                    RealtimeClient.Settings(
                        url: url, fingerprint: nil, device: "d", seed: 1, pending: PendingFile(path)
                    ),
                    tokens: self.tokens("p-rosa"), on: Self.group.any(), clock: Self.wall,
                    tell: ear.hear)
            }
            let ear = Ear()
            var first: RealtimeClient? = console(ear)
            first?.start()
            try ear.wait("live") { $0.isLive }
            host.kill()
            try ear.wait("offline") { !$0.isLive }
            for number in 0..<5 {
                first?.send(
                    self.wish("k-\(number)", .message(.note(subject: "x")), text: "note \(number)"))
            }
            first?.send(self.wish("k-start", .timeline(.start("i-01"))))
            try await first?.close().get()
            first = nil
            try host.start()
            let again = Ear()
            let second = console(again)
            second.start()
            try again.wait("all answered") { heard in
                (0..<5).allSatisfy { heard.answers["k-\($0)"] == true }
                    && heard.answers["k-start"] == true
            }
            try again.wait("seen") { $0.day?.day.items["i-01"]?.status == .running }
            let mine = again.heard.withLock { $0.day?.recent.map(\.id) ?? [] }
                .filter { $0.hasPrefix("k-") }
            #expect(mine == (0..<5).map { "k-\($0)" } + ["k-start"])
            _ = second.close()
        }
    }

    private static let wall: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: Int64(Foundation.Date().timeIntervalSince1970 * 1000))
    }

    private func tokens(_ person: String) -> TokenAnswer {
        let role = Sample.wedding.people[PersonID(person)]?.role.rawValue ?? ""
        let token = TestHost.sign(
            ["alg": "HS256"],
            [
                "sub": person, "role": role, "wedding": TestHost.wedding, "aud": "callboard",
                "device": "d-\(person)", "exp": 4_000_000_000,
            ])
        return TokenAnswer(
            accessToken: token, refreshToken: "", tokenType: "bearer", expiresIn: 86_400,
            sub: person, role: role, wedding: TestHost.wedding)
    }

    @Test("a device that was logged out is told so, and does not knock for ever")
    func loggedOut() async throws {
        try await withHost { host in
            let (one, two) = (Ear(), Ear())
            let first = try client(host, "p-wren", one)
            try one.wait("live") { $0.isLive }
            // The same device logs in anew: what it had before is over.
            let second = try client(host, "p-wren", two)
            try two.wait("live") { $0.isLive }
            host.clock.pass(.minutes(16))
            try one.wait("refused") { $0.refused != nil }
            try first.close().wait()
            try second.close().wait()
        }
    }

    @Test("addresses of hosts are read strictly")
    func addresses() {
        #expect(HostURL("ws://127.0.0.1:7440")?.port == 7440)
        #expect(HostURL("wss://venue.example/realtime/v1/")?.base == "/realtime/v1")
        #expect(HostURL("wss://[::1]:9")?.host == "::1")
        for wrong in [
            "", "127.0.0.1:7440", "ftp://x", "ws://", "ws://a:0", "ws://a:99999", "ws://a b",
        ] {
            #expect(HostURL(wrong) == nil, "\(wrong)")
        }
    }
}
