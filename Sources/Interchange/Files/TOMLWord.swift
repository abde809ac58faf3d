/// Whether a word without quotation marks is a value of TOML: each of these is read without doubt.
enum TOMLWord {
    static func isOne(_ word: String) -> Bool {
        ["true", "false"].contains(word) || isNumber(word) || isMoment(word)
    }

    private static func isNumber(_ word: String) -> Bool {
        let digits = word.first == "+" || word.first == "-" ? word.dropFirst() : word[...]
        if digits == "inf" || digits == "nan" { return true }
        if digits.first == "0", let mark = digits.dropFirst().first, "xob".contains(mark) {
            let radix = mark == "x" ? 16 : mark == "o" ? 8 : 2
            return digits.count == word.count && isRun(digits.dropFirst(2), radix: radix)
        }
        // Whole part, fraction, exponent.
        let halves = digits.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
        if halves.count == 2 {
            let power = halves[1]
            let isSigned = power.first == "+" || power.first == "-"
            guard isRun(isSigned ? power.dropFirst() : power) else { return false }
        }
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ isRun($0) }) else { return false }
        return parts[0] == "0" || parts[0].first != "0"
    }

    /// Digits, with single low lines between them.
    private static func isRun(_ word: Substring, radix: Int = 10) -> Bool {
        word.split(separator: "_", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { digit in
                    digit.isASCII && digit.hexDigitValue.map { $0 < radix } ?? false
                }
        }
    }

    /// A date, a time, or both, with or without an offset.
    private static func isMoment(_ word: String) -> Bool {
        let halves = word.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "Tt ".contains($0) })
        if halves.count == 1, isDate(halves[0]) || isTime(halves[0]) { return true }
        guard halves.count == 2, isDate(halves[0]) else { return false }
        let time = halves[1]
        if time.last == "Z" || time.last == "z" { return isTime(time.dropLast()) }
        if let sign = time.lastIndex(where: { "+-".contains($0) }) {
            let offset = numbers(time[time.index(after: sign)...], ":", [2, 2])
            guard let offset, offset[0] < 24, offset[1] < 60 else { return false }
            return isTime(time[..<sign])
        }
        return isTime(time)
    }

    private static func isDate(_ word: Substring) -> Bool {
        guard let date = numbers(word, "-", [4, 2, 2]) else { return false }
        let isLeap = date[0] % 4 == 0 && (date[0] % 100 != 0 || date[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(date[1]) && (1...days[date[1] - 1]).contains(date[2])
    }

    private static func isTime(_ word: Substring) -> Bool {
        let parts = word.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let time = numbers(parts[0], ":", [2, 2, 2]) else { return false }
        let isFraction = parts.count == 1 || (1...9).contains(parts[1].count) && isRun(parts[1])
        return time[0] < 24 && time[1] < 60 && time[2] < 60 && isFraction && !word.contains("_")
    }

    private static func numbers(
        _ word: Substring, _ separator: Character, _ digits: [Int]
    ) -> [Int]? {
        let parts = word.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.count) == digits else { return nil }
        let numbers = parts.compactMap { part in
            part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil
        }
        return numbers.count == digits.count ? numbers : nil
    }
}
