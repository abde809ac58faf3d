import RealtimeProtocol
import Wedding

/// What a core knows at one offset, for a restart to go on from.
public struct CoreMemory: Sendable, Codable {
    public let state: DayState
    let desk: AlertDesk.Memory
    let letters: [PersonID: [Letters.Letter]]
    /// nil in memories of before it was kept.
    let tally: LetterTally?

    public var offset: Int { state.offset }
}

/// What the journal kept: a memory if there is one, and everything since.
public struct Recollection: Sendable {
    public var memory: CoreMemory?
    /// Entries after the memory.
    public var tail: [JournalEntry] = []
    /// Wishes that are in the log, by their authors' ids.
    public var wishes: [KnownWish] = []
    /// Letters since the memory that nobody waits for any more.
    public var settled: Set<DeadLetter.ID> = []
    public var dead: [DeadLetter] = []
    /// Entries before the tail that letters still wait for.
    public var wanted: [LogEvent] = []

    public init() {}
}

/// A wish that the log holds.
public struct KnownWish: Sendable {
    public let author: Author
    public let id: String
    public let offset: Int
    public let digest: String?

    public init(_ author: Author, _ id: String, at offset: Int, digest: String?) {
        (self.author, self.id, self.offset, self.digest) = (author, id, offset, digest)
    }
}

extension RealtimeCore {
    /// All that a restart needs, at the offset that is durable.
    public var memory: CoreMemory {
        // What will be in the boxes once it is durable: so it is when this is read.
        var whole = self
        for unit in uncommitted {
            for var posted in unit.posted { whole.post(&posted) }
        }
        return CoreMemory(
            state: state, desk: desk.memory, letters: whole.letters.waiting,
            tally: whole.letters.tally)
    }

    /// Offsets before the tail of which letters still tell.
    public static func wanted(by memory: CoreMemory) -> Set<Int> {
        Set(memory.letters.values.joined().map(\.offset))
    }

    /// Restores the state from the journal. Nothing is decided, sent or raised again: whatever was
    /// due meanwhile comes with the first tick.
    public mutating func recall(_ kept: Recollection) {
        if let memory = kept.memory {
            state = memory.state
            desk.memory = memory.desk
            letters.take(memory.letters, memory.tally ?? LetterTally())
            counters.events = memory.offset
        }
        for event in kept.wanted { events[event.offset] = event }
        for entry in kept.tail { recall(entry) }
        for wish in kept.wishes {
            firstResults[wish.author, wish.id] = FirstResults.Result(
                offset: wish.offset, digest: wish.digest)
        }
        letters.recall(settled: kept.settled, dead: kept.dead)
        for id in state.presence.keys { state.setLink(id, .none, lastSeen: nil) }
        committed = state.offset
        _ = letters.takeNotes()
    }

    private mutating func recall(_ entry: JournalEntry) {
        let event = entry.event
        state.apply(event)
        counters.events += 1
        var posted = Posted(event: event, addressees: entry.addressees)
        post(&posted)
        desk.recall(event, deskView(at: event.at))
    }
}
