import Foundation
import SwiftCSV
import Wedding

/// Reads a day script (CSV): who said what, when. All of it, or everything that is wrong with it.
public struct DayFile {
    public static func load(_ path: String, for day: WeddingDay) throws(FileProblems) -> DayScript {
        let text: String
        do { text = try readText(path) } catch { throw FileProblems([error]) }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return try parse(text, file: file, for: day)
    }

    public static func parse(
        _ text: String, file: String, for day: WeddingDay
    ) throws(FileProblems) -> DayScript {
        let table: EnumeratedCSV
        do {
            // CRLF is one Character, which the CSV parser does not take for a line end.
            table = try EnumeratedCSV(
                string: text.replacing("\r\n", with: "\n"), delimiter: .comma, loadColumns: false)
        } catch {
            throw FileProblems([
                FileProblem(
                    file: file, line: 0,
                    "is no CSV: a quote is open or misplaced. Double quotes inside a field.")
            ])
        }
        var reader = DayReader(file: file, header: table.header, day: day)
        var line = 2
        var rows: [DayScript.Row] = []
        for fields in table.rows {
            if fields.contains(where: { !$0.isEmpty }), let row = reader.row(fields, line: line) {
                rows.append(row)
            }
            // A field with line ends makes a row longer than one line.
            line += 1 + fields.reduce(0) { $0 + $1.count { $0 == "\n" } }
        }
        guard reader.problems.isEmpty else { throw FileProblems(reader.problems) }
        return DayScript(rows: rows)
    }

    private typealias EnumeratedCSV = CSV<Enumerated>
}

/// Turns the fields of one row after another into what happened.
struct DayReader {
    private static let required = ["ts", "via", "actor", "kind", "subject"]
    static let known =
        required + [
            "seq", "rx", "zone", "field", "old", "new", "base_rev", "priority", "audience", "text",
            "rule", "about", "expect",
        ]

    /// A script plays a day, or a few; time passes a second at a time.
    private static let daysAroundMax = 10.0

    let file: String
    let day: WeddingDay
    private(set) var problems: [FileProblem] = []
    private let columns: [String: Int]
    /// Ids that earlier rows of the script bring in.
    private var added: Set<String> = []
    private var fields: [String] = []
    private var line = 0

    init(file: String, header: [String], day: WeddingDay) {
        self.file = file
        self.day = day
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            columns[name.trimmedSpaces.lowercased()] = index
        }
        self.columns = columns
        for name in columns.keys.sorted() where !Self.known.contains(name) && !name.isEmpty {
            problems.append(
                FileProblem(
                    file: file, line: 1,
                    "unknown column \"\(name.sanitised)\"."
                        + suggestion(name, among: Self.known) + " Take it out or mend its name."))
        }
        for name in Self.required where columns[name] == nil {
            problems.append(
                FileProblem(
                    file: file, line: 1,
                    "there is no column \"\(name)\"."
                        + suggestion(name, among: header) + " Columns are found by their names."))
        }
    }

    /// - Returns: nil when something is wrong; then `problems` says what.
    mutating func row(_ fields: [String], line: Int) -> DayScript.Row? {
        (self.fields, self.line) = (fields, line)
        let before = problems.count
        let saidAt = moment("ts")
        let receivedAt = self["rx"].isEmpty ? saidAt : moment("rx")
        guard let via = Channel(rawValue: self["via"]) else {
            problem("\"\(self["via"])\" is no via." + suggestion(self["via"], among: vias))
            return nil
        }
        guard let actor = actor(), let action = action(), let saidAt, let receivedAt else {
            return nil
        }
        let audience = audience()
        guard problems.count == before else { return nil }
        var priority = Priority.normal
        if let number = Int(self["priority"]), let known = Priority(rawValue: number) {
            priority = known
        } else if !self["priority"].isEmpty {
            problem("priority \"\(self["priority"])\" goes from 0 (emergency) to 4 (low).")
        }
        return DayScript.Row(
            line: line, saidAt: saidAt, receivedAt: receivedAt, via: via, actor: actor,
            action: action, text: self["text"], priority: priority, audience: audience)
    }

    private var vias: [String] { Channel.allCases.map(\.rawValue) }

    subscript(_ column: String) -> String {
        columns[column].flatMap { fields[safe: $0] }.map { $0.trimmedSpaces.sanitised } ?? ""
    }

    var subjects: [String] {
        self["subject"].split(separator: ";").map { $0.trimmedSpaces }.filter { !$0.isEmpty }
    }

    mutating func problem(_ message: String) {
        problems.append(FileProblem(file: file, line: line, message.sanitised))
    }

    /// Remembers an id that this row brings into the wedding.
    mutating func add(_ id: String) { added.insert(id) }

    private mutating func actor() -> Actor? {
        let word = self["actor"]
        if word == "system" { return .system }
        if day.people[PersonID(word)] != nil { return .person(PersonID(word)) }
        if self["via"] == "import" || self["via"] == "sensor" { return .feed(word) }
        problem("there is no person \"\(word)\"." + suggestion(word, among: personIDs))
        return nil
    }

    private var personIDs: [String] { day.people.map(\.id.rawValue) }

    private mutating func moment(_ column: String) -> Timestamp? {
        guard let date = try? Date(self[column], strategy: .iso8601) else {
            problem(
                "\(column) \"\(self[column])\" is no moment. Write it like 2027-06-12T15:00:00-04:00."
            )
            return nil
        }
        let days = date.timeIntervalSince1970 / 86_400 - Double(day.date.daysSinceEpoch)
        guard abs(days) < Self.daysAroundMax else {
            problem("\(column) \"\(self[column])\" is far from the wedding's day. Check its date.")
            return nil
        }
        return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }

    /// `15:30` on the wedding's day, or with the date written before it.
    mutating func localTime(_ text: String) -> Timestamp? {
        let parts = text.split { $0 == " " || $0 == "T" }
        let clock = (parts.last ?? "").split(separator: ":").prefix(2).compactMap { Int($0) }
        var date = day.date
        if parts.count == 2 {
            let numbers = parts[0].split(separator: "-").compactMap { Int($0) }
            guard numbers.count == 3 else { return badTime(text) }
            date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        }
        guard clock.count == 2, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            date.isValid
        else { return badTime(text) }
        return day.clock.moment(date, hour: clock[0], minute: clock[1])
    }

    private mutating func badTime(_ text: String) -> Timestamp? {
        problem("\"\(text)\" is no time of day. Write it like 15:30.")
        return nil
    }

    // MARK: Ids

    mutating func person(_ id: String) -> PersonID? { known(id, "person", personIDs) }
    mutating func item(_ id: String) -> ItemID? { known(id, "item", day.items.map(\.id.rawValue)) }
    mutating func zone(_ id: String) -> ZoneID? { known(id, "zone", day.zones.map(\.id.rawValue)) }
    mutating func guest(_ id: String) -> GuestID? {
        known(id, "guest", day.guests.map(\.id.rawValue))
    }
    mutating func table(_ id: String) -> TableID? {
        known(id, "table", day.tables.map(\.id.rawValue))
    }
    mutating func duty(_ id: String) -> DutyID? { known(id, "task", day.duties.map(\.id.rawValue)) }
    mutating func payment(_ id: String) -> PaymentID? {
        known(id, "payment", day.payments.map(\.id.rawValue))
    }
    mutating func thing(_ id: String) -> CustodyID? {
        known(id, "thing in custody", day.custody.map(\.id.rawValue))
    }

    private mutating func known<Subject>(
        _ id: String, _ noun: String, _ ids: [String]
    ) -> Identifier<Subject>? {
        if ids.contains(id) || added.contains(id) { return Identifier(id) }
        problem("there is no \(noun) \"\(id)\"." + suggestion(id, among: ids))
        return nil
    }
}
