/// Rights lent in an emergency; a second person agrees where somebody asks for themselves.
public enum AccessChange: Sendable, Equatable {
    case grant(AccessGrant)
    case agree(AccessGrant.ID)
    case end(AccessGrant.ID)
}

extension AccessChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case grant = "access.grant"
        case end = "access.end"
    }

    package var kind: Kind {
        switch self {
        case .grant, .agree: .grant
        case .end: .end
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .grant:
            let agreed: AccessGrant.ID? = try body.get(.access)
            self = try agreed.map { .agree($0) } ?? .grant(body.need(.grant))
        case .end: self = try .end(body.need(.access))
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        switch self {
        case .grant(let grant):
            try body.put(grant, .grant)
            try body.put(grant.to, .person)
            try body.put(grant.minutes, .minutes)
        case .agree(let id), .end(let id): try body.put(id, .access)
        }
    }
}
