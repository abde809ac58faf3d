import Wedding

/// Entries that change who may read something: an item that is shown to fewer, a task that is
/// somebody else's.
extension Visibility {
    func subscribers(of resets: Resets) -> (people: Set<PersonID>, roles: Set<Role>) {
        switch resets {
        case .nobody: ([], [])
        case .people(let people): (Set(people), [])
        case .weak(let people, let category):
            (
                Set(people.filter { day.role(of: $0).map { $0.level(category) < .edit } ?? false }),
                []
            )
        case .rolesBelow(let level, let category):
            ([], Set(Role.allCases.filter { $0.level(category) < level }))
        }
    }
}
