import Wedding

/// What each principal may cost in any 60 seconds, over all their devices, spent by whatever they
/// cause. Acknowledgements, all clears and emergencies pass without it; of emergencies the eleventh
/// of a minute is told with an open one.
struct Budget: Sendable {
    enum Purse: Sendable, Hashable, CaseIterable {
        /// Words to others, and changes of the day.
        case words
        /// Answers, and one's own whereabouts.
        case answers
        case emergencies
        /// Entries that the log gets.
        case entries
        case bytes
    }

    /// What was spent from one purse: sums of a second each, newest last.
    private struct Spending: Sendable {
        var slots: [(second: Int64, sum: Int)] = []

        mutating func sum(at now: Timestamp) -> Int {
            let second = now.milliseconds / 1000
            slots.removeAll { $0.second <= second - 60 || $0.second > second }
            return slots.reduce(0) { $0 + $1.sum }
        }

        mutating func add(_ amount: Int, at now: Timestamp) {
            let second = now.milliseconds / 1000
            if slots.last?.second == second {
                slots[slots.count - 1].sum += amount
            } else {
                slots.append((second, amount))
            }
        }
    }

    private struct Key: Hashable {
        let author: Author
        let purse: Purse
    }

    private var spendings: [Key: Spending] = [:]

    /// Takes `amount` from a purse, or nothing when that is more than `max` in a minute.
    ///
    /// Complexity: O(1): a purse remembers sixty sums.
    mutating func spend(
        _ amount: Int = 1, from purse: Purse, of author: Author, max: Int, at now: Timestamp
    ) -> Bool {
        let key = Key(author: author, purse: purse)
        var spending = spendings[key] ?? Spending()
        let isAffordable = spending.sum(at: now) + amount <= max
        if isAffordable { spending.add(amount, at: now) }
        spendings[key] = spending
        return isAffordable
    }
}
