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
            state.say("Select somebody or an item first; :guests, :tasks and :payments list others")
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
        let lines = ["When, and what: 16:00 Toast in the barn, or 16:00-16:20 Toast in the barn"]
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
        state.say("\(title) is taken out")
        return [state.submit(.deleteItem(id), "take out \(title)", priority: .high)]
    case .newItem:
        guard let day = state.day?.day, let item = NewItem(dialog.input, day, at: state.now) else {
            return []
        }
        state.say("New: \(state.clock(item.item.start)) \(item.item.title). e changes its fields")
        state.selection[.timeline] = item.item.id.rawValue
        return [state.submit(.addItem(item.item), "new item", priority: .high)]
    default: return []
    }
}

/// An item of one typed line: `16:00-16:20 Toast in the barn`.
public struct NewItem: Equatable {
    public let item: TimelineItem

    /// - Returns: nil for what `complaint` has words for.
    public init?(_ line: String, _ day: WeddingDay, at now: Timestamp) {
        guard Self.complaint(line, day) == nil, let (times, title) = Self.parts(line, day),
            let start = times.first
        else { return nil }
        item = TimelineItem(
            id: ItemID("i-\(now.milliseconds)"), title: title, kind: .admin, start: start,
            end: times.count == 2 ? times[1] : start + .minutes(15))
    }

    /// What is wrong with a line; nil when nothing is.
    static func complaint(_ line: String, _ day: WeddingDay) -> String? {
        guard let (times, _) = parts(line, day) else {
            return "A time and a title: 16:00 Toast in the barn"
        }
        guard times.count < 2 || times[1] > times[0] else { return "It ends before it begins." }
        return nil
    }

    /// Up to five in the morning belongs to the night after the day.
    private static func parts(_ line: String, _ day: WeddingDay) -> ([Timestamp], String)? {
        let words = line.trimmedSpaces.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return nil }
        let times = words[0].split(separator: "-", omittingEmptySubsequences: false).map { text in
            let parts = text.split(separator: ":").compactMap { Int($0) }
            guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else {
                return nil as Timestamp?
            }
            let date = parts[0] < 6 ? day.date.adding(days: 1) : day.date
            return day.clock.moment(date, hour: parts[0], minute: parts[1])
        }
        let known = times.compactMap { $0 }
        guard known.count == times.count, (1...2).contains(known.count) else { return nil }
        return (known, String(words[1]).sanitised)
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
                    words: "sent to \(day.day.name(of: backup)), to tell them in person",
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
        state.say("Sent to \(other), to tell \(name)")
        let text = "Please tell \(name): \(letter.text)"
        return [
            send(text, to: [.person(person)], max(letter.priority, .high), day, &state),
            .send(.handleDeadLetter(id, .discard(note: "sent to \(other) to tell in person"))),
        ]
    }
}
