/// Two operations brought together: one after the other, or side by side.
extension TextOperation {
    /// Which of two inserts at one place comes first.
    public enum Side: String, Sendable, Codable { case left, right }

    /// This operation rewritten to be applied after `other`; both were made on the same text.
    ///
    /// `apply(apply(d, a), b.transformed(over: a, .right))` equals
    /// `apply(apply(d, b), a.transformed(over: b, .left))`. Complexity: O(components of both).
    public func transformed(over other: TextOperation, _ side: Side) -> TextOperation {
        var mine = Walk(self)
        var result = TextOperation()
        for component in other.components {
            switch component {
            case .keep(var count):
                while count > 0 {
                    guard let part = mine.advance(upTo: count) else {
                        result.append(.keep(count))
                        break
                    }
                    result.append(part)
                    count -= part.length
                }
            case .insert(let text):
                if side == .left, let insert = mine.takeInsert() { result.append(insert) }
                result.append(.keep(text.count))
            case .delete(let count): mine.swallow(count, into: &result)
            case .deleteText(let text): mine.swallow(text.count, into: &result)
            }
        }
        while let part = mine.advance(upTo: .max) { result.append(part) }
        result.trim()
        return result
    }

    /// One operation that does what this one and then `next` do.
    ///
    /// Complexity: O(components of both).
    public func composed(with next: TextOperation) -> TextOperation {
        var mine = Walk(self)
        var result = TextOperation()
        for component in next.components {
            switch component {
            case .keep(var count):
                while count > 0 {
                    guard let part = mine.advance(newTextUpTo: count) else {
                        result.append(.keep(count))
                        break
                    }
                    result.append(part)
                    count -= part.newLength
                }
            case .insert: result.append(component)
            case .delete(let count):
                mine.cancel(count, into: &result) { .delete($0.count) }
            case .deleteText(let text):
                mine.cancel(text.count, into: &result) { .deleteText(Array(text[$0])) }
            }
        }
        while let part = mine.advance(upTo: .max) { result.append(part) }
        result.trim()
        return result
    }
}

extension TextOperation.Component {
    /// Scalars of the old text it walks over.
    var length: Int {
        switch self {
        case .keep(let count), .delete(let count): count
        case .deleteText(let text): text.count
        case .insert: 0
        }
    }

    /// Scalars of the new text it stands for.
    var newLength: Int {
        switch self {
        case .keep(let count): count
        case .insert(let text): text.count
        case .delete, .deleteText: 0
        }
    }
}

/// A place in an operation, with what is left of the component that stands there.
private struct Walk {
    private let components: [TextOperation.Component]
    private var next = 0
    private var rest: TextOperation.Component?

    init(_ operation: TextOperation) { components = operation.components }

    private mutating func pull() -> TextOperation.Component? {
        if let rest {
            self.rest = nil
            return rest
        }
        guard next < components.count else { return nil }
        next += 1
        return components[next - 1]
    }

    private mutating func cut(
        _ component: TextOperation.Component, at count: Int
    ) -> TextOperation.Component {
        switch component {
        case .keep(let all) where all > count:
            rest = .keep(all - count)
            return .keep(count)
        case .delete(let all) where all > count:
            rest = .delete(all - count)
            return .delete(count)
        case .deleteText(let text) where text.count > count:
            rest = .deleteText(Array(text[count...]))
            return .deleteText(Array(text[..<count]))
        case .keep, .insert, .delete, .deleteText: return component
        }
    }

    /// What comes next, over at most `count` scalars of the old text.
    mutating func advance(upTo count: Int) -> TextOperation.Component? {
        pull().map { cut($0, at: count) }
    }

    /// The insert that stands here, if one does.
    mutating func takeInsert() -> TextOperation.Component? {
        guard let component = pull() else { return nil }
        if case .insert = component { return component }
        rest = component
        return nil
    }

    /// Keeps and deletes of what is gone are gone; inserts are not.
    mutating func swallow(_ count: Int, into result: inout TextOperation) {
        var count = count
        while count > 0, let part = advance(upTo: count) {
            if case .insert = part { result.append(part) }
            count -= part.length
        }
    }

    /// What comes next, standing for at most `count` scalars of the new text.
    mutating func advance(newTextUpTo count: Int) -> TextOperation.Component? {
        guard let component = pull() else { return nil }
        switch component {
        case .keep: return cut(component, at: count)
        case .insert(let text) where text.count > count:
            rest = .insert(Array(text[count...]))
            return .insert(Array(text[..<count]))
        case .insert, .delete, .deleteText: return component
        }
    }

    /// Deletes `count` scalars of the new text: inserts vanish, what was kept is deleted.
    mutating func cancel(
        _ count: Int, into result: inout TextOperation,
        _ delete: (Range<Int>) -> TextOperation.Component
    ) {
        var place = 0
        while place < count {
            guard let part = advance(newTextUpTo: count - place) else {
                return result.append(delete(place..<count))
            }
            switch part {
            case .keep(let kept): result.append(delete(place..<place + kept))
            case .insert: break
            case .delete, .deleteText: result.append(part)
            }
            place += part.newLength
        }
    }
}
