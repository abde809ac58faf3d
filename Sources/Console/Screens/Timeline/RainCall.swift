import RealtimeProtocol
import Wedding

/// The moment at which it must be said whether the plan for rain holds: asked of whoever may move
/// the day, from ten minutes before it until somebody decides or the ceremony begins.
struct RainCall {
    let item: TimelineItem
    let by: Timestamp

    private static let askedBefore = Duration.minutes(10)

    init?(_ state: ConsoleState, _ day: DayState) {
        guard state.seesWholePlan, let by = day.day.rainCallBy, let ceremony = day.day.ceremonyItem,
            ceremony.status == .planned, state.now >= by - Self.askedBefore,
            state.now < ceremony.start, !PlanB(day).isReturn
        else { return nil }
        let decision = day.day.items.first {
            $0.kind == .decision && abs(($0.start - by).milliseconds) <= 15 * 60_000
        }
        let item = decision ?? ceremony
        guard item.decision == nil else { return nil }
        (self.item, self.by) = (item, by)
    }
}

func askRainCall(_ item: TimelineItem, _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let moves = PlanB(day).moves.count
    let rain = day.day.rainPlan.isEmpty ? [] : [day.day.rainPlan]
    return ask(
        Dialog(
            "Rain call", rain,
            .choice(["It stays as planned", "Plan B: \(moves.items) to move, shown first"]),
            .timeline(.rainCall(item.id))), &state)
}

func answerRainCall(
    _ id: ItemID, isPlanB: Bool, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    guard !isPlanB else { return perform(.planB, &state) }
    state.say("Decided: as planned")
    return [state.submit(.timeline(.decide(id, "as planned")), "rain call")]
}
