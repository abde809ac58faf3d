/// Where the ids of one console's submissions come from: chance is an input. The next one is known
/// before it is used.
public struct SubmissionIDs: Sendable {
    private let make: @Sendable (Int) -> String
    private var number = 1
    public private(set) var next: String

    /// - Parameter make: The id of the n-th submission, from 1: 128 random bits where others
    ///   listen.
    public init(_ make: @escaping @Sendable (Int) -> String) {
        (self.make, next) = (make, make(1))
    }

    /// Counted: where one console alone speaks to its core, and in tests.
    public static func counted(_ name: String = "wish") -> SubmissionIDs {
        SubmissionIDs { "\(name)-\($0)" }
    }

    public mutating func draw() -> String {
        defer {
            number += 1
            next = make(number)
        }
        return next
    }
}
