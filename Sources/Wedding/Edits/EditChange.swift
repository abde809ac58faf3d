/// What is edited field by field, proposed, settled, and put into or taken out of the run of show.
public enum EditChange: Sendable, Equatable {
    /// - Parameter base: The revision of the field that its author saw.
    case field(Entity, FieldEdit, base: Int?)
    case text(Entity, Field, TextOperation, base: Int)
    case propose(Proposal)
    case accept(Proposal.ID)
    case decline(Proposal.ID)
    case add(TimelineItem)
    case delete(ItemID)
    /// - Parameter order: The core's to give, from what it goes after.
    case move(ItemID, after: ItemID?, order: Int)
    case settle(Conflict)
    case resolve(Conflict.ID, Conflict.Decision)
}

extension EditChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case field = "sync.edit"
        case text = "sync.text"
        case propose = "proposal.add"
        case accept = "proposal.accept"
        case decline = "proposal.decline"
        case add = "item.add"
        case delete = "item.delete"
        case move = "item.move"
        case resolve = "sync.resolve"
    }

    package var kind: Kind {
        switch self {
        case .field: .field
        case .text: .text
        case .propose: .propose
        case .accept: .accept
        case .decline: .decline
        case .add: .add
        case .delete: .delete
        case .move: .move
        case .settle, .resolve: .resolve
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .field: self = try .field(body.entity, body.need(.edit), base: body.base)
        case .text:
            guard let base = try body.base else { throw body.missing(.base) }
            self = try .text(body.entity, body.need(.field), body.need(.op), base: base)
        case .propose: self = try .propose(body.need(.proposed))
        case .accept: self = try .accept(body.need(.proposal))
        case .decline: self = try .decline(body.need(.proposal))
        case .add: self = try .add(body.need(.newItem))
        case .delete: self = try .delete(body.need(.item))
        case .move:
            self = try .move(
                body.need(.item), after: body.get(.after), order: body.get(.order) ?? 0)
        case .resolve:
            if body.has(.conflictId) {
                self = try .resolve(body.need(.conflictId), body.need(.settled))
            } else {
                self = try .settle(body.need(.conflict))
            }
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .field(let entity, let edit, let base):
            if case .item(let item) = entity {
                try body.put(item, .item)
            } else {
                try body.put(entity, .entity)
            }
            try body.put(edit, .edit)
            try body.put(base, .base)
        case .text(let entity, let field, let operation, let base):
            try body.put(entity, .entity)
            try body.put(field, .field)
            try body.put(operation, .op)
            try body.put(base, .base)
        case .propose(let proposal): try body.put(proposal, .proposed)
        case .accept(let id), .decline(let id): try body.put(id, .proposal)
        case .add(let item): try body.put(item, .newItem)
        case .delete(let item): try body.put(item, .item)
        case .move(let item, let after, let order):
            try body.put(item, .item)
            try body.put(after, .after)
            try body.put(order, .order)
        case .settle(let conflict): try body.put(conflict, .conflict)
        case .resolve(let id, let decision):
            try body.put(id, .conflictId)
            try body.put(decision, .settled)
            try body.put(decision.value, .edit)
        }
    }
}
