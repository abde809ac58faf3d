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

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .field: self = .field(try body.entity, try body.need(\.edit, "edit"), base: body.base)
        case .text:
            self = .text(
                try body.entity, try body.need(\.field, "field"), try body.need(\.op, "op"),
                base: try body.need(\.base, "base"))
        case .propose: self = .propose(try body.need(\.proposed, "proposed"))
        case .accept: self = .accept(try body.need(\.proposal, "proposal"))
        case .decline: self = .decline(try body.need(\.proposal, "proposal"))
        case .add: self = .add(try body.need(\.newItem, "new_item"))
        case .delete: self = .delete(try body.need(\.item, "item"))
        case .move:
            self = .move(try body.need(\.item, "item"), after: body.after, order: body.order ?? 0)
        case .resolve:
            guard let id = body.conflictId else {
                // Somebody who decides names the conflict; the core writes all of it.
                guard let conflict = body.conflict else { throw body.missing("conflict_id") }
                self = .settle(conflict)
                return
            }
            if let decision = body.settled {
                self = .resolve(id, decision)
            } else {
                let value = try body.need(\.edit, "edit")
                self = .resolve(
                    id, Conflict.Decision(by: .system, at: .zero, value: value, text: ""))
            }
        }
    }

    package func write(to body: inout ChangeBody) {
        switch self {
        case .field(.item(let item), let edit, let base):
            (body.item, body.edit, body.base) = (item, edit, base)
        case .field(let entity, let edit, let base):
            (body.entity, body.edit, body.base) = (entity, edit, base)
        case .text(let entity, let field, let operation, let base):
            (body.entity, body.field, body.op, body.base) = (entity, field, operation, base)
        case .propose(let proposal): body.proposed = proposal
        case .accept(let id), .decline(let id): body.proposal = id
        case .add(let item): body.newItem = item
        case .delete(let item): body.item = item
        case .move(let item, let after, let order):
            (body.item, body.after, body.order) = (item, after, order)
        case .settle(let conflict): body.conflict = conflict
        case .resolve(let id, let decision):
            (body.conflictId, body.settled, body.edit) = (id, decision, decision.value)
        }
    }
}
