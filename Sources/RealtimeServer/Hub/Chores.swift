import DequeModule
import NIOCore

/// Work that is too big for one turn of the loop: done in steps, so many units a turn, each piece
/// of work in its turn, so that sockets are served in between.
struct Chores {
    /// What a step cost, in units of an entry that is encoded, and whether there is more to do.
    enum Step {
        case done(units: Int)
        case more(units: Int)
    }

    /// In a struct: a bare function grows by a layer each time it is put into a queue again.
    struct Chore {
        let kind: String
        /// What is new goes first every other turn: however many come back, it is not one of them.
        let isNews: Bool
        let step: (Hub) -> Step
    }

    /// Units of one turn: some two milliseconds of a slow machine, and at most three times as much.
    static let unitsPerTurn = 9

    private var news: Deque<Chore> = []
    private var waiting: Deque<Chore> = []
    private var isNewsTurn = false
    private(set) var isPlanned = false

    mutating func add(_ chore: Chore) {
        if chore.isNews { news.append(chore) } else { waiting.append(chore) }
    }

    mutating func beginTurn() {
        isPlanned = false
        isNewsTurn.toggle()
    }

    mutating func next() -> Chore? {
        isNewsTurn
            ? news.popFirst() ?? waiting.popFirst() : waiting.popFirst() ?? news.popFirst()
    }

    mutating func plan() -> Bool {
        guard !isPlanned, !(news.isEmpty && waiting.isEmpty) else { return false }
        isPlanned = true
        return true
    }
}

extension Hub {
    /// Does something step by step, beginning soon.
    func take(
        on kind: String, isNews: Bool = false, _ step: @escaping (Hub) -> Chores.Step
    ) {
        chores.add(Chores.Chore(kind: kind, isNews: isNews, step: step))
        planChores()
    }

    /// The same for each of many, so many a turn.
    func take<Item>(
        on kind: String, each items: [Item], perTurn: Int, _ work: @escaping (Hub, Item) -> Void,
        then: @escaping (Hub) -> Void = { _ in }
    ) {
        var rest = items[...]
        take(on: kind) { hub in
            let part = rest.prefix(perTurn)
            rest = rest.dropFirst(perTurn)
            for item in part { work(hub, item) }
            let units = Chores.unitsPerTurn * part.count / perTurn
            hub.meter.count(units)
            guard rest.isEmpty else { return .more(units: units) }
            then(hub)
            return .done(units: units)
        }
    }

    private func planChores() {
        guard chores.plan() else { return }
        soon(as: "chore") { $0.doChores() }
    }

    private func doChores() {
        chores.beginTurn()
        var units = 0
        var again: [Chores.Chore] = []
        while units < Chores.unitsPerTurn, let chore = chores.next() {
            turn(chore.kind) {
                switch chore.step(self) {
                case .done(let cost): units += cost
                case .more(let cost):
                    units += cost
                    again.append(chore)
                }
            }
        }
        for chore in again { chores.add(chore) }
        planChores()
    }
}
