import DequeModule
import NIOCore
import RealtimeCore
import RealtimeProtocol
import Wedding

/// Letters that nobody said they have: each entry once for each person, however often it falls due,
/// and after everything that is new.
struct Reminders {
    private struct Key: Hashable {
        let person: PersonID
        let offset: Int
    }

    private var waiting: Deque<Key> = []
    private var known: Set<Key> = []
    var isPlanned = false

    var isEmpty: Bool { waiting.isEmpty }

    mutating func add(_ offset: Int, to person: PersonID) {
        let key = Key(person: person, offset: offset)
        if known.insert(key).inserted { waiting.append(key) }
    }

    mutating func next() -> (person: PersonID, offset: Int)? {
        guard let key = waiting.popFirst() else { return nil }
        known.remove(key)
        return (key.person, key.offset)
    }
}

extension Hub {
    func planReminders() {
        guard !reminders.isEmpty, !reminders.isPlanned else { return }
        reminders.isPlanned = true
        take(on: "remind") { hub in hub.remind() }
    }

    private func remind() -> Chores.Step {
        var units = 1
        // What is new goes first. To find that nobody waits any more takes its time too.
        for look in 1... {
            guard outgoing.isEmpty, units < Chores.unitsPerTurn, let next = reminders.next() else {
                break
            }
            units += remind(next.offset, next.person) + (look % 8 == 0 ? 1 : 0)
        }
        guard !reminders.isEmpty else {
            reminders.isPlanned = false
            return .done(units: units)
        }
        return .more(units: max(units, Chores.unitsPerTurn))
    }

    /// The same entry again, in the same place, to those of a person's sockets that have not
    /// confirmed it, if they still have not. What was only just shown is on its way.
    private func remind(_ offset: Int, _ person: PersonID) -> Int {
        guard let entry = entries.entry(offset), now - entry.event.at >= Self.remindAfter,
            ask({ $0.isWaiting(for: person, at: offset) })
        else { return 0 }
        var units = 0
        for socket in socketsOf[person] ?? [] {
            guard let member = socket.channel(mainTopic), !socket.isBehind,
                socket.confirmedThrough < offset || entry.event.isEmergency,
                let stream = entry.stream(for: socket.reader)
            else { continue }
            units += 1
            let previous = entries.previous(to: offset, in: stream, of: socket.reader)
            let body = encode(entry.event, for: socket.reader, stream, previous)
            push("broadcast", body, to: member, .log)
            // It may have been there before the letter was: the next PONG proves it again.
            socket.confirmedThrough = min(socket.confirmedThrough, offset - 1)
            planCursorPing()
        }
        return units
    }

    private static var remindAfter: Duration { .milliseconds(900) }
}
