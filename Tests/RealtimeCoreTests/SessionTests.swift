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
            replaces: replaces, at: now
        ).gone
    }

    @Test("a refresh token used again after its answer was seen ends its family")
    func reuse() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        _ = try sessions.rotate("f-d1", from: "t-d1", to: "t2", at: Fixture.noon)
        _ = try sessions.rotate("f-d1", from: "t2", to: "t3", at: Fixture.noon)
        sessions.saw("t3", of: .person("iris"))
        let late = Fixture.noon + Sessions.grace
        #expect(throws: Sessions.Refusal.reused) {
            try sessions.rotate("f-d1", from: "t2", to: "t4", at: late)
        }
        #expect(throws: Sessions.Refusal.unknown) {
            try sessions.rotate("f-d1", from: "t3", to: "t5", at: late)
        }
        #expect(sessions.isRevoked(.person("iris"), device: "d1"))
    }

    @Test("an answer that was lost is given again, however late, and for a minute in any case")
    func lostAnswer() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        _ = try sessions.rotate("f-d1", from: "t-d1", to: "t2", at: Fixture.noon)
        let late = Fixture.noon + .hours(20)
        #expect(try sessions.rotate("f-d1", from: "t-d1", to: "t3", at: late).current == "t2")
        sessions.saw("t2", of: .person("tess"))
        #expect(try sessions.rotate("f-d1", from: "t-d1", to: "t3", at: late).current == "t2")
        _ = try sessions.rotate("f-d1", from: "t2", to: "t3", at: late)
        sessions.saw("t3", of: .person("iris"))
        let soon = late + .seconds(59)
        #expect(try sessions.rotate("f-d1", from: "t2", to: "t4", at: soon).current == "t3")
        #expect(throws: Sessions.Refusal.reused) {
            try sessions.rotate("f-d1", from: "t-d1", to: "t4", at: soon)
        }
    }

    @Test("a login that ended weeks ago holds no place")
    func livingDevices() throws {
        var sessions = Sessions()
        _ = try open(&sessions, "d1")
        _ = try open(&sessions, "d2")
        #expect(throws: ProtocolError.devices(max: 2)) { try open(&sessions, "d3") }
        let weeks = Fixture.noon + .hours(24 * 15)
        #expect(try open(&sessions, "d3", at: weeks) == nil)
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

    @Test("five guesses about somebody in a quarter of an hour lock out guesses about them there")
    func lockOut() {
        var loginThrottle = LoginThrottle()
        var now = Fixture.noon
        func fail() -> Bool { loginThrottle.failed("a", about: "iris", .login, at: now) }
        #expect((0..<4).map { _ in fail() } == [false, false, false, false])
        now = now + .minutes(16)
        #expect((0..<5).map { _ in fail() } == [false, false, false, false, true])
        func locked(_ address: String, _ about: String, _ door: LoginThrottle.Endpoint = .login)
            -> Int?
        {
            loginThrottle.lockedFor(address, about: about, door, at: now)
        }
        #expect(locked("a", "iris") == 30)
        #expect(locked("b", "iris") == nil)
        #expect(locked("a", "tess") == nil)
        #expect(locked("a", "iris", .socket) == nil)
        loginThrottle.succeeded("a", about: "iris")
        #expect(locked("a", "iris") == nil)
        _ = (0..<5).map { _ in fail() }
        now = now + .minutes(31)
        #expect(locked("a", "iris") == nil)
    }

    @Test(
        "a guess counts for less than a quarter of an hour, at a socket for less than five minutes")
    func guessesAge() {
        for (door, window) in [(.login, .minutes(15)), (.socket, .minutes(5))]
            as [(LoginThrottle.Endpoint, Duration)]
        {
            for (late, locks) in [(window - .seconds(1), true), (window, false)] {
                var loginThrottle = LoginThrottle()
                func fail(_ late: Duration) -> Bool {
                    loginThrottle.failed("a", about: "iris", door, at: Fixture.noon + late)
                }
                #expect((0..<4).map { _ in fail(.zero) } == [false, false, false, false])
                #expect(fail(late) == locks, "\(door), \(late.words) later")
            }
        }
    }
}
