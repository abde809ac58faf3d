/// Fields of entities as values: what stands there, and how an edit changes it.
extension DayState {
    /// - Returns: nil when there is no such entity.
    public func value(_ key: FieldKey) -> FieldValue? {
        let field = key.field
        return switch key.entity {
        case .item(let id): day.items[id].map { TimelineItem.fields.value(of: $0, field) }
        case .vendor(let id): day.vendors[id].map { Vendor.fields.value(of: $0, field) }
        case .person(let id): day.people[id].map { Person.fields.value(of: $0, field) }
        case .task(let id): day.duties[id].map { Duty.fields.value(of: $0, field) }
        case .guest(let id): day.guests[id].map { Guest.fields.value(of: $0, field) }
        case .table(let id): day.tables[id].map { SeatingTable.fields.value(of: $0, field) }
        case .payment(let id): day.payments[id].map { Payment.fields.value(of: $0, field) }
        case .custody(let id): day.custody[id].map { CustodyThing.fields.value(of: $0, field) }
        case .wedding: .text(day.brief)
        }
    }

    /// Puts a value there.
    mutating func set(_ entity: Entity, _ edit: FieldEdit) {
        switch entity {
        case .item(let id): day.items.update(id) { TimelineItem.fields.set(edit, in: &$0) }
        case .vendor(let id): day.vendors.update(id) { Vendor.fields.set(edit, in: &$0) }
        case .person(let id): day.people.update(id) { Person.fields.set(edit, in: &$0) }
        case .task(let id): day.duties.update(id) { Duty.fields.set(edit, in: &$0) }
        case .guest(let id):
            let seat = edit.value.text.flatMap { freeSeat(at: TableID($0)) }
            day.guests.update(id) { guest in
                Guest.fields.set(edit, in: &guest)
                if edit.field == .table { guest.seat = seat }
            }
        case .table(let id): day.tables.update(id) { SeatingTable.fields.set(edit, in: &$0) }
        case .payment(let id): day.payments.update(id) { Payment.fields.set(edit, in: &$0) }
        case .custody(let id): day.custody.update(id) { CustodyThing.fields.set(edit, in: &$0) }
        case .wedding: day.brief = edit.value.text ?? ""
        }
    }
}
