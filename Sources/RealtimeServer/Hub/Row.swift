import RealtimeProtocol
import Wedding

/// A row of one of the tables that stock clients may follow: a read-only picture of the log.
struct Row {
    enum Kind: String { case insert = "INSERT", update = "UPDATE", delete = "DELETE" }

    enum Value {
        case text(String), number(Int), bool(Bool), moment(Timestamp), null

        var json: [UInt8] {
            switch self {
            case .text(let text): JSONText.quoted(text)
            case .number(let number): Array("\(number)".utf8)
            case .bool(let isOn): Array("\(isOn)".utf8)
            case .moment(let moment): JSONText.quoted(moment.iso8601)
            case .null: Array("null".utf8)
            }
        }

        /// As a filter compares it.
        var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): "\(number)"
            case .bool(let isOn): "\(isOn)"
            case .moment(let moment): moment.iso8601
            case .null: "null"
            }
        }

        var type: String {
            switch self {
            case .text, .null: "text"
            case .number: "int8"
            case .bool: "bool"
            case .moment: "timestamptz"
            }
        }
    }

    let table: String
    let type: Kind
    let columns: [(name: String, value: Value)]

    /// The body of `postgres_changes`.
    func change(ids: [Int], at moment: Timestamp) -> [UInt8] {
        func list(_ parts: [[UInt8]]) -> [UInt8] { Array(parts.joined(separator: Array(",".utf8))) }
        let record = list(
            columns.map { JSONText.quoted($0.name) + Array(":".utf8) + $0.value.json })
        let types = list(
            columns.map {
                Array("{\"name\":".utf8) + JSONText.quoted($0.name)
                    + Array(",\"type\":\"\($0.value.type)\"}".utf8)
            })
        let key = list(
            columns.prefix(1).map { JSONText.quoted($0.name) + Array(":".utf8) + $0.value.json })
        let old = type == .insert ? [] : key
        return Array("{\"ids\":[\(ids.map(String.init).joined(separator: ","))],\"data\":".utf8)
            + Array("{\"schema\":\"public\",\"table\":\"\(table)\",".utf8)
            + Array("\"commit_timestamp\":".utf8) + JSONText.quoted(moment.iso8601)
            + Array(",\"type\":\"\(type.rawValue)\",\"columns\":[".utf8) + types
            + Array("],\"record\":{".utf8) + (type == .delete ? [] : record)
            + Array("},\"old_record\":{".utf8) + old + Array("},\"errors\":null}}".utf8)
    }
}

extension DayState {
    /// The rows that an entry changed, as they stand now.
    func rows(changedBy event: LogEvent) -> [Row] {
        switch event.change {
        case .startItem(let id), .endItem(let id), .skipItem(let id), .standby(let id, _),
            .go(let id, _), .decide(let id, _), .edit(.item(let id), _, _):
            return [itemRow(id)].compactMap { $0 }
        case .shift(let ids, _): return ids.compactMap { itemRow($0) }
        case .addItem(let item): return [itemRow(item.id, .insert)].compactMap { $0 }
        case .deleteItem(let id): return [itemRow(id, .delete)].compactMap { $0 }
        case .edit(.guest(let id), _, _): return [guestRow(id, .update)].compactMap { $0 }
        case .edit(.task(let id), _, _): return [dutyRow(id, .update)].compactMap { $0 }
        case .checkIn(let id, _), .activity(let id, _), .eta(let id, _), .move(let id, _):
            return [vendorRow(of: id)].compactMap { $0 }
        case .addDuty(let duty): return [dutyRow(duty.id, .insert)].compactMap { $0 }
        case .finishDuty(let id): return [dutyRow(id, .update)].compactMap { $0 }
        case .raise(let alert): return [incidentRow(alert.id, .insert)].compactMap { $0 }
        case .rsvp(let id, _), .seat(let id, _): return [guestRow(id, .update)].compactMap { $0 }
        case .addGuest(let guest): return [guestRow(guest.id, .insert)].compactMap { $0 }
        case .guestsArrive(let ids, _), .guestsLeave(let ids):
            return ids.compactMap { guestRow($0, .update) }
        default:
            return [event.change.alertSubject.flatMap { incidentRow($0, .update) }]
                .compactMap { $0 }
        }
    }

    private var wedding: (String, Row.Value) { ("wedding_id", .text(day.id.rawValue)) }

    private func itemRow(_ id: ItemID, _ type: Row.Kind = .update) -> Row? {
        (day.items[id] ?? deletedItems[id]?.item).map { item in
            Row(
                table: "timeline_items", type: type,
                columns: [
                    ("id", .text(id.rawValue)), wedding, ("title", .text(item.title)),
                    ("kind", .text(item.kind.rawValue)), ("start", .moment(item.start)),
                    ("end", .moment(item.end)), ("status", .text(item.status.rawValue)),
                    ("zone", item.zone.map { .text($0.rawValue) } ?? .null),
                    ("owner", item.owner.map { .text($0.rawValue) } ?? .null),
                ])
        }
    }

    private func vendorRow(of person: PersonID) -> Row? {
        guard let vendor = day.people[person]?.vendor.flatMap({ day.vendors[$0] }),
            let lead = day.lead(of: vendor.id), lead.id == person
        else { return nil }
        let record = presence[person] ?? Presence()
        return Row(
            table: "vendors", type: .update,
            columns: [
                ("id", .text(vendor.id.rawValue)), wedding, ("name", .text(vendor.name)),
                ("trade", .text(vendor.trade)), ("status", .text(record.activity.rawValue)),
                ("checked_in_at", record.checkedInAt.map { .moment($0) } ?? .null),
                ("eta", record.eta.map { .moment($0) } ?? .null),
            ])
    }

    private func dutyRow(_ id: DutyID, _ type: Row.Kind) -> Row? {
        day.duties[id].map { duty in
            Row(
                table: "tasks", type: type,
                columns: [
                    ("id", .text(id.rawValue)), wedding, ("title", .text(duty.title)),
                    ("owner", duty.owner.map { .text($0.rawValue) } ?? .null),
                    ("due", duty.due.map { .moment($0) } ?? .null), ("done", .bool(duty.isDone)),
                ])
        }
    }

    private func incidentRow(_ id: AlertID, _ type: Row.Kind) -> Row? {
        alert(id).map { alert in
            Row(
                table: "incidents", type: type,
                columns: [
                    ("id", .text(id.rawValue)), wedding, ("type", .text(alert.kind.rawValue)),
                    ("priority", .number(alert.priority.rawValue)), ("text", .text(alert.text)),
                    ("open", .bool(alert.isOpen)), ("raised_at", .moment(alert.raisedAt)),
                    ("zone", alert.zone.map { .text($0.rawValue) } ?? .null),
                ])
        }
    }

    private func guestRow(_ id: GuestID, _ type: Row.Kind) -> Row? {
        day.guests[id].map { guest in
            Row(
                table: "guests", type: type,
                columns: [
                    ("id", .text(id.rawValue)), wedding, ("name", .text(guest.name)),
                    ("rsvp", .text(guest.rsvp.rawValue)),
                    ("table", guest.table.map { .text($0.rawValue) } ?? .null),
                    ("diet", guest.diet.map { .text($0) } ?? .null),
                ])
        }
    }
}

extension Timestamp {
    /// `2027-06-12T19:00:00.000Z`.
    var iso8601: String {
        let local = VenueClock.utc.local(self)
        let date = local.date
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let millis = milliseconds % 1000
        let fraction = String("00\(millis)".suffix(3))
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(local.hourMinuteSecond)"
            + ".\(fraction)Z"
    }
}
