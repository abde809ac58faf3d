import TOMLKit
import Wedding

/// Reads the keys of one table by name and type, and collects what is wrong instead of stopping.
///
/// After reading, `finish` reports every key nobody asked for.
final class TableReader {
    let name: String
    let index: Int
    private let table: TOMLTable
    private let source: TOMLSource
    private var asked: Set<String> = []

    init(_ table: TOMLTable, name: String, index: Int, source: TOMLSource) {
        self.table = table
        self.name = name
        self.index = index
        self.source = source
    }

    func has(_ key: String) -> Bool { table.contains(key: key) }

    func text(_ key: String) -> String? {
        value(key, "a text in quotes", \.string).map { $0.sanitised }
    }

    /// A whole number inside `range`; one outside is reported, so that no arithmetic meets it.
    func int(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        guard let number = value(key, "a whole number", \.int) else { return nil }
        if range.contains(number) { return number }
        problem(
            key, "\(key) is \(number); it must be from \(range.lowerBound) to \(range.upperBound).")
        return nil
    }

    /// A number with or without a fraction, inside `range`.
    func number(_ key: String, _ range: ClosedRange<Double>) -> Double? {
        let found = value(key, "a number") { $0.double ?? $0.int.map(Double.init) }
        guard let number = found else { return nil }
        if range.contains(number) { return number }
        problem(
            key,
            "\(key) is \(number); it must be from \(Int(range.lowerBound)) to "
                + "\(Int(range.upperBound)).")
        return nil
    }

    func bool(_ key: String) -> Bool? { value(key, "true or false", \.bool) }

    func moment(_ key: String) -> Timestamp? {
        guard let read = value(key, "a date and time with offset", \.dateTime) else { return nil }
        guard let offset = read.offset else {
            problem(key, "\(key) has no UTC offset. Write it like 2027-06-12T15:00:00-04:00.")
            return nil
        }
        let date = CivilDate(year: read.date.year, month: read.date.month, day: read.date.day)
        guard date.isValid else {
            problem(key, "\(key) is not a date between 1900 and 2200.")
            return nil
        }
        let seconds = Int64(read.time.hour * 3600 + read.time.minute * 60 + read.time.second)
        return Timestamp(
            milliseconds: (date.daysSinceEpoch * 86_400 + seconds - Int64(offset.offset) * 60)
                * 1000)
    }

    func texts(_ key: String) -> [String] {
        guard let array = value(key, "a list like [\"a\", \"b\"]", \.array) else { return [] }
        return array.compactMap { element in
            if let text = element.string { return text.sanitised }
            problem(key, "\(key) must list only text in quotes.")
            return nil
        }
    }

    /// A word of a closed set.
    func word<Word: RawRepresentable & CaseIterable>(_ key: String, _: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let raw = text(key) else { return nil }
        if let word = Word(rawValue: raw) { return word }
        let known = Word.allCases.map(\.rawValue)
        let hint = suggestion(raw, among: known)
        let list = hint.isEmpty ? " Use one of: \(known.joined(separator: ", "))." : ""
        problem(key, "\"\(raw)\" is not a known \(key).\(hint)\(list)")
        return nil
    }

    func required<Value>(_ key: String, _ value: Value?, like example: String) -> Value? {
        if value == nil && !table.contains(key: key) {
            problem(nil, "\(title) has no \(key). Add a line like: \(key) = \(example)")
        }
        return value
    }

    /// "zone z-barn", for messages.
    var title: String {
        let id = table["id"]?.string.map { " " + $0.sanitised } ?? ""
        return name + id
    }

    func problem(_ key: String?, _ message: String) {
        let place = key.flatMap { source.index.key($0, table: name, index: index) }
        source.add(place?.line ?? source.index.line(table: name, index: index), message)
    }

    func line(_ key: String? = nil) -> Int {
        key.flatMap { source.index.key($0, table: name, index: index)?.line }
            ?? source.index.line(table: name, index: index)
    }

    /// Reports keys that no reader asked for.
    func finish() {
        for key in table.keys.sorted() where !asked.contains(key) {
            problem(
                key,
                "unknown key \"\(key)\"\(title.isEmpty ? "" : " in " + title).\(suggestion(key, among: asked))"
            )
        }
    }

    /// Takes keys that move nothing, and says so where one stands.
    func unused(_ keys: String..., because why: String) {
        for key in keys {
            ask(key)
            if has(key) { source.noteUnused(key, in: name, at: line(key), because: why) }
        }
    }

    /// Says what does not agree, without refusing the file.
    func note(_ key: String, _ message: String) {
        source.add(line(key), severity: .warning, message)
    }

    private func ask(_ key: String) {
        asked.insert(key)
        source.asked[name, default: []].insert(key)
    }

    /// Remembers that the thing with this id stands here.
    func remember(_ id: String) { source.remember(id, name, at: index) }

    private func value<Value>(
        _ key: String, _ expected: String, _ read: (any TOMLValueConvertible) -> Value?
    ) -> Value? {
        ask(key)
        guard let found = table[key] else { return nil }
        if let value = read(found) { return value }
        problem(key, "\(key) should be \(expected), not \(found.type.words).")
        return nil
    }
}

/// One parsed file and what is wrong with it.
final class TOMLSource {
    let file: String
    let index: LineIndex
    let root: TOMLTable
    private(set) var problems: [FileProblem] = []
    /// What is said of these lines already is enough.
    private let mendedLines: Set<Int>
    /// The keys that were asked for, by table, whether they stand there or not.
    fileprivate(set) var asked: [String: Set<String>] = [:]
    private var noted: Set<String> = []
    /// Which table of its name each thing was read from: not all tables become things.
    private var positions: [String: Int] = [:]

    init(text: String, file: String) throws(FileProblems) {
        self.file = file
        func told(_ problem: TOMLCheck.Problem) -> FileProblem {
            FileProblem(
                file: file, line: problem.line, column: problem.column, problem.words.sanitised)
        }
        let mended = TOMLCheck.mended(text)
        problems = mended.problems.map(told)
        guard !mended.isCut else { throw FileProblems(problems) }
        mendedLines = Set(mended.problems.map(\.line))
        index = LineIndex(mended.text)
        do { root = try TOMLTable(string: mended.text) } catch let error as TOMLParseError {
            let place = error.source.begin
            throw FileProblems(
                problems + [
                    FileProblem(
                        file: file, line: place.line, column: place.column,
                        error.description.sanitised)
                ])
        } catch {
            throw FileProblems(
                problems + [FileProblem(file: file, line: 0, "\(error)".sanitised)])
        }
    }

    func add(
        _ line: Int, column: Int = 0, severity: FileProblem.Severity = .error, _ message: String
    ) {
        guard line == 0 || !mendedLines.contains(line) else { return }
        problems.append(
            FileProblem(
                file: file, line: line, column: column, severity: severity, message.sanitised))
    }

    /// Once for each key of a file, however many tables have it.
    fileprivate func noteUnused(
        _ key: String, in table: String, at line: Int, because why: String
    ) {
        guard noted.insert("\(table).\(key)").inserted else { return }
        add(
            line, severity: .warning,
            "\(key) of \(table) is not used: \(why). Leave it or remove it.")
    }

    func remember(_ id: String, _ table: String, at index: Int) {
        positions["\(table) \(id)"] = index
    }

    /// The line of a key of the thing with `id`, else of its table.
    func line(_ table: String, _ id: String, _ key: String) -> Int {
        let position = positions["\(table) \(id)"] ?? 0
        return index.key(key, table: table, index: position)?.line
            ?? index.line(table: table, index: position)
    }

    /// The table `[name]`, or nil.
    func table(_ name: String) -> TableReader? {
        guard let found = root[name] else { return nil }
        guard let table = found.table else {
            add(0, "\(name) should be a table: write [\(name)].")
            return nil
        }
        return TableReader(table, name: name, index: 0, source: self)
    }

    /// The tables `[[name]]`, in order.
    func tables(_ name: String) -> [TableReader] {
        guard let found = root[name] else { return [] }
        guard let array = found.array else {
            add(index.line(table: name), "\(name) should be a list of tables: write [[\(name)]].")
            return []
        }
        return array.enumerated().compactMap { offset, element in
            guard let table = element.table else {
                add(0, "\(name) should list tables: write [[\(name)]].")
                return nil
            }
            return TableReader(table, name: name, index: offset, source: self)
        }
    }
}

extension TOMLType {
    fileprivate var words: String {
        switch self {
        case .string: "a text"
        case .int: "a whole number"
        case .double: "a number with a fraction"
        case .bool: "true or false"
        case .array: "a list"
        case .table: "a table"
        case .date: "a date without time"
        case .time: "a time without date"
        case .dateTime: "a date and time"
        @unknown default: "something else"
        }
    }
}
