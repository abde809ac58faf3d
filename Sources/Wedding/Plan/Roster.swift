/// Things with ids, in the order of the file. Finding one by id is O(1).
public struct Roster<Element: Identifiable & Sendable>: Sendable
where Element.ID: Hashable & Sendable {
    private var elements: [Element] = []
    private var indexes: [Element.ID: Int] = [:]

    public init() {}

    /// Adds at the end, or replaces the one with the same id in its place.
    public mutating func insert(_ element: Element) {
        if let index = indexes[element.id] {
            elements[index] = element
        } else {
            indexes[element.id] = elements.count
            elements.append(element)
        }
    }

    public subscript(id: Element.ID) -> Element? {
        indexes[id].map { elements[$0] }
    }

    /// Changes the element with `id`, if there is one.
    public mutating func update(_ id: Element.ID, _ change: (inout Element) -> Void) {
        guard let index = indexes[id] else { return }
        change(&elements[index])
    }
}

extension Roster: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { elements.count }
    public subscript(position: Int) -> Element { elements[position] }
}

extension Roster: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Element...) {
        for element in elements { insert(element) }
    }
}

extension Roster: Equatable where Element: Equatable {}
