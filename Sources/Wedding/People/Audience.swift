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
        case .all, .couple, .coordinator, .venue, .catering, .vendors, .weddingParty, .family,
            .security, .itemPeople, .payee, .subject, .helper, .emergencyContacts:
            Self.fixed.first { $0.value == self }?.key ?? ""
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
        let meant = Meant(words, context, self)
        let named = meant.people.compactMap { people.index(of: $0) }
        // By place: to copy each person would cost more than to look at them.
        return people.indices.compactMap { place in
            named.contains(place) || meant.includes(people[place].role, people[place].vendor)
                ? people[place].id : nil
        }
    }

    /// Whether `words` mean somebody.
    func means(_ words: [AudienceWord], _ person: Person, _ context: AudienceContext) -> Bool {
        let meant = Meant(words, context, self)
        return meant.people.contains(person.id) || meant.includes(person.role, person.vendor)
    }
}

/// What words mean on one day, for asking of many people.
private struct Meant {
    private var isEveryone = false
    // A handful each: looking through them is faster than hashing.
    private var roles: [Role] = []
    private(set) var people: [PersonID] = []
    private var vendors: [VendorID] = []

    init(_ words: [AudienceWord], _ context: AudienceContext, _ day: WeddingDay) {
        for word in words {
            switch word {
            case .all: isEveryone = true
            case .couple: roles.append(.couple)
            case .coordinator: roles.append(.coordinator)
            case .venue: roles.append(.venueManager)
            case .catering: roles.append(.caterer)
            case .vendors: roles += Role.allCases.filter(\.isVendor)
            case .weddingParty, .family: roles.append(.weddingParty)
            case .security: vendors += day.vendors.filter(\.isSecurity).map(\.id)
            case .itemPeople:
                people += context.item.flatMap { day.items[$0] }?.everyone ?? []
            case .payee: if let payee = context.payee { vendors.append(payee) }
            case .subject: if let subject = context.subject { people.append(subject) }
            case .helper:
                if let helper = context.subject.flatMap({ day.people[$0] })?.helper {
                    people.append(helper)
                }
            case .emergencyContacts: people += day.emergencyContacts.compactMap(\.person)
            case .person(let id):
                people.append(id)
                let company = VendorID(id.rawValue)
                if day.vendors.index(of: company) != nil { vendors.append(company) }
            case .vendor(let id): vendors.append(id)
            }
        }
    }

    /// Beside those who are named.
    func includes(_ role: Role, _ vendor: VendorID?) -> Bool {
        if isEveryone || roles.contains(role) { return true }
        guard !vendors.isEmpty, let vendor else { return false }
        return vendors.contains(vendor)
    }
}
