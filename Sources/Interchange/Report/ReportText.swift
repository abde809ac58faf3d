/// A report as text that people read, and as tables that programs do.
extension DayReport {
    public var markdown: String {
        var lines = ["# \(title)", ""] + summary.map { "- \($0)" }
        for table in tables {
            lines += ["", "## \(table.title)", ""]
            guard !table.rows.isEmpty else {
                lines.append("None.")
                continue
            }
            lines.append(row(table.columns))
            lines.append(row(table.columns.map { _ in "---" }))
            lines += table.rows.map(row)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    /// RFC 4180, with line ends as Unix has them.
    ///
    /// - Returns: nil when there is no such table.
    public func csv(_ name: String) -> String? {
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
