/// Somebody with a name on the day: staff, vendors, the couple, their party and family.
public struct Person: Sendable, Equatable, Identifiable, Codable {
    public let id: PersonID
    public var name: String
    /// Shown where the terminal or the reader wants Latin letters.
    public var nameLatin: String?
    public var role: Role
    /// Free text, never a right: "lead photographer".
    public let title: String
    /// Settles ties inside one rank: the lead coordinator over an assistant.
    public var isLead: Bool
    /// Watched before the ceremony and every hard item.
    public var isKey: Bool
    public var vendor: VendorID?
    public var callTime: Timestamp?
    public var phone: String?
    public var email: String?
    public var radioChannel: Int?
    /// Takes the part when this person is missing.
    public var backup: PersonID?
    /// Reached for them when their phone is empty.
    public var helper: PersonID?
    public var notes: String?

    public init(
        id: PersonID, name: String, nameLatin: String? = nil, role: Role, title: String = "",
        isLead: Bool = false, isKey: Bool = false, vendor: VendorID? = nil,
        callTime: Timestamp? = nil, phone: String? = nil, email: String? = nil,
        radioChannel: Int? = nil, backup: PersonID? = nil, helper: PersonID? = nil,
        notes: String? = nil
    ) {
        self.id = id
        self.name = name
        self.nameLatin = nameLatin
        self.role = role
        self.title = title
        self.isLead = isLead
        self.isKey = isKey
        self.vendor = vendor
        self.callTime = callTime
        self.phone = phone
        self.email = email
        self.radioChannel = radioChannel
        self.backup = backup
        self.helper = helper
        self.notes = notes
    }

    /// Whether they sign in at the check-in station: companies' people, and whoever is called for a
    /// time; not the couple.
    package var signsIn: Bool { vendor != nil || (callTime != nil && role != .couple) }

    /// What people call them: "Marlo" of `Marcus "Marlo" Bell`, "Joan" of "Rev. Joan Abara".
    public var givenName: String {
        let quoted = name.split(separator: "\"")
        if quoted.count == 3, !quoted[1].isEmpty { return String(quoted[1]) }
        let words = name.split(separator: " ").filter { !$0.hasSuffix(".") }
        return String(words.first ?? name[...])
    }

    /// Two letters for the map: "RD"; a name of two letters is both.
    public var initials: String {
        let words = name.split { $0 == " " || $0 == "-" }
            .filter { !$0.hasSuffix(".") && $0.first?.isLetter == true }
        guard let first = words.first?.first else { return "??" }
        guard words.count > 1, let last = words[1].first else {
            return String(words[0].prefix(words[0].count == 2 ? 2 : 1)).uppercased()
        }
        return (String(first) + String(last)).uppercased()
    }
}

/// A company that serves the day.
public struct Vendor: Sendable, Equatable, Identifiable, Codable {
    public let id: VendorID
    public var name: String
    /// "florist", "dj", "security_medical".
    public var trade: String

    public init(id: VendorID, name: String, trade: String) {
        (self.id, self.name, self.trade) = (id, name, trade)
    }

    public var isSecurity: Bool { trade == "security_medical" }
}
