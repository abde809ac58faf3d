/// Where the ids of one console's wishes come from: chance is an input. The next one is known
/// before it is used.
public struct WishIDs: Sendable {
    private let make: @Sendable (Int) -> String
    private var number = 1
    public private(set) var next: String

    /// - Parameter make: The id of the n-th wish, from 1: 128 random bits where others listen.
    public init(_ make: @escaping @Sendable (Int) -> String) {
        (self.make, next) = (make, make(1))
    }

    /// Counted: where one console alone speaks to its core, and in tests.
    public static func counted(_ name: String = "wish") -> WishIDs { WishIDs { "\(name)-\($0)" } }

    public mutating func take() -> String {
        defer {
            number += 1
            next = make(number)
        }
        return next
    }
}
