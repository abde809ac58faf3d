import Wedding

/// What the day is to one person: what comes next for them, what is asked of them, whom to ring.
struct HomeModel {
    let user: Person
    let next: [TimelineItem]
    /// Decisions and tasks that are theirs.
    let toDo: [Duty]
    let toDecide: [TimelineItem]
    let contacts: [Person]

    init?(_ state: ConsoleState, _ day: DayState) {
        guard let user = state.user else { return nil }
        self.user = user
        let plan = day.day.runOfShow.filter {
            !$0.isOver && $0.anchor != .buffer && ($0.status == .running || $0.end > state.now)
        }
        let own = plan.filter { $0.involves(user.id) }
        // Whoever has no part of their own follows what is for everyone.
        let shown = own.isEmpty ? plan.filter { $0.visibility == .all } : own
        toDecide = shown.filter { $0.kind == .decision && $0.decision == nil }
        next = Array(shown.filter { $0.kind != .decision }.prefix(3))
        toDo = day.day.duties.filter { $0.owner == user.id && !$0.isDone }
        let leads = [Role.coordinator, .venueManager].compactMap { day.day.lead(of: $0) }
        contacts = leads.filter { $0.id != user.id && !($0.phone ?? "").isEmpty }
    }
}

extension Role {
    /// Whether their own times are what they want to see first; who runs the day begins with
    /// everybody.
    var beginsAtHome: Bool {
        switch self {
        case .coordinator, .venueManager: false
        case .couple, .officiant, .photographer, .caterer, .entertainment, .vendor,
            .weddingParty, .guest:
            true
        }
    }
}
