import CoreRuntime
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Plays a day script: people's devices connect when they check in, beat while they have a signal,
/// confirm what they get, and say what the script says. Time passes a second at a time.
package struct Playback: EventSource {
    private struct Device: Sendable {
        let connection: ConnectionID
        /// Cut off by the script, whatever the signal is.
        var isCut = false
    }

    /// The console at which radio and phone calls are typed in.
    package static let host = ConnectionID(1)
    /// The check-in station, where nobody has a device.
    private static let station = ConnectionID(3)

    /// Far from the ids that a shell gives.
    private static let firstDevice: UInt64 = 1 << 32

    private let script: DayScript
    private let hostUser: PersonID
    private var row = 0
    private var now: Timestamp
    private var ticked: Timestamp
    private var devices: [PersonID: Device] = [:]
    private var connections: UInt64 = 0
    private var hasHost = false
    private var hasStation = false
    private let hasDevices: Bool
    private var zones: [PersonID: Zone] = [:]
    private var submissions = 0
    /// Rows that could not be said, as the product would show them to whoever reads its log.
    package private(set) var skipped: [String] = []

    /// - Parameters:
    ///   - start: The moment before the first event.
    ///   - hasDevices: Whether people's own devices beat once they are here.
    package init(
        script: DayScript, hostUser: PersonID, start: Timestamp, hasDevices: Bool = true
    ) {
        self.script = script
        self.hostUser = hostUser
        self.hasDevices = hasDevices
        (now, ticked) = (start, start)
    }

    package var isOver: Bool { row >= script.rows.count }

    /// The moment of the next row. One received "before" an earlier one comes from a wrong clock:
    /// the core's time never goes back.
    package var nextRowAt: Timestamp? { script.rows[safe: row].map { max($0.receivedAt, now) } }

    package mutating func next(
        through limit: Timestamp, state: DayState
    ) -> (at: Timestamp, events: [Event])? {
        let second = Timestamp(milliseconds: (ticked.milliseconds / 1000 + 1) * 1000)
        if let rowAt = nextRowAt, rowAt <= min(limit, second) {
            now = rowAt
            let events = say(state)
            row += 1
            return (now, events)
        }
        guard second <= limit else { return nil }
        (now, ticked) = (second, second)
        let isBeat = now.milliseconds / 1000 % 10 == 0
        return (now, isBeat ? [.beats(beating), .tick] : [.tick])
    }

    package mutating func answers(to effect: Effect) -> [Event] {
        guard case .send(.event(let event, _), .person(let person)) = effect,
            let device = devices[person], isAlive(person, device)
        else { return [] }
        return [.received(device.connection, .received([event.offset]))]
    }

    private var beating: [ConnectionID] {
        devices.filter { isAlive($0.key, $0.value) }.map(\.value.connection).sorted()
    }

    private func isAlive(_ person: PersonID, _ device: Device) -> Bool {
        !device.isCut && zones[person]?.signal != Zone.Signal.none
    }

    // MARK: Rows

    private mutating func say(_ state: DayState) -> [Event] {
        let row = script.rows[row]
        switch row.action {
        case .derived: return []
        case .linkDown(let person):
            devices[person]?.isCut = true
            // It was heard until the moment it went.
            return devices[person].map { [.beats([$0.connection])] } ?? []
        case .linkUp(let person):
            devices[person]?.isCut = false
            return devices[person].map { [.beats([$0.connection])] } ?? []
        case .ask, .changes, .onAlert, .arrivals, .guestsMove, .guestsLeave, .confirmVersion:
            return requests(row, state).flatMap { submit($0, row, state) }
        }
    }

    private mutating func requests(_ row: DayScript.Row, _ state: DayState) -> [Request] {
        switch row.action {
        case .ask(.send(var draft)):
            draft.version = row.text.contains("v\(state.day.version)") ? state.day.version : nil
            return [.send(draft)]
        case .ask(let request): return [request]
        case .changes(let changes): return changes.map(Request.write)
        case .onAlert(let reference, let action):
            guard let id = alert(reference, state) else {
                skipped.append("line \(row.line): no alert \(reference.name) to act on")
                return []
            }
            return [.write(change(action, id))]
        case .arrivals(let count, let byShuttle, let zone):
            // Somebody with a car may ride along: those who asked for this way come first.
            let waiting = state.day.otherGuests.filter { $0.rsvp == .attending }
            let ordered =
                waiting.filter { $0.takesShuttle == byShuttle }
                + waiting.filter { $0.takesShuttle != byShuttle }
            return [.write(.guest(.arrive(ordered.prefix(count).map(\.id), zone: zone)))]
        case .guestsMove(let zone):
            let here = state.day.otherGuests.filter(\.rsvp.isHere)
            return [.write(.guest(.arrive(here.map(\.id), zone: zone)))]
        case .guestsLeave(let count):
            let here = state.day.otherGuests.filter(\.rsvp.isHere)
            return [.write(.guest(.leave(here.prefix(count).map(\.id))))]
        case .confirmVersion(let version):
            guard let message = state.messages.last(where: { $0.version == version }) else {
                skipped.append("line \(row.line): nobody announced v\(version)")
                return []
            }
            return [.write(.message(.confirm(message.id)))]
        case .derived, .linkDown, .linkUp: return []
        }
    }

    private func change(_ action: DayScript.AlertAction, _ id: AlertID) -> Change {
        switch action {
        case .acknowledge(let zone): .alert(.acknowledge(id, zone: zone))
        case .resolve: .alert(.resolve(id))
        case .update: .alert(.update(id))
        case .allClear: .alert(.allClear(id))
        case .cancel: .alert(.cancel(id))
        case .shelve(let until): .alert(.shelve(id, until: until))
        case .assign(let person): .alert(.assign(id, person))
        }
    }

    /// Ids in a script are the script's own: rule and subject tell which alert is meant.
    private func alert(_ reference: DayScript.AlertReference, _ state: DayState) -> AlertID? {
        let byRule = state.alerts.last {
            $0.rule == reference.rule && $0.about == reference.about
        }
        return (byRule ?? state.alert(AlertID(reference.name)))?.id
    }

    private mutating func submit(
        _ request: Request, _ row: DayScript.Row, _ state: DayState
    ) -> [Event] {
        var events = connectSubjects(of: request, state)
        submissions += 1
        let submission = Submission(
            id: "row-\(row.line)-\(submissions)", request: request, actor: row.actor, via: row.via,
            saidAt: row.saidAt, text: row.text, priority: row.priority, audience: row.audience)
        guard case .person(let actor) = row.actor else { return events + [.observed(submission)] }
        if row.via.isTypedAtHost {
            if !hasHost {
                hasHost = true
                events.append(.connected(Self.host, hostUser, .replay))
            }
            return events + [.received(Self.host, .submit(submission))]
        }
        guard hasDevices else { return events + atStation(submission) }
        events += connect(actor)
        let connection = devices[actor]?.connection ?? Self.host
        return events + [.received(connection, .submit(submission))]
    }

    /// Whoever is reported present has a device with them.
    private mutating func connectSubjects(of request: Request, _ state: DayState) -> [Event] {
        guard case .write(.presence(let change)) = request else { return [] }
        switch change {
        case .checkIn(let person, let zone, _):
            zones[person] = zone.flatMap { state.day.zones[$0] }
            return connect(person)
        case .move(let person, let zone):
            zones[person] = state.day.zones[zone]
            return []
        case .activity(let person, .departed): return disconnect(person)
        case .activity, .eta, .battery, .correct: return []
        }
    }

    private mutating func atStation(_ submission: Submission) -> [Event] {
        defer { hasStation = true }
        let peer = PeerInfo(principal: .station, device: "desk", address: "")
        let arrival: [Event] = hasStation ? [] : [.arrived(Self.station, peer)]
        return arrival + [.atStation(Self.station, submission)]
    }

    private mutating func connect(_ person: PersonID) -> [Event] {
        guard hasDevices, devices[person] == nil else { return [] }
        connections += 1
        let connection = ConnectionID(Self.firstDevice + connections)
        devices[person] = Device(connection: connection)
        return [.connected(connection, person, .device)]
    }

    private mutating func disconnect(_ person: PersonID) -> [Event] {
        guard let device = devices.removeValue(forKey: person) else { return [] }
        zones[person] = nil
        return [.disconnected(device.connection)]
    }
}
