import Wedding

/// A time of the venue's clock: `15:00`, `3 pm`.
package struct TimeOfDay: Equatable {
    let typed: TypedTime

    /// - Throws: What to type instead.
    @Sendable
    init(_ argument: String) throws { typed = try TypedTime.read(argument) }

    /// On the wedding's day, unless another is named with it.
    func moment(of day: WeddingDay) throws -> Timestamp {
        try day.clock.moment(typed, on: day.date)
    }
}

/// `20m`, `1h`, `14:30`.
package enum ArrivalTime: Equatable {
    case minutes(Int)
    case clock(TimeOfDay)

    private static let units = ["m": 1, "min": 1, "h": 60]

    /// - Throws: What to type instead.
    @Sendable
    package init(_ argument: String) throws {
        let text = argument.lowercased()
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).trimmedSpaces
        if let count = Int(digits), let size = Self.units[unit] {
            guard count <= 1_440 / size else { throw TypedTime.Problem("That is more than a day.") }
            self = .minutes(count * size)
        } else {
            self = .clock(try TimeOfDay(argument))
        }
    }

    /// The next such time of the venue within half a day; else that of today, which may be over.
    package func moment(in day: WeddingDay, at now: Timestamp) throws -> Timestamp {
        switch self {
        case .minutes(let count): return now + .minutes(count)
        case .clock(let time):
            let today = day.clock.local(now).date
            let moment = try day.clock.moment(time.typed, on: today)
            guard moment < now, time.typed.day == nil else { return moment }
            let next = try day.clock.moment(time.typed, on: today.adding(days: 1))
            return next - now <= .hours(12) ? next : moment
        }
    }
}
