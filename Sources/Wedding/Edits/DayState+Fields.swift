/// Fields of entities as values: what stands there, and how an edit changes it.
extension DayState {
    /// - Returns: nil when there is no such entity.
    public func value(_ key: FieldKey) -> FieldValue? {
        switch key.entity {
        case .item(let id): day.items[id].map { value($0, key.field) }
        case .vendor(let id):
            day.vendors[id].map { .text(key.field == .name ? $0.name : $0.trade) }
        case .person(let id): day.people[id].map { value($0, key.field) }
        case .task(let id): day.duties[id].map { value($0, key.field) }
        case .guest(let id): day.guests[id].map { value($0, key.field) }
        case .table(let id):
            day.tables[id].map { key.field == .name ? .text($0.name) : .number($0.seats) }
        case .payment(let id): day.payments[id].map { value($0, key.field) }
        case .custody(let id):
            day.custody[id].map {
                key.field == .name ? .text($0.name) : .optional($0.lastHolder?.rawValue)
            }
        case .wedding: .text(day.brief)
        }
    }

    private func value(_ item: TimelineItem, _ field: Field) -> FieldValue {
        switch field {
        case .title: .text(item.title)
        case .start: .moment(item.start)
        case .end: .moment(item.end)
        case .zone: .optional(item.zone?.rawValue)
        case .owner: .optional(item.owner?.rawValue)
        case .anchor: .text(item.anchor.rawValue)
        case .minMinutes: .number(item.minimum.wholeMinutes)
        case .visibility: .text(item.visibility.rawValue)
        case .people: .text(item.people.map(\.rawValue).joined(separator: ", "))
        case .tags: .text(item.tags.joined(separator: ", "))
        case .dependsOn: .text(item.dependsOn.map(\.rawValue).joined(separator: ", "))
        case .delayMinutes: .number(item.delayMinutes)
        case .decision: .optional(item.decision)
        case .notes: .optional(item.notes)
        case .status: .text(item.status.rawValue)
        default: .nothing
        }
    }

    private func value(_ person: Person, _ field: Field) -> FieldValue {
        switch field {
        case .name: .text(person.name)
        case .phone: .optional(person.phone)
        case .email: .optional(person.email)
        case .callTime: person.callTime.map { .moment($0) } ?? .nothing
        case .notes: .optional(person.notes)
        default: .nothing
        }
    }

    private func value(_ task: Duty, _ field: Field) -> FieldValue {
        switch field {
        case .title: .text(task.title)
        case .owner: .optional(task.owner?.rawValue)
        case .due: task.due.map { .moment($0) } ?? .nothing
        case .status: .text(task.isDone ? "done" : "open")
        default: .nothing
        }
    }

    private func value(_ guest: Guest, _ field: Field) -> FieldValue {
        switch field {
        case .firstName: .text(guest.firstName)
        case .lastName: .text(guest.lastName)
        case .phone: .optional(guest.phone)
        case .email: .optional(guest.email)
        case .meal: .optional(guest.meal)
        case .diet: .optional(guest.diet)
        case .table: .optional(guest.table?.rawValue)
        case .rsvp: .text(guest.rsvp.rawValue)
        case .notes: .optional(guest.notes)
        default: .nothing
        }
    }

    private func value(_ payment: Payment, _ field: Field) -> FieldValue {
        switch field {
        case .amount: .number(payment.amountMinor)
        case .status: .text(payment.status.rawValue)
        case .due: payment.due.map { .moment($0) } ?? .nothing
        default: .nothing
        }
    }

    /// Puts a value there. What does not fit the field changes nothing: it was refused before.
    mutating func set(_ entity: Entity, _ edit: FieldEdit) {
        switch entity {
        case .item(let id): day.items.update(id) { $0.set(edit) }
        case .vendor(let id):
            day.vendors.update(id) {
                if edit.field == .name { $0.name = edit.value.text ?? $0.name }
                if edit.field == .trade { $0.trade = edit.value.text ?? $0.trade }
            }
        case .person(let id): day.people.update(id) { $0.set(edit) }
        case .task(let id): day.duties.update(id) { $0.set(edit) }
        case .guest(let id):
            let seat = edit.value.text.flatMap { freeSeat(at: TableID($0)) }
            day.guests.update(id) { $0.set(edit, seat: seat) }
        case .table(let id):
            day.tables.update(id) {
                if edit.field == .name { $0.name = edit.value.text ?? $0.name }
                if edit.field == .seats { $0.seats = edit.value.number ?? $0.seats }
            }
        case .payment(let id): day.payments.update(id) { $0.set(edit) }
        case .custody(let id):
            day.custody.update(id) { $0.name = edit.value.text ?? $0.name }
        case .wedding: day.brief = edit.value.text ?? ""
        }
    }
}

extension FieldValue {
    fileprivate static func optional(_ text: String?) -> FieldValue {
        text.map { .text($0) } ?? .nothing
    }

    /// Adds to a list, takes from it, or leaves it.
    fileprivate func applied(to list: [String]) -> [String] {
        switch self {
        case .adding(let element): list.contains(element) ? list : list + [element]
        case .removing(let element): list.filter { $0 != element }
        default: list
        }
    }
}

extension TimelineItem {
    fileprivate mutating func set(_ edit: FieldEdit) {
        let value = edit.value
        switch edit.field {
        case .title: title = value.text ?? title
        case .start:
            guard let moment = value.moment else { return }
            (start, end) = (moment, moment + duration)
        case .end: end = max(value.moment ?? end, start)
        case .zone: zone = value.text.map { ZoneID($0) }
        case .owner: owner = value.text.map { PersonID($0) }
        case .anchor: anchor = value.text.flatMap(Anchor.init) ?? anchor
        case .minMinutes: minimum = .minutes(value.number ?? 0)
        case .visibility: visibility = value.text.flatMap(Visibility.init) ?? visibility
        case .people: people = value.applied(to: people.map(\.rawValue)).map { PersonID($0) }
        case .tags: tags = value.applied(to: tags)
        case .dependsOn: dependsOn = value.applied(to: dependsOn.map(\.rawValue)).map { ItemID($0) }
        case .delayMinutes: delayMinutes = value.number ?? delayMinutes
        case .notes: notes = value.text
        default: break
        }
    }
}

extension Person {
    fileprivate mutating func set(_ edit: FieldEdit) {
        switch edit.field {
        case .name: name = edit.value.text ?? name
        case .phone: phone = edit.value.text
        case .email: email = edit.value.text
        case .callTime: callTime = edit.value.moment
        case .notes: notes = edit.value.text
        default: break
        }
    }
}

extension Duty {
    fileprivate mutating func set(_ edit: FieldEdit) {
        switch edit.field {
        case .title: title = edit.value.text ?? title
        case .owner: owner = edit.value.text.map { PersonID($0) }
        case .due: due = edit.value.moment
        default: break
        }
    }
}

extension Guest {
    fileprivate mutating func set(_ edit: FieldEdit, seat: Int?) {
        let value = edit.value
        switch edit.field {
        case .firstName: firstName = value.text ?? firstName
        case .lastName: lastName = value.text ?? lastName
        case .phone: phone = value.text
        case .email: email = value.text
        case .meal: meal = value.text
        case .diet:
            let list = diet?.split(separator: ",").map { String($0).trimmedSpaces } ?? []
            let needs = value.applied(to: list)
            diet = needs.isEmpty ? nil : needs.joined(separator: ", ")
        case .table: (table, self.seat) = (value.text.map { TableID($0) }, seat)
        case .notes: notes = value.text
        default: break
        }
    }
}

extension Payment {
    fileprivate mutating func set(_ edit: FieldEdit) {
        switch edit.field {
        case .amount: amountMinor = edit.value.number ?? amountMinor
        case .status: status = edit.value.text.flatMap(Status.init) ?? status
        case .due: due = edit.value.moment
        default: break
        }
    }
}
