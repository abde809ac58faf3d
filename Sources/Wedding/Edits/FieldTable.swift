/// The fields of one kind of entity, and where in it each stands.
package struct FieldTable<Subject: Sendable>: Sendable {
    struct Row: Sendable {
        let field: Field
        let value: FieldKind
        let strategy: Strategy
        let category: RightsCategory
        let privacy: FieldRule.Privacy
        let writing: FieldRule.Writing
        let slot: FieldSlot<Subject>

        init(
            _ field: Field, _ value: FieldKind, _ strategy: Strategy,
            _ category: RightsCategory, _ privacy: FieldRule.Privacy,
            _ writing: FieldRule.Writing, _ slot: FieldSlot<Subject>
        ) {
            (self.field, self.value, self.strategy) = (field, value, strategy)
            (self.category, self.privacy) = (category, privacy)
            (self.writing, self.slot) = (writing, slot)
        }
    }

    let rules: [FieldRule]
    private let slots: [Field: FieldSlot<Subject>]

    init(_ entity: Entity.Kind, _ rows: [Row]) {
        rules = rows.map { row in
            FieldRule(
                entity: entity, field: row.field, value: row.value,
                mayBeEmpty: row.slot.mayBeEmpty, strategy: row.strategy,
                category: row.category, privacy: row.privacy, writing: row.writing)
        }
        slots = Dictionary(uniqueKeysWithValues: rows.map { ($0.field, $0.slot) })
    }

    func value(of subject: Subject, _ field: Field) -> FieldValue {
        slots[field]?.get(subject) ?? .nothing
    }

    /// What does not fit the field changes nothing: it was refused before.
    func set(_ edit: FieldEdit, in subject: inout Subject) {
        slots[edit.field]?.set(&subject, edit.value)
    }

    package func hasAny(where isHidden: (FieldRule) -> Bool) -> Bool {
        rules.contains(where: isHidden)
    }

    /// Takes out what a reader may not see.
    package func erase(
        from subject: inout Subject, where isHidden: (FieldRule) -> Bool
    ) {
        for rule in rules where isHidden(rule) { slots[rule.field]?.erase(&subject) }
    }
}

/// Where a field stands in what it is of.
struct FieldSlot<Subject: Sendable>: Sendable {
    let get: @Sendable (Subject) -> FieldValue
    let set: @Sendable (inout Subject, FieldValue) -> Void
    let erase: @Sendable (inout Subject) -> Void
    var mayBeEmpty = false

    typealias Path<Value> = WritableKeyPath<Subject, Value> & Sendable

    static func text(_ path: Path<String>) -> Self {
        Self(
            get: { .text($0[keyPath: path]) },
            set: { subject, value in
                subject[keyPath: path] = value.text ?? subject[keyPath: path]
            }, erase: { $0[keyPath: path] = "" })
    }

    static func optional(_ path: Path<String?>) -> Self {
        Self(
            get: { .optional($0[keyPath: path]) }, set: { $0[keyPath: path] = $1.text },
            erase: { $0[keyPath: path] = nil }, mayBeEmpty: true)
    }

    static func id<Of>(_ path: Path<Identifier<Of>?>) -> Self {
        Self(
            get: { .optional($0[keyPath: path]?.rawValue) },
            set: { $0[keyPath: path] = $1.text.map { Identifier($0) } },
            erase: { $0[keyPath: path] = nil }, mayBeEmpty: true)
    }

    static func moment(_ path: Path<Timestamp?>) -> Self {
        Self(
            get: { $0[keyPath: path].map { .moment($0) } ?? .nothing },
            set: { $0[keyPath: path] = $1.moment }, erase: { $0[keyPath: path] = nil },
            mayBeEmpty: true)
    }

    static func number(_ path: Path<Int>) -> Self {
        Self(
            get: { .number($0[keyPath: path]) },
            set: { subject, value in
                subject[keyPath: path] = value.number ?? subject[keyPath: path]
            }, erase: { $0[keyPath: path] = 0 })
    }

    /// One of a few words.
    static func word<Word: RawRepresentable<String> & Sendable>(_ path: Path<Word>) -> Self {
        Self(
            get: { .text($0[keyPath: path].rawValue) },
            set: { subject, value in
                subject[keyPath: path] =
                    value.text.flatMap { Word(rawValue: $0) } ?? subject[keyPath: path]
            }, erase: { _ in })
    }

    static func list(_ path: Path<[String]>) -> Self {
        Self(
            get: { .text($0[keyPath: path].joined(separator: ", ")) },
            set: { subject, value in
                subject[keyPath: path] = value.applied(to: subject[keyPath: path])
            }, erase: { $0[keyPath: path] = [] })
    }

    static func ids<Of>(_ path: Path<[Identifier<Of>]>) -> Self {
        Self(
            get: { .text($0[keyPath: path].map(\.rawValue).joined(separator: ", ")) },
            set: { subject, value in
                let names = value.applied(to: subject[keyPath: path].map(\.rawValue))
                subject[keyPath: path] = names.map { Identifier($0) }
            }, erase: { $0[keyPath: path] = [] })
    }

    /// What a kind of change of its own writes.
    static func shown(
        _ get: @escaping @Sendable (Subject) -> FieldValue,
        erase: @escaping @Sendable (inout Subject) -> Void = { _ in }
    ) -> Self {
        Self(get: get, set: { _, _ in }, erase: erase)
    }
}

extension FieldValue {
    static func optional(_ text: String?) -> FieldValue { text.map { .text($0) } ?? .nothing }

    /// Adds to a list, takes from it, or leaves it.
    func applied(to list: [String]) -> [String] {
        switch self {
        case .adding(let element): list.contains(element) ? list : list + [element]
        case .removing(let element): list.filter { $0 != element }
        case .text, .number, .moment, .nothing: list
        }
    }
}
