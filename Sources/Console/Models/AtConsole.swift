import Wedding

extension ConsoleState {
    /// Before their call time, somebody at the host's own console is there to prepare.
    private static let arrivesBefore = Duration.minutes(15)

    /// A key at the host's own console is a sign of its user: on their day they are here.
    mutating func seeUser() -> [ConsoleEffect] {
        guard options.isHost, !options.isDemo, !options.isReplay, !board.saidHere, let me,
            let day, let user, let call = user.callTime, day.day.isSameDay(call, as: now),
            now >= call - Self.arrivesBefore, day.presence[me]?.checkedInAt == nil
        else { return [] }
        board.saidHere = true
        say("\(user.name) is here: this is the host's console")
        return [send(.write(.presence(.checkIn(me, zone: nil))), "your arrival")]
    }
}
