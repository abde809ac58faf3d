/// Who said something.
public enum Actor: Sendable, Hashable {
    case person(PersonID)
    /// Callboard itself: cannot log in.
    case system
    /// An outside service, by its name: a weather office.
    case feed(String)

    public var person: PersonID? {
        if case .person(let id) = self { id } else { nil }
    }

    public var word: String {
        switch self {
        case .person(let id): id.rawValue
        case .system: "system"
        case .feed(let name): name
        }
    }
}

/// How it reached us.
public enum Medium: String, Sendable, CaseIterable, Codable {
    case console
    case vendorTerminal = "vendor-terminal"
    case radio, phone, sensor
    case importFile = "import"
    case system

    /// Heard and typed in at the host, under the rights of the host's own user.
    public var isTypedAtHost: Bool { self == .radio || self == .phone || self == .importFile }

    /// How it came to whoever typed it; nil where that says nothing.
    package var heardWords: String? {
        switch self {
        case .phone: "by phone"
        case .radio: "by radio"
        case .console, .vendorTerminal, .sensor, .importFile, .system: nil
        }
    }
}
