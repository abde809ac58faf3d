/// Changes of one part of the day: their kinds, and how each is written.
package protocol ChangeFamily: Sendable, Equatable {
    /// The dotted noun.verb of each kind; the first word names what it is about.
    associatedtype Kind: RawRepresentable<String>, CaseIterable

    var kind: Kind { get }

    /// - Throws: what is missing, or outside its bounds.
    init(_ kind: Kind, _ body: ChangeReader) throws

    /// Writes the fields that `init` reads.
    func write(to body: inout ChangeWriter) throws
}

extension Change {
    /// What is only read: the log has another word for it.
    static let aliases = ["timeline.edit": EditChange.Kind.field.rawValue]

    /// Kinds that the log may hold.
    package static let kinds: Set<String> = Set(
        PresenceChange.kinds + TimelineChange.kinds + EditChange.kinds + AlertChange.kinds
            + GuestChange.kinds + TaskChange.kinds + MessageChange.kinds + AccessChange.kinds
            + DayChange.kinds + aliases.keys)

    /// The dotted noun.verb by which it is known on the wire and in scripts.
    public var kind: String { family.name }

    private var family: any ChangeFamily {
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
        }
    }

    init(_ body: ChangeReader) throws {
        if let change = try PresenceChange(named: body) {
            self = .presence(change)
        } else if let change = try TimelineChange(named: body) {
            self = .timeline(change)
        } else if let change = try EditChange(named: body) {
            self = .edit(change)
        } else if let change = try AlertChange(named: body) {
            self = .alert(change)
        } else if let change = try GuestChange(named: body) {
            self = .guest(change)
        } else if let change = try TaskChange(named: body) {
            self = .task(change)
        } else if let change = try MessageChange(named: body) {
            self = .message(change)
        } else if let change = try AccessChange(named: body) {
            self = .access(change)
        } else if let change = try DayChange(named: body) {
            self = .day(change)
        } else {
            throw ChangeProblem.unknownKind(String(body.kind.sanitised.prefix(40)))
        }
    }

    func write(to body: inout ChangeWriter) throws { try family.write(to: &body) }
}

extension ChangeFamily {
    fileprivate static var kinds: [String] { Kind.allCases.map(\.rawValue) }

    fileprivate var name: String { kind.rawValue }

    /// - Returns: nil where another family has that name.
    fileprivate init?(named body: ChangeReader) throws {
        guard let kind = Kind(rawValue: Change.aliases[body.kind] ?? body.kind) else { return nil }
        try self.init(kind, body)
    }
}

/// A change as an object of the fields of its kind.
package struct ChangeBody: Encodable {
    let change: Change

    package init(_ change: Change) { self.change = change }

    package func encode(to encoder: any Encoder) throws {
        var body = ChangeWriter(encoder)
        try change.write(to: &body)
    }
}

extension KeyedDecodingContainer {
    /// What `ChangeBody` wrote.
    package func change(kind: String, forKey key: Key) throws -> Change {
        try Change(ChangeReader(kind: kind, nestedContainer(keyedBy: BodyKey.self, forKey: key)))
    }
}
