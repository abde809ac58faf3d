import RealtimeProtocol
import Wedding

/// What the shell asks about those who come by a socket.
extension RealtimeCore {
    /// Why another socket may not be opened now; nil when it may.
    package func refusal(of peer: PeerInfo, at now: Timestamp) -> ProtocolError? {
        let mode = mode(at: now)
        if connections.count >= min(mode.connectionsMax, limits.connectionsMax) {
            return .connections("This host has reached its connection limit. Try again later.")
        }
        if connections.count(at: peer.address) >= limits.connectionsPerAddressMax {
            return .connections(
                "This address holds \(limits.connectionsPerAddressMax) connections, the limit for one address."
            )
        }
        guard let person = peer.principal.person.flatMap({ state.day.people[$0] }) else {
            return nil
        }
        let devices = connections.devices(of: person.id)
        if let sockets = devices[peer.device] {
            return sockets < limits.connectionsPerDeviceMax
                ? nil
                : .connections(
                    "This device holds \(limits.connectionsPerDeviceMax) connections, the limit for one device."
                )
        }
        return devices.count < person.role.devicesMax ? nil : .devices(max: person.role.devicesMax)
    }

    /// The day as somebody may see it, with the offset it is at.
    package func view(for subscriber: Subscriber) -> DayState {
        Self.view(of: state, for: subscriber, historyMax: .max)
    }

    /// The same, of a copy of the day: beside the core's own loop. Complexity: O(the day).
    ///
    /// - Parameter historyMax: How many of the newest entries that they may see it holds.
    package static func view(
        of state: DayState, for subscriber: Subscriber, historyMax: Int
    ) -> DayState {
        Visibility(state: state).view(for: subscriber, historyMax: historyMax)
    }

    /// An entry in the words that a reader may read. Whether they get it at all is in its audience.
    package func redacted(_ event: LogEvent, for subscriber: Subscriber) -> LogEvent {
        Visibility(state: state).redacted(event, for: subscriber)
    }

    package func subscriber(_ principal: Principal) -> Subscriber? {
        Subscriber(principal, in: state.day)
    }

    package func dayMode(at now: Timestamp) -> DayMode { mode(at: now) }

    package func isCeremonyOn(at now: Timestamp) -> Bool { isCeremony(at: now) }

    /// Audit rows to show to whoever may read them.
    package var auditTrail: [AuditEntry] { audit.entries }

    /// At the station whoever is called for a time says what is so of themselves and of what they
    /// bring, and calls for help. It is the station's own word: it costs nobody else anything, and
    /// speaks for nobody else.
    mutating func atStation(
        _ submission: Submission, from id: ConnectionID, at now: Timestamp
    ) -> [Effect] {
        connections.heard(id, at: now)
        let named = stationSubject(submission)
        let peer: Speaker.Caller
        if let person = named.flatMap({ state.day.people[$0] }), person.signsIn {
            peer = .person(person)
        } else {
            peer = named == nil && submission.request.isCallForHelp ? .nobody : .stranger
        }
        let speaker = Speaker.station(device: connections.device(id), peer)
        let said = Submission(
            id: submission.id, request: submission.request,
            actor: speaker.user.map { .person($0.id) } ?? .feed("check-in desk"),
            via: .vendorTerminal, saidAt: submission.saidAt, text: submission.text)
        return submit(said, from: id, by: speaker, at: now)
    }

    private func stationSubject(_ submission: Submission) -> PersonID? {
        if submission.request.isCallForHelp { return submission.actor?.person }
        guard case .write(let change) = submission.request else { return nil }
        switch change {
        case .presence(.checkIn(let person, _, _)), .presence(.activity(let person, .departed)),
            .presence(.eta(let person, _)), .presence(.correct(let person, _)):
            return person
        case .message(.confirm): return submission.actor?.person
        case .task(.piece(let id, _)):
            // Whoever stands there ticks what their company brings, whatever else they may do.
            let company = submission.actor?.person.flatMap { state.day.people[$0]?.vendor }
            return company != nil && company == state.day.pieces[id]?.vendor
                ? submission.actor?.person : nil
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
            return nil
        }
    }

    /// What is said at a station, and by whom.
    func checkStation(_ peer: Speaker.Caller) throws(ProtocolError) {
        guard case .stranger = peer else { return }
        throw .forbidden(
            "The check-in station accepts only arrivals, departures, arrival times, confirmations, ticks of equipment and calls for help from people who are called for a time."
        )
    }
}

extension Request {
    fileprivate var isCallForHelp: Bool {
        if case .raise(let call) = self { call.kind == .helpRequest } else { false }
    }
}
