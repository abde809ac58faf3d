import RealtimeProtocol
import Wedding

/// Which links are open, whose they are, and when each was last heard.
package struct WebSocketManager: Sendable {
    struct Connection: Sendable {
        /// nil at a station, where nobody in particular stands.
        let person: PersonID?
        var purpose = Event.Purpose.device
        /// Whether it is a screen of the host itself, which is no device of its own.
        var isHost: Bool { purpose == .host || purpose == .replay }
        let since: Timestamp
        var device = ""
        var address = ""
        var lastHeard: Timestamp
        /// When its person last did something by hand.
        var lastActed: Timestamp
    }

    private var connections: [ConnectionID: Connection] = [:]
    private var byPerson: [PersonID: [ConnectionID]] = [:]
    /// Sockets by device, of those who came by one.
    private var devices: [PersonID: [String: Int]] = [:]
    private var addresses: [String: Int] = [:]
    /// Who sits at a screen of the host itself.
    private var hosts: Set<PersonID> = []
    /// Of them, those who really sit there.
    private var present: Set<PersonID> = []
    /// People whose last link dropped, when it was last heard, and when it dropped.
    private var dropped: [PersonID: (heard: Timestamp, at: Timestamp)] = [:]
    /// Who has had a link that lasted for a beat: one that only says a word is no device.
    private var owners: Set<PersonID> = []
    private var mode: (now: DayMode, since: Timestamp)?
    private var links: [PersonID: Presence.Link] = [:]
    private var busy: Set<PersonID> = []

    /// Without an act by hand for this long a person is idle, then away.
    static let idleAfter = Duration.minutes(2)
    static let awayAfter = Duration.minutes(10)

    init() {}

    var count: Int { connections.count }

    mutating func open(
        _ id: ConnectionID, _ person: PersonID, _ purpose: Event.Purpose, at now: Timestamp
    ) {
        precondition(connections[id] == nil, "connection \(id.rawValue) opened twice")
        connections[id] = Connection(
            person: person, purpose: purpose, since: now, lastHeard: now, lastActed: now)
        guard purpose != .host, purpose != .replay else {
            hosts.insert(person)
            if purpose == .host { present.insert(person) }
            return
        }
        byPerson[person, default: []].append(id)
        dropped[person] = nil
    }

    mutating func open(_ id: ConnectionID, _ peer: PeerInfo, at now: Timestamp) {
        let (person, device) = (peer.principal.person, peer.device)
        addresses[peer.address, default: 0] += 1
        if let person {
            open(id, person, .device, at: now)
            devices[person, default: [:]][device, default: 0] += 1
        }
        connections[id] = Connection(
            person: person, since: now, device: device, address: peer.address,
            lastHeard: now, lastActed: now)
    }

    func isOnlyAtHost(_ person: PersonID) -> Bool {
        byPerson[person] == nil && hosts.contains(person)
    }

    /// Whether there is something that a letter could reach, now or when it is back.
    func hasDevice(_ person: PersonID) -> Bool {
        byPerson[person] != nil || owners.contains(person)
    }

    /// Who has a device, for the host's memory.
    var deviceOwners: Set<PersonID> { owners.union(byPerson.keys) }

    /// Of before a restart.
    mutating func restore(deviceOwners people: some Sequence<PersonID>) { owners.formUnion(people) }

    func devices(of person: PersonID) -> [String: Int] { devices[person] ?? [:] }

    func count(at address: String) -> Int { addresses[address] ?? 0 }

    /// - Returns: whose it was.
    mutating func close(_ id: ConnectionID, at now: Timestamp) -> PersonID? {
        guard let connection = connections.removeValue(forKey: id) else { return nil }
        countDown(&addresses, connection.address)
        guard let person = connection.person, !connection.isHost else {
            let screens = connections.values.filter(\.isHost)
            hosts = Set(screens.compactMap(\.person))
            present = Set(screens.filter { $0.purpose == .host }.compactMap(\.person))
            return connection.person
        }
        countDown(&devices[person, default: [:]], connection.device)
        if devices[person]?.isEmpty == true { devices[person] = nil }
        byPerson[person]?.removeAll { $0 == id }
        if byPerson[person]?.isEmpty == true {
            byPerson[person] = nil
            let lasted = connection.lastHeard - connection.since
            if lasted >= DayMode.weddingDay.heartbeat { owners.insert(person) }
            dropped[person] = (connection.lastHeard, now)
            busy.remove(person)
        }
        return person
    }

    private func countDown(_ counts: inout [String: Int], _ key: String) {
        counts[key] = (counts[key] ?? 0) > 1 ? counts[key]! - 1 : nil
    }

    func person(_ id: ConnectionID) -> PersonID? { connections[id]?.person }

    func device(_ id: ConnectionID) -> String { connections[id]?.device ?? "" }

    mutating func heard(_ id: ConnectionID, at now: Timestamp) {
        connections[id]?.lastHeard = now
    }

    mutating func acted(_ id: ConnectionID, at now: Timestamp) {
        connections[id]?.lastActed = now
    }

    mutating func setBusy(_ person: PersonID, _ isBusy: Bool) {
        if isBusy { busy.insert(person) } else { busy.remove(person) }
    }

    /// The newest sign of any of a person's links; nil when no device of theirs is known.
    func lastHeard(_ person: PersonID, at now: Timestamp) -> Timestamp? {
        if present.contains(person) { return now }
        return byPerson[person]?.compactMap { connections[$0]?.lastHeard }.max()
            ?? (owners.contains(person) ? dropped[person]?.heard : nil)
    }

    /// Whether something sent now could arrive, as far as we know.
    func isReachable(_ person: PersonID) -> Bool {
        byPerson[person] != nil && links[person] != .offline
    }

    /// The best that a person's connections allow to say.
    private func link(
        _ person: PersonID, heard: Timestamp, acted: Timestamp, _ mode: DayMode, at now: Timestamp
    ) -> Presence.Link {
        // Right after the beat quickened, the last one may be as old as the slower beat allows.
        let isFromBefore = self.mode.map { heard < $0.since } ?? false
        let beat = isFromBefore ? DayMode.normal.heartbeat : mode.heartbeat
        let missed = (now - heard).milliseconds / beat.milliseconds
        if missed >= 3 { return .offline }
        if missed >= 2 { return .weak }
        if busy.contains(person) { return .busy }
        let quiet = now - acted
        return quiet >= Self.awayAfter ? .away : quiet >= Self.idleAfter ? .idle : .online
    }

    /// Somebody who just opened a socket is online. Complexity: O(1), whoever else is here.
    mutating func arrived(_ person: PersonID, at now: Timestamp) -> PresenceUpdate? {
        let link: Presence.Link = busy.contains(person) ? .busy : .online
        guard links[person] != link else { return nil }
        links[person] = link
        return PresenceUpdate(person: person, link: link, lastSeen: now)
    }

    /// Links that changed. A dropped one is held for a while, because phones change cells.
    mutating func sweep(_ mode: DayMode, at now: Timestamp) -> [PresenceUpdate] {
        if self.mode?.now != mode { self.mode = (mode, now) }
        var updates: [PresenceUpdate] = []
        for (person, ids) in byPerson {
            var (heard, acted) = (Timestamp.zero, Timestamp.zero)
            for id in ids {
                heard = max(heard, connections[id]?.lastHeard ?? .zero)
                acted = max(acted, connections[id]?.lastActed ?? .zero)
            }
            let link = link(person, heard: heard, acted: acted, mode, at: now)
            guard links[person] != link else { continue }
            links[person] = link
            updates.append(PresenceUpdate(person: person, link: link, lastSeen: heard))
        }
        for (person, drop) in dropped where now - drop.at >= mode.dropHold {
            let gone: Presence.Link = owners.contains(person) ? .offline : .none
            guard let link = links[person], link != gone else { continue }
            links[person] = gone
            updates.append(PresenceUpdate(person: person, link: gone, lastSeen: drop.heard))
        }
        // Dictionary order differs between runs; effects must not.
        return updates.sorted { $0.person < $1.person }
    }
}
