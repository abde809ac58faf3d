/// Letters by priority: how many entries called for them, how many there were, and what became of
/// them. What Stats and the report of a day say comes from here, so that they say the same.
public struct LetterTally: Sendable, Equatable, Codable {
    public struct Row: Sendable, Equatable, Codable {
        public internal(set) var entries = 0
        public internal(set) var letters = 0
        /// They arrived, or became of no use.
        public internal(set) var settled = 0
        /// They reached nobody.
        public internal(set) var dead = 0

        public var waiting: Int { max(0, letters - settled - dead) }
    }

    private var rows = [Row](repeating: Row(), count: Priority.allCases.count)

    public init() {}

    public subscript(priority: Priority) -> Row { rows[priority.rawValue] }

    public var total: Row {
        rows.reduce(into: Row()) { sum, row in
            sum.entries += row.entries
            sum.letters += row.letters
            sum.settled += row.settled
            sum.dead += row.dead
        }
    }

    /// An entry went to so many people; to nobody is no letter.
    public mutating func address(_ priority: Priority, to people: Int) {
        guard people > 0 else { return }
        rows[priority.rawValue].entries += 1
        rows[priority.rawValue].letters += people
    }

    public mutating func settle(_ priority: Priority, _ count: Int = 1) {
        rows[priority.rawValue].settled += count
    }

    /// - Parameter count: Below zero where dead letters are taken out again.
    public mutating func countDead(_ priority: Priority, _ count: Int = 1) {
        rows[priority.rawValue].dead += count
    }

    /// These are dead, and no others.
    public mutating func countDead(only priorities: [Priority]) {
        for index in rows.indices { rows[index].dead = 0 }
        for priority in priorities { countDead(priority) }
    }
}
