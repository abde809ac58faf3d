import RealtimeProtocol

/// One entry of a join's `postgres_changes`: which rows of which table somebody follows.
struct RowFilter {
    enum Operator: String {
        case eq, neq, lt, lte, gt, gte
        case isIn = "in"
    }

    struct Condition {
        let column: String
        let test: Operator
        let values: [String]

        func holds(_ row: Row) -> Bool {
            guard let found = row.columns.first(where: { $0.name == column }) else { return false }
            let value = found.value.text
            switch test {
            case .eq: return value == values[0]
            case .neq: return value != values[0]
            case .isIn: return values.contains(value)
            case .lt: return Self.isBefore(value, values[0])
            case .gt: return Self.isBefore(values[0], value)
            case .lte: return !Self.isBefore(values[0], value)
            case .gte: return !Self.isBefore(value, values[0])
            }
        }

        private static func isBefore(_ a: String, _ b: String) -> Bool {
            if let a = Double(a), let b = Double(b) { return a < b }
            return a < b
        }
    }

    let id: Int
    let event: String
    let table: String?
    let conditions: [Condition]

    static let tables = ["timeline_items", "vendors", "tasks", "incidents", "guests"]

    struct Problem: Error {
        let words: String
    }

    init(_ request: JoinConfig.ChangeRequest, id: Int) throws(Problem) {
        self.id = id
        event = request.event ?? "*"
        guard ["*", "INSERT", "UPDATE", "DELETE"].contains(event) else {
            throw Problem(words: "there is no event \(event.sanitised)")
        }
        guard request.schema == nil || ["public", "*"].contains(request.schema) else {
            throw Problem(words: "the only schema is public")
        }
        table = request.table == "*" ? nil : request.table
        guard table == nil || Self.tables.contains(table ?? "") else {
            throw Problem(
                words: "there is no table \((table ?? "").sanitised); there are "
                    + Self.tables.joined(separator: ", "))
        }
        conditions = try Self.conditions(request.filter ?? "")
    }

    private static let bytesMax = 1_024, conditionsMax = 16

    private static func conditions(_ text: String) throws(Problem) -> [Condition] {
        guard !text.isEmpty else { return [] }
        let parts = text.utf8.count > bytesMax ? [] : split(text)
        guard (1...conditionsMax).contains(parts.count) else {
            throw Problem(
                words: "a filter has at most \(conditionsMax) conditions and \(bytesMax) bytes")
        }
        var conditions: [Condition] = []
        for part in parts {
            guard let equals = part.firstIndex(of: "="),
                let dot = part[equals...].firstIndex(of: "."),
                let test = Operator(rawValue: String(part[part.index(after: equals)..<dot]))
            else { throw Problem(words: "a filter is column=eq.value: \(String(part).sanitised)") }
            var value = String(part[part.index(after: dot)...])
            if test == .isIn {
                guard value.hasPrefix("("), value.hasSuffix(")") else {
                    throw Problem(words: "in takes a list: column=in.(a,b)")
                }
                value = String(value.dropFirst().dropLast())
            }
            conditions.append(
                Condition(
                    column: String(part[..<equals]), test: test,
                    values: test == .isIn
                        ? value.split(separator: ",").map { String($0) } : [value]))
        }
        return conditions
    }

    /// At commas that are not inside brackets.
    private static func split(_ text: String) -> [Substring] {
        var depth = 0
        var parts: [Substring] = []
        var start = text.startIndex
        for index in text.indices {
            switch text[index] {
            case "(": depth += 1
            case ")": depth -= 1
            case "," where depth == 0:
                parts.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        return parts + [text[start...]]
    }

    func matches(_ row: Row) -> Bool {
        (event == "*" || event == row.type.rawValue) && (table == nil || table == row.table)
            && conditions.allSatisfy { $0.holds(row) }
    }
}
