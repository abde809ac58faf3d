extension Request {
    /// Of a unit, which is no kind of the log.
    fileprivate static let unitKind = "sync.atomic"
    /// Things that one request may name.
    fileprivate static let listMax = 1_000
    /// Families whose changes are asked for alone.
    private static let loneFamilies: Set<String> = ["alert", "access", "day", "cap"]

    /// Kinds that may be asked for.
    package static let kinds = Change.kinds.union([unitKind])

    package var kind: String {
        switch self {
        case .write(let change): change.kind
        case .raise: AlertChange.Kind.raise.rawValue
        case .escalate: AlertChange.Kind.escalate.rawValue
        case .send: MessageChange.Kind.send.rawValue
        case .lend: AccessChange.Kind.grant.rawValue
        case .decide: EditChange.Kind.resolve.rawValue
        case .unit: Self.unitKind
        }
    }

    fileprivate init(_ body: ChangeReader) throws {
        switch body.kind {
        case Self.unitKind: self = try Self.unit(of: body)
        case AlertChange.Kind.raise.rawValue: self = .raise(try AlertCall(body))
        case AlertChange.Kind.escalate.rawValue:
            let step: Escalation = try body.need(.escalation)
            self = .escalate(try body.need(.alert), step.step == 0 ? .again : .further)
        case MessageChange.Kind.send.rawValue: self = .send(try MessageDraft(body))
        case AccessChange.Kind.grant.rawValue where !body.has(.access):
            self = .lend(try Loan(body))
        case EditChange.Kind.resolve.rawValue:
            self = try .decide(body.need(.conflictId), body.need(.edit))
        default: self = .write(try Change(body))
        }
    }

    private static func unit(of body: ChangeReader) throws -> Request {
        let parts: [UnitPart] = try body.need(.changes)
        let conditions: [Precondition] = try body.get(.require) ?? []
        guard !parts.isEmpty else { throw body.missing(.changes) }
        guard parts.count <= partsMax, conditions.count <= partsMax else {
            throw ChangeProblem.outOfRange(
                "A unit can have at most \(partsMax) changes and conditions.")
        }
        for part in parts {
            let family = part.request.kind.split(separator: ".").first.map(String.init) ?? ""
            guard !loneFamilies.contains(family) else {
                throw ChangeProblem.outOfRange("\(part.request.kind) cannot be part of a unit.")
            }
        }
        return .unit(parts.map(\.request), conditions)
    }

    fileprivate func write(to body: inout ChangeWriter) throws {
        switch self {
        case .write(let change): try change.write(to: &body)
        case .raise(let call): try call.write(to: &body)
        case .escalate(let id, let loudness):
            try body.put(id, .alert)
            try body.put(
                Escalation(
                    step: loudness == .again ? 0 : 1, target: .repeatAndSound, zones: [],
                    people: []), .escalation)
        case .send(let draft): try draft.write(to: &body)
        case .lend(let loan):
            try body.put(loan.to, .person)
            try body.put(loan.minutes, .minutes)
            try body.put(loan.alert, .alert)
        case .decide(let id, let edit):
            try body.put(id, .conflictId)
            try body.put(edit, .edit)
        case .unit(let parts, let conditions):
            try body.put(parts.map(UnitPart.init), .changes)
            try body.put(conditions, .require)
        }
    }
}

// A whole alert, message or grant is read as well: earlier consoles kept those in their queues.
extension AlertCall {
    fileprivate init(_ body: ChangeReader) throws {
        if let alert: Alert = try body.get(.raised) {
            self.init(
                alert.kind, about: alert.about, zone: alert.zone, to: alert.audience,
                priority: alert.priority, isDrill: alert.isDrill, rule: alert.rule)
            return
        }
        try self.init(
            body.need(.type), about: body.get(.about) ?? "", zone: body.get(.zone),
            to: body.listIfAny(.to), priority: body.get(.priority),
            isDrill: body.get(.isDrill) ?? false, rule: body.get(.rule) ?? "")
    }

    fileprivate func write(to body: inout ChangeWriter) throws {
        try body.put(kind, .type)
        try body.put(about, .about)
        try body.put(zone, .zone)
        try body.put(audience, .to)
        try body.put(priority, .priority)
        try body.put(isDrill, .isDrill)
        try body.put(rule, .rule)
    }
}

extension MessageDraft {
    fileprivate init(_ body: ChangeReader) throws {
        if let sent: Message = try body.get(.sent) {
            self.init(
                to: sent.to, priority: sent.priority, version: sent.version, near: sent.near)
            return
        }
        try self.init(
            to: body.list(.to), priority: body.get(.priority) ?? .normal,
            version: body.get(.version), near: body.get(.near))
    }

    fileprivate func write(to body: inout ChangeWriter) throws {
        try body.put(to, .to)
        try body.put(priority, .priority)
        try body.put(version, .version)
        try body.put(near, .near)
    }
}

extension Loan {
    fileprivate init(_ body: ChangeReader) throws {
        if let grant: AccessGrant = try body.get(.grant) {
            self.init(to: grant.to, minutes: grant.minutes, alert: grant.alert)
            return
        }
        try self.init(
            to: body.need(.person),
            minutes: body.number(.minutes, in: TimelineChange.shiftMinutes)
                ?? AccessGrant.defaultMinutes,
            alert: body.get(.alert))
    }
}

/// One request of a unit.
private struct UnitPart: Codable {
    let request: Request

    private enum CodingKeys: CodingKey { case kind, body }

    init(_ request: Request) { self.request = request }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        guard kind != Request.unitKind else {
            throw ChangeProblem.outOfRange("\(kind) cannot be part of a unit.")
        }
        request = try container.request(kind: kind, forKey: .body)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(request.kind, forKey: .kind)
        try container.encode(RequestBody(request), forKey: .body)
    }
}

/// A request as an object of the fields of its kind.
package struct RequestBody: Encodable {
    let request: Request

    package init(_ request: Request) { self.request = request }

    package func encode(to encoder: any Encoder) throws {
        var body = ChangeWriter(encoder)
        try request.write(to: &body)
    }
}

extension KeyedDecodingContainer {
    /// What `RequestBody` wrote.
    ///
    /// - Parameter seen: The revision that its author saw, where it stands beside the body.
    package func request(kind: String, seen: Int? = nil, forKey key: Key) throws -> Request {
        let fields = try nestedContainer(keyedBy: BodyKey.self, forKey: key)
        return try Request(
            ChangeReader(kind: kind, fields, listMax: Request.listMax, seen: seen))
    }
}
