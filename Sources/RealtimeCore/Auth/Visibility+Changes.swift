import Wedding

/// Entries that change who may read something: an item that is shown to fewer, a task that is
/// somebody else's.
extension Visibility {
    func subscribersChanged(by event: LogEvent) -> (people: Set<PersonID>, roles: Set<Role>) {
        switch event.change {
        case .access(.grant(let grant)): return ([grant.to], [])
        case .access(.agree(let id)), .access(.end(let id)):
            return (Set([state.grant(id)?.to].compactMap { $0 }), [])
        case .edit(.field(let entity, let edit, _)):
            let key = FieldKey(entity, edit.field)
            switch (entity.kind, edit.field) {
            case (.item, .visibility):
                return ([], Set(Role.allCases.filter { $0.level(.timeline) < .edit }))
            case (.item, .owner), (.task, .owner):
                return (weak(edit.value.text, state.revisions[key]?.before?.text, key), [])
            case (.item, .people): return (weak(edit.value.element, nil, key), [])
            default: return ([], [])
            }
        case .task(.custody(let id, let holder)):
            let key = FieldKey(.custody(id), .holder)
            guard case .person(let person) = holder else { return ([], []) }
            return (weak(person.rawValue, state.revisions[key]?.before?.text, key), [])
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .day:
            return ([], [])
        }
    }

    /// Those of two people who do not see all of the category anyway.
    private func weak(_ one: String?, _ other: String?, _ key: FieldKey) -> Set<PersonID> {
        let category = FieldRule.of(key)?.category ?? .timeline
        let people = [one, other].compactMap { $0 }.map { PersonID($0) }
        return Set(
            people.filter { id in
                day.people[id].map { $0.role.level(category) < .edit } ?? false
            })
    }
}
