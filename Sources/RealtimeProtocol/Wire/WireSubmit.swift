import Wedding

/// `wd.submit`: what somebody submits.
public struct WireSubmit: Sendable, Equatable {
    public var id: String
    public var request: Request
    public var pri: Priority?
    public var text: String?
    public var actor: Actor?
    public var via: Medium?
    public var saidAt: Timestamp?
    public var tell: [AudienceWord]?

    public init(_ submission: Submission) {
        (id, request, pri) = (submission.id, submission.request, submission.priority)
        text = submission.text.isEmpty ? nil : submission.text
        (actor, via, saidAt) = (submission.actor, submission.via, submission.saidAt)
        tell = submission.audience.isEmpty ? nil : submission.audience
    }

    /// Characters of an id: a UUID is 36.
    private static var idCharactersMax: Int { 64 }

    /// - Parameter now: When it was said, if the sender does not tell.
    public func submission(at now: Timestamp) throws(ProtocolError) -> Submission {
        guard (1...Self.idCharactersMax).contains(id.utf8.count), id == id.sanitised else {
            throw .malformed("An id has 1 to \(Self.idCharactersMax) printable characters.")
        }
        guard !id.hasPrefix(Submission.coreIDPrefix) else {
            throw .malformed("Ids that begin with \(Submission.coreIDPrefix) are the host's.")
        }
        return Submission(
            id: id, request: request, actor: actor, via: via ?? .console, saidAt: saidAt ?? now,
            text: text ?? "", priority: pri, audience: tell ?? [])
    }
}

extension WireSubmit: Codable {
    private enum CodingKeys: CodingKey { case id, kind, base, pri, body }

    /// What goes with the fields of any kind.
    private enum CommonKeys: CodingKey { case text, actor, via, saidAt, tell }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        pri = try container.decodeIfPresent(Priority.self, forKey: .pri)
        let common = try container.nestedContainer(keyedBy: CommonKeys.self, forKey: .body)
        text = try common.decodeIfPresent(String.self, forKey: .text)
        actor = try common.decodeIfPresent(Actor.self, forKey: .actor)
        via = try common.decodeIfPresent(Medium.self, forKey: .via)
        saidAt = try common.decodeIfPresent(Timestamp.self, forKey: .saidAt)
        tell = try common.decodeIfPresent([AudienceWord].self, forKey: .tell)
        request = try container.request(
            kind: container.decode(String.self, forKey: .kind),
            seen: container.decodeIfPresent(Int.self, forKey: .base), forKey: .body)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(request.kind, forKey: .kind)
        try container.encodeIfPresent(pri, forKey: .pri)
        let body = container.superEncoder(forKey: .body)
        try RequestBody(request).encode(to: body)
        var common = body.container(keyedBy: CommonKeys.self)
        try common.encodeIfPresent(text, forKey: .text)
        try common.encodeIfPresent(actor, forKey: .actor)
        try common.encodeIfPresent(via, forKey: .via)
        try common.encodeIfPresent(saidAt, forKey: .saidAt)
        try common.encodeIfPresent(tell, forKey: .tell)
    }
}
