extension TimelineChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .start(let id), .end(let id), .reopen(let id):
            return ofItem(id, setting, .item(id), .companiesAt([id]), progress(id))
        case .skip(let id):
            let route = Route(
                .timelineChange, .high, Route.planned, more: .dependants([id]))
            return ofItem(id, setting, .item(id), .companiesAt([id]), route.about(item: id))
        case .decide(let id, _):
            return ofItem(
                id, setting, .item(id), .never, progress(id), rest: .decision(id),
                isShownAtOnce: false)
        case .standby(let id, let people):
            return cue(id, people, setting, isShownAtOnce: true)
        case .go(let id, let people): return cue(id, people, setting, isShownAtOnce: false)
        case .ready(let id):
            return Law(
                right: .anyone, names: [.item(id)], adds: nil,
                viewers: .detail(id, and: setting.day.items[id]?.calledFor ?? []),
                isLendable: true, station: .never,
                redaction: Redaction(words: .forCrew([id]), rest: .detail(id)),
                resets: .nobody,
                route: Route(.timelineProgress, .normal, [.coordinator]).about(item: id),
                bucket: .answers, audit: nil, rows: [], isShownAtOnce: true)
        case .shift(let ids, let minutes): return shift(ids, minutes, setting)
        case .publish:
            return Law(
                right: .level(.timeline, .edit, doing: "move items"), names: [], adds: nil,
                viewers: .everyone, isLendable: true, station: .asVendors,
                redaction: Redaction(words: .only(.timeline, .edit), rest: .whole), resets: .nobody,
                route: nil,
                bucket: .words, audit: nil, rows: [], isShownAtOnce: true)
        case .ripple:
            return Law(
                right: .coreOnly, names: [], adds: nil,
                viewers: .holding(.timeline, .edit, and: []), isLendable: true,
                station: .asVendors,
                redaction: Redaction(words: .only(.timeline, .edit), rest: .whole),
                resets: .nobody, route: Route(.ripple, .high, [.coordinator]), bucket: .words,
                audit: nil, rows: [],
                isShownAtOnce: false)
        }
    }

    private func progress(_ id: ItemID) -> Route {
        Route(.timelineProgress, .normal, [.coordinator, .itemPeople]).about(item: id)
    }

    private func ofItem(
        _ id: ItemID, _ setting: LawSetting, _ viewers: Viewers, _ station: StationView,
        _ route: Route, people: [PersonID] = [], rest: Redaction.Rest = .whole,
        isShownAtOnce: Bool = true
    ) -> Law {
        Law(
            right: .own(
                setting.day.items[id]?.everyone ?? [], .timeline, doing: "start or end items"),
            names: [.item(id)] + people.map { .person($0) }, adds: nil, viewers: viewers,
            isLendable: true, station: station,
            redaction: Redaction(words: .forCrew([id]), rest: rest), resets: .nobody, route: route,
            bucket: .words,
            audit: nil, rows: RowKey.changed(.item(id)), isShownAtOnce: isShownAtOnce)
    }

    private func cue(
        _ id: ItemID, _ people: [PersonID], _ setting: LawSetting, isShownAtOnce: Bool
    ) -> Law {
        ofItem(
            id, setting, .detail(id, and: people), .never,
            Route(.cue, .critical, people.map(AudienceWord.person)).about(item: id),
            people: people, rest: .detail(id), isShownAtOnce: isShownAtOnce)
    }

    private func shift(_ ids: [ItemID], _ minutes: Int, _ setting: LawSetting) -> Law {
        let isCeremony = ids.contains { $0 == setting.day.ceremony }
        return Law(
            right: .touching(ids, .move(ids)), names: ids.map { .item($0) }, adds: nil,
            viewers: .items(ids),
            isLendable: true, station: .companiesAt(ids),
            redaction: Redaction(
                words: .only(.timeline, .edit),
                rest: .items(ids) { .timeline(.shift($0, minutes: minutes)) }),
            resets: .nobody,
            route: Route(
                .timelineChange, .high, [.couple, .coordinator], more: .everyone(ids),
                .dependants(ids)),
            bucket: .words, audit: isCeremony ? .always(.ceremonyEdited) : nil,
            rows: ids.flatMap { RowKey.changed(.item($0)) }, isShownAtOnce: true)
    }
}

extension Route {
    static let planned: [AudienceWord] = [.couple, .coordinator, .itemPeople]
}
