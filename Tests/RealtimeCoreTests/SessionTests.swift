import RealtimeCore
import RealtimeProtocol
import Testing
import Wedding

@Suite("Logins")
struct SessionTests {
    private func open(
        _ sessions: inout Sessions, _ device: String, max: Int = 2, replaces: Bool = false,
        at now: Timestamp = Fixture.noon
    ) throws -> Sessions.Family? {
        try sessions.open(
            "f-\(device)", .person("iris"), devicesMax: max, device: device, token: "t-\(device)",
            replaces: replaces, at: now)
    }

    @Test("each refresh token is good once; the second use ends its family")
    func reuse() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        _ = try sessions.rotate("f-d1", from: "t-d1", to: "t2", at: Fixture.noon)
        _ = try sessions.rotate("f-d1", from: "t2", to: "t3", at: Fixture.noon)
        #expect(throws: Sessions.Refusal.reused) {
            try sessions.rotate("f-d1", from: "t2", to: "t4", at: Fixture.noon)
        }
        #expect(throws: Sessions.Refusal.unknown) {
            try sessions.rotate("f-d1", from: "t3", to: "t5", at: Fixture.noon)
        }
        #expect(sessions.isRevoked(.person("iris"), device: "d1"))
    }

    @Test("a login ends seven days after it was last used")
    func sevenDays() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        let late = Fixture.noon + .hours(7 * 24 - 1)
        _ = try sessions.rotate("f-d1", from: "t-d1", to: "t2", at: late)
        #expect(throws: Sessions.Refusal.unknown) {
            try sessions.rotate("f-d1", from: "t2", to: "t3", at: late + .hours(7 * 24))
        }
    }

    @Test("one device too many is refused, never somebody else put out; asked for, the idlest goes")
    func devices() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        _ = try open(&sessions, "d2", at: Fixture.noon + .minutes(1))
        #expect(throws: ProtocolError.devices(max: 2)) { try open(&sessions, "d3") }
        #expect(!sessions.isRevoked(.person("iris"), device: "d1"))
        let gone = try open(&sessions, "d3", replaces: true, at: Fixture.noon + .minutes(2))
        #expect(gone?.device == "d1")
        // The same device again is no other device.
        #expect(try open(&sessions, "d2", at: Fixture.noon + .minutes(3)) == nil)
    }

    @Test("five failures in a quarter of an hour lock an address out for half an hour, and only it")
    func lockOut() {
        var doorkeeper = Doorkeeper()
        var now = Fixture.noon
        let early = (0..<4).map { _ in doorkeeper.failed("a", .login, at: now) }
        #expect(early == [false, false, false, false])
        now = now + .minutes(16)
        let later = (0..<5).map { _ in doorkeeper.failed("a", .login, at: now) }
        #expect(later == [false, false, false, false, true])
        #expect(doorkeeper.lockedFor("a", .login, at: now) == 30)
        #expect(doorkeeper.lockedFor("b", .login, at: now) == nil)
        #expect(doorkeeper.lockedFor("a", .socket, at: now) == nil)
        #expect(doorkeeper.lockedFor("a", .login, at: now + .minutes(31)) == nil)
    }
}
