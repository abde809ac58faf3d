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

    typealias Chore = (Hub) -> Step

    /// Units of one turn: some two milliseconds of a slow machine, and at most twice as much.
    static let unitsPerTurn = 20

    private var waiting: Deque<Chore> = []
    private(set) var isPlanned = false

    mutating func add(_ chore: @escaping Chore) { waiting.append(chore) }

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
    func take(on chore: @escaping Chores.Chore) {
        chores.add(chore)
        planChores()
    }

    private func planChores() {
        guard chores.plan() else { return }
        // A moment, not at once: whatever came to the sockets meanwhile goes first.
        later(.milliseconds(1)) { $0.doChores() }
    }

    private func doChores() {
        var queue = chores.takeTurn()
        turn("chore") {
            var units = 0
            while units < Chores.unitsPerTurn, let chore = queue.popFirst() {
                switch chore(self) {
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
