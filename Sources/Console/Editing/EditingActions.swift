import RealtimeProtocol
import Wedding

/// Opens what is edited: the selected thing, a text, a list to choose from.
extension Action {
    static let edit = work("edit", command: "edit", .anyone) { state in
        if let item = state.selectedItem {
            state.stay(on: item)
            state.layers.append(.form(EntityForm(.item(item.id))))
        } else if let person = state.selectedPerson {
            state.layers.append(.form(EntityForm(.person(person.id))))
        } else {
            state.say("Select a person or an item first. :guests, :tasks and :payments list more")
        }
        return []
    }
    static let note = work("note", command: "note", .anyone) { state in
        guard let item = state.selectedItem else {
            state.say("Select an item in Timeline first")
            return []
        }
        return openNote(FieldKey(.item(item.id), .notes), &state)
    }
    static let brief = work(
        "brief", command: "brief", .level(.timeline, .edit, doing: "edit the shared brief")
    ) { openNote(FieldKey(.wedding, .brief), &$0) }
    static let newItem = work(
        "new item", command: "new-item", .level(.timeline, .edit, doing: "add items")
    ) { state in
        let lines = [
            "Type a time and a title: 16:00 Toast in the barn, or 4 pm - 4:20 pm Toast in the barn"
        ]
        return ask(Dialog("New item", lines, .text, .editing(.newItem)), &state)
    }

    static func pick(_ kind: Entity.Kind) -> Action {
        let title = EntityPicker(kind).title
        let name = kind == .custody ? "things" : title.lowercased()
        return work("pick \(kind)", command: name, kind.rightToOpen) { state in
            state.layers.append(.picker(EntityPicker(kind)))
            return []
        }
    }
}

extension Entity.Kind {
    fileprivate var rightToOpen: Right {
        switch self {
        case .guest, .table: .level(.guests, .view, doing: "open the guest list")
        case .payment: .level(.payments, .own, doing: "open payments")
        case .item, .vendor, .person, .task, .custody, .wedding: .anyone
        }
    }
}

func answer(
    _ question: Dialog.EditingQuestion, _ dialog: Dialog, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    switch question {
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
    }
}
