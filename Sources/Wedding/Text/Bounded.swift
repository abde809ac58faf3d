extension String {
    /// The beginning of this text: at most so many scalars and so many bytes, cut between
    /// characters, or inside the first if that alone is too long. Complexity: O(`scalars`).
    ///
    /// Characters are no measure: one of them can hold any number of scalars.
    public func bounded(scalars scalarsMax: Int, bytes bytesMax: Int) -> String {
        guard utf8.count > min(scalarsMax, bytesMax) else { return self }
        var (scalars, bytes) = (0, 0)
        var end = unicodeScalars.startIndex
        for scalar in unicodeScalars {
            scalars += 1
            bytes += UTF8.width(scalar)
            guard scalars <= scalarsMax, bytes <= bytesMax else {
                let character = index(before: index(after: end))
                let isInside = character < end && character > startIndex
                return String(unicodeScalars[..<(isInside ? character : end)])
            }
            end = unicodeScalars.index(after: end)
        }
        return self
    }
}
