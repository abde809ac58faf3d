/// One thing that happened: the body of an event of the wedding's log. Each family has a folder of
/// its own, with what its kinds are, what is law for them and what they do to the day.
public enum Change: Sendable, Equatable {
    case presence(PresenceChange)
    case timeline(TimelineChange)
    case edit(EditChange)
    case alert(AlertChange)
    case guest(GuestChange)
    case task(TaskChange)
    case message(MessageChange)
    case access(AccessChange)
    case day(DayChange)

    /// Whom a presence event is about.
    public var presenceSubject: PersonID? {
        if case .presence(let change) = self { change.person } else { nil }
    }

    /// Which alert an alert event is about; one that is raised names itself.
    public var alertSubject: AlertID? {
        if case .alert(let change) = self { change.subject } else { nil }
    }
}
