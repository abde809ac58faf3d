import Wedding

/// A change that is written as it is asked for, in the words of its family.
extension Request {
    package static func presence(_ change: PresenceChange) -> Request { .write(.presence(change)) }
    package static func timeline(_ change: TimelineChange) -> Request { .write(.timeline(change)) }
    package static func edit(_ change: EditChange) -> Request { .write(.edit(change)) }
    package static func alert(_ change: AlertChange) -> Request { .write(.alert(change)) }
    package static func guest(_ change: GuestChange) -> Request { .write(.guest(change)) }
    package static func task(_ change: TaskChange) -> Request { .write(.task(change)) }
    package static func message(_ change: MessageChange) -> Request { .write(.message(change)) }
    package static func access(_ change: AccessChange) -> Request { .write(.access(change)) }
    package static func day(_ change: DayChange) -> Request { .write(.day(change)) }
}
