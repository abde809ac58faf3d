import RealtimeProtocol
import Wedding

/// Whether a value fits the field it is meant for.
struct FieldCheck {
    let state: DayState

    private var day: WeddingDay { state.day }

    func check(_ entity: Entity, _ edit: FieldEdit) throws(ProtocolError) {
        let key = FieldKey(entity, edit.field)
        guard let rule = FieldRule.of(key) else {
            throw .invalid(
                "The field \(edit.field.words) does not exist for \(entity.kind.rawValue).")
        }
        guard rule.writing == .edit else {
            throw .invalid("\(edit.field.words.capitalizedFirst) cannot be changed with sync.edit.")
        }
        switch (rule.value, edit.value) {
        case (.set(let subject), .adding(let element)): try check(element, subject, entity)
        case (.set, .removing): break
        case (.one(let subject), .text(let id)): try check(id, subject, entity)
        case (.moment, .moment(let moment)): try checkMoment(moment, key)
        case (.number(let range), .number(let number)): try checkNumber(number, range, key)
        case (.money, .number(let number)): try checkNumber(number, 0...100_000_000_000, key)
        case (.line, .text(let text)):
            try check(!text.trimmedSpaces.isEmpty && text.count <= 120, text, key)
        case (.word(let words), .text(let text)): try check(words.contains(text), text, key)
        case (_, .nothing) where rule.mayBeEmpty: break
        default:
            throw .invalid("\(edit.field.words.capitalizedFirst) cannot have that value.")
        }
    }

    /// A moment that is nowhere near the wedding is a slip of the hand.
    private func checkMoment(_ moment: Timestamp, _ key: FieldKey) throws(ProtocolError) {
        let noon = day.clock.moment(day.date, hour: 12, minute: 0)
        guard abs((moment - noon).milliseconds) <= Duration.hours(24 * 14).milliseconds else {
            throw .invalid("That time is more than two weeks from the wedding.")
        }
        guard key.field == .end, case .item(let id) = key.entity, let item = day.items[id],
            moment <= item.start
        else { return }
        throw .invalid("\(item.title) cannot end before it starts.")
    }

    /// However often it is moved, it stays near the wedding.
    func checkMoved(_ item: TimelineItem, by shift: Duration) throws(ProtocolError) {
        try checkMoment(item.start + shift, FieldKey(.item(item.id), .start))
        try checkMoment(item.end + shift, FieldKey(.item(item.id), .start))
    }

    private func checkNumber(
        _ number: Int, _ range: ClosedRange<Int>, _ key: FieldKey
    ) throws(ProtocolError) {
        guard range.contains(number) else {
            throw .invalid(
                "\(key.field.words.capitalizedFirst) must be between \(range.lowerBound) and \(range.upperBound)."
            )
        }
        if key.field == .seats, case .table(let id) = key.entity {
            let taken = day.seated(at: id).count
            guard number >= taken else { throw .invalid("\(taken) guests already sit there.") }
        }
    }

    private func check(
        _ isFitting: Bool, _ text: String, _ key: FieldKey
    ) throws(ProtocolError) {
        guard isFitting else {
            throw .invalid(
                "\(key.field.words.capitalizedFirst) cannot be \(text.isEmpty ? "empty" : "“\(text.prefix(40))”")."
            )
        }
    }

    private func check(
        _ id: String, _ subject: FieldKind.Subject, _ entity: Entity
    ) throws(ProtocolError) {
        switch subject {
        case .zone: guard day.zones[ZoneID(id)] != nil else { throw .notFound("zone \(id)") }
        case .person:
            guard day.people[PersonID(id)] != nil else { throw .notFound("person \(id)") }
        case .table: if case .guest(let guest) = entity { try checkSeat(guest, TableID(id)) }
        case .item:
            guard let other = day.items[ItemID(id)] else { throw .notFound("item \(id)") }
            var seen: Set<ItemID> = []
            guard case .item(let item) = entity, !waits(other, for: item, &seen) else {
                throw .invalid("\(other.title) already waits for this item: neither could start.")
            }
        case .word:
            guard !id.trimmedSpaces.isEmpty, id.count <= 60, !id.contains(",") else {
                throw .invalid("Type 1 to 60 characters without a comma.")
            }
        }
    }

    /// Complexity: O(items × dependencies): nothing is looked at twice.
    private func waits(
        _ item: TimelineItem, for id: ItemID, _ seen: inout Set<ItemID>
    ) -> Bool {
        if item.id == id { return true }
        guard seen.insert(item.id).inserted else { return false }
        for next in item.dependsOn {
            if let other = day.items[next], waits(other, for: id, &seen) { return true }
        }
        return false
    }

    func checkSeat(_ id: GuestID, _ tableID: TableID) throws(ProtocolError) {
        guard day.guests[id] != nil else { throw .notFound("guest \(id)") }
        try checkRoom(for: id, tableID)
    }

    func checkRoom(for id: GuestID, _ tableID: TableID) throws(ProtocolError) {
        guard let table = day.tables[tableID] else { throw .notFound("table \(tableID)") }
        let others = day.seated(at: tableID).filter { $0.id != id }
        guard others.count < table.seats else {
            throw .tableFull(name: "Table \(table.number)", seats: table.seats)
        }
    }

    /// A whole item that somebody adds.
    func check(_ item: TimelineItem) throws(ProtocolError) {
        guard day.items[item.id] == nil else { throw .taken("item \(item.id)") }
        guard day.items.count < Self.itemsMax else {
            throw .invalid("A day has at most \(Self.itemsMax) items.")
        }
        guard !item.id.rawValue.isEmpty, !item.title.trimmedSpaces.isEmpty else {
            throw .invalid("An item needs an id and a title.")
        }
        guard (0...1440).contains(item.minimumMinutes) else {
            throw .invalid("Min minutes must be between 0 and 1440.")
        }
        guard item.end > item.start else {
            throw .invalid("\(item.title) cannot end before it starts.")
        }
        try checkMoment(item.start, FieldKey(.item(item.id), .start))
        try checkMoment(item.end, FieldKey(.item(item.id), .end))
        for person in item.everyone where day.people[person] == nil {
            throw .notFound("person \(person)")
        }
        if let zone = item.zone, day.zones[zone] == nil { throw .notFound("zone \(zone)") }
        for id in item.dependsOn {
            guard let other = day.items[id] else { throw .notFound("item \(id)") }
            var seen: Set<ItemID> = []
            guard !waits(other, for: item.id, &seen) else {
                throw .invalid("\(other.title) already waits for this item: neither could start.")
            }
        }
    }

    private static let itemsMax = 1_000
}
