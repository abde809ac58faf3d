import Testing
import Wedding

@Suite("Alert life")
struct AlertStateTests {
    static let shelf = Timestamp(milliseconds: 60_000)
    static let states: [AlertState] = [
        .raised, .acknowledged, .returned, .shelved(until: shelf), .suppressed, .resolved,
        .allClear, .cancelled,
    ]
    static let moves: [AlertMove] = [
        .acknowledge, .causeGone, .shelve(until: shelf), .shelfExpired, .suppress, .resolve,
        .allClear, .cancel,
    ]

    /// Rows in the order of `states`, columns in the order of `moves`; `!` is refused.
    static let ordinary = """
        acknowledged returned shelved ! suppressed resolved ! cancelled
        acknowledged resolved shelved ! suppressed resolved ! cancelled
        resolved returned shelved ! suppressed resolved ! cancelled
        acknowledged returned shelved raised suppressed resolved ! cancelled
        acknowledged resolved shelved ! suppressed resolved ! cancelled
        resolved resolved ! ! ! ! ! !
        allClear allClear ! ! ! ! ! !
        cancelled cancelled ! ! ! ! ! !
        """
    static let emergency = """
        acknowledged raised ! ! ! resolved allClear cancelled
        acknowledged acknowledged ! ! ! resolved allClear cancelled
        resolved returned ! ! ! resolved allClear cancelled
        """

    private func word(_ state: AlertState, _ move: AlertMove, _ priority: Priority) -> String {
        guard let next = try? state.after(move, priority: priority) else { return "!" }
        switch next {
        case .shelved: return "shelved"
        default: return "\(next)"
        }
    }

    private func table(_ states: [AlertState], _ priority: Priority) -> String {
        states.map { state in
            Self.moves.map { word(state, $0, priority) }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    @Test(
        "every move from every state of an ordinary alert",
        arguments: [Priority.critical, .high, .normal, .low])
    func ordinaryTable(priority: Priority) {
        #expect(table(Self.states, priority) == Self.ordinary)
    }

    @Test("an emergency is never shelved, never suppressed, and no cause going away clears it")
    func emergencyTable() {
        #expect(table(Array(Self.states.prefix(3)), .emergency) == Self.emergency)
    }

    @Test("a late acknowledgement never reopens")
    func lateAck() throws {
        for state in Self.states where state.isOver {
            #expect(try state.after(.acknowledge, priority: .high) == state)
        }
    }

    @Test("the ladder of each priority is the written one")
    func ladders() {
        func steps(_ priority: Priority) -> [Int] { priority.ladder.map(\.after.wholeSeconds) }
        #expect(steps(.emergency) == [30, 120, 300])
        #expect(steps(.critical) == [300, 600])
        #expect(steps(.high) == [600])
        #expect(steps(.normal) == [])
        #expect(steps(.low) == [])
    }

    @Test("five emergency types have priority 0 and two of them are told to a few")
    func kinds() {
        let urgent = AlertKind.emergencyTypes.filter { $0.defaultPriority == .emergency }
        #expect(
            urgent == [.medical, .fireEvacuation, .severeWeather, .securityThreat, .missingChild])
        #expect(AlertKind.allCases.filter(\.isTargeted) == [.medical, .missingChild])
    }
}
