import DequeModule
import RealtimeCore
import RealtimeProtocol
import Wedding

/// The log as it is read over sockets: each entry with who gets it, so that a reader who comes back
/// gets exactly what they would have got.
struct WireLog {
    struct Entry {
        let event: LogEvent
        let roles: Set<Role>
        /// Those among them whose role does not get it anyway.
        let people: [PersonID]
        let isForStation: Bool
        let subscribers: JournalEntry.Subscribers?

        /// Whether everyone of a reader's class gets it.
        func isFor(classOf subscriber: Subscriber) -> Bool {
            subscriber.principal == .station ? isForStation : roles.contains(subscriber.role)
        }

        /// The stream in which `subscriber` gets this entry; nil when they do not.
        func stream(for subscriber: Subscriber) -> String? {
            if isFor(classOf: subscriber) { return subscriber.className }
            guard let person = subscriber.person, people.contains(person) else { return nil }
            return WireEvent.ownStream
        }
    }

    /// An entry on its way to one reader, with the offset before it in its stream.
    struct Missed {
        let entry: Entry
        let stream: String
        let previous: Int
    }

    let epoch: String
    private let entriesMax: Int
    private var entries: Deque<Entry> = []
    /// The offsets of each stream, rising; those of trimmed entries go with them.
    private var offsets: [Stream: Deque<Int>] = [:]
    /// The last offset of each stream that was trimmed away.
    private var trimmed: [Stream: Int] = [:]
    private var trimmedThrough = 0
    /// Entries that changed who may see what.
    private var changes: Deque<(offset: Int, subscribers: JournalEntry.Subscribers)> = []

    private enum Stream: Hashable {
        case role(Role)
        case person(PersonID)
        case station
    }

    init(epoch: String, entriesMax: Int) {
        (self.epoch, self.entriesMax) = (epoch, entriesMax)
        // Room that is not used costs nothing; to move ten thousand entries takes a turn.
        entries.reserveCapacity(entriesMax + 1)
    }

    var head: Int { entries.last?.event.offset ?? trimmedThrough }

    private func stream(_ name: String, of subscriber: Subscriber) -> Stream? {
        if name == WireEvent.ownStream { return subscriber.person.map { .person($0) } }
        return subscriber.principal == .station ? .station : .role(subscriber.role)
    }

    private func streams(of entry: Entry) -> [Stream] {
        entry.roles.map { .role($0) } + entry.people.map { .person($0) }
            + (entry.isForStation ? [.station] : [])
    }

    /// Where a reader's stream stands after the newest entry. Complexity: O(1).
    func end(_ name: String, of subscriber: Subscriber) -> Int {
        guard let stream = stream(name, of: subscriber) else { return 0 }
        return offsets[stream]?.last ?? trimmed[stream] ?? 0
    }

    /// What a journal kept. Where streams stood before its first entry nobody needs to know:
    /// whoever asks for what is older gets a snapshot.
    mutating func restore(_ history: [JournalEntry], roleOf: (PersonID) -> Role?) {
        trimmedThrough = (history.first?.event.offset ?? 1) - 1
        for entry in history { _ = append(entry, roleOf: roleOf) }
    }

    /// Complexity: O(streams of the entry).
    mutating func append(_ written: JournalEntry, roleOf: (PersonID) -> Role?) -> Entry {
        let roles = Set(written.roles)
        let entry = Entry(
            event: written.event, roles: roles,
            people: written.people.filter { person in
                roleOf(person).map { !roles.contains($0) } ?? false
            }, isForStation: written.isForStation, subscribers: written.subscribers)
        for stream in streams(of: entry) {
            offsets[stream, default: []].append(entry.event.offset)
        }
        if let subscribers = written.subscribers {
            changes.append((entry.event.offset, subscribers))
        }
        entries.append(entry)
        if entries.count > entriesMax { trim() }
        return entry
    }

    private mutating func trim() {
        let first = entries.removeFirst()
        trimmedThrough = first.event.offset
        for stream in streams(of: first) { trimmed[stream] = offsets[stream]?.popFirst() }
        if changes.first?.offset == first.event.offset { changes.removeFirst() }
    }

    func entry(_ offset: Int) -> Entry? {
        guard let first = entries.first?.event.offset, offset >= first else { return nil }
        let index = offset - first
        return index < entries.count ? entries[index] : nil
    }

    /// Whether all that a reader may have missed after `offset` is here.
    func holds(after offset: Int) -> Bool { offset >= trimmedThrough && offset <= head }

    /// Whether something after `offset` changed what a reader may see, also by entries that they do
    /// not get. Complexity: O(such entries).
    func changesRights(of subscriber: Subscriber, after offset: Int) -> Bool {
        changes.reversed().lazy.prefix { $0.offset > offset }.contains {
            $0.subscribers.includes(subscriber)
        }
    }

    /// What a reader missed after `offset`, oldest first, at most `max` entries.
    ///
    /// Complexity: O(log entries + `max`).
    func missed(by subscriber: Subscriber, after offset: Int, max: Int) -> [Missed] {
        let names = [subscriber.className] + (subscriber.person == nil ? [] : [WireEvent.ownStream])
        var cursors = names.compactMap { name -> (name: String, rest: Deque<Int>, index: Int)? in
            guard let stream = stream(name, of: subscriber), let rest = offsets[stream] else {
                return nil
            }
            return (name, rest, rest.firstIndex(after: offset))
        }
        var missed: [Missed] = []
        while missed.count < max {
            let next = cursors.indices.filter { cursors[$0].index < cursors[$0].rest.count }
                .min { cursors[$0].rest[cursors[$0].index] < cursors[$1].rest[cursors[$1].index] }
            guard let next else { break }
            let (name, rest, index) = cursors[next]
            cursors[next].index += 1
            if let entry = entry(rest[index]) {
                let before = index > 0 ? rest[index - 1] : beforeFirst(name, subscriber)
                missed.append(Missed(entry: entry, stream: name, previous: before))
            }
        }
        return missed
    }

    /// The offset after which a reader misses at most `count` entries. Complexity: O(log entries).
    func offset(beforeLast count: Int, of subscriber: Subscriber, after offset: Int) -> Int {
        var (low, high) = (offset, head)
        while low < high {
            let middle = (low + high) / 2
            if countMissed(by: subscriber, after: middle) > count {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func countMissed(by subscriber: Subscriber, after offset: Int) -> Int {
        [subscriber.className, WireEvent.ownStream].reduce(0) { sum, name in
            guard let stream = stream(name, of: subscriber), let rest = offsets[stream] else {
                return sum
            }
            return sum + rest.count - rest.firstIndex(after: offset)
        }
    }

    private func beforeFirst(_ name: String, _ subscriber: Subscriber) -> Int {
        stream(name, of: subscriber).flatMap { trimmed[$0] } ?? 0
    }

    /// The offset before `offset` in a stream. Complexity: O(log entries).
    func previous(to offset: Int, in name: String, of subscriber: Subscriber) -> Int {
        guard let stream = stream(name, of: subscriber), let rest = offsets[stream] else {
            return beforeFirst(name, subscriber)
        }
        let index = rest.firstIndex(after: offset - 1)
        return index > 0 ? rest[index - 1] : beforeFirst(name, subscriber)
    }

    /// The first offset at or after a moment, less one. Complexity: O(log entries).
    func offset(before moment: Timestamp) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].event.at < moment { low = middle + 1 } else { high = middle }
        }
        return low < entries.count ? entries[low].event.offset - 1 : head
    }
}

extension Deque<Int> {
    /// Of rising numbers: where the first one greater than `number` stands.
    fileprivate func firstIndex(after number: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
