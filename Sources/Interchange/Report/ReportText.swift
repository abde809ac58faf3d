/// A report as text that people read, and as tables that programs do.
extension DayReport {
    package var markdown: String {
        var lines = ["# \(Self.plain(title))", ""] + summary.map { "- \(Self.plain($0))" }
        for table in tables {
            lines += ["", "## \(table.title)", ""]
            guard !table.rows.isEmpty else {
                lines.append("None.")
                continue
            }
            lines.append(row(table.columns))
            lines.append("|" + String(repeating: " --- |", count: table.columns.count))
            lines += table.rows.map(row)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ cells: [String]) -> String {
        "| " + cells.map(Self.plain).joined(separator: " | ") + " |"
    }

    /// Text in Markdown that is read as it stands: neither HTML, nor a table, heading, list, link
    /// or code of its own, and on one line.
    static func plain(_ text: String) -> String {
        var plain = ""
        let isNumber = text.dropFirst().first?.isNumber == true
        let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        for (index, character) in words.enumerated() {
            switch character {
            case "&": plain += "&amp;"
            case "<": plain += "&lt;"
            case ">": plain += "&gt;"
            case _ where "\\`*_[]|~$".contains(character): plain += "\\\(character)"
            // At the start, what would begin a heading or a list; a number keeps its sign.
            case _ where index == 0 && "#+-".contains(character) && !isNumber:
                plain += "\\\(character)"
            default: plain.append(character)
            }
        }
        return plain
    }

    /// RFC 4180, with line ends as Unix has them.
    ///
    /// - Returns: nil when there is no such table.
    package func csv(_ name: String) -> String? {
        guard let table = tables.first(where: { $0.name == name }) else { return nil }
        return ([table.columns] + table.rows)
            .map { $0.map(Self.cell).joined(separator: ",") }
            .joined(separator: "\n") + "\n"
    }

    private static func cell(_ text: String) -> String {
        // A spreadsheet takes these for a formula; only a number may begin like that.
        let isFormula =
            text.first.map { "=+-@".contains($0) } == true
            && !text.dropFirst().allSatisfy(\.isNumber)
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
