/// Reads times from the beginning of a text, letter by letter.
struct TimeReader {
    /// What shows on a clock, and how it was typed.
    private struct Clock {
        var hour: Int
        var minute = 0
        /// `3`, which is a time only beside another.
        var isBare = false
        /// Whether am or pm stands behind it, or a word that needs neither.
        var isHalfNamed = false
        /// `3:30`: the hour has one digit and may be one of the afternoon.
        var isUnclear = false
    }

    private let letters: [Character]
    private var place = 0

    init(_ text: String) {
        letters = Array(text)
        skipBlanks()
    }

    var rest: String { String(letters[min(place, letters.count)...]).trimmedSpaces }

    /// `15:30`, with a day before it and an offset behind it where they are typed.
    mutating func dayAndClock() throws(TypedTime.Problem) -> TypedTime? {
        let day = day()
        guard let clock = try clock(), !clock.isBare else {
            guard day == nil else { throw problem("A time is missing", at: place) }
            return nil
        }
        var time = typed(clock)
        (time.day, time.offsetSeconds) = (day, offset())
        return time
    }

    mutating func finish() throws(TypedTime.Problem) {
        skipBlanks()
        guard place < letters.count else { return }
        let word = String(letters[place...].prefix { $0 != " " }.prefix(20))
        throw problem("\u{201C}\(word)\u{201D} is not part of a time", at: place)
    }

    /// One time, or two with a dash or `to` between them.
    mutating func span() throws(TypedTime.Problem) -> (TypedTime, TypedTime?)? {
        let day = day()
        guard let first = try clock() else { return nil }
        let behind = place
        guard takeDash(), let second = try clock(), !second.isBare else {
            place = behind
            // A dash before a title is only a dash.
            if takeDash(), place < letters.count, letters[place].isNumber {
                throw problem("The end time needs minutes", at: place)
            }
            guard !first.isBare else { return nil }
            var start = typed(first)
            start.day = day
            return (start, nil)
        }
        guard !first.isBare || second.isHalfNamed else { return nil }
        var start = typed(half(of: first, before: second))
        start.day = day
        return (start, typed(second))
    }

    /// The half of the day of a beginning is that of its end, or the one before: `11-1pm`.
    private func half(of first: Clock, before second: Clock) -> Clock {
        guard second.isHalfNamed, !first.isHalfNamed, first.hour <= 12 else { return first }
        var first = first
        first.isUnclear = false
        let end = second.hour * 60 + second.minute
        let early = first.hour % 12 * 60 + first.minute
        first.hour = first.hour % 12 + (early + 720 <= end ? 12 : 0)
        return first
    }

    private func typed(_ clock: Clock) -> TypedTime {
        var time = TypedTime(hour: clock.hour, minute: clock.minute)
        time.isUnclear = clock.isUnclear
        return time
    }

    // MARK: Parts

    private mutating func clock() throws(TypedTime.Problem) -> Clock? {
        let begin = place
        for (word, hour) in [("noon", 12), ("midday", 12), ("midnight", 0)] where skip(word: word) {
            return Clock(hour: hour, isHalfNamed: true)
        }
        let digits = takeDigits()
        guard !digits.isEmpty else { return nil }
        var clock = Clock(hour: 0)
        if digits.count == 4 {
            (clock.hour, clock.minute) = (number(digits.prefix(2)), number(digits.suffix(2)))
        } else if let minutes = takeMinutes() {
            guard digits.count <= 2 else {
                throw noTime(from: begin, "An hour has at most two digits")
            }
            (clock.hour, clock.minute) = (number(digits[...]), minutes)
            clock.isUnclear = digits.count == 1 && (1...5).contains(clock.hour)
        } else {
            guard digits.count <= 2 else {
                place = begin
                return nil
            }
            (clock.hour, clock.isBare) = (number(digits[...]), true)
        }
        if let isAfternoon = takeHalf() {
            guard (1...12).contains(clock.hour) else {
                throw noTime(from: begin, "With am or pm, hours go from 1 to 12")
            }
            clock.hour = clock.hour % 12 + (isAfternoon ? 12 : 0)
            (clock.isBare, clock.isUnclear, clock.isHalfNamed) = (false, false, true)
        }
        guard !clock.isBare || isAtWordEnd || nextIsDash else {
            // `3rd row` begins with no time.
            place = begin
            return nil
        }
        guard clock.hour < 24 else { throw noTime(from: begin, "Hours go up to 23") }
        guard clock.minute < 60 else { throw noTime(from: begin, "Minutes go up to 59") }
        guard clock.isBare || isAtWordEnd || nextIsDash else {
            throw noTime(from: begin, "Put a space after the time")
        }
        return clock
    }

    /// `:30` or `.30`.
    private mutating func takeMinutes() -> Int? {
        guard let mark = peek(), ":.".contains(mark), let tens = peek(1)?.decimal,
            let ones = peek(2)?.decimal, peek(3)?.decimal == nil
        else { return nil }
        place += 3
        // Seconds say no more than that it begins.
        if peek() == mark, peek(1) == "0", peek(2) == "0", peek(3)?.decimal == nil { place += 3 }
        return tens * 10 + ones
    }

    /// - Returns: whether it is pm; nil when neither am nor pm stands here.
    private mutating func takeHalf() -> Bool? {
        let begin = place
        skipBlanks()
        guard let letter = peek()?.lowercased(), letter == "a" || letter == "p" else {
            place = begin
            return nil
        }
        place += 1
        if peek() == "." { place += 1 }
        guard peek()?.lowercased() == "m" else {
            place = begin
            return nil
        }
        place += 1
        if peek() == "." { place += 1 }
        guard isAtWordEnd || nextIsDash else {
            place = begin
            return nil
        }
        return letter == "p"
    }

    /// `2027-06-12`, `sun` or `Sunday`.
    private mutating func day() -> TypedTime.Day? {
        let begin = place
        let word = letters[place...].prefix { $0 != " " && $0 != "T" }
        let parts = word.split(separator: "-").map { Int(String($0)) }
        if word.count == 10, parts.count == 3, let year = parts[0], let month = parts[1],
            let day = parts[2]
        {
            let date = CivilDate(year: year, month: month, day: day)
            guard date.isValid else { return nil }
            place = min(place + 11, letters.count)
            skipBlanks()
            return .date(date)
        }
        let names = letters[place...].prefix { $0.isLetter }
        let name = String(names).lowercased()
        guard name.count >= 3, let weekday = (0...6).first(where: { Self.day($0).hasPrefix(name) })
        else { return nil }
        place += names.count
        skipBlanks()
        // Without a time behind it, it is a word like others.
        guard peek()?.decimal != nil || ["noon", "midday", "midnight"].contains(where: isNext)
        else {
            place = begin
            return nil
        }
        return .weekday(weekday)
    }

    private static func day(_ weekday: Int) -> String {
        CivilDate(daysSinceEpoch: Int64(weekday + 3)).weekdayName.lowercased()
    }

    /// `+01:00`, `-4`, with or without `UTC` before it.
    private mutating func offset() -> Int? {
        let begin = place
        skipBlanks()
        _ = skip(word: "utc") || skip(word: "gmt")
        guard let sign = peek(), "+-\u{2212}".contains(sign) else {
            place = begin
            return nil
        }
        place += 1
        let digits = takeDigits()
        guard (1...2).contains(digits.count), number(digits[...]) <= 14 else {
            place = begin
            return nil
        }
        let seconds = number(digits[...]) * 3600 + (takeMinutes() ?? 0) * 60
        return sign == "+" ? seconds : -seconds
    }

    private mutating func takeDash() -> Bool {
        skipBlanks()
        if let letter = peek(), "-\u{2013}\u{2014}\u{2212}".contains(letter) {
            place += 1
        } else if !skip(word: "to") {
            return false
        }
        skipBlanks()
        return true
    }

    // MARK: Letters

    private func peek(_ ahead: Int = 0) -> Character? {
        place + ahead < letters.count ? letters[place + ahead] : nil
    }

    private mutating func skipBlanks() {
        while let letter = peek(), letter.isWhitespace { place += 1 }
    }

    private var isAtWordEnd: Bool { peek().map { $0.isWhitespace || ",;)".contains($0) } ?? true }

    private var nextIsDash: Bool {
        peek().map { "-\u{2013}\u{2014}\u{2212}+".contains($0) } ?? false
    }

    private func isNext(_ word: String) -> Bool {
        letters[place...].prefix(word.count).map { $0.lowercased() }.joined() == word
    }

    private mutating func skip(word: String) -> Bool {
        guard isNext(word) else { return false }
        let end = place + word.count
        guard end >= letters.count || !letters[end].isLetter else { return false }
        place = end
        return true
    }

    private mutating func takeDigits() -> [Int] {
        var digits: [Int] = []
        while let digit = peek()?.decimal, digits.count < 6 {
            digits.append(digit)
            place += 1
        }
        return digits
    }

    private func number(_ digits: ArraySlice<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }

    private func problem(_ words: String, at place: Int) -> TypedTime.Problem {
        TypedTime.Problem("\(words), at character \(place + 1). Type a time like 15:30 or 3:30 pm.")
    }

    private func noTime(from begin: Int, _ why: String) -> TypedTime.Problem {
        let word = String(letters[begin...].prefix { !$0.isWhitespace }.prefix(20))
        return TypedTime.Problem(
            "\u{201C}\(word)\u{201D} at character \(begin + 1) is not a time. \(why).")
    }
}

extension Character {
    /// A digit of any keyboard's own.
    fileprivate var decimal: Int? { isASCII ? wholeNumberValue : nil }
}
