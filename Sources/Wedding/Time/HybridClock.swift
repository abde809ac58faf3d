/// A clock whose readings order what happened: never behind the wall's by its own doing, always
/// after everything it has heard of.
public struct HybridClock: Sendable {
    public private(set) var last: Timestamp

    public init(_ last: Timestamp = .zero) { self.last = last }

    /// The moment of something that happens here. A wall clock that was put back does not matter.
    public mutating func now(_ wall: Timestamp) -> Timestamp {
        last = max(wall, last + .milliseconds(1))
        return last
    }

    /// What was heard happened before whatever happens here from now on.
    public mutating func heard(_ moment: Timestamp) { last = max(last, moment) }
}
