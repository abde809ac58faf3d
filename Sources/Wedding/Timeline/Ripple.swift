/// Where an item would go.
public struct ItemMove: Sendable, Equatable, Codable {
    public let item: ItemID
    public let start: Timestamp
    public let end: Timestamp
}

/// What a slip would do to the rest of the day, for a person to approve.
public struct RippleProposal: Sendable, Equatable, Codable {
    public let cause: ItemID
    public let moves: [ItemMove]
    /// Hard times that would be missed, and by how much.
    public let missed: [MissedTime]

    public struct MissedTime: Sendable, Equatable, Codable {
        public let item: ItemID
        private let byMs: Int64

        public var by: Duration { .milliseconds(byMs) }

        init(item: ItemID, by: Duration) { (self.item, byMs) = (item, by.milliseconds) }
    }

    /// What is left of it once an item was moved by hand or has begun; nil when nothing is.
    public func without(_ id: ItemID) -> RippleProposal? {
        let rest = moves.filter { $0.item != id }
        return rest.isEmpty ? nil : RippleProposal(cause: cause, moves: rest, missed: missed)
    }

    /// Whether it says nothing that was not proposed already, whatever it came from.
    public func repeats(_ other: RippleProposal?) -> Bool {
        guard let other else { return false }
        return moves.allSatisfy(other.moves.contains) && missed.allSatisfy(other.missed.contains)
    }

    /// Whether more than its cause moves, or a hard time is missed.
    public var reachesOthers: Bool { moves.count > 1 || !missed.isEmpty }

    /// A slip of less than this is not worth anyone's attention.
    public static let worthTelling: Duration = .minutes(5)
}

/// When each item will be, given what has happened: hard times stay, buffers are spent, flexible
/// items shrink to their minimum, soft ones move whole.
public struct Forecast: Sendable, Equatable {
    public private(set) var starts: [ItemID: Timestamp] = [:]
    public private(set) var ends: [ItemID: Timestamp] = [:]
    public private(set) var missed: [RippleProposal.MissedTime] = []

    /// Complexity: O(items × dependencies).
    ///
    /// - Parameters:
    ///   - moved: An item that begins at another time than the plan says, as long as it is.
    ///   - notBefore: When the last of those who are needed comes, where that is known and late.
    public init(
        _ day: WeddingDay, at now: Timestamp, moved: (id: ItemID, start: Timestamp)? = nil,
        notBefore: [ItemID: Timestamp] = [:]
    ) {
        for item in Self.inOrder(day) {
            let (start, end) =
                if let moved, moved.id == item.id {
                    (moved.start, moved.start + item.duration)
                } else { place(item, day, now, notBefore[item.id]) }
            starts[item.id] = start
            ends[item.id] = end
        }
    }

    /// Dependencies first, then the plan's order. A cycle, refused when loading, would leave its
    /// items at the end rather than loop.
    static func inOrder(_ day: WeddingDay) -> [TimelineItem] {
        var waiting = day.runOfShow
        var placed: Set<ItemID> = []
        var result: [TimelineItem] = []
        while let index = waiting.firstIndex(where: {
            $0.dependsOn.allSatisfy { placed.contains($0) || day.items[$0] == nil }
        }) {
            let item = waiting.remove(at: index)
            placed.insert(item.id)
            result.append(item)
        }
        return result + waiting
    }

    private mutating func place(
        _ item: TimelineItem, _ day: WeddingDay, _ now: Timestamp, _ arrival: Timestamp?
    ) -> (Timestamp, Timestamp) {
        switch item.status {
        case .done, .skipped:
            let end = item.endedAt ?? item.end
            return (item.startedAt ?? min(item.start, end), end)
        case .running:
            let start = item.startedAt ?? item.start
            return (start, max(now, start + item.duration))
        case .planned: break
        }
        let ready = item.dependsOn.compactMap { waitsUntil($0, item, day) }.max() ?? item.start
        let start = max(item.start, ready, arrival ?? item.start)
        switch item.anchor {
        case .hard:
            if start > item.start { missed.append(.init(item: item.id, by: start - item.start)) }
            return (item.start, item.end)
        case .buffer: return (start, max(item.end, start))
        case .flex: return (start, max(item.end, start + item.minimum))
        case .soft: return (start, start + item.duration)
        }
    }

    /// An item planned at or after the other's end waits for that end; one planned to overlap it
    /// waits for its start.
    private func waitsUntil(
        _ id: ItemID, _ item: TimelineItem, _ day: WeddingDay
    ) -> Timestamp? {
        guard let other = day.items[id] else { return nil }
        switch item.after ?? (item.start >= other.end ? .end : .start) {
        case .end: return ends[id]
        case .start: return starts[id]
        }
    }

    /// The end of the last item.
    public var showEnd: Timestamp? { ends.values.max() }
}

extension DayState {
    /// What the slip of `cause` moves by at least `RippleProposal.worthTelling`, or nil.
    public func ripple(from cause: ItemID, at now: Timestamp) -> RippleProposal? {
        let forecast = Forecast(day, at: now)
        let moves = day.runOfShow.compactMap { item -> ItemMove? in
            guard item.status == .planned, item.anchor != .buffer, item.id != cause,
                let start = forecast.starts[item.id], let end = forecast.ends[item.id],
                start - item.start >= RippleProposal.worthTelling, end > now,
                day.isSameDay(item.start, as: day.items[cause]?.start)
            else { return nil }
            return ItemMove(item: item.id, start: start, end: end)
        }
        let missed = forecast.missed.filter {
            $0.by >= RippleProposal.worthTelling
                && day.isSameDay(day.items[$0.item]?.start, as: day.items[cause]?.start)
        }
        guard !moves.isEmpty || !missed.isEmpty else { return nil }
        return RippleProposal(cause: cause, moves: moves, missed: missed)
    }

    /// What moving `id` to another time does to the rest: itself first, then whatever must follow.
    /// Hard times stay, and are told as missed.
    public func ripple(moving id: ItemID, to start: Timestamp, at now: Timestamp) -> RippleProposal?
    {
        guard let moved = day.items[id] else { return nil }
        let (old, new) = (
            Forecast(day, at: now), Forecast(day, at: now, moved: (id, start))
        )
        let own = ItemMove(item: id, start: start, end: start + moved.duration)
        let others = day.runOfShow.compactMap { item -> ItemMove? in
            guard item.id != id, item.status == .planned, item.anchor != .buffer,
                item.anchor != .hard, let start = new.starts[item.id], let end = new.ends[item.id],
                start != old.starts[item.id] || end != old.ends[item.id],
                start != item.start || end != item.end, end > now,
                day.isSameDay(item.start, as: moved.start)
            else { return nil }
            return ItemMove(item: item.id, start: start, end: end)
        }
        let before = Dictionary(
            old.missed.map { ($0.item, $0.by) }, uniquingKeysWith: { first, _ in first })
        let missed = new.missed.filter { $0.by > before[$0.item] ?? .zero }
        return RippleProposal(cause: id, moves: [own] + others, missed: missed)
    }

    /// By how much hard times began late, in all; an early one makes up for none.
    public var lateness: Duration {
        day.items.filter { $0.anchor == .hard || $0.id == day.ceremony }
            .reduce(Duration.zero) { sum, item in
                sum + (item.startedAt.map { max(.zero, $0 - item.start) } ?? .zero)
            }
    }
}

extension WeddingDay {
    /// Whether two moments are of one day, with the night after it: a slip of Friday's dinner moves
    /// nothing of Saturday.
    public func isSameDay(_ a: Timestamp?, as b: Timestamp?) -> Bool {
        guard let a, let b else { return true }
        return clock.local(a - .hours(6)).date == clock.local(b - .hours(6)).date
    }

    /// How long the day could stand still now and an item still begin on time, with everything
    /// before it cut to its minimum. Complexity: O(items × dependencies).
    public func slack(before item: TimelineItem, at now: Timestamp) -> Duration {
        var ways: [ItemID: Duration] = [:]
        for other in Forecast.inOrder(self) {
            let before = other.dependsOn.compactMap { ways[$0] }.max() ?? .zero
            if other.id == item.id { return item.start - now - before }
            let began = other.startedAt ?? now
            let left = other.isOver ? .zero : max(Duration.zero, other.minimum - (now - began))
            ways[other.id] = before + left
        }
        return item.start - now
    }
}
