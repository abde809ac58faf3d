/// Counters of one host since it started.
struct Metrics {
    var opened = 0
    var closed = 0
    var refused: [String: Int] = [:]
    var joined = 0
    var joinsRefused = 0
    var framesIn = 0
    var malformed = 0
    var broadcasts = 0
    var submits = 0
    var rejected = 0
    var rateLimited = 0
    var events = 0
    /// Frames written, one for each reader.
    var deliveries = 0
    var caughtUp = 0
    var slowClosed = 0
    var gone = 0
    var rowFilters = 0
    /// Frames that were put into a lane.
    var lanes = [Int](repeating: 0, count: Lane.allCases.count)
    /// PING round trips, in microseconds.
    var latency = Histogram()
}

/// How often a value was at most so much: the shape that Prometheus reads.
struct Histogram {
    static let bounds: [Int64] = [
        250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
    ]
    private(set) var counts = [Int](repeating: 0, count: Histogram.bounds.count + 1)
    private(set) var sum: Int64 = 0

    var count: Int { counts.reduce(0, +) }

    mutating func add(_ value: Int64) {
        counts[Self.bounds.firstIndex { value <= $0 } ?? Self.bounds.count] += 1
        sum += value
    }
}
