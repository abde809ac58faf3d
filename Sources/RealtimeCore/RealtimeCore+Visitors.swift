import RealtimeProtocol
import Wedding

/// What the shell asks about those who come by a socket.
extension RealtimeCore {
    /// Why another socket may not be opened now; nil when it may.
    public func refusal(of visitor: Visitor, at now: Timestamp) -> ProtocolError? {
        let mode = mode(at: now)
        if connections.count >= min(mode.connectionsMax, limits.connectionsMax) {
            return .connections("This host holds as many connections as it may. Try again later.")
        }
        if connections.count(at: visitor.address) >= limits.connectionsPerAddressMax {
            return .connections(
                "This address holds \(limits.connectionsPerAddressMax) connections, as many as one may."
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
                    "This device holds \(limits.connectionsPerDeviceMax) connections, as many as one may."
                )
        }
        return devices.count < person.role.devicesMax ? nil : .devices(max: person.role.devicesMax)
    }

    /// The day as somebody may see it, with the offset it is at.
    public func view(for reader: Reader) -> DayState {
        Visibility(state: state).view(for: reader)
    }

    /// An entry in the words that a reader may read. Whether they get it at all is in its audience.
    public func redacted(_ event: LogEvent, for reader: Reader) -> LogEvent {
        Visibility(state: state).redacted(event, for: reader)
    }

    public func isForDesk(_ event: LogEvent, _ audience: Audience) -> Bool {
        Visibility(state: state).isForDesk(event, audience)
    }

    /// Whose copy of the day an entry makes larger or smaller: they begin anew with what they see.
    public func readersChanged(by event: LogEvent) -> (people: Set<PersonID>, roles: Set<Role>) {
        Visibility(state: state).readersChanged(by: event)
    }

    public func reader(_ principal: Principal) -> Reader? { Reader(principal, in: state.day) }

    public func dayMode(at now: Timestamp) -> DayMode { mode(at: now) }

    public func isCeremonyOn(at now: Timestamp) -> Bool { isCeremony(at: now) }

    /// Audit rows to show to whoever may read them.
    public var auditTrail: [AuditEntry] { audit.entries }

    /// At the station people say what is so of themselves, and nothing else.
    mutating func atDesk(
        _ submission: Submission, from id: ConnectionID, at now: Timestamp
    ) -> [Effect] {
        connections.heard(id, at: now)
        if case .raise(let alert) = submission.change, alert.kind == .helpRequest,
            submission.actor == nil
        {
            let unknown = Submission(
                id: submission.id, change: submission.change, actor: .feed("check-in desk"),
                via: .vendorTerminal, saidAt: submission.saidAt, text: submission.text)
            return submit(unknown, from: id, user: nil, at: now)
        }
        let subject: PersonID?
        switch submission.change {
        case .checkIn(let person, _), .activity(let person, .departed), .eta(let person, _):
            subject = person
        case .raise(let alert) where alert.kind == .helpRequest:
            subject = submission.actor?.person
        default: subject = nil
        }
        guard let user = subject.flatMap({ state.day.people[$0] }) else {
            let error = ProtocolError.forbidden(
                "The check-in station takes arrivals, departures, times and calls for help.")
            return refuse(submission, error, by: .system, to: id, at: now)
        }
        let own = Submission(
            id: submission.id, change: submission.change, actor: .person(user.id),
            via: .vendorTerminal, saidAt: submission.saidAt, text: submission.text,
            priority: submission.priority)
        return submit(own, from: id, user: user, at: now)
    }
}
