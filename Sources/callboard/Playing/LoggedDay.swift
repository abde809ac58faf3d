import RealtimeProtocol
import Terminal
import Wedding

/// A day as its log has it: looked at, not changed.
struct LoggedDay: PlayedDay {
    private let kept: KeptDay
    private let inbox: ConsoleInbox
    /// Entries shown so far.
    private var shown = 0

    init(_ kept: KeptDay, inbox: ConsoleInbox) { (self.kept, self.inbox) = (kept, inbox) }

    var start: Timestamp { kept.start }
    var end: Timestamp { kept.end }

    mutating func begin(at moment: Timestamp) {
        shown = kept.events.prefix { $0.at <= moment }.count
        inbox.post(.server(.welcome(kept.state(at: moment), you: kept.viewer.id, now: moment)))
        inbox.post(.server(.mode(kept.plan.mode(at: moment), isCeremony: false)))
    }

    mutating func play(to moment: Timestamp) {
        while shown < kept.events.count, kept.events[shown].at <= moment {
            inbox.post(.server(.event(kept.events[shown], early: false)))
            shown += 1
        }
    }

    mutating func jump(to moment: Timestamp, from now: Timestamp) { begin(at: moment) }

    func next(after moment: Timestamp) -> Timestamp? { kept.events.dropFirst(shown).first?.at }

    func refuse(_ message: ClientMessage) {
        guard case .submit(let submission) = message else { return }
        let error = ProtocolError.said(
            code: "replay", "This is a replay: you cannot change anything in it.",
            isRetryable: false)
        inbox.post(.server(.rejected(id: submission.id, error)))
    }
}
