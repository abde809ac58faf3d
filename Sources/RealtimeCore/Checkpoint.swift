import RealtimeProtocol
import Wedding

/// What a core knows at one offset, for a restart to go on from.
package struct Checkpoint: Sendable, Codable {
    package let state: DayState
    let alerts: AlertEngine.History
    let letters: [PersonID: [DeliveryQueue.Letter]]
    /// nil in memories of before it was kept.
    let tally: LetterTally?
    /// Who has a device; nil in memories of before it was kept.
    let deviceOwners: [PersonID]?

    private enum CodingKeys: String, CodingKey {
        case state, letters, tally, deviceOwners
        case alerts = "desk"
    }

    package var offset: Int { state.offset }
}

/// What the journal kept: a memory if there is one, and everything since.
package struct RecoveredLog: Sendable {
    package var checkpoint: Checkpoint?
    /// Entries after the memory.
    package var tail: [JournalEntry] = []
    /// Submissions that are in the log, by their authors' ids.
    package var submissions: [KnownSubmission] = []
    /// Letters since the memory that nobody waits for any more.
    package var settled: Set<DeadLetter.ID> = []
    package var dead: [DeadLetter] = []
    /// Entries before the tail that letters still wait for.
    package var wanted: [LogEvent] = []

    package init() {}
}

/// A submission that the log holds.
package struct KnownSubmission: Sendable {
    package let author: Author
    package let id: String
    package let offset: Int
    package let digest: String?

    package init(_ author: Author, _ id: String, at offset: Int, digest: String?) {
        (self.author, self.id, self.offset, self.digest) = (author, id, offset, digest)
    }
}

extension RealtimeCore {
    /// All that a restart needs, at the offset that is durable.
    package var checkpoint: Checkpoint {
        // What will be in the boxes once it is durable: so it is when this is read.
        var whole = self
        for unit in uncommitted {
            for var posted in unit.posted { whole.post(&posted) }
        }
        return Checkpoint(
            state: state, alerts: alertEngine.history, letters: whole.letters.waiting,
            tally: whole.letters.tally, deviceOwners: connections.deviceOwners.sorted())
    }

    /// Offsets before the tail of which letters still tell.
    package static func wanted(by checkpoint: Checkpoint) -> Set<Int> {
        Set(checkpoint.letters.values.joined().map(\.offset))
    }

    /// Restores the state from the journal. Nothing is decided, sent or raised again: whatever was
    /// due meanwhile comes with the first tick.
    package mutating func restore(_ kept: RecoveredLog) {
        if let checkpoint = kept.checkpoint {
            state = checkpoint.state
            alertEngine.history = checkpoint.alerts
            letters.restore(checkpoint.letters, checkpoint.tally ?? LetterTally())
            counters.events = checkpoint.offset
            connections.restore(
                deviceOwners: checkpoint.deviceOwners ?? Array(checkpoint.letters.keys))
        }
        for event in kept.wanted { events[event.offset] = event }
        for entry in kept.tail { restore(entry) }
        for known in kept.submissions {
            firstResults[known.author, known.id] = FirstResults.Result(
                offset: known.offset, digest: known.digest)
        }
        letters.restore(settled: kept.settled, dead: kept.dead)
        for id in state.presence.keys { state.setLink(id, .none, lastSeen: nil) }
        committed = state.offset
        _ = letters.takeNotes()
    }

    private mutating func restore(_ entry: JournalEntry) {
        let event = entry.event
        state.apply(event)
        counters.events += 1
        // Whoever was sent a letter had a device.
        connections.restore(deviceOwners: entry.addressees)
        var posted = Posted(event: event, addressees: entry.addressees)
        post(&posted)
        alertEngine.restore(event, alertView(at: event.at))
    }
}
