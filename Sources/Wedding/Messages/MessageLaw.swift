extension MessageChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .send(let message):
            // Those it was for when it was said, whoever came near since.
            let route = Route(
                .chat, message.priority, message.recipients.map(AudienceWord.person))
            return law(
                .words(to: message.to), [],
                .holding(.messaging, .manage, and: message.recipients),
                route.notice(message.version == nil ? nil : "run-of-show"), .words)
        case .confirm(let id), .retract(let id):
            let sender = setting.state.messages.last { $0.id == id }?.from.person
            return law(
                .anyone, [.message(id)], .holding(.messaging, .manage, and: [sender]),
                Route(.note, .low, [.coordinator]), .answers)
        case .note:
            return law(
                .level(.messaging, .own, doing: "add notes"), [],
                .holding(.messaging, .manage, and: []), Route(.note, .low, [.coordinator]),
                .words)
        }
    }

    private func law(
        _ right: Right, _ names: [Reference], _ viewers: Viewers, _ route: Route,
        _ bucket: RateBucket
    ) -> Law {
        Law(
            right: right, names: names, adds: nil, viewers: .authorAnd(viewers),
            isLendable: false, station: .asVendors, redaction: .none, route: route, bucket: bucket,
            audit: nil, rows: [], isShownAtOnce: true)
    }
}
