import Wedding

extension Zone {
    /// The name, or its one telling word where the name does not fit.
    func columnName(_ columns: Int) -> String {
        plainName.cellWidth <= columns ? plainName : shortName.fitted(columns)
    }
}

extension String {
    /// "Glassh." of "Glasshouse".
    func abbreviated(_ columns: Int) -> String {
        cellWidth <= columns ? self : String(prefix(columns - 2)) + "."
    }

}
