import RealtimeCore
import RealtimeProtocol
import Wedding

/// A row of one of the tables that stock clients may follow: a read-only picture of the log.
struct Row {
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
    let type: ChangedRow.Kind
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

extension ChangedRow {
    func row(of wedding: WeddingID) -> Row {
        let (table, id, columns) = content
        return Row(
            table: table, type: kind,
            columns: [("id", .text(id)), ("wedding_id", .text(wedding.rawValue))] + columns)
    }

    private var content: (table: String, id: String, columns: [(String, Row.Value)]) {
        switch subject {
        case .item(let item):
            return (
                "timeline_items", item.id.rawValue,
                [
                    ("title", .text(item.title)), ("kind", .text(item.kind.rawValue)),
                    ("start", .moment(item.start)), ("end", .moment(item.end)),
                    ("status", .text(item.status.rawValue)), ("zone", .of(item.zone?.rawValue)),
                    ("owner", .of(item.owner?.rawValue)),
                ]
            )
        case .vendor(let vendor, _, let presence):
            return (
                "vendors", vendor.id.rawValue,
                [
                    ("name", .text(vendor.name)), ("trade", .text(vendor.trade)),
                    ("status", .text(presence.activity.rawValue)),
                    ("checked_in_at", .of(presence.checkedInAt)), ("eta", .of(presence.eta)),
                ]
            )
        case .duty(let duty):
            return (
                "tasks", duty.id.rawValue,
                [
                    ("title", .text(duty.title)), ("owner", .of(duty.owner?.rawValue)),
                    ("due", .of(duty.due)), ("done", .bool(duty.isDone)),
                ]
            )
        case .incident(let alert):
            return (
                "incidents", alert.id.rawValue,
                [
                    ("type", .text(alert.kind.rawValue)),
                    ("priority", .number(alert.priority.rawValue)), ("text", .text(alert.text)),
                    ("open", .bool(alert.isOpen)), ("raised_at", .moment(alert.raisedAt)),
                    ("zone", .of(alert.zone?.rawValue)),
                ]
            )
        case .guest(let guest):
            return (
                "guests", guest.id.rawValue,
                [
                    ("name", .text(guest.name)), ("rsvp", .text(guest.rsvp.rawValue)),
                    ("table", .of(guest.table?.rawValue)), ("diet", .of(guest.diet)),
                ]
            )
        }
    }
}

extension Row.Value {
    fileprivate static func of(_ text: String?) -> Self { text.map { .text($0) } ?? .null }
    fileprivate static func of(_ moment: Timestamp?) -> Self { moment.map { .moment($0) } ?? .null }
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
