import Foundation
import SwiftCSV
import Wedding

/// Reads a day script (CSV): who said what, when. All of it, or everything that is wrong with it.
package struct DayFile {
    package static func load(_ path: String, for day: WeddingDay) throws(FileProblems) -> DayScript
    {
        let text: String
        do { text = try readText(path) } catch { throw FileProblems([error]) }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return try parse(text, file: file, for: day)
    }

    package static func parse(
        _ text: String, file: String, for day: WeddingDay
    ) throws(FileProblems) -> DayScript {
        // CRLF is one Character, which the CSV parser does not take for a line end.
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let delimiter = CSVCheck.delimiter(of: text)
        do { try CSVCheck.check(text, delimiter: delimiter) } catch let problem {
            throw FileProblems([FileProblem(file: file, line: problem.line, problem.words)])
        }
        let table: EnumeratedCSV
        do {
            table = try EnumeratedCSV(
                string: text, delimiter: .character(delimiter), loadColumns: false)
        } catch {
            throw FileProblems([
                FileProblem(
                    file: file, line: 1, "cannot read the header. Name one column per field.")
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
    private let width: Int
    /// Ids that earlier rows of the script bring in.
    private var added: Set<String> = []
    private var fields: [String] = []
    private var line = 0

    init(file: String, header: [String], day: WeddingDay) {
        self.file = file
        self.day = day
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let name = name.trimmedSpaces.lowercased()
            if columns.updateValue(index, forKey: name) != nil, !name.isEmpty {
                problems.append(
                    FileProblem(
                        file: file, line: 1,
                        "the column \"\(name.sanitised)\" appears twice. Remove one."))
            }
        }
        width = header.count
        self.columns = columns
        for name in columns.keys.sorted() where !Self.known.contains(name) && !name.isEmpty {
            problems.append(
                FileProblem(
                    file: file, line: 1,
                    "unknown column \"\(name.sanitised)\"."
                        + suggestion(name, among: Self.known) + " Remove it or correct its name."))
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
        if fields.dropFirst(width).contains(where: { !$0.isEmpty }) {
            problem(
                "this row has \(fields.count) fields, the header has \(width). Put text that "
                    + "contains the separator in quotes.")
        }
        let saidAt = moment("ts")
        let receivedAt = self["rx"].isEmpty ? saidAt : moment("rx")
        guard let via = Medium(rawValue: self["via"]) else {
            problem("\"\(self["via"])\" is not a via." + suggestion(self["via"], among: vias))
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
            problem("priority \"\(self["priority"])\" must be from 0 (emergency) to 4 (low).")
        }
        return DayScript.Row(
            line: line, saidAt: saidAt, receivedAt: receivedAt, via: via, actor: actor,
            action: action, text: self["text"], priority: priority, audience: audience)
    }

    private var vias: [String] { Medium.allCases.map(\.rawValue) }

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
                "\(column) \"\(self[column])\" is not a date and time. Write it like 2027-06-12T15:00:00-04:00."
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
        do { return try day.clock.moment(try TypedTime.read(text), on: day.date) } catch {
            problem("\(error)")
            return nil
        }
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
