/// When somebody says they come: in so many minutes, or at a time of the venue.
package enum ArrivalTime: Equatable, Sendable {
    case minutes(Int)
    case clock(TypedTime)

    private static let units = ["m": 1, "min": 1, "h": 60]

    /// - Parameter bareMinutes: Whether a number alone is minutes.
    /// - Throws: What to type instead.
    package init(_ argument: String, bareMinutes: Bool = false) throws(TypedTime.Problem) {
        let text = argument.lowercased()
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).trimmedSpaces
        let size = Self.units[unit] ?? (bareMinutes && unit.isEmpty && digits.count < 4 ? 1 : nil)
        if let count = Int(digits), let size {
            guard count <= 1_440 / size else { throw TypedTime.Problem("That is more than a day.") }
            self = .minutes(count * size)
        } else {
            self = .clock(try TypedTime.read(argument))
        }
    }

    /// The next such time of the venue within half a day; else that of today, which may be over.
    package func moment(
        in day: WeddingDay, at now: Timestamp
    ) throws(TypedTime.Problem) -> Timestamp {
        switch self {
        case .minutes(let count): return now + .minutes(count)
        case .clock(let typed):
            let today = day.clock.local(now).date
            let moment = try day.clock.moment(typed, on: today)
            guard moment < now, typed.day == nil else { return moment }
            let next = try day.clock.moment(typed, on: today.adding(days: 1))
            return next - now <= .hours(12) ? next : moment
        }
    }
}
