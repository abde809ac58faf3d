/// What a field takes, with its bounds: checked by the core, read and hinted at by forms.
public enum FieldKind: Sendable, Equatable {
    /// Words on one line, 1 to 120 characters.
    case line
    /// A text of any length that several people write at.
    case prose
    /// One of these words.
    case word([String])
    case number(ClosedRange<Int>)
    /// In the smallest unit of its currency.
    case money
    case moment
    case one(Subject)
    /// Edited by what is put in and taken out.
    case set(Subject)

    public enum Subject: Sendable {
        case zone, person, table, item
        /// 1 to 60 characters without a comma.
        case word
    }

    static func word<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) -> FieldKind {
        .word(Word.allCases.map(\.rawValue))
    }

    static let minutes = FieldKind.number(0...1440)
}
