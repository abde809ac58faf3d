import Wedding

/// `wd.submit`: a change that somebody submits.
public struct WireSubmit: Sendable, Equatable, Codable {
    public var id: String
    public var kind: String
    /// The revision of the field that the sender saw.
    public var base: Int?
    public var pri: Priority?
    public var body: Body

    /// The fields of the change's kind, and what goes with any of them.
    public struct Body: Sendable, Equatable, Codable {
        public var change: ChangeBody
        public var text: String?
        public var actor: Actor?
        public var via: Medium?
        public var saidAt: Timestamp?
        public var tell: [AudienceWord]?

        private enum CodingKeys: CodingKey { case text, actor, via, saidAt, tell }

        init(_ submission: Submission) {
            change = submission.change.body
            text = submission.text.isEmpty ? nil : submission.text
            (actor, via, saidAt) = (submission.actor, submission.via, submission.saidAt)
            tell = submission.audience.isEmpty ? nil : submission.audience
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            change = try ChangeBody(from: decoder)
            text = try container.decodeIfPresent(String.self, forKey: .text)
            actor = try container.decodeIfPresent(Actor.self, forKey: .actor)
            via = try container.decodeIfPresent(Medium.self, forKey: .via)
            saidAt = try container.decodeIfPresent(Timestamp.self, forKey: .saidAt)
            tell = try container.decodeIfPresent([AudienceWord].self, forKey: .tell)
        }

        public func encode(to encoder: any Encoder) throws {
            try change.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(text, forKey: .text)
            try container.encodeIfPresent(actor, forKey: .actor)
            try container.encodeIfPresent(via, forKey: .via)
            try container.encodeIfPresent(saidAt, forKey: .saidAt)
            try container.encodeIfPresent(tell, forKey: .tell)
        }
    }

    public init(_ submission: Submission) {
        id = submission.id
        kind = submission.change.kind
        pri = submission.priority
        body = Body(submission)
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
        var fields = body.change
        fields.base = base ?? fields.base
        do {
            try fields.checkBounds()
            let change = try Change(kind: kind, fields)
            return Submission(
                id: id, change: change, actor: body.actor, via: body.via ?? .console,
                saidAt: body.saidAt ?? now, text: body.text ?? "", priority: pri,
                audience: body.tell ?? [])
        } catch {
            if case .unknownKind = error { throw .unknownKind("\(error)") }
            throw .malformed("\(error)")
        }
    }
}
