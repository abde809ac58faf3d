import Wedding

/// A list of one kind of things, searched by name: guests, tasks, payments.
package struct EntityPicker: Sendable, Equatable {
    let kind: Entity.Kind
    var query = ""
    var selected = 0

    init(_ kind: Entity.Kind) { self.kind = kind }

    struct Row {
        let entity: Entity
        let name: String
        let detail: String
        /// Found by them, too.
        var others: [String] = []
    }

    /// Whom the user may see is in their copy of the day.
    func rows(_ day: DayState) -> [Row] {
        let needle = query.lowercased()
        return all(day).filter { row in
            needle.isEmpty
                || ([row.name, row.detail] + row.others).contains {
                    $0.lowercased().contains(needle)
                }
        }
    }

    private func all(_ day: DayState) -> [Row] {
        let plan = day.day
        func row(_ entity: Entity, _ detail: String, _ others: [String?] = []) -> Row {
            Row(
                entity: entity, name: day.name(of: entity), detail: detail,
                others: others.compactMap { $0 })
        }
        switch kind {
        case .item:
            return plan.runOfShow.map {
                row(
                    .item($0.id), "\(plan.clock.local($0.start).hourMinute) \($0.status.rawValue)",
                    [$0.titleLatin])
            }
        case .vendor: return plan.vendors.map { row(.vendor($0.id), $0.trade) }
        case .person: return plan.people.map { row(.person($0.id), $0.title, [$0.nameLatin]) }
        case .task:
            return plan.duties.map { duty in
                let owner = duty.owner.map { plan.givenName(of: $0) } ?? "nobody"
                return row(.task(duty.id), "\(duty.isDone ? "done" : "open") · \(owner)")
            }
        case .guest:
            return plan.guests.map { guest in
                let table = guest.table.flatMap { plan.tables[$0] }.map { " · table \($0.number)" }
                let diet = guest.diet.map { " · \($0)" } ?? ""
                return row(
                    .guest(guest.id),
                    guest.rsvp.rawValue.replacing("_", with: " ") + (table ?? "")
                        + (guest.isChild ? " · child" : "") + diet,
                    [guest.nameLatin, guest.party, guest.side])
            }
        case .table:
            return plan.tables.map { table in
                let place = table.zone.map { " · \(plan.name(of: $0))" } ?? ""
                return row(
                    .table(table.id),
                    "\(plan.seated(at: table.id).count) of \(table.seats) seats" + place,
                    [table.name])
            }
        case .payment:
            return plan.payments.map {
                row(.payment($0.id), "\($0.amountWords) · \($0.status.rawValue)")
            }
        case .custody:
            return plan.custody.map { thing in
                row(.custody(thing.id), thing.lastHolder.map { plan.givenName(of: $0) } ?? "nobody")
            }
        case .wedding: return [row(.wedding, "")]
        }
    }

    var title: String {
        switch kind {
        case .item: "Items"
        case .vendor: "Vendors"
        case .person: "People"
        case .task: "Tasks"
        case .guest: "Guests"
        case .table: "Tables"
        case .payment: "Payments"
        case .custody: "Things in custody"
        case .wedding: "Wedding"
        }
    }
}

func press(_ key: Key, _ picker: EntityPicker, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    var picker = picker
    let rows = picker.rows(day)
    switch key {
    case .escape:
        state.layers.removeLast()
        return []
    case .down, .ctrl("n"): picker.selected = min(max(0, rows.count - 1), picker.selected + 1)
    case .up, .ctrl("p"): picker.selected = max(0, picker.selected - 1)
    case .pageDown: picker.selected = min(max(0, rows.count - 1), picker.selected + 10)
    case .pageUp: picker.selected = max(0, picker.selected - 10)
    case .enter:
        guard let row = rows[safe: picker.selected] else {
            return newTask(picker, day, &state)
        }
        state.layers.append(.form(EntityForm(row.entity)))
        return []
    default:
        guard let text = edited(picker.query, key, max: 60) else { return [] }
        (picker.query, picker.selected) = (text, 0)
    }
    state.layers[state.layers.count - 1] = .picker(picker)
    return []
}

/// A task that is not there yet is made of what was typed.
private func newTask(
    _ picker: EntityPicker, _ day: DayState, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard picker.kind == .task, !picker.query.trimmedSpaces.isEmpty else { return [] }
    let duty = Duty(
        id: DutyID("k-\(state.now.milliseconds)"), title: picker.query.trimmedSpaces,
        owner: state.me)
    state.layers.removeLast()
    state.say("New task: \(duty.title). You own it")
    return [state.submit(.task(.add(duty)), "task")]
}
