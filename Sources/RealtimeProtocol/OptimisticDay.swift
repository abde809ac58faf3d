import Wedding

/// A copy of the day that shows its own submissions before the host has answered, and takes them
/// back by itself when it refuses.
///
/// What the log says is never mixed with what is hoped for: the submissions are applied anew, in
/// their order, on whatever the log has become.
public struct OptimisticDay: Sendable {
    /// The log, folded as far as it is here.
    public private(set) var confirmed: DayState
    /// In the order they were made.
    public private(set) var waiting: [Submission]
    private var hoped: DayState?
    private let user: PersonID
    /// Answered, though the entry itself is still on its way.
    private var accepted: [String: Int] = [:]

    public init(_ day: DayState, user: PersonID, waiting: [Submission] = []) {
        (confirmed, self.user, self.waiting) = (day, user, waiting)
        hope()
    }

    /// What a screen shows.
    public var shown: DayState { hoped ?? confirmed }

    public mutating func showAtOnce(_ submission: Submission) {
        waiting.append(submission)
        hope()
    }

    /// An entry of the log, in its place.
    public mutating func apply(_ event: LogEvent) {
        confirmed.apply(event)
        let before = waiting.count
        waiting.removeAll { pending in
            // Others may use the same id: only what was said here settles it.
            let isOurs = event.by == (pending.actor ?? .person(user)) || event.by == .system
            return pending.id == event.id && isOurs
                || accepted[pending.id].map { $0 <= event.offset } == true
        }
        accepted = accepted.filter { $0.value > event.offset }
        if before > 0 { hope() }
    }

    public mutating func accept(_ id: String, offset: Int) {
        guard waiting.contains(where: { $0.id == id }) else { return }
        guard offset > confirmed.offset else { return drop(id) }
        accepted[id] = offset
    }

    /// Takes a submission back: it was refused, or another takes its place.
    public mutating func drop(_ id: String) {
        waiting.removeAll { $0.id == id }
        accepted[id] = nil
        hope()
    }

    /// What is not of the log: links, receipts, an emergency before its place.
    public mutating func change(_ edit: (inout DayState) -> Void) {
        edit(&confirmed)
        if hoped != nil { edit(&hoped!) }
    }

    private mutating func hope() {
        hoped = nil
        let shown = waiting.filter(isShownAtOnce)
        guard !shown.isEmpty else { return }
        var day = confirmed
        for pending in shown {
            for change in pending.request.parts.compactMap({ hopedFor($0, pending) }) {
                day.apply(
                    LogEvent(
                        offset: day.offset + 1, id: pending.id, at: pending.saidAt,
                        saidAt: pending.saidAt,
                        by: pending.actor ?? .person(user), via: pending.via, change: change,
                        text: pending.text, priority: pending.priority ?? .normal))
            }
        }
        // A base is what the host has, not what is hoped for.
        day.takeRevisions(of: confirmed)
        hoped = day
    }

    /// Only what the user may do anyway, and what needs nothing that the core gives.
    private func isShownAtOnce(_ pending: Submission) -> Bool {
        guard let person = confirmed.day.people[user] else { return false }
        let rights = Rights(state: confirmed, now: pending.saidAt)
        return pending.request.parts.allSatisfy { part in
            guard let change = hopedFor(part, pending) else { return false }
            return change.law(in: confirmed, at: pending.saidAt).isShownAtOnce
                && rights.verdict(change, by: person, reason: pending.text) == .allowed
        }
    }

    /// What the host will most likely write; nil where only it can know.
    private func hopedFor(_ part: Request, _ pending: Submission) -> Change? {
        switch part {
        case .write(let change): return change
        case .send(let draft):
            let recipients = confirmed.day.people(for: draft.to, AudienceContext())
            var message = Message(
                id: MessageID(pending.id), from: pending.actor ?? .person(user), to: draft.to,
                text: pending.text, priority: draft.priority, sentAt: pending.saidAt,
                recipients: recipients.filter { $0 != user }, version: draft.version)
            message.near = draft.near
            return .message(.send(message))
        case .raise, .escalate, .lend, .decide, .unit: return nil
        }
    }
}
