/// Fields of the body of a change, named as in the wedding file.
package enum BodyKey: String, CodingKey {
    case person, people, zone, crew, activity, at, battery, isCharging, before
    case item, items, decision, minutes, version, ripple
    /// What is edited; `item` alone will do for an item.
    case entity
    case field, edit, op, base, proposal, proposed, newItem, after, order
    case conflict, conflictId, settled, changes, require
    case raised, alert, type, rule, about, isDrill, escalation, isForAll, isCauseGone, until
    case guest, guests, added, rsvp, table
    case task, duty, custody, holder, payment, status, piece, stage
    case sent, message, to, priority, near, subject
    case notice, grant, access
}

/// What is wrong with a change that came from outside.
public enum ChangeProblem: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownKind(String)
    case missing(String, kind: String)
    case outOfRange(String)

    public var description: String {
        switch self {
        case .unknownKind(let kind): "There is no kind of change \"\(kind)\"."
        case .missing(let field, let kind): "\(kind) needs \(field) in its body."
        case .outOfRange(let words): words
        }
    }
}

/// The body of a change that is read, and what is said where something is missing.
package struct ChangeReader {
    package typealias Fields = KeyedDecodingContainer<BodyKey>

    let kind: String
    private let fields: Fields
    /// Lists from outside are bounded; the log holds whatever the core once made.
    private let listMax: Int
    /// The revision that its author saw, where it stands beside the body.
    private let seen: Int?

    init(kind: String, _ fields: Fields, listMax: Int = .max, seen: Int? = nil) {
        (self.kind, self.fields, self.listMax, self.seen) = (kind, fields, listMax, seen)
    }

    func get<Value: Decodable>(_ key: BodyKey) throws -> Value? {
        try fields.decodeIfPresent(Value.self, forKey: key)
    }

    func need<Value: Decodable>(_ key: BodyKey) throws -> Value {
        guard let value: Value = try get(key) else { throw missing(key) }
        return value
    }

    func has(_ key: BodyKey) -> Bool { fields.contains(key) }

    func list<Element: Decodable>(_ key: BodyKey) throws -> [Element] {
        let list: [Element] = try need(key)
        guard list.count <= listMax else {
            throw ChangeProblem.outOfRange("A list can have at most \(listMax) entries.")
        }
        return list
    }

    func listIfAny<Element: Decodable>(_ key: BodyKey) throws -> [Element] {
        has(key) ? try list(key) : []
    }

    func number(_ key: BodyKey, in range: ClosedRange<Int>) throws -> Int? {
        guard let number: Int = try get(key) else { return nil }
        guard range.contains(number) else {
            throw ChangeProblem.outOfRange(
                "\(key.rawValue) must be between \(range.lowerBound) and \(range.upperBound).")
        }
        return number
    }

    func missing(_ key: BodyKey) -> ChangeProblem { .missing(key.inSnakeCase, kind: kind) }

    var base: Int? { get throws { try seen ?? get(.base) } }

    /// What is edited; an item may be named by its id alone.
    var entity: Entity { get throws { try get(.entity) ?? .item(need(.item)) } }
}

/// The body of a change that is written: what `ChangeReader` reads.
package struct ChangeWriter {
    private var fields: KeyedEncodingContainer<BodyKey>

    init(_ encoder: any Encoder) { fields = encoder.container(keyedBy: BodyKey.self) }

    mutating func put(_ value: (some Encodable)?, _ key: BodyKey) throws {
        try fields.encodeIfPresent(value, forKey: key)
    }
}

extension BodyKey {
    /// As it is written on the wire.
    fileprivate var inSnakeCase: String {
        rawValue.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
    }
}
