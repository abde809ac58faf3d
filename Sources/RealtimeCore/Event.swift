import RealtimeProtocol
import Wedding

/// One open link of a person's device or console.
package struct ConnectionID: Hashable, Sendable, Comparable {
    package let rawValue: UInt64
    package init(_ rawValue: UInt64) { self.rawValue = rawValue }
    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What happens to the core. Every event arrives with its moment.
package enum Event: Sendable {
    case connected(ConnectionID, PersonID, Purpose)
    /// A socket was admitted; it follows the log through the streams of its reader.
    case arrived(ConnectionID, PeerInfo)
    case disconnected(ConnectionID)
    /// Devices that were heard, in order of id.
    case beats([ConnectionID])
    case received(ConnectionID, ClientMessage)
    /// What the check-in station was told by somebody who stands at it.
    case atStation(ConnectionID, Submission)
    /// How the slowest sockets do.
    case measured([LinkStats])
    /// Something about tokens and logins, for the audit log.
    case audited(AuditEntry.Kind, by: Actor, String)
    /// Something no person said: a sensor, a weather office.
    case observed(Submission)
    /// Everything in the log up to here survives a crash.
    case committed(through: Int)
    /// The disk takes nothing, and why. What was written waits for it.
    case journalFailed(String)
    /// The clock on the wall was set, by so much; the host's own time goes on as it did.
    case stepped(Duration)
    /// Time passed; once a second while anything is open.
    case tick

    package enum Purpose: Sendable, Equatable {
        /// The venue's own console: heard as long as it is open.
        case host
        /// As the host's, of a day that is played: its user is where the script says.
        case replay
        /// Gets what is addressed to its person, and says that it did.
        case device
    }
}

/// Who is at the other end of a socket.
package struct PeerInfo: Sendable, Equatable {
    package let principal: Principal
    /// Tells a person's devices apart.
    package let device: String
    package let address: String

    package init(principal: Principal, device: String, address: String) {
        (self.principal, self.device, self.address) = (principal, device, address)
    }
}

/// What the core asks of the world, to be done in this order.
package enum Effect: Sendable, Equatable {
    /// One unit: all of it is written, or nothing.
    case append([JournalEntry])
    /// An entry that is durable, for whoever may read it.
    case show(JournalEntry)
    case send(ServerMessage, to: Audience)
}

/// Who gets a message. The shell knows the members.
package enum Audience: Sendable, Equatable {
    case connection(ConnectionID)
    /// A person's devices.
    case person(PersonID)
    /// Consoles of people with one of these roles, or named.
    case consoles(roles: Set<Role>, people: [PersonID])
}
