import RealtimeProtocol
import Wedding

/// Rights on single fields, and on deciding what others wish.
extension RealtimeAuth {
    /// One field of anything but an item.
    func checkField(_ key: FieldKey, by user: Person) -> Verdict {
        guard let rule = Strategy.rule(key) else {
            return .refused(
                .invalid("A \(key.entity.kind.rawValue) has no field \(key.field.words)."))
        }
        return check(rule.category, owns: owns(key.entity, user), user, "change that")
    }

    /// Money is never one's own to write; what one holds, owns, or is, is.
    func owns(_ entity: Entity, _ user: Person) -> Bool {
        switch entity {
        case .item(let id): state.day.items[id]?.involves(user.id) == true
        case .vendor(let id): user.vendor == id
        case .person(let id): id == user.id
        case .task(let id): state.day.duties[id]?.owner == user.id
        case .guest(let id): state.day.guests[id]?.person == user.id
        case .custody(let id): state.day.custody[id]?.lastHolder == user.id
        case .table, .payment, .wedding: false
        }
    }

    func isOwnWish(_ id: Proposal.ID, _ user: Person) -> Bool {
        state.openWishes.contains { $0.id == id && $0.by == .person(user.id) }
    }

    /// Deciding about an item needs the right to edit it, not only to propose.
    func mayEdit(_ entity: Entity, _ user: Person) -> Verdict? {
        guard let item = entity.item else { return nil }
        switch checkEdit(item, by: user) {
        case .allowed: return nil
        case .refused(let error): return .refused(error)
        case .proposal, .sighting:
            return .refused(
                .forbidden("\(user.name) may propose that, and somebody else decides."))
        }
    }

    /// Whoever manages the field's category, or edits it as the lead.
    func decides(_ key: FieldKey, _ user: Person, _ doing: String) -> Verdict {
        let category = Strategy.rule(key)?.category ?? .timeline
        return need(category, user.isLead ? .edit : .manage, user, doing)
    }
}
