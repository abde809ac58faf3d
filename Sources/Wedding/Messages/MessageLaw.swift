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
                route.notice(message.version == nil ? nil : "run-of-show"), .words,
                station: message.station, rest: .message(message))
        case .confirm(let id), .retract(let id):
            let message = setting.state.messages.last { $0.id == id }
            return law(
                .anyone, [.message(id)],
                .holding(.messaging, .manage, and: [message?.from.person]),
                Route(.note, .low, [.coordinator]), .answers, station: message?.station ?? .never)
        case .note:
            return law(
                .level(.messaging, .own, doing: "add notes"), [],
                .holding(.messaging, .manage, and: []), Route(.note, .low, [.coordinator]),
                .words)
        }
    }

    private func law(
        _ right: Right, _ names: [Reference], _ viewers: Viewers, _ route: Route,
        _ bucket: RateBucket, station: StationView = .never, rest: Redaction.Rest = .whole
    ) -> Law {
        Law(
            right: right, names: names, adds: nil, viewers: .authorAnd(viewers),
            isLendable: false, station: station,
            redaction: Redaction(words: .hiddenAtStations, rest: rest), resets: .nobody,
            route: route,
            bucket: bucket, audit: nil, rows: [], isShownAtOnce: true)
    }
}

extension Message {
    /// A station asks for confirmations of the run of show, and shows no words of others.
    package var station: StationView { version == nil ? .never : .signingIn(recipients) }
}
