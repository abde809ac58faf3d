import Wedding

/// Where each table and key of a TOML file stands, because the parser knows places only for syntax.
///
/// Reads headers and `key =` at line starts; that is all the shape these files have.
struct LineIndex {
    struct Place: Equatable {
        let line: Int
        /// Of the key, from 1.
        let column: Int
        /// Of the value, from 1.
        let valueColumn: Int
    }

    private struct Key: Hashable {
        let table: String
        let index: Int
        let key: String
    }

    private var keys: [Key: Place] = [:]
    private var tables: [String: [Int]] = [:]

    init(_ text: String) {
        var table = ""
        var index = 0
        var openString: String?
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if let mark = openString {
                if line.contains(mark) { openString = nil }
                continue
            }
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            if trimmed.hasPrefix("[") {
                let name = trimmed.prefix { $0 != "#" }.filter { !"[] \t\r".contains($0) }
                // A line of an array's values also begins with a bracket; a header has only a name.
                guard !name.contains(where: { "\",'".contains($0) }) else { continue }
                table = name
                tables[name, default: []].append(offset + 1)
                index = tables[name]!.count - 1
                continue
            }
            guard let equals = trimmed.firstIndex(of: "="), !trimmed.hasPrefix("#") else {
                continue
            }
            let key = trimmed[..<equals].trimmedSpaces.filter { $0 != "\"" }
            let value = trimmed[trimmed.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
            for mark in ["\"\"\"", "'''"] where value.hasPrefix(mark) {
                if !value.dropFirst(3).contains(mark) { openString = mark }
            }
            let column = line.distance(from: line.startIndex, to: trimmed.startIndex) + 1
            let valueColumn = line.distance(from: line.startIndex, to: value.startIndex) + 1
            keys[Key(table: table, index: index, key: key)] = Place(
                line: offset + 1, column: column, valueColumn: valueColumn)
        }
    }

    func key(_ key: String, table: String, index: Int = 0) -> Place? {
        keys[Key(table: table, index: index, key: key)]
    }

    func line(table: String, index: Int = 0) -> Int { tables[table]?[safe: index] ?? 0 }
}
