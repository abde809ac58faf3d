import DequeModule

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
        let step: () -> Step
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
