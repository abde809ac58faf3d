/// The venue's time zone as data: which UTC offset holds from which moment on.
///
/// Time zone rules need Foundation, which stays out of this layer; the shell reads them once and
/// hands over this table, so that a day with 23 or 25 hours is plain arithmetic.
public struct VenueClock: Sendable, Equatable, Codable {
    /// From `from` on, local time is UTC plus `seconds`.
    public struct Offset: Sendable, Equatable, Codable {
        public let from: Timestamp
        public let seconds: Int
        public init(from: Timestamp, seconds: Int) { (self.from, self.seconds) = (from, seconds) }
    }

    /// IANA name, for people to read.
    public let zoneName: String
    let offsets: [Offset]

    /// - Parameter offsets: In order of `from`; the first also holds for all time before it.
    public init(zoneName: String, offsets: [Offset]) {
        precondition(!offsets.isEmpty, "a venue clock needs at least one UTC offset")
        (self.zoneName, self.offsets) = (zoneName, offsets)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let offsets = try container.decode([Offset].self, forKey: .offsets)
        guard !offsets.isEmpty, offsets.allSatisfy({ (-64_800...64_800).contains($0.seconds) })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .offsets, in: container,
                debugDescription: "a venue clock needs UTC offsets of at most 18 hours")
        }
        self.init(
            zoneName: try container.decode(String.self, forKey: .zoneName), offsets: offsets)
    }

    public static let utc = VenueClock(
        zoneName: "UTC", offsets: [Offset(from: .zero, seconds: 0)])

    public func offsetSeconds(at moment: Timestamp) -> Int {
        (offsets.last { $0.from <= moment } ?? offsets[0]).seconds
    }

    public func local(_ moment: Timestamp) -> LocalTime {
        LocalTime(
            secondsSinceEpoch: floorDiv(moment.milliseconds, 1000)
                + Int64(offsetSeconds(at: moment)))
    }

    /// The moment at which the venue's clocks show `date` and `time`.
    ///
    /// A time that the spring change skips means the same moment after it; one that autumn repeats
    /// means the first of the two.
    public func moment(_ date: CivilDate, hour: Int, minute: Int, second: Int = 0) -> Timestamp {
        let wall = date.daysSinceEpoch * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let candidates = Set(offsets.map(\.seconds)).sorted(by: >)
        for seconds in candidates {
            let moment = Timestamp(milliseconds: (wall - Int64(seconds)) * 1000)
            if offsetSeconds(at: moment) == seconds { return moment }
        }
        let before = candidates.last ?? 0
        return Timestamp(milliseconds: (wall - Int64(before)) * 1000)
    }
}

/// A day of the Gregorian calendar.
public struct CivilDate: Sendable, Hashable, Comparable, Codable {
    public let year: Int
    public let month: Int
    public let day: Int

    public init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            year: try container.decode(Int.self, forKey: .year),
            month: try container.decode(Int.self, forKey: .month),
            day: try container.decode(Int.self, forKey: .day))
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            throw DecodingError.wrong(decoder, "that is not a date")
        }
    }

    /// Days from 1970-01-01, by counting 400-year eras from March on.
    public var daysSinceEpoch: Int64 {
        let y = Int64(month <= 2 ? year - 1 : year)
        let era = floorDiv(y, 400)
        let yearOfEra = y - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    public init(daysSinceEpoch: Int64) {
        let days = daysSinceEpoch + 719_468
        let era = floorDiv(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        self.init(
            year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
            day: Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
    }

    /// 0 is Sunday, 6 is Saturday.
    public var weekday: Int { Int((daysSinceEpoch % 7 + 11) % 7) }

    public func adding(days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + Int64(days))
    }

    /// Whether it is a day of the calendar, in centuries that weddings are planned in.
    public var isValid: Bool {
        (1900...2200).contains(year) && (1...12).contains(month) && (1...31).contains(day)
            && CivilDate(daysSinceEpoch: daysSinceEpoch) == self
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    public var weekdayName: String {
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][weekday]
    }

    public var monthName: String {
        [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ][month - 1]
    }
}

/// What a clock on the venue's wall shows.
public struct LocalTime: Sendable, Equatable {
    public let date: CivilDate
    public let hour: Int
    public let minute: Int
    public let second: Int

    init(secondsSinceEpoch seconds: Int64) {
        let days = floorDiv(seconds, 86_400)
        let rest = Int(seconds - days * 86_400)
        date = CivilDate(daysSinceEpoch: days)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// `15:04`.
    public var hourMinute: String { padded(hour) + ":" + padded(minute) }

    /// `15:04:05`.
    public var hourMinuteSecond: String { hourMinute + ":" + padded(second) }

    /// `3:04`, for the public twelve-hour clock.
    public var twelveHour: String { "\(hour % 12 == 0 ? 12 : hour % 12):" + padded(minute) }

    /// `am` or `pm`.
    public var meridiem: String { hour < 12 ? "am" : "pm" }

    public var minuteOfDay: Int { hour * 60 + minute }
}

/// Two digits.
func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

func floorDiv(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
}
