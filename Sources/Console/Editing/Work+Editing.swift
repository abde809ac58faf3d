import RealtimeProtocol
import Wedding

/// Opens what is edited: the selected thing, a text, a list to choose from.
func performEditing(_ action: Action, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch action {
    case .edit:
        if let item = state.selectedItem {
            state.timeline.isFollowing = false
            state.selection[.timeline] = item.id.rawValue
            state.layers.append(.form(EntityForm(.item(item.id))))
        } else if let person = state.selectedPerson {
            state.layers.append(.form(EntityForm(.person(person.id))))
        } else {
            state.say("Select a person or an item first. :guests, :tasks and :payments list more")
        }
        return []
    case .note:
        guard let item = state.selectedItem else {
            state.say("Select an item in Timeline first")
            return []
        }
        return openNote(FieldKey(.item(item.id), .notes), &state)
    case .brief: return openNote(FieldKey(.wedding, .brief), &state)
    case .newItem:
        let lines = [
            "Type a time and a title: 16:00 Toast in the barn, or 4 pm - 4:20 pm Toast in the barn"
        ]
        return ask(Dialog("New item", lines, .text, .newItem), &state)
    case .pick(let kind):
        state.layers.append(.picker(EntityPicker(kind)))
        return []
    default: return []
    }
}

func answerEditing(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    switch dialog.purpose {
    case .removeItem(let id):
        let title = state.day?.day.items[id]?.title ?? ""
        if case .form = state.layers.last { state.layers.removeLast() }
        state.say("Removed: \(title)")
        return [state.submit(.edit(.delete(id)), "remove \(title)", priority: .high)]
    case .newItem:
        guard let day = state.day?.day,
            let item = try? NewItem(dialog.input, day, at: state.now)
        else { return [] }
        state.say("Added: \(state.clock(item.item.start)) \(item.item.title). Press e to edit it")
        state.selection[.timeline] = item.item.id.rawValue
        return [state.submit(.edit(.add(item.item)), "new item", priority: .high)]
    default: return []
    }
}

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
            send(text, to: [.person(person)], max(letter.priority, .high), day, &state),
            .send(.handleDeadLetter(id, .discard(note: "sent to \(other) to tell in person"))),
        ]
    }
}
