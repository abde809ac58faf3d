/// A field that can be edited by itself, as the wedding file names it.
public enum Field: String, Sendable, CaseIterable, Codable {
    case start, end, zone, owner, title, anchor, visibility, tags, people, order, notes, status
    case minMinutes = "min_minutes"
    case dependsOn = "depends_on"
    case delayMinutes = "delay_minutes"
    case name, trade, phone, email, due, meal, diet, rsvp, table, seats, amount, holder, brief
    case decision
    case callTime = "call_time"
    case firstName = "first_name"
    case lastName = "last_name"
    /// Whether it is there at all.
    case existence

    public var words: String { rawValue.replacing("_", with: " ") }
}

/// A new value for one field.
public struct FieldEdit: Sendable, Equatable {
    public let field: Field
    public let value: FieldValue

    public init(_ field: Field, _ value: FieldValue) { (self.field, self.value) = (field, value) }

    public static func start(_ moment: Timestamp) -> Self { Self(.start, .moment(moment)) }
    public static func end(_ moment: Timestamp) -> Self { Self(.end, .moment(moment)) }
    public static func zone(_ zone: ZoneID) -> Self { Self(.zone, .text(zone.rawValue)) }
    public static func owner(_ person: PersonID) -> Self { Self(.owner, .text(person.rawValue)) }
}

/// What stands in a field, or what is done to the set that stands there.
public enum FieldValue: Sendable, Equatable {
    case text(String)
    case number(Int)
    case moment(Timestamp)
    case nothing
    case adding(String)
    case removing(String)

    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    public var moment: Timestamp? {
        if case .moment(let moment) = self { moment } else { nil }
    }

    /// Of a set: what is put in or taken out.
    public var element: String? {
        switch self {
        case .adding(let element), .removing(let element): element
        case .text, .number, .moment, .nothing: nil
        }
    }

    public var number: Int? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension FieldEdit: Codable {
    private enum CodingKeys: CodingKey { case field, value }
    private enum SetKeys: CodingKey { case add, remove }

    /// `{"field":"start","value":…}`: a moment in milliseconds, a number, a text, null, or
    /// `{"add":…}`, `{"remove":…}` for a set.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let field = try container.decode(Field.self, forKey: .field)
        if try container.decodeNil(forKey: .value) {
            self.init(field, .nothing)
        } else if FieldRule.isMoment(field) {
            self.init(field, .moment(try container.decode(Timestamp.self, forKey: .value)))
        } else if let number = try? container.decode(Int.self, forKey: .value) {
            guard number.magnitude <= 1 << 53 else {
                throw DecodingError.wrong(decoder, "a number must be between -2^53 and 2^53")
            }
            self.init(field, .number(number))
        } else if let text = try? container.decode(String.self, forKey: .value) {
            self.init(field, .text(text.sanitised))
        } else {
            let set = try container.nestedContainer(keyedBy: SetKeys.self, forKey: .value)
            if let added = try set.decodeIfPresent(String.self, forKey: .add) {
                self.init(field, .adding(added.sanitised))
            } else {
                self.init(
                    field, .removing(try set.decode(String.self, forKey: .remove).sanitised))
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        switch value {
        case .text(let text): try container.encode(text, forKey: .value)
        case .number(let number): try container.encode(number, forKey: .value)
        case .moment(let moment): try container.encode(moment, forKey: .value)
        case .nothing: try container.encodeNil(forKey: .value)
        case .adding(let element):
            var set = container.nestedContainer(keyedBy: SetKeys.self, forKey: .value)
            try set.encode(element, forKey: .add)
        case .removing(let element):
            var set = container.nestedContainer(keyedBy: SetKeys.self, forKey: .value)
            try set.encode(element, forKey: .remove)
        }
    }
}
