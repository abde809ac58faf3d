extension Collection where Element == String {
    /// `Rosa`, `Rosa and Ben`, `Rosa, Ben and 4 more`.
    public func spoken(limit: Int = 3) -> String {
        let shown = Array(prefix(limit))
        if count > limit { return shown.joined(separator: ", ") + " and \(count - limit) more" }
        guard let last = shown.last else { return "nobody" }
        if shown.count == 1 { return last }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}
