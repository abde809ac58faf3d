/// One edit of a text: keeps, inserts and deletes, read from left to right.
///
/// Positions count Unicode scalars. Every value is in normal form: nothing empty, no two neighbours
/// of one kind, no keep at the end.
public struct TextOperation: Sendable, Equatable {
    public enum Component: Sendable, Equatable {
        case keep(Int)
        case insert(Scalars)
        case delete(Int)
        /// As `delete`, and it knows what it takes away, so that it can be undone.
        case deleteText(Scalars)
    }

    /// Text as it is counted.
    public typealias Scalars = [Unicode.Scalar]

    public private(set) var components: [Component] = []

    /// Does nothing.
    public init() {}

    /// Brings `components` into normal form.
    public init(_ components: some Sequence<Component>) {
        for component in components { append(component) }
        trim()
    }

    public var isEmpty: Bool { components.isEmpty }

    /// Scalars of the old text that it walks over.
    public var reach: Int {
        components.reduce(0) { sum, component in
            switch component {
            case .keep(let count), .delete(let count): sum + count
            case .deleteText(let text): sum + text.count
            case .insert: sum
            }
        }
    }

    mutating func append(_ component: Component) {
        switch (components.last, component) {
        case (_, .keep(0)), (_, .delete(0)): break
        case (_, .insert(let text)) where text.isEmpty: break
        case (_, .deleteText(let text)) where text.isEmpty: break
        case (.keep(let before), .keep(let count)): replaceLast(.keep(before + count))
        case (.insert(let before), .insert(let text)): replaceLast(.insert(before + text))
        case (.deleteText(let before), .deleteText(let text)):
            replaceLast(.deleteText(before + text))
        case (.delete(let before), .delete(let count)): replaceLast(.delete(before + count))
        case (.delete(let before), .deleteText(let text)):
            replaceLast(.delete(before + text.count))
        case (.deleteText(let before), .delete(let count)):
            replaceLast(.delete(before.count + count))
        default: components.append(component)
        }
    }

    private mutating func replaceLast(_ component: Component) {
        components[components.count - 1] = component
    }

    mutating func trim() {
        if case .keep = components.last { components.removeLast() }
    }
}

/// Why an operation is refused. The document stays as it was.
public enum TextProblem: Error, Sendable, Equatable, CustomStringConvertible {
    case notAList
    case badComponent
    case keepAtEnd
    case twoKeeps
    case pastEnd(length: Int)
    case otherText(at: Int)
    case unknownRevision(Int, head: Int)
    case tooLong(max: Int)

    public var description: String {
        switch self {
        case .notAList: "An operation is a list of keeps, inserts and deletes."
        case .badComponent:
            "A component is a whole number above 0, a text, or {\"d\": …} with one of these."
        case .keepAtEnd: "Do not end with a keep: text after the last component is kept."
        case .twoKeeps: "Merge two keeps in a row into one."
        case .pastEnd(let length): "The operation runs past the end of the text (\(length))."
        case .otherText(let place): "The text at \(place) is not the text to delete."
        case .unknownRevision(let revision, let head):
            "There is no revision \(revision) of this text; the newest is \(head)."
        case .tooLong(let max): "A text can have at most \(max) characters."
        }
    }
}

extension TextOperation {
    /// Complexity: O(length of the text + components).
    public func apply(to text: Scalars) throws(TextProblem) -> Scalars {
        var result: Scalars = []
        result.reserveCapacity(text.count)
        var place = 0
        for component in components {
            switch component {
            case .keep(let count):
                guard count <= text.count - place else { throw .pastEnd(length: text.count) }
                result += text[place..<place + count]
                place += count
            case .insert(let inserted): result += inserted
            case .delete(let count):
                guard count <= text.count - place else { throw .pastEnd(length: text.count) }
                place += count
            case .deleteText(let deleted):
                guard deleted.count <= text.count - place else {
                    throw .pastEnd(length: text.count)
                }
                guard text[place..<place + deleted.count].elementsEqual(deleted) else {
                    throw .otherText(at: place)
                }
                place += deleted.count
            }
        }
        return result + text[place...]
    }

    public func apply(to text: String) throws(TextProblem) -> String {
        String(try apply(to: Array(text.unicodeScalars)))
    }

    /// What undoes this one on the text it makes of `text`.
    public func inverse(on text: Scalars) throws(TextProblem) -> TextOperation {
        _ = try apply(to: text)
        var place = 0
        var undo = TextOperation()
        for component in components {
            switch component {
            case .keep(let count):
                undo.append(.keep(count))
                place += count
            case .insert(let inserted): undo.append(.deleteText(inserted))
            case .delete(let count):
                undo.append(.insert(Array(text[place..<place + count])))
                place += count
            case .deleteText(let deleted):
                undo.append(.insert(deleted))
                place += deleted.count
            }
        }
        undo.trim()
        return undo
    }

    /// Where a cursor goes. At the place of an insert it stays before it.
    public func moved(_ cursor: Int) -> Int {
        var (walked, cursor) = (0, cursor)
        for component in components {
            guard walked < cursor else { break }
            switch component {
            case .keep(let count): walked += count
            case .insert(let inserted):
                walked += inserted.count
                cursor += inserted.count
            case .delete(let count): cursor -= min(count, cursor - walked)
            case .deleteText(let deleted): cursor -= min(deleted.count, cursor - walked)
            }
        }
        return cursor
    }

    /// The smallest single replacement that makes `new` of `old`.
    public init(from old: Scalars, to new: Scalars) {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let most = min(old.count, new.count) - head
        let tail = zip(old.reversed(), new.reversed()).prefix(max(0, most)).prefix { $0 == $1 }
            .count
        self.init([
            .keep(head), .deleteText(Array(old[head..<old.count - tail])),
            .insert(Array(new[head..<new.count - tail])),
        ])
    }
}

extension String {
    public init(_ scalars: TextOperation.Scalars) {
        self.init(String.UnicodeScalarView(scalars))
    }
}
