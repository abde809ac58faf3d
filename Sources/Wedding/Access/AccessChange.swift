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

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .grant:
            if let access = body.access {
                self = .agree(access)
            } else {
                self = .grant(body.granted(to: try body.need(\.person, "person")))
            }
        case .end: self = .end(try body.need(\.access, "access"))
        }
    }

    package func write(to body: inout ChangeBody) {
        switch self {
        case .grant(let grant):
            (body.grant, body.person, body.minutes) = (grant, grant.to, grant.minutes)
        case .agree(let id), .end(let id): body.access = id
        }
    }
}

extension ChangeReader {
    /// The log has the whole grant; whoever lends says to whom, for how long and in which alert.
    fileprivate func granted(to person: PersonID) -> AccessGrant {
        body.grant
            ?? AccessGrant(
                to: person, minutes: body.minutes ?? AccessGrant.defaultMinutes, alert: body.alert)
    }
}
