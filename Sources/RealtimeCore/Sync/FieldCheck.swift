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
        case (.set, .adding(let element)): try checkElement(element, key)
        case (.set, .removing): break
        case (.moment, .moment(let moment)): try checkMoment(moment, key)
        case (.number, .number(let number)): try checkNumber(number, key)
        case (.zone, .text(let id)):
            guard day.zones[ZoneID(id)] != nil else { throw .notFound("zone \(id)") }
        case (.person, .text(let id)):
            guard day.people[PersonID(id)] != nil else { throw .notFound("person \(id)") }
        case (.table, .text(let id)): try checkSeat(entity, TableID(id))
        case (.text, .text(let text)): try checkText(text, key)
        case (_, .nothing) where Self.mayBeEmpty.contains(edit.field): break
        default:
            throw .invalid("\(edit.field.words.capitalizedFirst) cannot have that value.")
        }
    }

    private static let mayBeEmpty: Set<Field> = [
        .owner, .zone, .phone, .email, .meal, .table, .due, .callTime,
    ]

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

    private func checkNumber(_ number: Int, _ key: FieldKey) throws(ProtocolError) {
        let range: ClosedRange<Int>
        switch key.field {
        case .minMinutes, .delayMinutes: range = 0...1440
        case .seats: range = 1...100
        default: range = 0...100_000_000_000
        }
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

    private func checkText(_ text: String, _ key: FieldKey) throws(ProtocolError) {
        let mayBeAny: Bool
        switch key.field {
        case .anchor: mayBeAny = TimelineItem.Anchor(rawValue: text) != nil
        case .visibility: mayBeAny = TimelineItem.Visibility(rawValue: text) != nil
        case .status: mayBeAny = Payment.Status(rawValue: text) != nil
        default: mayBeAny = !text.trimmedSpaces.isEmpty && text.count <= Self.textCharactersMax
        }
        guard mayBeAny else {
            throw .invalid(
                "\(key.field.words.capitalizedFirst) cannot be \(text.isEmpty ? "empty" : "“\(text.prefix(40))”")."
            )
        }
    }

    private static let textCharactersMax = 120

    private func checkElement(_ element: String, _ key: FieldKey) throws(ProtocolError) {
        switch key.field {
        case .people:
            guard day.people[PersonID(element)] != nil else { throw .notFound("person \(element)") }
        case .dependsOn:
            guard let other = day.items[ItemID(element)] else {
                throw .notFound("item \(element)")
            }
            var seen: Set<ItemID> = []
            guard case .item(let id) = key.entity, !waits(other, for: id, &seen) else {
                throw .invalid("\(other.title) already waits for this item: neither could start.")
            }
        default:
            guard !element.trimmedSpaces.isEmpty, element.count <= 60, !element.contains(",") else {
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

    private func checkSeat(_ entity: Entity, _ tableID: TableID) throws(ProtocolError) {
        guard case .guest(let guest) = entity else { return }
        try checkSeat(guest, tableID)
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
