import RealtimeClient
import RealtimeProtocol
import Testing
import Wedding

/// A link that has come so far, with what it asked for last.
private struct Way {
    var link = ClientLink(seed: 7)
    private(set) var asked: [ClientLink.Action] = []

    static let hour = Duration.seconds(3_600)

    mutating func go(_ events: ClientLink.Event...) {
        for event in events { asked = link.handle(event) }
    }

    /// Whether it is to try again within half a second to a second.
    var waitsAFirstTime: Bool {
        guard case .retry(let wait)? = asked.last else { return false }
        return wait >= .milliseconds(250) && wait <= .milliseconds(500)
    }

    static var dialing: Way {
        var way = Way()
        way.go(.due(tokensLeft: hour))
        return way
    }

    static var open: Way {
        var way = dialing
        way.go(.opened(attempt: 1))
        return way
    }

    static var live: Way {
        var way = open
        way.go(.caughtUp)
        return way
    }
}

@Suite("The client's link")
struct ClientLinkTests {
    @Test("it dials, joins, and is live once it has caught up")
    func comesUp() {
        var way = Way.dialing
        #expect(way.asked == [.dial(attempt: 1)] && way.link.state == .dialing)
        way.go(.opened(attempt: 1))
        #expect(way.asked == [.join] && way.link.state == .open)
        way.go(.caughtUp)
        #expect(way.asked == [.tellLink(isLive: true)] && way.link.state == .live)
        way.go(.caughtUp)
        #expect(way.asked == [])
    }

    @Test("a token that is about to end is renewed before it dials")
    func oldToken() {
        var way = Way()
        way.go(.due(tokensLeft: .seconds(5)))
        #expect(way.asked == [.renew] && way.link.state == .needsTokens)
        way.go(.renewed(tokensLeft: Way.hour))
        #expect(way.asked == [.dial(attempt: 2)])
    }

    @Test("a live link that breaks says so and tries again; what comes of it later means nothing")
    func breaks() {
        var way = Way.live
        way.go(.ended(attempt: 1))
        #expect(way.asked.first == .tellLink(isLive: false) && way.waitsAFirstTime)
        #expect(way.link.state == .waiting)
        way.go(.ended(attempt: 1))
        #expect(way.asked == [])
        way.go(.opened(attempt: 1))
        #expect(way.asked == [] && way.link.state == .waiting)
        way.go(.due(tokensLeft: Way.hour))
        #expect(way.asked == [.dial(attempt: 3)])
    }

    @Test("whoever waits for a host for the first time is told why, once")
    func explains() {
        var way = Way.dialing
        way.go(.failed(attempt: 1, .unreachable("nobody is there")))
        #expect(way.asked.first == .tellHindrance("nobody is there"))
        way.go(.due(tokensLeft: Way.hour), .failed(attempt: 3, .unreachable("nobody is there")))
        #expect(way.asked.count == 1)
        var known = Way.live
        known.go(.ended(attempt: 1), .due(tokensLeft: Way.hour))
        known.go(.failed(attempt: 3, .unreachable("nobody is there")))
        #expect(known.asked.count == 1)
    }

    @Test(
        "how a try is turned away decides what comes next",
        arguments: [
            (401, ClientLink.State.needsTokens), (404, .refused), (429, .waiting), (503, .waiting),
        ])
    func turnedAway(status: Int, state: ClientLink.State) {
        var way = Way.dialing
        way.go(.turnedAway(attempt: 1, status: status, words: "no"), .ended(attempt: 1))
        #expect(way.link.state == state)
        switch status {
        case 401: #expect(way.asked == [.renew])
        case 404: #expect(way.asked == [.tellRefusal("no")])
        default: #expect(way.asked.first == .tellHindrance("no") && way.asked.count == 2)
        }
    }

    @Test("a refused renewal leaves a live link alone, and ends the next one")
    func hopeless() {
        var way = Way.live
        way.go(.looked(quiet: .zero, tokensLeft: .seconds(60), lifetime: Way.hour))
        #expect(way.asked == [.renew])
        way.go(.notRenewed(.refused("logged out")))
        #expect(way.asked == [] && way.link.state == .live)
        way.go(.looked(quiet: .zero, tokensLeft: .seconds(60), lifetime: Way.hour))
        #expect(way.asked == [])
        way.go(.ended(attempt: 1))
        #expect(way.asked == [.tellLink(isLive: false), .tellRefusal("logged out")])
        way.go(.due(tokensLeft: Way.hour))
        #expect(way.asked == [] && way.link.state == .refused)
    }

    @Test("fresh tokens are shown to a host that is there, and nobody renews twice at once")
    func renews() {
        var way = Way.live
        let look = ClientLink.Event.looked(
            quiet: .zero, tokensLeft: .seconds(60), lifetime: Way.hour)
        way.go(look, look)
        #expect(way.asked == [])
        way.go(.renewed(tokensLeft: Way.hour))
        #expect(way.asked == [.showTokens])
    }

    @Test(
        "silence is asked about after nine seconds and is the end after 25",
        arguments: [
            (9, [ClientLink.Action]()), (10, [.beat]), (25, [.beat]), (26, [.hangUp]),
        ])
    func silence(seconds: Int, asked: [ClientLink.Action]) {
        for start in [Way.open, .live] {
            var way = start
            way.go(
                .looked(quiet: .seconds(seconds), tokensLeft: Way.hour, lifetime: Way.hour))
            #expect(way.asked == asked)
        }
        var waiting = Way.dialing
        waiting.go(
            .looked(quiet: .seconds(seconds), tokensLeft: Way.hour, lifetime: Way.hour))
        #expect(waiting.asked == [])
    }

    @Test("closed, it hangs up and does nothing more, whatever comes")
    func closes() {
        for start in [Way.dialing, .open, .live] {
            var way = start
            way.go(.close)
            #expect(way.asked == [.hangUp])
            let late: [ClientLink.Event] = [
                .due(tokensLeft: Way.hour), .opened(attempt: 1), .opened(attempt: 2), .caughtUp,
                .failed(attempt: 1, .unreachable("")), .ended(attempt: 1), .ended(attempt: 2),
                .renewed(tokensLeft: Way.hour), .notRenewed(.refused("")),
            ]
            for event in late {
                way.go(event)
                #expect(way.asked == [] && way.link.state == .closed)
            }
        }
    }

    @Test("events in any order never leave two tries under way", arguments: 1...200)
    func anyOrder(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var link = ClientLink(seed: 1)
        var dialed = 0
        for _ in 0..<60 {
            let attempt = Int.random(in: 0...max(1, link.attempt + 1), using: &random)
            let events: [ClientLink.Event] = [
                .due(tokensLeft: .seconds(Int.random(in: 0...10, using: &random))),
                .opened(attempt: attempt), .caughtUp, .ended(attempt: attempt),
                .turnedAway(
                    attempt: attempt, status: [401, 429].randomElement(using: &random)!, words: ""),
                .failed(attempt: attempt, .unreachable("")), .renewed(tokensLeft: .seconds(9)),
                .notRenewed(.unreachable("")),
                .looked(quiet: .zero, tokensLeft: .zero, lifetime: .seconds(9)),
            ]
            let before = link
            for action in link.handle(events.randomElement(using: &random)!) {
                guard case .dial(let attempt) = action else { continue }
                #expect(!before.isOpen && before.state != .dialing && attempt > dialed)
                dialed = attempt
            }
        }
    }
}
