/// How the smallest words of the domain are written on the wire and in the log: as one value each,
/// in the words of the wedding file.
extension Identifier: Codable {
    /// Characters of an id from outside. The protocol's names are as long.
    private static var charactersMax: Int { 255 }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard text.utf8.count <= Self.charactersMax else {
            throw DecodingError.wrong(decoder, "an id has at most \(Self.charactersMax) bytes")
        }
        self.init(text.sanitised)
    }

    public func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }
}

extension Timestamp: Codable {
    /// Between 1970 and the year 9999, so that no sum of two can overflow.
    public static var range: ClosedRange<Int64> { 0...253_402_300_799_999 }

    public init(from decoder: any Decoder) throws {
        let milliseconds = try decoder.singleValueContainer().decode(Int64.self)
        guard Self.range.contains(milliseconds) else {
            throw DecodingError.wrong(decoder, "a time is in milliseconds since 1970")
        }
        self.init(milliseconds: milliseconds)
    }

    public func encode(to encoder: any Encoder) throws { try milliseconds.encode(to: encoder) }
}

extension Actor: Codable {
    /// A person's id, `system`, or `feed:` and the name of an outside service.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self).sanitised
        if text == "system" {
            self = .system
        } else if text.hasPrefix("feed:") {
            self = .feed(String(text.dropFirst(5)))
        } else {
            self = .person(PersonID(text))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .feed(let name): try "feed:\(name)".encode(to: encoder)
        case .person, .system: try word.encode(to: encoder)
        }
    }
}

extension AudienceWord: Codable {
    /// A bare id means a person, or everyone of a vendor.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self).sanitised
        self = Self.fixed(text) ?? .person(PersonID(text))
    }

    public func encode(to encoder: any Encoder) throws { try word.encode(to: encoder) }
}

extension CustodyThing.Holder: Codable {
    private enum CodingKeys: CodingKey { case person, isUnconfirmed, isMissing }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let person = try container.decodeIfPresent(PersonID.self, forKey: .person)
        if try container.decodeIfPresent(Bool.self, forKey: .isMissing) == true {
            self = .missing(last: person)
        } else if let person,
            try container.decodeIfPresent(Bool.self, forKey: .isUnconfirmed) != true
        {
            self = .person(person)
        } else {
            self = .unconfirmed(last: person)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .person(let person): try container.encode(person, forKey: .person)
        case .unconfirmed(let last):
            try container.encodeIfPresent(last, forKey: .person)
            try container.encode(true, forKey: .isUnconfirmed)
        case .missing(let last):
            try container.encodeIfPresent(last, forKey: .person)
            try container.encode(true, forKey: .isMissing)
        }
    }
}

extension AlertState: Codable {
    private enum CodingKeys: CodingKey { case word, until }

    private static let plain: [String: AlertState] = [
        "raised": .raised, "acknowledged": .acknowledged, "returned": .returned,
        "suppressed": .suppressed, "resolved": .resolved, "all_clear": .allClear,
        "cancelled": .cancelled,
    ]

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let word = try container.decode(String.self, forKey: .word)
        if word == "shelved" {
            self = .shelved(until: try container.decode(Timestamp.self, forKey: .until))
        } else if let state = Self.plain[word] {
            self = state
        } else {
            throw DecodingError.wrong(decoder, "\(word.sanitised) is not an alert state")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if case .shelved(let until) = self {
            try container.encode("shelved", forKey: .word)
            try container.encode(until, forKey: .until)
        } else {
            try container.encode(Self.plain.first { $0.value == self }?.key, forKey: .word)
        }
    }
}

extension DecodingError {
    static func wrong(_ decoder: any Decoder, _ words: String) -> DecodingError {
        .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: words))
    }
}

extension LogEvent: Codable {
    private enum CodingKeys: CodingKey {
        case offset, id, at, saidAt, by, via, kind, body, text, priority
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        self.init(
            offset: try Self.place(container.decode(Int.self, forKey: .offset), decoder),
            id: try container.decode(String.self, forKey: .id),
            at: try container.decode(Timestamp.self, forKey: .at),
            saidAt: try container.decode(Timestamp.self, forKey: .saidAt),
            by: try container.decode(Actor.self, forKey: .by),
            via: try container.decode(Medium.self, forKey: .via),
            change: try container.change(kind: kind, forKey: .body),
            text: try container.decode(String.self, forKey: .text),
            priority: try container.decode(Priority.self, forKey: .priority))
    }

    /// No log is so long that a sum of its offsets could overflow.
    private static func place(_ offset: Int, _ decoder: any Decoder) throws -> Int {
        guard (0...1 << 53).contains(offset) else {
            throw DecodingError.wrong(decoder, "that is not an offset in a log")
        }
        return offset
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(offset, forKey: .offset)
        try container.encode(id, forKey: .id)
        try container.encode(at, forKey: .at)
        try container.encode(saidAt, forKey: .saidAt)
        try container.encode(by, forKey: .by)
        try container.encode(via, forKey: .via)
        try container.encode(change.kind, forKey: .kind)
        try container.encode(ChangeBody(change), forKey: .body)
        try container.encode(text, forKey: .text)
        try container.encode(priority, forKey: .priority)
    }
}
