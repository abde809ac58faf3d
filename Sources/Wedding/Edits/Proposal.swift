/// A change of an item by somebody who takes part in it but may not decide: it waits for approval.
public struct Proposal: Sendable, Equatable, Identifiable, Codable {
    public typealias ID = Identifier<Proposal>

    /// Given by the core when it is written.
    public var id: ID = ""
    public let entity: Entity
    public let edit: FieldEdit
    /// The revision its author saw.
    public let base: Int
    public let by: Actor
    public let at: Timestamp
    public let text: String
    /// What stood there when it was made.
    public var before: FieldValue?
    public var answer: Answer?

    /// What became of it.
    public struct Answer: Sendable, Equatable, Codable {
        public let isAccepted: Bool
        public let by: Actor
        public let text: String
    }

    public init(
        entity: Entity, edit: FieldEdit, base: Int, by: Actor, at: Timestamp, text: String
    ) {
        (self.entity, self.edit, self.base, self.by) = (entity, edit, base, by)
        (self.at, self.text) = (at, text)
    }

    public var key: FieldKey { FieldKey(entity, edit.field) }
    public var side: Conflict.Side { Conflict.Side(by: by, value: edit, at: at, text: text) }
}

/// What must still be so for an atomic unit to be written.
public struct Precondition: Sendable, Equatable, Codable {
    public let entity: Entity
    public let field: Field
    public let revision: Int

    public init(_ key: FieldKey, revision: Int) {
        (entity, field, self.revision) = (key.entity, key.field, revision)
    }

    public var key: FieldKey { FieldKey(entity, field) }
}
