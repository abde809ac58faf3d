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
        var isForDesk = false

        /// Whether everyone of a reader's class gets it.
        func isFor(classOf reader: Reader) -> Bool {
            reader.principal == .desk ? isForDesk : roles.contains(reader.role)
        }

        /// The stream in which `reader` gets this entry; nil when they do not.
        func stream(for reader: Reader) -> String? {
            if isFor(classOf: reader) { return reader.className }
            guard let person = reader.person, people.contains(person) else { return nil }
            return WireEvent.ownStream
        }
    }

    let epoch: String
    private let entriesMax: Int
    private var entries: Deque<Entry> = []
    private var last = Ends()
    /// Where the streams stood at the first entry that is here.
    private var trimmed = Ends()
    private var trimmedThrough = 0

    /// The last offset of each stream.
    struct Ends {
        private(set) var ofRole: [Role: Int] = [:]
        private(set) var ofPerson: [PersonID: Int] = [:]
        private var ofDesk = 0

        mutating func take(_ entry: Entry) {
            for role in entry.roles { ofRole[role] = entry.event.offset }
            for person in entry.people { ofPerson[person] = entry.event.offset }
            if entry.isForDesk { ofDesk = entry.event.offset }
        }

        func end(_ stream: String, of reader: Reader) -> Int {
            if stream != WireEvent.ownStream {
                return reader.principal == .desk ? ofDesk : ofRole[reader.role] ?? 0
            }
            return reader.person.flatMap { ofPerson[$0] } ?? 0
        }
    }

    init(epoch: String, entriesMax: Int) { (self.epoch, self.entriesMax) = (epoch, entriesMax) }

    var head: Int { entries.last?.event.offset ?? trimmedThrough }

    /// Where a reader's streams stand before the next entry.
    func end(_ stream: String, of reader: Reader) -> Int { last.end(stream, of: reader) }

    /// What a journal kept. Where streams stood before its first entry nobody needs to know:
    /// whoever asks for what is older gets a snapshot.
    mutating func recall(_ history: [JournalEntry], roleOf: (PersonID) -> Role?) {
        trimmedThrough = (history.first?.event.offset ?? 1) - 1
        for entry in history {
            _ = append(
                entry.event, entry.audience, isForDesk: entry.isForDesk, roleOf: roleOf)
        }
    }

    /// - Returns: the entry, and where the streams stood before it.
    mutating func append(
        _ event: LogEvent, _ audience: Audience, isForDesk: Bool,
        roleOf: (PersonID) -> Role?
    ) -> (entry: Entry, before: Ends) {
        let roles = audience.roles
        var entry = Entry(
            event: event, roles: roles,
            people: audience.people.filter { person in
                roleOf(person).map { !roles.contains($0) } ?? false
            })
        entry.isForDesk = isForDesk
        let before = last
        last.take(entry)
        entries.append(entry)
        if entries.count > entriesMax {
            let first = entries.removeFirst()
            trimmed.take(first)
            trimmedThrough = first.event.offset
        }
        return (entry, before)
    }

    /// Complexity: O(entries after it).
    func events(after offset: Int) -> some Sequence<LogEvent> {
        let first = entries.first?.event.offset ?? 1
        return entries.dropFirst(max(0, offset + 1 - first)).lazy.map(\.event)
    }

    func entry(_ offset: Int) -> Entry? {
        guard let first = entries.first?.event.offset, offset >= first else { return nil }
        let index = offset - first
        return index < entries.count ? entries[index] : nil
    }

    /// What a reader missed after `offset`, with the offset before each in its stream; nil when it
    /// is not all here. Complexity: O(entries).
    func missed(
        by reader: Reader, after offset: Int
    ) -> [(entry: Entry, stream: String, previous: Int)]? {
        guard offset >= trimmedThrough, offset <= head else { return nil }
        var ends = trimmed
        var missed: [(Entry, String, Int)] = []
        for entry in entries {
            if entry.event.offset > offset, let stream = entry.stream(for: reader) {
                missed.append((entry, stream, ends.end(stream, of: reader)))
            }
            ends.take(entry)
        }
        return missed
    }

    /// The offset before `offset` in a stream. Complexity: O(entries).
    func previous(to offset: Int, in stream: String, of reader: Reader) -> Int {
        entries.last { $0.event.offset < offset && $0.stream(for: reader) == stream }?
            .event.offset ?? trimmed.end(stream, of: reader)
    }

    /// The first offset at or after a moment, less one.
    func offset(before moment: Timestamp) -> Int {
        (entries.first { $0.event.at >= moment }?.event.offset ?? head + 1) - 1
    }
}
