/// A time of day as somebody types it: `15:30`, `3.30 pm`, `noon`, `sun 01:00`.
public struct TypedTime: Sendable, Equatable {
    public enum Day: Sendable, Equatable {
        case date(CivilDate)
        /// 0 is Sunday.
        case weekday(Int)
    }

    /// Why it is no time that can be taken, and what to type instead.
    public struct Problem: Error, Equatable, CustomStringConvertible {
        public let words: String
        public var description: String { words }

        public init(_ words: String) { self.words = words }
    }

    public var day: Day?
    public let hour: Int
    public let minute: Int
    /// From UTC; said where the venue's clock shows a time twice.
    public var offsetSeconds: Int?
    /// Typed as `3:30`, which half of the world means in the afternoon.
    var isUnclear = false

    init(hour: Int, minute: Int) { (self.hour, self.minute) = (hour, minute) }

    public var hourMinute: String { padded(hour) + ":" + padded(minute) }

    /// A time and nothing else.
    public static func read(_ text: String) throws(Problem) -> TypedTime {
        var reader = TimeReader(text)
        guard let time = try reader.dayAndClock() else {
            throw Problem("Type a time like 15:30 or 3:30 pm.")
        }
        try reader.finish()
        try time.checkClear()
        return time
    }

    /// What stands at the beginning of a line: one time, or two, and the words behind them.
    public struct Leading: Sendable, Equatable {
        public let start: TypedTime
        public let end: TypedTime?
        public let rest: String
    }

    /// - Returns: nil where a line does not begin with a time.
    public static func leading(_ line: String) throws(Problem) -> Leading? {
        var reader = TimeReader(line)
        guard let (start, end) = try reader.span() else { return nil }
        try start.checkClear()
        try end?.checkClear()
        return Leading(start: start, end: end, rest: reader.rest)
    }

    private func checkClear() throws(Problem) {
        guard isUnclear else { return }
        let typed = "\(hour):" + padded(minute)
        throw Problem(
            "\(typed) in the night or in the afternoon? Type \(hourMinute) or "
                + "\(hour + 12):\(padded(minute)).")
    }
}

extension VenueClock {
    /// The moment that is typed, on the day that is typed with it or else on `date`.
    public func moment(_ typed: TypedTime, on date: CivilDate) throws(TypedTime.Problem)
        -> Timestamp
    {
        let date = day(of: typed, near: date)
        let found = moments(date, hour: typed.hour, minute: typed.minute)
        let words = typed.hourMinute
        guard let first = found.first else {
            throw TypedTime.Problem(
                "\(words) does not exist on \(date.day) \(date.monthName): the clocks go forward "
                    + "then. Type a time after that hour.")
        }
        if let offset = typed.offsetSeconds {
            guard let meant = found.first(where: { offsetSeconds(at: $0) == offset }) else {
                let known = Self.offsetWords(offsetSeconds(at: first))
                throw TypedTime.Problem("The venue's clock is at \(known) then.")
            }
            return meant
        }
        guard found.count == 1 else {
            let choices = found.map { "\(words) \(Self.offsetWords(offsetSeconds(at: $0)))" }
            throw TypedTime.Problem(
                "\(words) happens twice that night. Type \(choices.joined(separator: ", or then "))."
            )
        }
        return first
    }

    /// Every moment at which the venue's clocks show a time: none, one or two, in order.
    public func moments(_ date: CivilDate, hour: Int, minute: Int) -> [Timestamp] {
        let wall = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60)
        return Set(offsets.map(\.seconds)).map {
            Timestamp(milliseconds: (wall - Int64($0)) * 1000)
        }.filter { local($0).date == date && local($0).minuteOfDay == hour * 60 + minute }.sorted()
    }

    private func day(of typed: TypedTime, near date: CivilDate) -> CivilDate {
        switch typed.day {
        case nil: date
        case .date(let date): date
        // A day back, or the next of its name.
        case .weekday(let weekday):
            (-1...5).map { date.adding(days: $0) }.first { $0.weekday == weekday } ?? date
        }
    }

    /// `+01:00`.
    static func offsetWords(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        return (seconds < 0 ? "-" : "+") + padded(minutes / 60) + ":" + padded(minutes % 60)
    }
}
