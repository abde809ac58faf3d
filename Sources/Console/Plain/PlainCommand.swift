import RealtimeProtocol
import Wedding

/// A line that somebody types while the day runs as lines: the console's commands in words.
package enum PlainCommand: Equatable, Sendable {
    case send(ClientMessage)
    case demo(DemoCommand)
    case quit
    /// Lines to print.
    case say([String])

    package static let help = [
        "ack a-04                 acknowledge: you have seen it and own it",
        "resolve a-04 WHY         end an alert, with a reason",
        "shelve a-04 5 WHY        silence for up to 15 minutes (critical: 5, with a reason)",
        "all-clear a-04 WHY       end an emergency, with a reason",
        "here NAME                check somebody in",
        "start i-27, end i-27     start or end an item",
        "delay i-27 10            move an item and items that depend on it",
        "say NAME: WORDS          send a message",
        "who NAME                 show where somebody is",
        "alerts, now, late        list open alerts, running items, late people",
        "pause, next, faster, slower, +15   control the replay",
        "quit",
    ]

    /// - Parameters:
    ///   - line: What was typed.
    ///   - state: The day as it is.
    ///   - number: Counts the submissions of this session, so that ids differ.
    package static func parse(
        _ line: String, _ state: DayState, me: PersonID, at now: Timestamp, number: Int
    ) -> PlainCommand {
        PlainReader(state: state, me: me, now: now, number: number).read(line.sanitised)
    }
}

private struct PlainReader {
    let state: DayState
    let me: PersonID
    let now: Timestamp
    let number: Int

    func read(_ line: String) -> PlainCommand {
        let words = line.split(separator: " ").map(String.init)
        guard let verb = words.first?.lowercased() else { return .say([]) }
        let rest = words.dropFirst().joined(separator: " ")
        switch verb {
        case "help", "?": return .say(PlainCommand.help)
        case "quit", "q": return .quit
        case "pause": return .demo(.togglePause)
        case "next": return .demo(.nextEvent)
        case "faster": return .demo(.faster)
        case "slower": return .demo(.slower)
        case "+15": return .demo(.seek(minutes: 15))
        case "ack", "resolve", "shelve", "all-clear": return alert(verb, words.dropFirst())
        case "start", "end", "delay": return item(verb, words.dropFirst())
        case "here": return person(rest) { submit(.presence(.checkIn($0.id, zone: nil))) }
        case "who": return person(rest) { .say([whereabouts($0)]) }
        case "say": return say(rest)
        case "alerts": return .say(alerts)
        case "now": return .say(running)
        case "late": return .say(late)
        default:
            return .say(["Unknown command \"\(verb)\". Type help for a list."])
        }
    }

    private func submit(
        _ change: Change, _ text: String = "", priority: Priority? = nil
    ) -> PlainCommand {
        submit(.write(change), text, priority: priority)
    }

    private func submit(
        _ request: Request, _ text: String = "", priority: Priority? = nil
    ) -> PlainCommand {
        .send(
            .submit(
                Submission(
                    id: "plain-\(now.milliseconds)-\(number)", request: request, saidAt: now,
                    text: text, priority: priority)))
    }

    private func alert(_ verb: String, _ words: ArraySlice<String>) -> PlainCommand {
        guard let word = words.first, let alert = state.alert(AlertID(word)) else {
            let open = state.openAlerts.map(\.id.rawValue).joined(separator: " ")
            return .say(["Which alert? Open: \(open.isEmpty ? "none" : open)"])
        }
        let why = words.dropFirst().joined(separator: " ")
        switch verb {
        case "ack":
            return submit(.alert(.acknowledge(alert.id, zone: nil)), why, priority: alert.priority)
        case "resolve":
            return why.isEmpty
                ? .say(["Add a reason: resolve \(alert.id) found at the gate"])
                : submit(.alert(.resolve(alert.id)), why)
        case "all-clear":
            return why.isEmpty
                ? .say(["Add a reason: all-clear \(alert.id) 30 min since the last thunder"])
                : submit(.alert(.allClear(alert.id)), "ALL CLEAR: " + why, priority: .emergency)
        default:
            guard let minutes = Int(words.dropFirst().first ?? ""), (1...15).contains(minutes)
            else {
                return .say(["Add minutes and a reason: shelve \(alert.id) 5 Sol covers"])
            }
            let why = words.dropFirst(2).joined(separator: " ")
            return submit(.alert(.shelve(alert.id, until: now + .minutes(minutes))), why)
        }
    }

    private func item(_ verb: String, _ words: ArraySlice<String>) -> PlainCommand {
        guard let word = words.first, let item = state.day.items[ItemID(word)] else {
            let next = state.day.runOfShow.filter { !$0.isOver }.prefix(4)
                .map { "\($0.id) \($0.title)" }.joined(separator: ", ")
            return .say(["Which item? Next: \(next)"])
        }
        switch verb {
        case "start": return submit(.timeline(.start(item.id)))
        case "end": return submit(.timeline(.end(item.id)))
        default:
            guard let minutes = Int(words.dropFirst().first ?? ""), (1...240).contains(minutes)
            else {
                return .say(["Add minutes, 1 to 240: delay \(item.id) 10"])
            }
            return submit(
                .timeline(.shift(state.day.chain(from: item.id), minutes: minutes)), "delay",
                priority: .critical)
        }
    }

    /// By id, or by a part of the name that only one person has.
    private func person(_ text: String, _ then: (Person) -> PlainCommand) -> PlainCommand {
        let needle = text.trimmedSpaces.lowercased()
        if let known = state.day.people[PersonID(needle)] { return then(known) }
        let found = state.day.people.filter {
            !needle.isEmpty && $0.name.lowercased().contains(needle)
        }
        if found.count == 1 { return then(found[0]) }
        if found.isEmpty { return .say(["No person matches \"\(text)\"."]) }
        return .say(["Which one? \(found.prefix(6).map(\.name).joined(separator: ", "))"])
    }

    private func say(_ text: String) -> PlainCommand {
        let parts = text.split(separator: ":", maxSplits: 1).map { $0.trimmedSpaces }
        guard parts.count == 2, !parts[1].isEmpty else {
            return .say(["Name a person and a message: say Ben: the van is here"])
        }
        return person(parts[0]) { person in
            submit(.send(MessageDraft(to: [.person(person.id)])), parts[1], priority: .normal)
        }
    }

    private func clock(_ moment: Timestamp) -> String { state.day.clock.local(moment).hourMinute }

    private func whereabouts(_ person: Person) -> String {
        let presence = state.presence[person.id] ?? Presence()
        let place = presence.zone.map { " at " + state.day.name(of: $0) } ?? ""
        let seen = presence.lastSeen.map { ", last seen " + clock($0) } ?? ""
        let phone = person.phone.map { ", " + $0 } ?? ""
        let why = state.unreachable(person.id, at: now).map { ", unreachable: " + $0 } ?? ""
        return
            "\(person.name) \(state.status(of: person, at: now).word)\(place)\(seen)\(why)\(phone)"
    }

    private var alerts: [String] {
        let open = state.openAlerts.map { alert in
            "\(alert.id) \(alert.priority.word) \(alert.text) (\(alert.stateWords(state.day.clock)))"
        }
        return open.isEmpty ? ["No alert is open."] : open
    }

    private var running: [String] {
        let running = state.day.runOfShow.filter { $0.status == .running }
        let next = state.day.runOfShow.first { $0.status == .planned && $0.start > now }
        let here = "\(state.hereCount(at: now)) of \(state.expectedCount) here"
        return running.map { "\(clock($0.start)) \($0.id) \($0.title), running" }
            + (next.map { ["\(clock($0.start)) \($0.id) \($0.title), next"] } ?? []) + [here]
    }

    private var late: [String] {
        let people = state.day.people.filter {
            [.late, .missing].contains(state.status(of: $0, at: now))
        }
        return people.isEmpty ? ["Nobody is late or missing."] : people.map(whereabouts)
    }
}
