extension EditChange {
    func law(_ setting: LawSetting) -> Law {
        let state = setting.state
        switch self {
        case .field(.item(let id), let edit, _): return item(id, edit, setting)
        case .field(let entity, let edit, _):
            return field(FieldKey(entity, edit.field), edit, setting)
        case .text(let entity, let field, _, _):
            return text(FieldKey(entity, field), setting)
        case .propose(let proposal): return proposed(proposal, .coreOnly, [], [.coordinator])
        case .accept(let id), .decline(let id):
            let isAccepted = kind == .accept
            let proposal = state.proposals.last { $0.id == id }
            let author = proposal?.by.person.map { [AudienceWord.person($0)] } ?? []
            let right = Right.answer(id, isAccepted: isAccepted)
            let items = isAccepted ? [proposal?.entity.item].compactMap { $0 } : []
            return proposed(
                proposal, .touching(items, right), [.proposal(id)], [.coordinator] + author)
        case .add(let item): return added(item)
        case .delete(let id):
            let people = state.deletedItems[id]?.item.everyone ?? []
            let words = [.couple, .coordinator] + people.map(AudienceWord.person)
            return moved(
                id, [.item(id)], .deletedItem(id),
                Route(.timelineChange, .high, words).about(item: id), RowKey.gone(.item(id)),
                isShownAtOnce: true)
        case .move(let id, let after, _):
            return moved(
                id, [.item(id)] + (after.map { [.item($0)] } ?? []), .item(id), nil, [],
                isShownAtOnce: false)
        case .settle(let conflict):
            let loser = [conflict.loser.by.person].compactMap { $0 }
            return settled(conflict, .coreOnly, [], loser, .always(.override))
        case .resolve(let id, _):
            let conflict = state.conflict(id)
            let sides = conflict.map { [$0.winner, $0.loser] } ?? []
            return settled(
                conflict, .touching([conflict?.item].compactMap { $0 }, .settle(id)),
                [.conflict(id)], sides.compactMap(\.by.person), .withWord(.override))
        }
    }

    private static let runOfShow = Right.level(.timeline, .edit, doing: "change the run of show")

    /// What a station shows of an item; the rest is the crew's.
    private static let stationFields: Set<Field> = [
        .title, .start, .end, .zone, .owner, .people, .visibility,
    ]

    private func item(_ id: ItemID, _ edit: FieldEdit, _ setting: LawSetting) -> Law {
        let field = edit.field
        let isTime = field == .start || field == .end
        let route = Route(.timelineChange, .high, Route.planned, more: .dependants([id]))
        return Law(
            right: .touching([id], .item(id)), names: [.item(id)], adds: nil,
            viewers: .authorAnd(.itemField(id, field)), isLendable: true,
            station: Self.stationFields.contains(field) ? .companiesAt([id]) : .never,
            redaction: Redaction(words: .forCrew([id]), rest: isTime ? .whole : .detail(id)),
            resets: resets(FieldKey(.item(id), field), edit, setting),
            route: route.about(item: id).notice("item \(id) \(field.rawValue)"), bucket: .words,
            audit: ceremonyAudit(id, setting), rows: RowKey.changed(.item(id)),
            isShownAtOnce: true)
    }

    private func ceremonyAudit(_ id: ItemID, _ setting: LawSetting) -> AuditRule? {
        id == setting.day.ceremony ? .always(.ceremonyEdited) : nil
    }

    private func field(_ key: FieldKey, _ edit: FieldEdit, _ setting: LawSetting) -> Law {
        let rest: Redaction.Rest
        if case .person(let id) = key.entity { rest = .person(id) } else { rest = .whole }
        let notice = "\(key.entity.kind.rawValue) \(key.entity.id) \(key.field.rawValue)"
        return Law(
            right: .field(key), names: [Reference(key.entity)].compactMap { $0 }, adds: nil,
            viewers: .authorAnd(.field(key)), isLendable: isLendable(key), station: .asVendors,
            redaction: Redaction(words: .hiddenAtStations, rest: rest),
            resets: resets(key, edit, setting), route: route(key, edit, setting)?.notice(notice),
            bucket: .words, audit: nil,
            rows: rows(key.entity), isShownAtOnce: true)
    }

    /// An item that is shown to fewer, what is somebody else's, who takes part.
    private func resets(_ key: FieldKey, _ edit: FieldEdit, _ setting: LawSetting) -> Resets {
        let category = FieldRule.of(key)?.category ?? .timeline
        guard key.entity.item != nil || key.entity.kind == .task else { return .nobody }
        if edit.field == .visibility { return .rolesBelow(.edit, .timeline) }
        if edit.field == .owner {
            let next = edit.value.text.map { [PersonID($0)] } ?? []
            return .weak(next + setting.former(key), category)
        }
        guard edit.field == .people, let element = edit.value.element else { return .nobody }
        return .weak([PersonID(element)], category)
    }

    private func isLendable(_ key: FieldKey) -> Bool {
        let category = FieldRule.of(key)?.category
        return category == .timeline || category == .vendors
    }

    private func rows(_ entity: Entity) -> [RowKey] {
        switch entity {
        case .item(let id): RowKey.changed(.item(id))
        case .task(let id): RowKey.changed(.duty(id))
        case .guest(let id): RowKey.changed(.guest(id))
        case .vendor, .person, .table, .payment, .custody, .wedding: []
        }
    }

    private func route(_ key: FieldKey, _ edit: FieldEdit, _ setting: LawSetting) -> Route? {
        switch key.entity {
        case .guest(let id):
            if key.field == .table { return GuestChange.seated(setting) }
            let isMeal = key.field == .diet || key.field == .meal
            return isMeal ? GuestChange.answered(id, setting) : nil
        case .table:
            guard key.field == .seats else { return nil }
            return Route(.seating, .normal, [.venue, .catering, .coordinator])
        case .payment(let id):
            // As it is with the edit, before it is applied and after: as urgent both times.
            var status = setting.day.payments[id]?.status
            if key.field == .status, case .text(let word) = edit.value {
                status = Payment.Status(rawValue: word) ?? status
            }
            return status.flatMap { TaskChange.payment(id, $0, setting) }
        case .vendor: return Route(.vendorUpdate, .normal, [.couple, .coordinator])
        case .task(let id):
            let owner = setting.day.duties[id]?.owner.map { [AudienceWord.person($0)] } ?? []
            return Route(.task, .normal, owner + [.coordinator])
        case .custody(let id): return TaskChange.custody(id, setting)
        case .person(let id):
            guard key.field == .callTime else { return nil }
            return Route(.vendorUpdate, .high, [.person(id), .coordinator])
        case .item, .wedding: return nil
        }
    }

    private func text(_ key: FieldKey, _ setting: LawSetting) -> Law {
        let item = key.entity.item
        return Law(
            right: item.map { .touching([$0], .itemText($0)) } ?? .field(key),
            names: [Reference(key.entity)].compactMap { $0 }, adds: nil,
            viewers: .authorAnd(item.map { .itemField($0, key.field) } ?? .field(key)),
            isLendable: isLendable(key), station: .never,
            redaction: item.map { Redaction(words: .forCrew([$0]), rest: .detail($0)) } ?? .none,
            resets: .nobody, route: nil, bucket: .words,
            audit: item.flatMap { ceremonyAudit($0, setting) },
            rows: [], isShownAtOnce: false)
    }

    private func proposed(
        _ proposal: Proposal?, _ right: Right, _ names: [Reference], _ words: [AudienceWord]
    ) -> Law {
        Law(
            right: right, names: names, adds: nil,
            viewers: .holding(.timeline, .edit, and: [proposal?.by.person]), isLendable: true,
            station: .asVendors, redaction: .none, resets: .nobody,
            route: Route(.proposal, .high, words),
            bucket: .words, audit: nil, rows: [], isShownAtOnce: false)
    }

    private func added(_ item: TimelineItem) -> Law {
        Law(
            right: Self.runOfShow, names: [], adds: .item(item.id), viewers: .item(item.id),
            isLendable: true, station: .asVendors,
            redaction: Redaction(words: .forCrew([item.id]), rest: .item(item)),
            resets: .nobody,
            route: Route(.timelineChange, .high, Route.planned).about(item: item.id),
            bucket: .words, audit: nil, rows: RowKey.added(.item(item.id)), isShownAtOnce: true)
    }

    /// Taken out, or put elsewhere.
    private func moved(
        _ id: ItemID, _ names: [Reference], _ viewers: Viewers, _ route: Route?, _ rows: [RowKey],
        isShownAtOnce: Bool
    ) -> Law {
        Law(
            right: .touching([id], Self.runOfShow), names: names, adds: nil, viewers: viewers,
            isLendable: true, station: .asVendors,
            redaction: Redaction(words: .forCrew([id]), rest: .whole), resets: .nobody,
            route: route,
            bucket: .words, audit: nil, rows: rows, isShownAtOnce: isShownAtOnce)
    }

    private func settled(
        _ conflict: Conflict?, _ right: Right, _ names: [Reference], _ people: [PersonID],
        _ audit: AuditRule
    ) -> Law {
        Law(
            right: right, names: names, adds: nil,
            viewers: conflict.map { .sides($0) } ?? .nobody,
            isLendable: conflict.map { isLendable($0.key) } ?? false, station: .asVendors,
            redaction: .none,
            resets: .nobody,
            route: Route(
                .conflictLost, .high, people.map(AudienceWord.person) + [.coordinator]),
            bucket: .words, audit: audit, rows: [], isShownAtOnce: false)
    }
}
