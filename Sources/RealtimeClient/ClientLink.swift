import RealtimeProtocol
import Wedding

/// A console's link to its host as a machine: what happens goes in, what is to be done comes out.
/// It opens nothing and reads no clock.
package struct ClientLink: Sendable {
    package enum State: Sendable, Equatable {
        case idle
        /// Fresh tokens come before the next try.
        case needsTokens
        case dialing
        /// The socket is there, and what is shown is not up to date yet.
        case open
        case live
        /// For the next try.
        case waiting
        /// The host said no for good.
        case refused
        case closed
    }

    package enum Event: Sendable {
        /// It starts, or the next try is due.
        case due(tokensLeft: Duration)
        case opened(attempt: Int)
        /// Everything up to now is here.
        case caughtUp
        /// The host answered a try with no.
        case turnedAway(attempt: Int, status: Int, words: String)
        case failed(attempt: Int, ClientProblem)
        case ended(attempt: Int)
        case renewed(tokensLeft: Duration)
        case notRenewed(ClientProblem)
        /// - Parameter quiet: How long nothing has come from the host.
        case looked(quiet: Duration, tokensLeft: Duration, lifetime: Duration)
        case close
    }

    package enum Action: Sendable, Equatable {
        case dial(attempt: Int)
        case renew
        case join
        case showTokens
        case beat
        case hangUp
        case retry(after: Duration)
        case tellLink(isLive: Bool)
        case tellHindrance(String)
        case tellRefusal(String)
    }

    package private(set) var state = State.idle
    /// Counts the tries: what comes of an earlier one means nothing any more.
    package private(set) var attempt = 0
    private var backoff: Backoff
    private var isRenewing = false
    /// How this try was answered instead of being let in.
    private var turnedAway: (status: Int, words: String)?
    /// Why no fresh tokens are to be had; what is live stays so until the host ends it.
    private var hopeless: String?
    /// Whether whoever waits for the host for the first time was told why, or need not be.
    private var hasExplained = false

    /// A token that ends sooner is not worth trying.
    private static let tokenLeftMin: Duration = .seconds(5)
    /// Three beats.
    private static let quietMax: Duration = .seconds(25)
    private static let quietBeforeBeat: Duration = .seconds(9)

    package init(seed: UInt64) { backoff = Backoff(seed: seed) }

    package var isOpen: Bool { state == .open || state == .live }

    func isDialing(_ attempt: Int) -> Bool { state == .dialing && attempt == self.attempt }

    package mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .due(let tokensLeft):
            return state == .idle || state == .waiting ? dial(tokensLeft) : []
        case .opened(let attempt):
            guard isDialing(attempt) else { return [] }
            state = .open
            return [.join]
        case .caughtUp:
            guard state == .open else { return [] }
            (state, hasExplained) = (.live, true)
            backoff.reset()
            return [.tellLink(isLive: true)]
        case .turnedAway(let attempt, let status, let words):
            if attempt == self.attempt { turnedAway = (status, words) }
            return []
        case .failed(let attempt, let problem):
            guard isDialing(attempt) else { return [] }
            return explain(problem) + ended()
        case .ended(let attempt):
            return attempt == self.attempt && (state == .dialing || isOpen) ? ended() : []
        case .renewed(let tokensLeft):
            isRenewing = false
            return state == .needsTokens ? dial(tokensLeft) : isOpen ? [.showTokens] : []
        case .notRenewed(let problem): return notRenewed(problem)
        case .looked(let quiet, let tokensLeft, let lifetime):
            guard isOpen else { return [] }
            let isOld = tokensLeft < .seconds(lifetime.wholeSeconds / 3) && hopeless == nil
            let next: [Action] =
                quiet > Self.quietMax ? [.hangUp] : quiet > Self.quietBeforeBeat ? [.beat] : []
            return (isOld ? renew() : []) + next
        case .close:
            (state, attempt) = (.closed, attempt + 1)
            return [.hangUp]
        }
    }

    private mutating func dial(_ tokensLeft: Duration) -> [Action] {
        attempt += 1
        guard tokensLeft > Self.tokenLeftMin else {
            state = .needsTokens
            return renew()
        }
        (state, turnedAway) = (.dialing, nil)
        return [.dial(attempt: attempt)]
    }

    private mutating func renew() -> [Action] {
        guard !isRenewing else { return [] }
        isRenewing = true
        return [.renew]
    }

    private mutating func ended() -> [Action] {
        let told: [Action] = state == .live ? [.tellLink(isLive: false)] : []
        attempt += 1
        if let hopeless { return told + refuse(hopeless) }
        switch turnedAway?.status {
        case nil: return told + wait()
        case 401:
            // The token may only be too old.
            state = .needsTokens
            return told + renew()
        case 404: return told + refuse(turnedAway?.words ?? "")
        default: return told + [.tellHindrance(turnedAway?.words ?? "")] + wait()
        }
    }

    private mutating func notRenewed(_ problem: ClientProblem) -> [Action] {
        isRenewing = false
        if case .refused(let words) = problem {
            hopeless = words
            return state == .needsTokens || state == .waiting ? refuse(words) : []
        }
        return state == .needsTokens ? explain(problem) + wait() : []
    }

    private mutating func refuse(_ words: String) -> [Action] {
        state = .refused
        return [.tellRefusal(words)]
    }

    private mutating func wait() -> [Action] {
        state = .waiting
        return [.retry(after: backoff.next())]
    }

    /// Once, and only to whoever never saw the host: everybody else sees that it is gone.
    private mutating func explain(_ problem: ClientProblem) -> [Action] {
        guard !hasExplained else { return [] }
        hasExplained = true
        return [.tellHindrance("\(problem)")]
    }
}
