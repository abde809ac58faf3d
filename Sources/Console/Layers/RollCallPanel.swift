import RealtimeProtocol
import Wedding

/// A list of those whom the next hard item needs, to be ticked by whoever looks for them.
package struct RollCallList: Sendable, Equatable {
    let item: ItemID
    var ticked: Set<PersonID>
    var selected = 0
}

/// Opens the list; who needs no asking is ticked.
func openRollCall(_ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let item = day.nextRollCall(at: state.now) else {
        state.say("No hard items are left")
        return []
    }
    let ticked = day.neededPeople(for: item).map(\.id).filter { day.isConfirmed($0, for: item) }
    state.layers.append(.rollCall(RollCallList(item: item.id, ticked: Set(ticked))))
    return []
}

func press(_ key: Key, _ list: RollCallList, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day, let item = day.day.items[list.item] else {
        state.layers.removeLast()
        return []
    }
    var list = list
    let people = day.neededPeople(for: item)
    switch key {
    case .escape, .char("q"):
        state.layers.removeLast()
        return []
    case .down, .char("j"): list.selected = min(people.count - 1, list.selected + 1)
    case .up, .char("k"): list.selected = max(0, list.selected - 1)
    case .char(" "):
        guard let person = people[safe: list.selected] else { return [] }
        list.ticked.formSymmetricDifference([person.id])
        list.selected = min(people.count - 1, list.selected + 1)
    case .char("m"):
        guard let person = people[safe: list.selected] else { return [] }
        state.say("Asked \(person.name) where they are")
        let text =
            "\(item.title.sentenceCase) \(state.clock(item.start)): where are you? Please answer."
        return [send(text, to: [.person(person.id)], .high, day, &state)]
    case .enter:
        state.layers.removeLast()
        let fresh = people.filter {
            list.ticked.contains($0.id) && !day.isConfirmed($0.id, for: item)
        }
        let left = people.count { !list.ticked.contains($0.id) }
        state.say(
            "\(fresh.count) confirmed for \(item.title.sentenceCase)"
                + (left > 0 ? ", \(left) still to find" : ""))
        return fresh.map {
            state.submit(.presence(.checkIn($0.id, zone: nil)), "confirm \($0.name)")
        }
    default: return []
    }
    state.layers[state.layers.count - 1] = .rollCall(list)
    return []
}

struct RollCallPanel {
    let state: ConsoleState
    let day: DayState
    let list: RollCallList

    func draw(_ frame: inout Frame) {
        guard let item = day.day.items[list.item] else { return }
        let people = day.neededPeople(for: item)
        let area = frame.centered(width: 76, height: min(frame.rows - 4, people.count + 4))
        frame.fill(area)
        let ticked = people.count { list.ticked.contains($0.id) }
        let inside = frame.box(
            area, "Roll call: \(item.title.sentenceCase) \(state.clock(item.start))",
            remark: "\(ticked) of \(people.count)", .of(.borderFocus)
        ).inset(1, 0)
        let rows = inside.split(top: max(1, inside.height - 2)).0
        ListPane(people, selected: list.selected).draw(&frame, rows, cursor: 0) {
            frame, person, place in
            draw(person, place, &frame)
        }
        frame.write(
            "Space tick   m ask by message   Enter confirm ticked   Esc close"
                .fitted(inside.width), inside.x, inside.bottom - 1, .of(.key))
    }

    private func draw(_ person: Person, _ place: Rect, _ frame: inout Frame) {
        let isTicked = list.ticked.contains(person.id)
        let record = day.presence[person.id]
        let zone = record?.lastSeenZone.map { day.day.shortName(of: $0) }
        let seen = record?.lastSeen.map { state.clock($0) }
        let known = [zone, seen].compactMap { $0 }.joined(separator: " ")
        let whereabouts = record?.isCheckedIn == true ? known : "not checked in"
        frame.write(isTicked ? "[x]" : "[ ]", place.x + 2, place.y, isTicked ? .text : .of(.late))
        frame.write(person.name.fitted(22), place.x + 6, place.y)
        frame.write(whereabouts.fitted(20), place.x + 29, place.y, .muted)
        frame.write(
            (state.showsInitials ? "" : person.phone ?? "").fitted(max(0, place.width - 51)),
            place.x + 50, place.y, .muted)
    }
}
