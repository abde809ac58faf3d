extension DayState {
    public func grant(_ id: AccessGrant.ID) -> AccessGrant? { grants.last { $0.id == id } }

    /// The grant that is open for somebody, agreed or not.
    public func openGrant(for person: PersonID) -> AccessGrant? {
        grants.last { $0.to == person && $0.isOpen }
    }

    /// What somebody may do now: by role, and by what they were lent.
    public func level(_ category: RightsCategory, of person: Person) -> RightsLevel {
        let own = person.role.level(category)
        guard own < .edit, AccessGrant.categories.contains(category),
            openGrant(for: person.id)?.isActive == true
        else { return own }
        return .edit
    }

    mutating func apply(_ change: AccessChange, by event: LogEvent) {
        switch change {
        case .grant(let grant):
            if let index = grants.lastIndex(where: { $0.id == grant.id }) {
                grants[index] = grant
            } else {
                grants.append(grant)
            }
        case .agree(let id):
            guard let index = grants.lastIndex(where: { $0.id == id }) else { return }
            grants[index].agreedBy = event.by.person
            grants[index].grantedAt = event.at
        case .end(let id):
            guard let index = grants.lastIndex(where: { $0.id == id }) else { return }
            grants[index].endedAt = grants[index].endedAt ?? event.at
        }
    }
}
