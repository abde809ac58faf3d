import RealtimeProtocol
import Wedding

/// What the shell asks about those who come by a socket.
extension RealtimeCore {
    /// Why another socket may not be opened now; nil when it may.
    public func refusal(of visitor: Visitor, at now: Timestamp) -> ProtocolError? {
        let mode = mode(at: now)
        if connections.count >= min(mode.connectionsMax, limits.connectionsMax) {
            return .connections("This host has reached its connection limit. Try again later.")
        }
        if connections.count(at: visitor.address) >= limits.connectionsPerAddressMax {
            return .connections(
                "This address holds \(limits.connectionsPerAddressMax) connections, the limit for one address."
            )
        }
        guard let person = visitor.principal.person.flatMap({ state.day.people[$0] }) else {
            return nil
        }
        let devices = connections.devices(of: person.id)
        if let sockets = devices[visitor.device] {
            return sockets < limits.connectionsPerDeviceMax
                ? nil
                : .connections(
                    "This device holds \(limits.connectionsPerDeviceMax) connections, the limit for one device."
                )
        }
        return devices.count < person.role.devicesMax ? nil : .devices(max: person.role.devicesMax)
    }

    /// The day as somebody may see it, with the offset it is at.
    public func view(for reader: Reader) -> DayState {
        Self.view(of: state, for: reader, historyMax: .max)
    }

    /// The same, of a copy of the day: beside the core's own loop. Complexity: O(the day).
    ///
    /// - Parameter historyMax: How many of the newest entries that they may see it holds.
    public static func view(
        of state: DayState, for reader: Reader, historyMax: Int
    ) -> DayState {
        Visibility(state: state).view(for: reader, historyMax: historyMax)
    }

    /// An entry in the words that a reader may read. Whether they get it at all is in its audience.
    public func redacted(_ event: LogEvent, for reader: Reader) -> LogEvent {
        Visibility(state: state).redacted(event, for: reader)
    }

    public func reader(_ principal: Principal) -> Reader? { Reader(principal, in: state.day) }

    public func dayMode(at now: Timestamp) -> DayMode { mode(at: now) }

    public func isCeremonyOn(at now: Timestamp) -> Bool { isCeremony(at: now) }

    /// Audit rows to show to whoever may read them.
    public var auditTrail: [AuditEntry] { audit.entries }

    /// At the station people of companies say what is so of themselves, and call for help. It is
    /// the station's own word: it costs nobody else anything, and speaks for nobody else.
    mutating func atDesk(
        _ submission: Submission, from id: ConnectionID, at now: Timestamp
    ) -> [Effect] {
        connections.heard(id, at: now)
        let named = stationSubject(submission)
        let visitor: Speaker.Visitor
        if let person = named.flatMap({ state.day.people[$0] }), person.vendor != nil {
            visitor = .person(person)
        } else {
            visitor = named == nil && submission.change.isCallForHelp ? .nobody : .stranger
        }
        let speaker = Speaker.station(device: connections.device(id), visitor)
        let said = Submission(
            id: submission.id, change: submission.change,
            actor: speaker.user.map { .person($0.id) } ?? .feed("check-in desk"),
            via: .vendorTerminal, saidAt: submission.saidAt, text: submission.text)
        return submit(said, from: id, by: speaker, at: now)
    }

    private func stationSubject(_ submission: Submission) -> PersonID? {
        switch submission.change {
        case .presence(.checkIn(let person, _, _)), .presence(.activity(let person, .departed)),
            .presence(.eta(let person, _)):
            person
        case .alert(.raise(let alert)) where alert.kind == .helpRequest: submission.actor?.person
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day, .atomic:
            nil
        }
    }

    /// What is said at a station, and by whom.
    func checkStation(_ visitor: Speaker.Visitor) throws(ProtocolError) {
        guard case .stranger = visitor else { return }
        throw .forbidden(
            "The check-in station accepts only arrivals, departures, arrival times and calls for help from vendors' people."
        )
    }
}

extension Change {
    fileprivate var isCallForHelp: Bool {
        if case .alert(.raise(let alert)) = self { alert.kind == .helpRequest } else { false }
    }
}
