import DequeModule
import RealtimeProtocol
import Wedding

/// Submissions that the host has not answered, in the order they were made.
///
/// Bounded in number and age. What is urgent is never dropped to make room; what is not is dropped
/// with a word, never in silence.
public struct PendingQueue: Sendable {
    public enum Limits {
        /// More than a person can make in an hour.
        public static let itemsMax = 1_000
        /// Older submissions of low priority are about a day that is over.
        public static let ageMax = Duration.hours(24)
        /// From here on whoever makes them is warned.
        public static let warnAt = 800
    }

    public struct Item: Sendable, Equatable {
        public let submission: Submission
        public let queuedAt: Timestamp
        /// May have reached the host: its words must not change any more.
        public var wasSent = false
    }

    /// What became of adding one.
    public enum Outcome: Sendable, Equatable {
        /// Kept; these were taken back for it: an earlier value of the same field, or what is
        /// least urgent where there was no room.
        case kept(replaced: [String], dropped: [String])
        case refused(ProtocolError)
    }

    public private(set) var pending: Deque<Item> = []

    public init() {}

    public var count: Int { pending.count }
    public var isNearlyFull: Bool { pending.count >= Limits.warnAt }

    public mutating func add(_ submission: Submission, at now: Timestamp) -> Outcome {
        guard !pending.contains(where: { $0.submission.id == submission.id }) else {
            return .kept(replaced: [], dropped: [])
        }
        var submission = submission
        var replaced: [String] = []
        if let slot = submission.request.change?.slot,
            let index = pending.lastIndex(where: {
                !$0.wasSent && $0.submission.request.change?.slot == slot
                    && $0.submission.actor == submission.actor
            })
        {
            let earlier = pending.remove(at: index).submission
            replaced = [earlier.id]
            submission = submission.based(on: earlier)
        }
        var dropped: [String] = []
        if pending.count >= Limits.itemsMax {
            guard let index = leastUrgent(than: submission) else {
                return .refused(
                    .connections(
                        "\(Limits.itemsMax) unsent changes are waiting, and none is less urgent. Wait until the host reconnects."
                    ))
            }
            dropped = [pending.remove(at: index).submission.id]
        }
        pending.append(Item(submission: submission, queuedAt: now))
        return .kept(replaced: replaced, dropped: dropped)
    }

    /// As a file kept it. It may have been sent before.
    public mutating func restore(_ submission: Submission, queuedAt: Timestamp) {
        pending.append(Item(submission: submission, queuedAt: queuedAt, wasSent: true))
    }

    /// The oldest of the lowest priority that gives way; nothing urgent ever does.
    private func leastUrgent(than submission: Submission) -> Int? {
        let priority = submission.priority ?? .normal
        let candidates = pending.indices.filter { index in
            let other = pending[index].submission.priority ?? .normal
            return other >= .normal && other > priority
                || priority <= .high && other >= .normal
        }
        return candidates.max { a, b in
            let (one, two) = (pending[a].submission.priority, pending[b].submission.priority)
            return (one ?? .normal, b) < (two ?? .normal, a)
        }
    }

    /// The host answered.
    public mutating func settle(_ id: String) -> Bool {
        guard let index = pending.firstIndex(where: { $0.submission.id == id }) else {
            return false
        }
        pending.remove(at: index)
        return true
    }

    public mutating func markSent(_ id: String) {
        guard let index = pending.firstIndex(where: { $0.submission.id == id }) else { return }
        pending[index].wasSent = true
    }

    /// Takes out what is too old to matter.
    public mutating func expire(at now: Timestamp) -> [String] {
        let old = pending.filter {
            now - $0.queuedAt > Limits.ageMax && ($0.submission.priority ?? .normal) >= .normal
        }.map(\.submission.id)
        for id in old { _ = settle(id) }
        return old
    }
}

extension Change {
    /// What a later one of the same makes worthless while neither has left.
    fileprivate var slot: String? {
        switch self {
        case .edit(.field(let entity, let edit, _)):
            switch edit.value {
            case .adding, .removing: nil
            case .text, .number, .moment, .nothing:
                "\(entity.kind.rawValue)/\(entity.id)/\(edit.field.rawValue)"
            }
        // What is written on a text without the host is one operation that grows.
        case .edit(.text(let entity, let field, _, let base)):
            "text/\(entity.kind.rawValue)/\(entity.id)/\(field.rawValue)/\(base)"
        case .presence(.battery(let id, _, _)): "battery/\(id)"
        case .presence(.eta(let id, _)): "eta/\(id)"
        case .guest(.rsvp(let id, _)): "rsvp/\(id)"
        case .guest(.seat(let id, _)): "guest/\(id)/table"
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
            nil
        }
    }
}

extension Submission {
    /// The later value on what the earlier one had seen.
    fileprivate func based(on earlier: Submission) -> Submission {
        guard case .write(.edit(.field(let entity, let edit, _))) = request,
            case .write(.edit(.field(_, _, let base))) = earlier.request
        else { return self }
        return Submission(
            id: id, change: .edit(.field(entity, edit, base: base)), actor: actor, via: via,
            saidAt: saidAt, text: text, priority: priority, audience: audience)
    }
}
