/// Changes of one part of the day: their kinds, and how each is written.
package protocol ChangeFamily: Sendable, Equatable {
    /// The dotted noun.verb of each kind; the first word names what it is about.
    associatedtype Kind: RawRepresentable<String>, CaseIterable

    var kind: Kind { get }

    /// - Throws: what is missing.
    init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem)

    /// Writes the fields that `init` reads.
    func write(to body: inout ChangeBody)
}

extension Change {
    /// Of a unit, which is no family.
    static let unitKind = "sync.atomic"
    /// What is only read: the log has another word for it.
    static let aliases = ["timeline.edit": EditChange.Kind.field.rawValue]

    /// Kinds that carry anything.
    public static let kinds: Set<String> = Set(
        PresenceChange.kinds + TimelineChange.kinds + EditChange.kinds + AlertChange.kinds
            + GuestChange.kinds + TaskChange.kinds + MessageChange.kinds + AccessChange.kinds
            + DayChange.kinds + aliases.keys + [unitKind])

    /// The dotted noun.verb by which it is known on the wire and in scripts.
    public var kind: String { family?.name ?? Self.unitKind }

    /// The fields of this change. `Change(kind:_:)` reads them back.
    public var body: ChangeBody {
        var body = ChangeBody()
        family?.write(to: &body)
        if case .atomic(let changes, let conditions) = self {
            body.changes = changes.map { AtomicPart(kind: $0.kind, body: $0.body) }
            body.require = conditions
        }
        return body
    }

    /// nil for a unit.
    private var family: (any ChangeFamily)? {
        switch self {
        case .presence(let change): change
        case .timeline(let change): change
        case .edit(let change): change
        case .alert(let change): change
        case .guest(let change): change
        case .task(let change): change
        case .message(let change): change
        case .access(let change): change
        case .day(let change): change
        case .atomic: nil
        }
    }

    /// - Throws: what is missing, or outside its bounds.
    public init(kind name: String, _ body: ChangeBody) throws(ChangeProblem) {
        try body.checkNumbers()
        let name = Self.aliases[name] ?? name
        if name == Self.unitKind {
            self = try body.unit()
        } else if let change = try PresenceChange(named: name, body) {
            self = .presence(change)
        } else if let change = try TimelineChange(named: name, body) {
            self = .timeline(change)
        } else if let change = try EditChange(named: name, body) {
            self = .edit(change)
        } else if let change = try AlertChange(named: name, body) {
            self = .alert(change)
        } else if let change = try GuestChange(named: name, body) {
            self = .guest(change)
        } else if let change = try TaskChange(named: name, body) {
            self = .task(change)
        } else if let change = try MessageChange(named: name, body) {
            self = .message(change)
        } else if let change = try AccessChange(named: name, body) {
            self = .access(change)
        } else if let change = try DayChange(named: name, body) {
            self = .day(change)
        } else {
            throw .unknownKind(String(name.sanitised.prefix(40)))
        }
    }
}

extension ChangeFamily {
    fileprivate static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    fileprivate var name: String { kind.rawValue }

    /// - Returns: nil where another family has that name.
    fileprivate init?(named name: String, _ body: ChangeBody) throws(ChangeProblem) {
        guard let kind = Kind(rawValue: name) else { return nil }
        try self.init(kind, ChangeReader(kind: name, body: body))
    }
}

/// The fields of a change that is read, and what is said where one is missing.
@dynamicMemberLookup
package struct ChangeReader {
    let kind: String
    let body: ChangeBody

    package subscript<Value>(dynamicMember path: KeyPath<ChangeBody, Value>) -> Value {
        body[keyPath: path]
    }

    /// - Parameter name: As the field is written.
    func need<Value>(
        _ path: KeyPath<ChangeBody, Value?>, _ name: String
    ) throws(ChangeProblem) -> Value {
        guard let value = body[keyPath: path] else { throw missing(name) }
        return value
    }

    func missing(_ field: String) -> ChangeProblem { .missing(field, kind: kind) }

    /// What is edited; an item may be named by its id alone.
    var entity: Entity {
        get throws(ChangeProblem) {
            if let entity = body.entity { return entity }
            return .item(try need(\.item, "item"))
        }
    }
}
