import RealtimeCore
import Wedding

/// Nothing but time: a tick each second. Seconds that were slept through are one tick.
package struct LiveSource: EventSource {
    private var ticked: Timestamp

    package init(from now: Timestamp) { ticked = now }

    package mutating func next(
        through limit: Timestamp, state: DayState
    ) -> (at: Timestamp, events: [Event])? {
        let second = Timestamp(milliseconds: limit.milliseconds / 1000 * 1000)
        guard second > ticked else { return nil }
        ticked = second
        return (second, [.tick])
    }

    package mutating func answers(to effect: Effect) -> [Event] { [] }
}
