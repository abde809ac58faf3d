import RealtimeProtocol
import Wedding

/// Everything that has another place for rain goes there at once, or back: one unit, published, for
/// those concerned to confirm.
struct PlanB: Equatable {
    struct Move: Equatable {
        let item: TimelineItem
        let to: ZoneID
    }

    let moves: [Move]
    /// Whether it goes back to the places of before.
    let isReturn: Bool

    init(_ day: DayState) {
        let open = day.day.runOfShow.filter { !$0.isOver && $0.alternativeZone != nil }
        let away = open.compactMap { item in
            item.alternativeZone.flatMap { $0 == item.zone ? nil : Move(item: item, to: $0) }
        }
        isReturn = away.isEmpty
        moves =
            isReturn
            ? open.compactMap { item in
                let before = day.revisions[FieldKey(.item(item.id), .zone)]?.before?.text
                return before.map { Move(item: item, to: ZoneID($0)) }
            } : away
    }

    func steps(_ day: DayState) -> [Dialog.Step] {
        moves.map { day.step($0.item.id, .zone($0.to)) }
    }

    var everyone: [PersonID] { moves.flatMap(\.item.everyone).unique }

    /// What moves, how many are expected where fewer fit, what the rain call says, who is told.
    func lines(_ day: DayState, _ state: ConsoleState) -> [String] {
        var lines = moves.prefix(8).map { move in
            let from = move.item.zone.map { day.day.name(of: $0) } ?? "nowhere"
            return
                "\(state.clock(move.item.start)) \(move.item.title): \(from) → \(day.day.name(of: move.to))\(tooMany(move, day))"
        }
        if moves.count > 8 { lines.append("and \(moves.count - 8) more") }
        if !isReturn, let call = day.day.rainCallBy {
            let left = call - state.now
            lines.append(
                left > .zero
                    ? "Rain call by \(state.clock(call)), in \(left.words)."
                    : "The rain call was due at \(state.clock(call)).")
        }
        if !isReturn, !day.day.rainPlan.isEmpty { lines.append(day.day.rainPlan) }
        lines.append(
            "\(told(day.announced(to: everyone), state)) told. "
                + "The run of show becomes v\(day.day.version + 1).")
        return lines
    }

    /// Guests count where an item is for everyone.
    private func tooMany(_ move: Move, _ day: DayState) -> String {
        guard let room = day.day.zones[move.to]?.capacity, room > 0 else { return "" }
        let heads = day.heads(at: move.item)
        return heads > room ? " (holds \(room), \(heads) expected)" : ""
    }

    var title: String {
        isReturn ? "Back to the first plan?" : "Plan B: move \(moves.count.items)?"
    }

    func words(_ day: DayState) -> String {
        let places = moves.prefix(4).map { "\($0.item.title) at \(day.day.name(of: $0.to))" }
        let more = moves.count > 4 ? " and \(moves.count - 4) more" : ""
        let head = isReturn ? "BACK TO THE FIRST PLAN" : "PLAN B"
        return
            "\(head) v\(day.day.version + 1): \(places.joined(separator: ", "))\(more). Please confirm."
    }
}

extension Action {
    static let planB = work(
        "plan b", command: "plan-b", .level(.timeline, .edit, doing: "move items")
    ) { state in
        guard let day = state.day else { return [] }
        let plan = PlanB(day)
        guard !plan.moves.isEmpty else {
            state.say("No item that is still to come has another place (alt_zone)")
            return []
        }
        return ask(plan.dialog(day, state), &state)
    }
}

extension PlanB {
    fileprivate func dialog(_ day: DayState, _ state: ConsoleState) -> Dialog {
        Dialog(title, lines(day, state), .confirm, .timeline(.planB(steps(day))))
    }
}

/// What was shown is what is sent; a plan that changed meanwhile is shown anew.
func answerPlanB(_ steps: [Dialog.Step], _ state: inout ConsoleState) -> [ConsoleEffect] {
    guard let day = state.day else { return [] }
    let plan = PlanB(day)
    guard plan.steps(day) == steps else {
        var anew = plan.dialog(day, state)
        anew.complaint = "The plan has changed. Check this preview again."
        state.layers.append(.dialog(anew))
        return []
    }
    let people = steps.compactMap { state.day?.day.items[$0.item] }.flatMap(\.everyone).unique
    state.say(
        "\(plan.isReturn ? "Back to the first plan" : "Plan B"): \(called(people, state))")
    let edits = steps.map { Request.write(.edit(.field(.item($0.item), $0.edit, base: $0.base))) }
    let version = day.day.version + 1
    let draft = MessageDraft(
        to: [.coordinator] + plan.everyone.map(AudienceWord.person), priority: .critical,
        version: version)
    return [
        state.submit(
            .unit(edits + [.write(.timeline(.publish(version: version))), .send(draft)], []),
            "plan B", text: plan.words(day), priority: .critical)
    ]
}
