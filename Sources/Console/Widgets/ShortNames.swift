import Wedding

extension Zone {
    /// The name, or its one telling word where the name does not fit.
    func columnName(_ columns: Int) -> String {
        plainName.cellWidth <= columns ? plainName : shortName.fitted(columns)
    }
}

extension Int {
    /// "1 item", "3 items".
    var items: String { self == 1 ? "1 item" : "\(self) items" }
    var messages: String { self == 1 ? "1 message" : "\(self) messages" }
}

extension String {
    /// "Glassh." of "Glasshouse".
    func abbreviated(_ columns: Int) -> String {
        cellWidth <= columns ? self : String(prefix(max(0, columns - 2))) + "."
    }
}
