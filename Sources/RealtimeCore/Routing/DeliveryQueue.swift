import RealtimeProtocol
import Wedding

/// What is on its way to each person, until their device says it arrived or its time is up.
struct DeliveryQueue: Sendable {
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

        /// When it is worth nothing any more.
        var end: Timestamp? { timeToLive.map { sentAt + $0 } }
    }

    private(set) var waiting: [PersonID: [Letter]] = [:]
    /// What the journal has not been told yet.
    private var notes: [JournalNote] = []
    private var settled: [DeadLetter.ID] = []
    /// Before this nothing of a person's can leave or die, so there is nothing to look at.
    private struct Quiet {
        let whileAway: Timestamp
        let whileThere: Timestamp
    }

    private var quiet: [PersonID: Quiet] = [:]
    /// With whom the next look begins, when the last one had to end.
    private var lookFrom: PersonID = ""
    private(set) var dead: [DeadLetter.ID: DeadLetter] = [:]
    private var counts = CoreStats()
    /// Of the whole log, over restarts.
    private(set) var tally = LetterTally()
    private let limits: CoreLimits
    /// Spreads retries, so that a hundred letters of one moment do not come back in one moment.
    private var chance: SeededGenerator

    init(limits: CoreLimits, seed: UInt64) {
        self.limits = limits
        chance = SeededGenerator(seed: seed)
    }

    var stats: CoreStats {
        var stats = counts
        stats.lettersSent = tally.total.letters
        stats.byPriority = tally
        return stats
    }

    /// An entry calls for so many letters; tried again, a letter is none more.
    mutating func count(_ priority: Priority, people: Int) {
        tally.address(priority, to: people)
    }

    mutating func add(_ letter: Letter, to person: PersonID) {
        if let notice = letter.notice { supersede(notice, for: person) }
        waiting[person, default: []].append(letter)
        counts.lettersWaiting += 1
        // What is known of the others still holds, unless the box is too full.
        guard let known = quiet[person],
            waiting[person]?.count ?? 0 <= limits.lettersPerPersonMax
        else { return quiet[person] = nil }
        quiet[person] = Quiet(
            whileAway: min(known.whileAway, letter.end ?? known.whileAway),
            whileThere: min(known.whileThere, letter.nextTry))
    }

    /// An older version of a notice is of no use to somebody who never got it.
    private mutating func supersede(_ notice: String, for person: PersonID) {
        // By place: to copy each letter would cost more than to look at it.
        let place = waiting[person].flatMap { letters in
            letters.indices.last { letters[$0].notice == notice }
        }
        guard let place, let useless = waiting[person]?.remove(at: place) else { return }
        counts.lettersWaiting -= 1
        counts.lettersSuperseded += 1
        settle([useless], of: person)
    }

    private mutating func remove(
        from person: PersonID, _ isOver: (Letter) -> Bool
    ) -> [Letter] {
        guard waiting[person]?.contains(where: isOver) == true else { return [] }
        var over: [Letter] = []
        waiting[person]?.removeAll { letter in
            guard isOver(letter) else { return false }
            over.append(letter)
            return true
        }
        counts.lettersWaiting -= over.count
        return over
    }

    private mutating func settle(_ letters: [Letter], of person: PersonID) {
        settled += letters.map { DeadLetter.ID(offset: $0.offset, person: person) }
        for letter in letters { tally.settle(letter.priority) }
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
        counts.lettersDelivered += arrived.count
        counts.lettersWaiting -= arrived.count
        settle(arrived, of: person)
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
        var looked = 0
        for person in peopleToLookAt {
            let reachable = isReachable(person)
            if let quiet = quiet[person] {
                guard now >= (reachable ? quiet.whileThere : quiet.whileAway) else { continue }
            }
            guard looked < limits.lettersLookedAtMax else {
                lookFrom = person
                break
            }
            looked += waiting[person]?.count ?? 0
            var kept: [Letter] = []
            var next = Timestamp(milliseconds: .max)
            for var letter in waiting[person] ?? [] {
                if let reason = death(letter, reachable: reachable, at: now) {
                    died.append(giveUp(letter, person, reason, at: now))
                    continue
                }
                let mayLeave = letter.offset <= committed && !isHeld(letter.priority)
                if reachable && letter.nextTry <= now && mayLeave {
                    letter.attempts += 1
                    letter.nextTry = now + pause(after: letter.attempts)
                    counts.attempts += 1
                    tries.append((person, letter.offset, letter.priority))
                }
                next = min(next, mayLeave ? letter.nextTry : now)
                kept.append(letter)
            }
            while kept.count > limits.lettersPerPersonMax {
                let least = leastMissed(of: kept)
                died.append(giveUp(kept.remove(at: least), person, .overflow, at: now))
            }
            waiting[person] = kept.isEmpty ? nil : kept
            let whileAway = kept.compactMap(\.end).min() ?? Timestamp(milliseconds: .max)
            quiet[person] = Quiet(whileAway: whileAway, whileThere: min(whileAway, next))
        }
        return (tries, died)
    }

    /// Beginning where the last look ended.
    private var peopleToLookAt: [PersonID] {
        let people = waiting.keys.sorted()
        let start = people.firstIndex { $0 >= lookFrom } ?? 0
        return Array(people[start...] + people[..<start])
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

    private mutating func giveUp(
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
        counts.lettersDead += 1
        counts.lettersWaiting -= 1
        tally.countDead(letter.priority)
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
    mutating func takeDeadLetter(_ id: DeadLetter.ID, for remedy: DeadLetterRemedy) -> DeadLetter? {
        guard let letter = dead.removeValue(forKey: id) else { return nil }
        counts.lettersDead -= 1
        tally.countDead(letter.priority, -1)
        switch remedy {
        case .retry: notes.append(.retried(id))
        case .discard:
            notes.append(.discarded(id))
            tally.settle(letter.priority)
        }
        return letter
    }

    /// Nobody needs what was sent for an emergency that is over.
    mutating func standDown(_ offsets: Set<Int>) {
        for person in waiting.keys.sorted() {
            settle(remove(from: person) { offsets.contains($0.offset) }, of: person)
        }
    }

    /// What happened to letters since it was last asked, for the journal.
    mutating func takeNotes() -> [JournalNote] {
        defer { (notes, settled) = ([], []) }
        return (settled.isEmpty ? [] : [.settled(settled)]) + notes
    }

    mutating func restore(_ letters: [PersonID: [Letter]], _ tally: LetterTally) {
        self.tally = tally
        for person in letters.keys.sorted() {
            for letter in letters[person] ?? [] { add(letter, to: person) }
        }
    }

    /// After a restart: what arrived stays arrived, what died stays dead.
    mutating func restore(settled: Set<DeadLetter.ID>, dead: [DeadLetter]) {
        for letter in dead { self.dead[letter.id] = letter }
        counts.lettersDead = self.dead.count
        tally.countDead(only: dead.map(\.priority))
        let lost = Set(dead.map(\.id))
        for person in waiting.keys.sorted() {
            func id(_ letter: Letter) -> DeadLetter.ID {
                DeadLetter.ID(offset: letter.offset, person: person)
            }
            settle(remove(from: person) { settled.contains(id($0)) }, of: person)
            _ = remove(from: person) { lost.contains(id($0)) }
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
