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
    struct Chore { let step: (Hub) -> Step }

    /// Units of one turn: some two milliseconds of a slow machine, and at most twice as much.
    static let unitsPerTurn = 20

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
    /// Does `chore` step by step, beginning soon.
    func take(on step: @escaping (Hub) -> Chores.Step) {
        chores.add(Chores.Chore(step: step))
        planChores()
    }

    /// The same for each of many, at so many units each.
    func take<Item>(
        each items: [Item], units: Int, _ work: @escaping (Hub, Item) -> Void
    ) {
        var rest = Deque(items)
        take { hub in
            var spent = 0
            while spent < Chores.unitsPerTurn, let item = rest.popFirst() {
                work(hub, item)
                hub.meter.count(units)
                spent += units
            }
            return rest.isEmpty ? .done(units: spent) : .more(units: spent)
        }
    }

    private func planChores() {
        guard chores.plan() else { return }
        // A moment after this turn is written, not at once: a timer that is due by then would keep
        // the loop from its sockets until there is nothing more to do.
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.later(.milliseconds(1)) { $0.doChores() } }
    }

    private func doChores() {
        var queue = chores.takeTurn()
        turn("chore") {
            var units = 0
            while units < Chores.unitsPerTurn, let chore = queue.popFirst() {
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
