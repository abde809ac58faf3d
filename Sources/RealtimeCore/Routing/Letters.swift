import RealtimeProtocol
import Wedding

/// What is on its way to each person, until their device says it arrived or its time is up.
struct Letters: Sendable {
    struct Letter: Sendable, Codable {
        let offset: Int
        let message: MessageID?
        /// Who wrote it; nil in memories of before that was kept.
        var by: Actor?
        let text: String
        let priority: Priority
        let sentAt: Timestamp
        /// What it is a notice of; a later notice of the same takes its place.
        var notice: String?
        /// For how long it is worth anything; nil is until stood down.
        var timeToLive: Duration?
        var attempts = 0
        /// That it arrived is not enough: a person says so.
        var needsConfirmation = false
        var nextTry: Timestamp
    }

    private(set) var waiting: [PersonID: [Letter]] = [:]
    /// What the journal has not been told yet.
    private var notes: [JournalNote] = []
    private var settled: [DeadLetter.ID] = []
    /// Before this nothing of an unreachable person's can die, so there is nothing to look at.
    private var quietUntil: [PersonID: Timestamp] = [:]
    private(set) var dead: [DeadLetter.ID: DeadLetter] = [:]
    private(set) var stats = CoreStats()
    private let limits: CoreLimits
    /// Spreads retries, so that a hundred letters of one moment do not come back in one moment.
    private var chance: SeededGenerator

    init(limits: CoreLimits, seed: UInt64) {
        self.limits = limits
        chance = SeededGenerator(seed: seed)
    }

    mutating func add(_ letter: Letter, to person: PersonID) {
        if let notice = letter.notice { supersede(notice, for: person) }
        waiting[person, default: []].append(letter)
        quietUntil[person] = nil
        stats.lettersSent += 1
        stats.lettersWaiting += 1
        stats.byPriority[letter.priority.rawValue] += 1
    }

    /// An older version of a notice is of no use to somebody who never got it.
    private mutating func supersede(_ notice: String, for person: PersonID) {
        stats.lettersSuperseded += remove(from: person) { $0.notice == notice }
    }

    private mutating func remove(
        from person: PersonID, _ isUseless: (Letter) -> Bool
    ) -> Int {
        let useless = (waiting[person] ?? []).filter(isUseless)
        guard !useless.isEmpty else { return 0 }
        waiting[person]?.removeAll(where: isUseless)
        stats.lettersWaiting -= useless.count
        settled += useless.map { DeadLetter.ID(offset: $0.offset, person: person) }
        return useless.count
    }

    /// The device holds those entries of which `holds` is true.
    ///
    /// - Returns: the messages among them, which now count as delivered.
    mutating func receipt(
        _ person: PersonID, _ holds: (Letter) -> Bool
    ) -> [MessageID] {
        guard let letters = waiting[person] else { return [] }
        let arrived = letters.filter { $0.attempts > 0 && holds($0) }
        guard !arrived.isEmpty else { return [] }
        waiting[person] = letters.filter { $0.attempts == 0 || !holds($0) }
        stats.lettersDelivered += arrived.count
        stats.lettersWaiting -= arrived.count
        settled += arrived.map { DeadLetter.ID(offset: $0.offset, person: person) }
        return arrived.compactMap(\.message)
    }

    /// Letters to try now, oldest first within a priority, and those that died.
    ///
    /// - Parameters:
    ///   - committed: Nothing after it may leave yet.
    ///   - isHeld: Whether a priority waits for the ceremony to end.
    mutating func due(
        at now: Timestamp, through committed: Int, isReachable: (PersonID) -> Bool,
        isHeld: (Priority) -> Bool
    ) -> (tries: [(PersonID, Int, Priority)], died: [DeadLetter]) {
        var tries: [(PersonID, Int, Priority)] = []
        var died: [DeadLetter] = []
        for person in waiting.keys.sorted() {
            let reachable = isReachable(person)
            if !reachable, let quiet = quietUntil[person], now < quiet { continue }
            var kept: [Letter] = []
            for var letter in waiting[person] ?? [] {
                if let reason = death(letter, reachable: reachable, at: now) {
                    died.append(bury(letter, person, reason, at: now))
                    continue
                }
                let mayLeave = letter.offset <= committed && !isHeld(letter.priority)
                if reachable && letter.nextTry <= now && mayLeave {
                    letter.attempts += 1
                    letter.nextTry = now + pause(after: letter.attempts)
                    stats.attempts += 1
                    tries.append((person, letter.offset, letter.priority))
                }
                kept.append(letter)
            }
            while kept.count > limits.lettersPerPersonMax {
                let least = leastMissed(of: kept)
                died.append(bury(kept.remove(at: least), person, .overflow, at: now))
            }
            waiting[person] = kept.isEmpty ? nil : kept
            quietUntil[person] = kept.compactMap { letter in
                letter.timeToLive.map { letter.sentAt + $0 }
            }.min()
        }
        return (tries, died)
    }

    /// Of those of the lowest priority the oldest of whoever wrote most: nobody's words push out
    /// another's.
    private func leastMissed(of letters: [Letter]) -> Int {
        let lowest = letters.map(\.priority).max() ?? .low
        let candidates = letters.indices.filter { letters[$0].priority == lowest }
        var counts: [Actor?: Int] = [:]
        for index in candidates { counts[letters[index].by, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        return candidates.first { counts[letters[$0].by] == most } ?? 0
    }

    /// Attempts count only while the recipient is connected; else only the time to live runs.
    private func death(
        _ letter: Letter, reachable: Bool, at now: Timestamp
    ) -> DeadLetter.Reason? {
        if reachable, let most = letter.priority.attemptsMax, letter.attempts >= most,
            letter.nextTry <= now
        {
            return .attempts
        }
        if let life = letter.timeToLive, now - letter.sentAt >= life { return .time }
        return nil
    }

    private mutating func bury(
        _ letter: Letter, _ person: PersonID, _ reason: DeadLetter.Reason, at now: Timestamp
    ) -> DeadLetter {
        let dead = DeadLetter(
            id: DeadLetter.ID(offset: letter.offset, person: person), message: letter.message,
            text: letter.text,
            priority: letter.priority, sentAt: letter.sentAt, diedAt: now,
            attempts: letter.attempts, reason: reason,
            needsConfirmation: letter.needsConfirmation ? true : nil)
        self.dead[dead.id] = dead
        notes.append(.died(dead))
        stats.lettersDead += 1
        stats.lettersWaiting -= 1
        if self.dead.count > limits.deadLettersMax, let oldest = self.dead.keys.min() {
            self.dead[oldest] = nil
        }
        return dead
    }

    /// Doubling from one second, capped at 15, less up to a quarter by chance.
    private mutating func pause(after attempts: Int) -> Duration {
        let full = Int64(min(15, 1 << min(attempts - 1, 4)) * 1000)
        return .milliseconds(full - Int64.random(in: 0...full / 4, using: &chance))
    }

    /// Takes a dead letter out, to try it again or to discard it.
    mutating func exhume(_ id: DeadLetter.ID, for remedy: DeadLetterRemedy) -> DeadLetter? {
        guard let letter = dead.removeValue(forKey: id) else { return nil }
        stats.lettersDead -= 1
        switch remedy {
        case .retry: notes.append(.retried(id))
        case .discard: notes.append(.discarded(id))
        }
        return letter
    }

    /// Nobody needs what was sent for an emergency that is over.
    mutating func standDown(_ offsets: Set<Int>) {
        for person in waiting.keys.sorted() {
            _ = remove(from: person) { offsets.contains($0.offset) }
        }
    }

    /// What happened to letters since it was last asked, for the journal.
    mutating func takeNotes() -> [JournalNote] {
        defer { (notes, settled) = ([], []) }
        return (settled.isEmpty ? [] : [.settled(settled)]) + notes
    }

    mutating func take(_ letters: [PersonID: [Letter]]) {
        for person in letters.keys.sorted() {
            for letter in letters[person] ?? [] { add(letter, to: person) }
        }
    }

    /// After a restart: what arrived stays arrived, what died stays dead.
    mutating func recall(settled: Set<DeadLetter.ID>, dead: [DeadLetter]) {
        for letter in dead { self.dead[letter.id] = letter }
        stats.lettersDead = self.dead.count
        let done = settled.union(dead.map(\.id))
        for person in waiting.keys.sorted() {
            _ = remove(from: person) {
                done.contains(DeadLetter.ID(offset: $0.offset, person: person))
            }
        }
    }

    /// Offsets that somebody still waits for or that a person may want to send again.
    var offsets: Set<Int> {
        Set(waiting.values.joined().map(\.offset)).union(dead.keys.map(\.offset))
    }

    func isWaiting(_ offset: Int, for person: PersonID) -> Bool {
        waiting[person]?.contains { $0.offset == offset } == true
    }

    /// Whether anything waits that a tick could move on.
    var isIdle: Bool { waiting.isEmpty }
}
