import RealtimeProtocol
import Wedding

/// Ten minutes of training on a day that is played: one thing to do at a time, each checked by what
/// was done, not by which key was pressed.
package struct Tour: Sendable, Equatable {
    package private(set) var step = 0
    /// The log when the step began, and when that was.
    private var offset: Int
    private var began: Timestamp
    /// How long each step that is done took.
    private var times: [Duration] = []
    /// Keys since the step began.
    private var keys = 0

    package init(_ state: ConsoleState) {
        (offset, began) = (state.day?.offset ?? 0, state.now)
    }

    /// After it a step is worth practising.
    private static let quick = Duration.minutes(1)

    struct Step: Sendable {
        let name: String
        /// What to do, with the keys.
        let words: String
        let isDone: @Sendable (Done) -> Bool
    }

    /// What was done since the step began.
    struct Done {
        let state: ConsoleState
        let day: DayState
        let mine: [LogEvent]
        let keys: Int

        func said(_ isMeant: (Change) -> Bool) -> Bool { mine.contains { isMeant($0.change) } }
    }

    static let steps: [Step] = [
        Step(
            name: "who is late",
            words: "Who needs you? 1 opens the Board. Select with j and k somebody late or missing."
        ) { done in
            func needs(_ person: Person) -> Bool {
                [.late, .missing].contains(done.day.status(of: person, at: done.state.now))
            }
            guard done.keys > 0, done.state.view == .board, let person = done.state.selectedPerson
            else { return false }
            // Whoever was missed may have come meanwhile.
            return needs(person) || !done.day.day.people.contains(where: needs)
        },
        Step(
            name: "acknowledge", words: "The strip below asks: a acknowledges. It is yours then."
        ) { done in
            // Somebody else may have been faster.
            done.day.mostUrgent == nil
                || done.said { if case .alert(.acknowledge) = $0 { true } else { false } }
        },
        Step(
            name: "where somebody is",
            words: "Somebody radios in. Select them, w asks where, Enter says the place."
        ) { done in
            done.said { if case .presence(.move) = $0 { true } else { false } }
        },
        Step(
            name: "delay by ten",
            words: "2 opens the Timeline. On an item press d, type 10, Enter; read it, Enter again."
        ) { $0.said { if case .timeline(.shift) = $0 { true } else { false } } },
        Step(
            name: "plan B",
            words: "Rain. Type :plan-b and Enter: read what moves and who is told, then Enter."
        ) { done in
            done.said { change in
                if case .edit(.field(.item, let edit, _)) = change {
                    edit.field == .zone
                } else {
                    false
                }
            }
        },
        Step(
            name: "raise a drill",
            words:
                "Practise a fire: :drill, Enter, choose fire, a place, a word. Everyone reads DRILL."
        ) { done in
            done.said { if case .alert(.raise(let alert)) = $0 { alert.isDrill } else { false } }
        },
        Step(
            name: "answer an emergency",
            words: "Press A and say who you are. R shows who is where."
        ) { $0.said { if case .alert(.acknowledge) = $0 { true } else { false } } },
        Step(
            name: "all clear",
            words: "End it: 4 opens Alerts, C, then type all clear and a reason, Enter."
        ) { done in
            done.said {
                switch $0 {
                case .alert(.allClear), .alert(.resolve), .alert(.cancel): true
                case .alert, .presence, .timeline, .edit, .guest, .task, .message, .access, .day:
                    false
                }
            }
        },
    ]

    package var isOver: Bool { step >= Self.steps.count }

    /// What stands at the foot of the screen.
    package var words: String {
        guard !isOver else { return ending }
        return "TOUR \(step + 1)/\(Self.steps.count)  \(Self.steps[step].words)"
    }

    private var ending: String {
        let total = times.reduce(Duration.zero, +)
        let slow = zip(Self.steps, times).filter { $0.1 > Self.quick }.map(\.0.name)
        let advice =
            slow.isEmpty
            ? "You were quick at all of it." : "Practise: \(slow.spoken(limit: 4))."
        return "TOUR done in \(total.words). \(advice) q ends, or go on and try things."
    }

    mutating func count() { keys += 1 }

    /// The next step, once this one was done.
    mutating func look(_ state: ConsoleState) {
        guard !isOver, let day = state.day else { return }
        // The replay was turned back.
        offset = min(offset, day.offset)
        let mine = day.recent.filter { $0.offset > offset && $0.by.person == state.me }
        guard Self.steps[step].isDone(Done(state: state, day: day, mine: mine, keys: keys)) else {
            return
        }
        times.append(state.now - began)
        step += 1
        (offset, began, keys) = (day.offset, state.now, 0)
    }
}
