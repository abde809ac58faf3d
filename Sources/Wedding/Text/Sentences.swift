extension String {
    /// "lead photographer" at the start of a sentence.
    public var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// "Both rings" inside a sentence.
    public var decapitalizedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// "CEREMONY" as it stands in a sentence.
    public var sentenceCase: String {
        self == uppercased() ? prefix(1) + dropFirst().lowercased() : self
    }

    /// With a full stop, unless it ends with a mark of its own; nothing stays nothing.
    public var ended: String {
        guard let last, !".!?…:".contains(last) else { return self }
        return self + "."
    }

    /// Without what stands in brackets, and the space before it.
    public var withoutBrackets: String {
        var (text, isInside) = ("", false)
        for character in self {
            if character == "(", !isInside {
                isInside = true
                if text.last == " " { text.removeLast() }
            }
            if !isInside { text.append(character) }
            if character == ")" { isInside = false }
        }
        return isInside ? self : text
    }

    /// `low_sodium` as people write it.
    public var spaced: String { split(separator: "_").joined(separator: " ") }
}
