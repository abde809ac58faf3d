import Foundation
import RealtimeClient
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

private func wish(
    _ id: String, _ change: Change, _ priority: Priority = .normal, at: Timestamp = moment
) -> Submission {
    Submission(id: id, change: change, saidAt: at, priority: priority)
}

private let moment = Sample.moment(13, 30)

private func start(_ minute: Int) -> Change {
    .edit(.field(.item("i-34"), .start(Sample.moment(17, minute)), base: 4))
}

@Suite("The queue of wishes")
struct WishQueueTests {
    @Test("two edits of one field that have not left are one, on what the first had seen")
    func coalesces() {
        var queue = PendingQueue()
        _ = queue.add(wish("a", start(20)), at: moment)
        let later = Change.edit(.field(.item("i-34"), .start(Sample.moment(17, 40)), base: 5))
        #expect(
            queue.add(wish("b", later), at: moment) == .kept(replaced: ["a"], dropped: []))
        #expect(queue.pending.map(\.submission.id) == ["b"])
        #expect(
            queue.pending.first?.submission.request.change
                == .edit(.field(.item("i-34"), .start(Sample.moment(17, 40)), base: 4)))
    }

    @Test("what may have left keeps its words")
    func sentStays() {
        var queue = PendingQueue()
        _ = queue.add(wish("a", start(20)), at: moment)
        queue.markSent("a")
        #expect(
            queue.add(wish("b", start(40)), at: moment) == .kept(replaced: [], dropped: []))
        #expect(queue.count == 2)
    }

    @Test("additions to a set never replace each other")
    func sets() {
        var queue = PendingQueue()
        for element in ["p-iris", "p-sol"] {
            let edit = FieldEdit(.people, .adding(element))
            _ = queue.add(wish(element, .edit(.field(.item("i-34"), edit, base: 1))), at: moment)
        }
        #expect(queue.count == 2)
    }

    @Test("a full queue gives way to the urgent, by what is least urgent and oldest")
    func full() {
        var queue = PendingQueue()
        for number in 0..<PendingQueue.Limits.itemsMax {
            let priority: Priority = number == 5 || number == 9 ? .low : .normal
            _ = queue.add(wish("w-\(number)", .message(.note(subject: "x")), priority), at: moment)
        }
        #expect(
            queue.add(wish("urgent", .timeline(.start("i-1")), .high), at: moment)
                == .kept(replaced: [], dropped: ["w-5"]))
        #expect(
            queue.add(wish("normal", .message(.note(subject: "y"))), at: moment)
                == .kept(replaced: [], dropped: ["w-9"]))
        guard case .refused = queue.add(wish("more", .message(.note(subject: "z"))), at: moment)
        else {
            Issue.record("a queue of equals took one more")
            return
        }
        #expect(queue.count == PendingQueue.Limits.itemsMax)
    }

    @Test("nothing urgent is ever dropped, however full or old")
    func urgentStays() {
        var queue = PendingQueue()
        for number in 0..<PendingQueue.Limits.itemsMax {
            _ = queue.add(wish("w-\(number)", .message(.note(subject: "x")), .high), at: moment)
        }
        guard
            case .refused = queue.add(
                wish("more", .timeline(.start("i-1")), .emergency), at: moment)
        else {
            Issue.record("something urgent was dropped")
            return
        }
        #expect(queue.expire(at: moment + .hours(72)) == [])
        #expect(queue.count == PendingQueue.Limits.itemsMax)
    }

    @Test("a day later what is not urgent is taken back")
    func expires() {
        var queue = PendingQueue()
        _ = queue.add(wish("old", .message(.note(subject: "x"))), at: moment)
        _ = queue.add(wish("urgent", .timeline(.start("i-1")), .high), at: moment)
        #expect(queue.expire(at: moment + .hours(24)) == [])
        #expect(queue.expire(at: moment + .hours(24) + .seconds(1)) == ["old"])
        #expect(queue.pending.map(\.submission.id) == ["urgent"])
    }

    @Test("at four fifths it says that it is nearly full")
    func warns() {
        var queue = PendingQueue()
        for number in 0..<799 {
            _ = queue.add(wish("w-\(number)", .message(.note(subject: "x"))), at: moment)
        }
        #expect(!queue.isNearlyFull)
        _ = queue.add(wish("w-799", .message(.note(subject: "x"))), at: moment)
        #expect(queue.isNearlyFull)
    }
}

@Suite("Wishes on disk")
struct WishFileTests {
    let path = NSTemporaryDirectory() + "callboard-wishes-\(UUID().uuidString)"

    private func remove() {
        for number in 1...8 { try? FileManager.default.removeItem(atPath: "\(path)-\(number)") }
    }

    @Test("what was not answered comes back in order, after a crash that left half a line")
    func survives() throws {
        defer { remove() }
        do {
            let file = try #require(PendingFile(path))
            for id in ["a", "b", "c"] { file.add(wish(id, start(20), .high), at: moment) }
            file.settle("b")
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path + "-1"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"wish\":{\"id\":\"d\",\"ki".utf8))
        try handle.close()
        let again = try #require(PendingFile(path))
        #expect(again.kept.map(\.submission.id) == ["a", "c"])
        #expect(again.kept.first?.submission.request.change == start(20))
        #expect(again.kept.first?.submission.priority == .high)
        #expect(again.kept.first?.queuedAt == moment)
    }

    @Test("two consoles of one login keep theirs apart, and the next takes up both")
    func twoProcesses() throws {
        defer { remove() }
        do {
            let one = try #require(PendingFile(path))
            let two = try #require(PendingFile(path))
            one.add(wish("one", start(20)), at: moment)
            two.add(wish("two", start(25)), at: moment)
        }
        let next = try #require(PendingFile(path))
        #expect(Set(next.kept.map(\.submission.id)) == ["one", "two"])
        #expect(!FileManager.default.fileExists(atPath: path + "-2"))
    }

    @Test("when nothing waits the file is empty")
    func empties() throws {
        defer { remove() }
        let file = try #require(PendingFile(path))
        file.add(wish("a", start(20)), at: moment)
        file.settle("a")
        let attributes = try FileManager.default.attributesOfItem(atPath: path + "-1")
        #expect(attributes[.size] as? Int == 0)
    }

    @Test("where nothing can be written there is no file, and nothing traps")
    func readOnly() {
        #expect(PendingFile("/proc/callboard/wishes") == nil)
    }
}

@Suite("Optimistic day")
struct OptimisticDayTests {
    let day = Sample.play(until: Sample.moment(13, 30)).state

    private func event(_ id: String, _ change: Change, _ offset: Int, by: PersonID = "p-ben")
        -> LogEvent
    {
        LogEvent(
            offset: offset, id: id, at: moment, saidAt: moment, by: .person(by), via: .console,
            change: change, text: "", priority: .normal)
    }

    private func zone(_ zone: ZoneID) -> Change {
        .edit(.field(.item("i-34"), .zone(zone), base: 1))
    }

    @Test("a wish is shown at once and taken back by itself when it is refused")
    func rollback() {
        var copy = OptimisticDay(day, user: "p-rosa")
        copy.showAtOnce(wish("w", zone("z-terrace")))
        #expect(copy.shown.day.items["i-34"]?.zone == "z-terrace")
        #expect(copy.confirmed == day)
        copy.drop("w")
        #expect(copy.shown == day)
    }

    @Test("a wish that was granted is in the log once, not twice")
    func granted() {
        var copy = OptimisticDay(day, user: "p-rosa")
        copy.showAtOnce(wish("w", zone("z-terrace")))
        copy.apply(event("w", zone("z-terrace"), day.offset + 1, by: "p-rosa"))
        #expect(copy.waiting.isEmpty)
        #expect(copy.shown == copy.confirmed)
        #expect(
            copy.shown.revision(FieldKey(.item("i-34"), .zone)) == day.revision(
                FieldKey(.item("i-34"), .zone)) + 1)
    }

    @Test("somebody else's change is under the wish, and shows when it goes")
    func rebase() {
        var copy = OptimisticDay(day, user: "p-rosa")
        copy.showAtOnce(wish("w", zone("z-terrace")))
        copy.apply(event("x", zone("z-pond"), day.offset + 1))
        #expect(copy.shown.day.items["i-34"]?.zone == "z-terrace")
        #expect(copy.confirmed.day.items["i-34"]?.zone == "z-pond")
        copy.drop("w")
        #expect(copy.shown.day.items["i-34"]?.zone == "z-pond")
    }

    @Test("an answer before its entry keeps the wish shown until the entry is there")
    func answerFirst() {
        var copy = OptimisticDay(day, user: "p-rosa")
        copy.showAtOnce(wish("w", zone("z-terrace")))
        copy.accept("w", offset: day.offset + 2)
        copy.apply(event("x", .message(.note(subject: "x")), day.offset + 1))
        #expect(copy.shown.day.items["i-34"]?.zone == "z-terrace")
        copy.apply(event("other", .message(.note(subject: "x")), day.offset + 2))
        #expect(copy.waiting.isEmpty)
    }

    @Test("what somebody may only propose is not shown as done")
    func proposal() {
        var copy = OptimisticDay(day, user: "p-evelyn")
        copy.showAtOnce(
            wish("w", .edit(.field(.item("i-27"), .start(Sample.moment(14, 45)), base: 1))))
        #expect(copy.shown == day)
        #expect(copy.waiting.count == 1)
    }

    @Test("wishes of any order and fate leave the log's fold in the end", arguments: 1...40)
    func converges(seed: Int) {
        var chance = SeededGenerator(seed: UInt64(seed))
        var copy = OptimisticDay(day, user: "p-rosa")
        var server = day
        var sent: [Submission] = []
        let zones: [ZoneID] = ["z-terrace", "z-pond", "z-orchard", "z-barn"]
        for step in 0..<60 {
            switch Int.random(in: 0..<4, using: &chance) {
            case 0:
                let item = ItemID("i-\(Int.random(in: 34...38, using: &chance))")
                let change = Change.edit(
                    .field(
                        .item(item), .zone(zones.randomElement(using: &chance)!), base: nil))
                sent.append(wish("w-\(step)", change))
                copy.showAtOnce(sent.last!)
            case 1 where !sent.isEmpty:
                let next = sent.removeFirst()
                let entry = event(next.id, next.request.change!, server.offset + 1, by: "p-rosa")
                server.apply(entry)
                if Bool.random(using: &chance) { copy.accept(next.id, offset: entry.offset) }
                copy.apply(entry)
            case 2 where !sent.isEmpty: copy.drop(sent.removeFirst().id)
            default:
                let entry = event(
                    "b-\(step)", zone(zones.randomElement(using: &chance)!), server.offset + 1)
                server.apply(entry)
                copy.apply(entry)
            }
            #expect(copy.confirmed == server, "seed \(seed), step \(step)")
        }
        for rest in sent { copy.drop(rest.id) }
        #expect(copy.shown == server, "seed \(seed)")
    }
}
