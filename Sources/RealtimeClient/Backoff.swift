import Wedding

/// How long to wait before the next try. It never gives up.
public struct Backoff: Sendable {
    /// The first try comes within a second of the break; later ones at most ten apart.
    public static let first: Duration = .milliseconds(500)
    public static let cap: Duration = .seconds(10)

    private var tries = 0
    private var chance: SeededGenerator

    public init(seed: UInt64) { chance = SeededGenerator(seed: seed) }

    /// Doubling from half a second, less up to half by chance, so that a hall full of devices does
    /// not come back in one moment.
    public mutating func next() -> Duration {
        let full = min(Self.cap, Self.first * (1 << min(tries, 5)))
        tries += 1
        let half = full.milliseconds / 2
        return .milliseconds(full.milliseconds - Int64.random(in: 0...half, using: &chance))
    }

    public mutating func reset() { tries = 0 }
}
