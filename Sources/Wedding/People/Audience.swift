/// A word of the files for who hears something.
public enum AudienceWord: Sendable, Hashable {
    case all, couple, coordinator, venue, catering, vendors, weddingParty, family, security
    case itemPeople, payee, subject, helper, emergencyContacts
    case person(PersonID)
    case vendor(VendorID)

    private static let fixed: [String: AudienceWord] = [
        "all": .all, "couple": .couple, "coordinator": .coordinator, "venue": .venue,
        "catering": .catering, "vendors": .vendors, "wedding_party": .weddingParty,
        "family": .family, "security": .security, "item_people": .itemPeople, "payee": .payee,
        "subject": .subject, "helper": .helper, "emergency_contacts": .emergencyContacts,
    ]

    static func fixed(_ word: String) -> AudienceWord? { fixed[word] }

    public static var fixedWords: [String] { fixed.keys.sorted() }

    /// - Returns: nil when the word is neither fixed nor an id of this wedding.
    public init?(_ word: String, in day: WeddingDay) {
        if let fixed = Self.fixed[word] {
            self = fixed
        } else if day.people[PersonID(word)] != nil {
            self = .person(PersonID(word))
        } else if day.vendors[VendorID(word)] != nil {
            self = .vendor(VendorID(word))
        } else {
            return nil
        }
    }

    public var word: String {
        switch self {
        case .person(let id): id.rawValue
        case .vendor(let id): id.rawValue
        default: Self.fixed.first { $0.value == self }?.key ?? ""
        }
    }
}

/// What the words that point somewhere point at, for one event.
public struct AudienceContext: Sendable, Equatable {
    public var item: ItemID?
    public var payee: VendorID?
    public var subject: PersonID?

    public init(item: ItemID? = nil, payee: VendorID? = nil, subject: PersonID? = nil) {
        (self.item, self.payee, self.subject) = (item, payee, subject)
    }
}

extension WeddingDay {
    /// The named people that `words` mean, in file order, nobody twice. Guests have no names here;
    /// whoever asks for `all` reaches them too. Complexity: O(people × words).
    public func people(for words: [AudienceWord], _ context: AudienceContext) -> [PersonID] {
        people.filter { means(words, $0, context) }.map(\.id)
    }

    /// Whether `words` mean somebody.
    func means(_ words: [AudienceWord], _ person: Person, _ context: AudienceContext) -> Bool {
        words.contains { includes($0, person, context) }
    }

    private func includes(
        _ word: AudienceWord, _ person: Person, _ context: AudienceContext
    ) -> Bool {
        switch word {
        case .all: true
        case .couple: person.role == .couple
        case .coordinator: person.role == .coordinator
        case .venue: person.role == .venueManager
        case .catering: person.role == .caterer
        case .vendors: person.role.isVendor
        case .weddingParty, .family: person.role == .weddingParty
        case .security: person.vendor.flatMap { vendors[$0] }?.isSecurity == true
        case .itemPeople: context.item.flatMap { items[$0] }?.involves(person.id) == true
        case .payee: context.payee != nil && person.vendor == context.payee
        case .subject: person.id == context.subject
        case .helper: context.subject.flatMap { people[$0] }?.helper == person.id
        case .emergencyContacts: emergencyContacts.contains { $0.person == person.id }
        case .person(let id): person.id == id || person.vendor?.rawValue == id.rawValue
        case .vendor(let id): person.vendor == id
        }
    }
}
