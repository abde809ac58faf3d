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
        let step: (Hub) -> Step
    }

    /// Units of one turn: some two milliseconds of a slow machine, and at most three times as much.
    static let unitsPerTurn = 12

    private var waiting: Deque<Chore> = []
    private(set) var isPlanned = false

    mutating func add(_ chore: Chore) { waiting.append(chore) }

    mutating func takeTurn() -> Deque<Chore> {
        isPlanned = false
        defer { waiting = [] }
        return waiting
    }

    mutating func putBack(_ chores: Deque<Chore>) { waiting = chores + waiting }

    mutating func plan() -> Bool {
        guard !isPlanned, !waiting.isEmpty else { return false }
        isPlanned = true
        return true
    }
}

extension Hub {
    /// Does something step by step, beginning soon.
    func take(on kind: String, _ step: @escaping (Hub) -> Chores.Step) {
        chores.add(Chores.Chore(kind: kind, step: step))
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
        // A moment after this turn is written, not at once: a timer that is due by then would keep
        // the loop from its sockets until there is nothing more to do.
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.later(.milliseconds(1), as: "chore") { $0.doChores() } }
    }

    private func doChores() {
        var queue = chores.takeTurn()
        var units = 0
        while units < Chores.unitsPerTurn, let chore = queue.popFirst() {
            turn(chore.kind) {
                switch chore.step(self) {
                case .done(let cost): units += cost
                case .more(let cost):
                    units += cost
                    queue.append(chore)
                }
            }
        }
        chores.putBack(queue)
        planChores()
    }
}
