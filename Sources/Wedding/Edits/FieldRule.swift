/// One field of one kind of entity: what stands there, how two edits meet, whose right it is, and
/// who may read it. Nothing of it has a default: a new field says all, its privacy too.
public struct FieldRule: Sendable {
    public let entity: Entity.Kind
    public let field: Field
    public let value: FieldKind
    /// Whether nothing may stand there.
    public let mayBeEmpty: Bool
    public let strategy: Strategy
    public let category: RightsCategory
    public let privacy: Privacy
    public let writing: Writing

    /// Of those who see the entity, who may read the field.
    public enum Privacy: Sendable {
        case open
        /// Whoever may edit its category, and whose it is.
        case editors
        /// Whoever serves meals, and whoever may edit its category: others see guests by name and
        /// table.
        case kitchen
        /// Neither for guests nor at stations, nor, at the ceremony, for who may not know of it.
        case crew
    }

    /// How it is changed.
    public enum Writing: Sendable {
        case edit
        /// By a kind of change of its own, such as `rsvp.change`.
        case ownKind
        /// The same, and never in a form.
        case elsewhere
    }

    /// Every field of every entity.
    public static let all =
        TimelineItem.fields.rules + Vendor.fields.rules + Person.fields.rules + Duty.fields.rules
        + Guest.fields.rules + SeatingTable.fields.rules + Payment.fields.rules
        + CustodyThing.fields.rules + [brief]

    private static let brief = FieldRule(
        entity: .wedding, field: .brief, value: .prose, mayBeEmpty: true, strategy: .text,
        category: .timeline, privacy: .editors, writing: .ownKind)

    private struct Place: Hashable {
        let entity: Entity.Kind
        let field: Field
    }

    private static let rules = Dictionary(
        uniqueKeysWithValues: all.map { (Place(entity: $0.entity, field: $0.field), $0) })

    /// - Returns: nil for a field that the entity does not have.
    public static func of(_ key: FieldKey) -> FieldRule? {
        rules[Place(entity: key.entity.kind, field: key.field)]
    }

    private static let moments = Set(all.filter { $0.value == .moment }.map(\.field))

    static func isMoment(_ field: Field) -> Bool { moments.contains(field) }
}

extension FieldEdit {
    /// The change that writes it: of what has a kind of its own, that kind.
    package func change(of entity: Entity, base: Int?) -> Change {
        ownKind(of: entity) ?? .edit(.field(entity, self, base: base))
    }

    private func ownKind(of entity: Entity) -> Change? {
        switch entity {
        case .guest(let id):
            guard field != .table else { return value.text.map { .guest(.seat(id, TableID($0))) } }
            return word(of: .rsvp, Guest.Answer.self).map { .guest(.rsvp(id, $0)) }
        case .payment(let id):
            return word(of: .status, Payment.Status.self).map { .task(.pay(id, $0)) }
        case .task(let id): return field == .status ? .task(.finish(id)) : nil
        case .item, .vendor, .person, .table, .custody, .wedding: return nil
        }
    }

    private func word<Word: RawRepresentable<String>>(of own: Field, _: Word.Type) -> Word? {
        field == own ? value.text.flatMap { Word(rawValue: $0) } : nil
    }
}
