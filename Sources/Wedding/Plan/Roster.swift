/// Things with ids, in the order of the file. Finding one by id is O(1).
///
/// Inlinable: screens walk rosters for every frame, and a generic walk costs ten times as much.
@frozen
public struct Roster<Element: Identifiable & Sendable>: Sendable
where Element.ID: Hashable & Sendable {
    @usableFromInline var elements: [Element] = []
    @usableFromInline var indexes: [Element.ID: Int] = [:]

    @inlinable public init() {}

    public init(_ elements: some Sequence<Element>) {
        for element in elements { insert(element) }
    }

    /// Adds at the end, or replaces the one with the same id in its place.
    @inlinable
    public mutating func insert(_ element: Element) {
        if let index = indexes[element.id] {
            elements[index] = element
        } else {
            indexes[element.id] = elements.count
            elements.append(element)
        }
    }

    /// Takes out the element with `id`. Complexity: O(elements).
    public mutating func remove(_ id: Element.ID) {
        guard let index = indexes.removeValue(forKey: id) else { return }
        elements.remove(at: index)
        for place in index..<elements.count { indexes[elements[place].id] = place }
    }

    @inlinable
    public subscript(id: Element.ID) -> Element? {
        indexes[id].map { elements[$0] }
    }

    /// Where the element with `id` stands.
    @inlinable
    public func index(of id: Element.ID) -> Int? { indexes[id] }

    /// Changes the element with `id`, if there is one.
    @inlinable
    public mutating func update(_ id: Element.ID, _ change: (inout Element) -> Void) {
        guard let index = indexes[id] else { return }
        change(&elements[index])
    }
}

extension Roster: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { elements.count }
    @inlinable public subscript(position: Int) -> Element { elements[position] }
    @inlinable public func makeIterator() -> Array<Element>.Iterator { elements.makeIterator() }
}

extension Roster: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Element...) {
        for element in elements { insert(element) }
    }
}

extension Roster: Equatable where Element: Equatable {}

extension Roster: Codable where Element: Codable {
    public init(from decoder: any Decoder) throws {
        self.init()
        for element in try [Element](from: decoder) { insert(element) }
    }

    public func encode(to encoder: any Encoder) throws { try elements.encode(to: encoder) }
}
