extension EventWords {
    func words(
        _ change: EditChange, _ event: LogEvent, _ said: String
    ) -> (String, String) {
        switch change {
        case .field(let entity, let edit, _):
            let value = state.words(edit.value, FieldKey(entity, edit.field))
            return (
                "change",
                "\(state.name(of: entity)): \(edit.field.words) \(value), \(actor(event.by))" + said
            )
        case .text(let entity, let field, _, _):
            return (
                "text",
                "\(state.name(of: entity)), \(field.words), edited by \(actor(event.by))"
            )
        case .propose(let proposal):
            let value = state.words(proposal.edit.value, proposal.key)
            return (
                "proposal",
                "\(state.name(of: proposal.entity)): \(proposal.edit.field.words) \(value)" + said
            )
        case .accept(let id):
            return ("proposal", "\(actor(event.by)) accepts\(proposal(id))" + said)
        case .decline(let id):
            return ("proposal", "\(actor(event.by)) declines\(proposal(id))" + said)
        case .resolve(let id, let decision):
            guard let key = state.conflict(id)?.key else {
                return ("settled", "a conflict, by \(actor(event.by))" + said)
            }
            let value = state.words(decision.value.value, key)
            return ("settled", "\(state.name(of: key.entity)): \(value)" + said)
        case .add(let item): return ("new", item.title + said)
        case .delete(let id): return ("taken out", title(id) + said)
        case .move(let id, _, _): return ("moved", title(id) + said)
        case .settle(let conflict):
            let about = "\(state.name(of: conflict.entity)): \(conflict.field.words)"
            return ("conflict", text(event, or: about))
        }
    }
}
