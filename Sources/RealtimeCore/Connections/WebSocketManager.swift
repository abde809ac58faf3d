import RealtimeProtocol
import Wedding

/// Which links are open, whose they are, and when each was last heard.
public struct WebSocketManager: Sendable {
    struct Connection: Sendable {
        let person: PersonID
        let purpose: Event.Purpose
        var lastHeard: Timestamp
    }

    private var connections: [ConnectionID: Connection] = [:]
    private var byPerson: [PersonID: [ConnectionID]] = [:]
    /// People whose last link dropped, and when it was last heard.
    private var dropped: [PersonID: Timestamp] = [:]
    private var links: [PersonID: Presence.Link] = [:]

    init() {}

    var count: Int { connections.count }

    mutating func open(
        _ id: ConnectionID, _ person: PersonID, _ purpose: Event.Purpose, at now: Timestamp
    ) {
        precondition(connections[id] == nil, "connection \(id.rawValue) opened twice")
        connections[id] = Connection(person: person, purpose: purpose, lastHeard: now)
        guard purpose != .host else { return }
        byPerson[person, default: []].append(id)
        dropped[person] = nil
    }

    /// - Returns: whose it was.
    mutating func close(_ id: ConnectionID) -> PersonID? {
        guard let connection = connections.removeValue(forKey: id) else { return nil }
        guard connection.purpose != .host else { return connection.person }
        byPerson[connection.person]?.removeAll { $0 == id }
        if byPerson[connection.person]?.isEmpty == true {
            byPerson[connection.person] = nil
            dropped[connection.person] = connection.lastHeard
        }
        return connection.person
    }

    func person(_ id: ConnectionID) -> PersonID? { connections[id]?.person }

    mutating func heard(_ id: ConnectionID, at now: Timestamp) {
        connections[id]?.lastHeard = now
    }

    /// The newest sign of any of a person's links.
    func lastHeard(_ person: PersonID) -> Timestamp? {
        byPerson[person]?.compactMap { connections[$0]?.lastHeard }.max() ?? dropped[person]
    }

    /// Whether something sent now could arrive, as far as we know.
    func isReachable(_ person: PersonID) -> Bool {
        byPerson[person] != nil && links[person] != .offline
    }

    /// Links that changed: two beats missed is weak, three is offline. A dropped one is held for
    /// a while, because phones change cells.
    mutating func sweep(_ mode: DayMode, at now: Timestamp) -> [PresenceUpdate] {
        var updates: [PresenceUpdate] = []
        for (person, ids) in byPerson {
            let heard = ids.compactMap { connections[$0]?.lastHeard }.max() ?? now
            let missed = (now - heard).milliseconds / mode.heartbeat.milliseconds
            let link: Presence.Link = missed >= 3 ? .offline : missed >= 2 ? .weak : .online
            guard links[person] != link else { continue }
            links[person] = link
            updates.append(PresenceUpdate(person: person, link: link, lastSeen: heard))
        }
        for (person, heard) in dropped where now - heard >= mode.dropHold {
            guard let link = links[person], link != .offline else { continue }
            links[person] = .offline
            updates.append(PresenceUpdate(person: person, link: .offline, lastSeen: heard))
        }
        // Dictionary order differs between runs; effects must not.
        return updates.sorted { $0.person < $1.person }
    }
}
