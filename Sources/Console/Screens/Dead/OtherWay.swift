import RealtimeProtocol
import Wedding

/// How somebody can be told whose device takes nothing.
struct OtherWay: Equatable {
    enum Kind: Equatable {
        case told(String)
        case through(PersonID)
    }

    let words: String
    let kind: Kind
}

extension ConsoleState {
    func ways(to id: PersonID) -> [OtherWay] {
        guard let day, let person = day.day.people[id] else { return [] }
        var ways: [OtherWay] = []
        if let channel = person.radioChannel {
            ways.append(
                OtherWay(words: "told by radio, channel \(channel)", kind: .told("by radio")))
        }
        if let phone = person.phone {
            ways.append(OtherWay(words: "told by phone, \(phone)", kind: .told("by phone")))
        }
        if let backup = person.backup {
            ways.append(
                OtherWay(
                    words: "send to \(day.day.name(of: backup)), who tells them in person",
                    kind: .through(backup)))
        }
        return ways
    }
}

func answerOtherWay(
    _ id: DeadLetter.ID, _ selected: Int, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard let way = state.ways(to: id.person)[safe: selected], let day = state.day,
        let letter = state.deadLetters.first(where: { $0.id == id })
    else { return [] }
    let name = day.day.name(of: id.person)
    switch way.kind {
    case .told(let how):
        state.say("\(name) was told \(how)")
        return [.send(.handleDeadLetter(id, .discard(note: "told \(how)")))]
    case .through(let person):
        let other = day.day.name(of: person)
        state.say("Sent to \(other), who will tell \(name)")
        let text = "Please tell \(name): \(letter.text)"
        return [
            send(text, to: [.person(person)], max(letter.priority, .high), &state),
            .send(.handleDeadLetter(id, .discard(note: "sent to \(other) to tell in person"))),
        ]
    }
}
