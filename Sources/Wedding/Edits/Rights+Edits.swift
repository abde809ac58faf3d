/// Rights on single fields, on deciding what others propose, and the ceremony's locks.
extension Rights {
    /// Whatever is written there; of a few words whichever they may choose.
    package func verdict(on key: FieldKey, by user: Person) -> Verdict {
        let rule = FieldRule.of(key)
        if rule?.strategy == .text {
            let text = EditChange.text(key.entity, key.field, TextOperation(), base: 0)
            return verdict(.edit(text), by: user, reason: "")
        }
        let values: [FieldValue] =
            if case .word(let words)? = rule?.value { words.map { .text($0) } } else { [.nothing] }
        let verdicts = values.map { value in
            let change = FieldEdit(key.field, value).change(of: key.entity, base: nil)
            return verdict(change, by: user, reason: "")
        }
        return verdicts.first { $0 == .allowed } ?? verdicts.first { $0 == .proposal }
            ?? verdicts[0]
    }

    func item(_ id: ItemID, by user: Person) -> Verdict {
        guard let item = state.day.items[id] ?? state.deletedItems[id]?.item else {
            return .refused(.notFound("item \(id)"))
        }
        let level = state.level(.timeline, of: user)
        let maySetCeremony = id != state.day.ceremony || state.level(.ceremony, of: user) >= .edit
        if level >= .edit && maySetCeremony { return .allowed }
        if level >= .own && item.involves(user.id) { return .proposal }
        return .refused(lacks(.timeline, user, "change \(item.title)"))
    }

    func text(of id: ItemID, by user: Person) -> Verdict {
        if id == state.day.ceremony, state.level(.ceremony, of: user) < .edit {
            return need(.ceremony, .edit, user, "edit the ceremony's notes")
        }
        let isTheirs = state.day.items[id]?.involves(user.id) == true
        return need(.timeline, isTheirs ? .own : .edit, user, "edit these notes")
    }

    func move(_ ids: [ItemID], by user: Person) -> Verdict {
        let touchesCeremony = ids.contains { $0 == state.day.ceremony }
        if touchesCeremony, state.level(.ceremony, of: user) < .edit {
            return need(.ceremony, .edit, user, "move the ceremony")
        }
        return need(.timeline, .edit, user, "move items")
    }

    /// One field of anything but an item.
    func field(_ key: FieldKey, by user: Person) -> Verdict {
        guard let rule = FieldRule.of(key) else {
            return .refused(
                .invalid(
                    "The field \(key.field.words) does not exist for \(key.entity.kind.rawValue)."))
        }
        return need(rule.category, owns(key.entity, user) ? .own : .edit, user, "change this field")
    }

    /// Money is never one's own to write; what one holds, owns, or is, is.
    private func owns(_ entity: Entity, _ user: Person) -> Bool {
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

    func answer(_ id: Proposal.ID, isAccepted: Bool, by user: Person) -> Verdict {
        guard let proposal = state.openProposals.first(where: { $0.id == id }) else {
            return .refused(.notFound("pending proposal \(id)"))
        }
        guard isAccepted else {
            return proposal.by == .person(user.id)
                ? .allowed : decides(proposal.key, user, "answer proposals")
        }
        return mayNotEdit(proposal.entity, user) ?? decides(proposal.key, user, "answer proposals")
    }

    func settle(_ id: Conflict.ID, by user: Person) -> Verdict {
        guard let conflict = state.conflict(id) else {
            return .refused(.notFound("conflict \(id)"))
        }
        return mayNotEdit(conflict.entity, user)
            ?? decides(conflict.key, user, "settle conflicts")
    }

    /// Deciding about an item needs the right to edit it, not only to propose.
    private func mayNotEdit(_ entity: Entity, _ user: Person) -> Verdict? {
        guard let id = entity.item else { return nil }
        switch item(id, by: user) {
        case .allowed: return nil
        case .refused(let refusal): return .refused(refusal)
        case .proposal, .sighting:
            return .refused(
                .forbidden("\(user.name) can propose that; somebody else decides."))
        }
    }

    func decides(_ category: RightsCategory, _ user: Person, _ doing: String) -> Verdict {
        need(category, user.isLead ? .edit : .manage, user, doing)
    }

    private func decides(_ key: FieldKey, _ user: Person, _ doing: String) -> Verdict {
        decides(FieldRule.of(key)?.category ?? .timeline, user, doing)
    }

    /// From an hour before only couple, coordinator and officiant change the ceremony; during it
    /// only a coordinator.
    func lock(on items: [ItemID], _ user: Person) -> Refusal? {
        guard let ceremony = state.day.ceremonyItem, items.contains(ceremony.id) else {
            return nil
        }
        if ceremony.status == .running {
            let isLent = state.openGrant(for: user.id)?.isActive == true
            guard user.role != .coordinator, !(user.role == .venueManager && isLent) else {
                return nil
            }
            return .ceremonyLocked(
                "The ceremony is running. Only a coordinator, or the venue's manager with emergency access, can change it."
            )
        }
        let mayLate: Set<Role> = [.couple, .coordinator, .officiant]
        if now >= ceremony.start - .minutes(60), !mayLate.contains(user.role) {
            return .ceremonyLocked(
                "In the last hour before the ceremony, only the couple, a coordinator or the officiant can change it."
            )
        }
        return nil
    }
}
