/// A moment, in milliseconds since the Unix epoch (UTC).
public struct Timestamp: Sendable, Hashable, Comparable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static let zero = Timestamp(milliseconds: 0)

    public static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
    public static func + (a: Self, b: Duration) -> Self {
        Self(milliseconds: a.milliseconds &+ b.milliseconds)
    }
    public static func - (a: Self, b: Duration) -> Self {
        Self(milliseconds: a.milliseconds &- b.milliseconds)
    }
    public static func - (a: Self, b: Self) -> Duration {
        .milliseconds(a.milliseconds &- b.milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded towards zero.
    public var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// Whole seconds, rounded towards zero.
    public var wholeSeconds: Int { Int(milliseconds / 1000) }

    /// Whole minutes, rounded towards zero.
    public var wholeMinutes: Int { Int(milliseconds / 60_000) }

    public static func minutes(_ count: Int) -> Duration { .seconds(bounded(count) * 60) }
    public static func hours(_ count: Int) -> Duration { .seconds(bounded(count) * 3600) }

    /// A count from outside may be any number; no span is too long for its milliseconds.
    private static func bounded(_ count: Int) -> Int { min(max(count, -1 << 40), 1 << 40) }
}
