import TestSupport
import Testing
import Wedding

/// Every stored property of an entity is a field whose privacy is said, or is named here as open to
/// whoever sees the entity: a new one is neither, until somebody decides.
@Suite("Privacy")
struct PrivacyTests {
    private static let open: [Entity.Kind: Set<String>] = [
        .guest: [
            "id", "nameLatin", "party", "side", "isChild", "seat", "person", "takesShuttle",
        ],
        .person: [
            "id", "nameLatin", "role", "title", "isLead", "isKey", "vendor", "radioChannel",
            "backup", "helper",
        ],
        .item: [
            "id", "titleLatin", "publicTitle", "kind", "alternativeZone", "after", "startedAt",
            "endedAt", "standbyAt", "calledFor", "ready", "originalStart", "plannedEnd",
            // Taken out with the notes.
            "cue",
        ],
        .vendor: ["id"],
        .task: ["id", "item"],
        .table: ["id", "number", "zone"],
        .payment: ["id", "vendor", "kind", "currency", "method", "notify"],
        .custody: ["id", "confirmBy", "heardAt"],
    ]
    /// Properties that a field names otherwise.
    private static let fields: [String: Field] = [
        "amountMinor": .amount, "isDone": .status, "lastHolder": .holder,
    ]

    @Test("no stored property of an entity is read without a privacy that somebody decided")
    func properties() throws {
        let day = Sample.wedding
        let subjects: [(Entity.Kind, Any?)] = [
            (.guest, day.guests.first), (.person, day.people.first), (.item, day.items.first),
            (.vendor, day.vendors.first), (.task, day.duties.first), (.table, day.tables.first),
            (.payment, day.payments.first), (.custody, day.custody.first),
        ]
        for (kind, subject) in subjects {
            let rules = Set(FieldRule.all.filter { $0.entity == kind }.map(\.field))
            let labels = Mirror(reflecting: try #require(subject)).children.compactMap(\.label)
            #expect(labels.count > 2)
            for label in labels where Self.open[kind]?.contains(label) != true {
                let field = Self.fields[label] ?? Field(rawValue: Self.snake(label))
                #expect(field.map(rules.contains) == true, "\(kind).\(label): who may read it?")
            }
        }
    }

    private static func snake(_ label: String) -> String {
        label.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }

    @Test("what guests eat is for who serves it, and for who may edit guests")
    func meals() {
        let readers = Role.allCases.filter {
            $0.level(.guests) >= .edit || $0.servesMeals
        }
        #expect(Set(readers) == [.couple, .coordinator, .venueManager, .caterer])
    }
}
