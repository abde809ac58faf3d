import RealtimeClient
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("A replica of the log")
struct ReplicaTests {
    private static let now = Sample.moment(13, 30)

    private func event(_ o: Int, po: Int, _ stream: String = "coordinator", early: Bool = false)
        throws -> BroadcastPayload
    {
        let entry = LogEvent(
            offset: o, id: "u-\(o)", at: Self.now, saidAt: Self.now, by: .system, via: .system,
            change: .message(.note(subject: "")), text: "", priority: .normal)
        var wire = WireEvent(entry, epoch: "e1", stream: stream, previous: po)
        if early { wire.early = true }
        return try BroadcastPayload(.event, wire)
    }

    private func snapshot(at offset: Int, classOffset: Int, ownOffset: Int) throws
        -> BroadcastPayload
    {
        let snapshot = Snapshot(
            you: "p-rosa", role: .coordinator, now: Self.now, mode: .normal, isCeremony: false,
            className: "coordinator", classOffset: classOffset, ownOffset: ownOffset,
            state: DayState(day: Sample.wedding))
        let text = String(decoding: try JSONText.encode(snapshot), as: UTF8.self)
        return try BroadcastPayload(
            .snapshot, WireSnapshotPart(e: "e1", o: offset, part: 1, of: 1, text: text))
    }

    private func offsets(_ outcomes: [Replica.Outcome]) -> [Int] {
        outcomes.compactMap {
            if case .message(.event(let event, false)) = $0 { event.offset } else { nil }
        }
    }

    private func ready() throws -> Replica {
        var replica = Replica()
        _ = replica.joined()
        _ = replica.fold(try snapshot(at: 10, classOffset: 9, ownOffset: 4))
        _ = replica.fold(try BroadcastPayload(.live, WireLive(e: "e1", o: 10, recovered: false)))
        return replica
    }

    @Test("two streams interleave, each by its own chain")
    func streams() throws {
        var replica = try ready()
        let all = try [
            event(11, po: 9), event(12, po: 4, "own"), event(15, po: 11), event(16, po: 12, "own"),
        ].flatMap { replica.fold($0) }
        #expect(offsets(all) == [11, 12, 15, 16])
        #expect(replica.cursor.o == 16)
    }

    @Test("what comes twice is applied once")
    func repeats() throws {
        var replica = try ready()
        let all = try [event(11, po: 9), event(11, po: 9), event(13, po: 11), event(11, po: 9)]
            .flatMap { replica.fold($0) }
        #expect(offsets(all) == [11, 13])
    }

    @Test("a hole asks for what is missing, once, and nothing is applied over it")
    func holes() throws {
        var replica = try ready()
        #expect(replica.fold(try event(14, po: 12)) == [.resume(WireCursor(e: "e1", o: 9))])
        #expect(replica.fold(try event(15, po: 14)).isEmpty)
        let filled = try [event(12, po: 9), event(14, po: 12), event(15, po: 14)]
            .flatMap { replica.fold($0) }
        #expect(offsets(filled) == [12, 14, 15])
    }

    @Test("an early push is shown once and moves no cursor; its place comes later")
    func early() throws {
        var replica = try ready()
        let first = replica.fold(try event(11, po: 9, early: true))
        #expect(first.count == 1 && replica.cursor.o == 10)
        #expect(replica.fold(try event(11, po: 9, early: true)).isEmpty)
        #expect(offsets(replica.fold(try event(11, po: 9))) == [11])
    }

    @Test("another epoch's entries are not applied; its snapshot is")
    func epochs() throws {
        var replica = try ready()
        let entry = LogEvent(
            offset: 1, id: "x", at: Self.now, saidAt: Self.now, by: .system, via: .system,
            change: .day(.close), text: "", priority: .low)
        let other = try BroadcastPayload(
            .event, WireEvent(entry, epoch: "e2", stream: "coordinator", previous: 0))
        #expect(replica.fold(other).isEmpty)
        let part = try JSONText.decode(
            WireSnapshotPart.self, from: snapshot(at: 0, classOffset: 0, ownOffset: 0).payload)
        let fresh = WireSnapshotPart(e: "e2", o: 0, part: 1, of: 1, text: part.text)
        #expect(replica.fold(try BroadcastPayload(.snapshot, fresh)).count == 3)
        #expect(offsets(replica.fold(other)) == [1])
    }

    @Test(
        "whatever order, loss and repetition a link makes, all is applied, in order, each once")
    func anyOrder() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var resumes = 0
        for _ in 0..<200 {
            // A log of two streams, as the server would send it to one reader.
            var sent: [(offset: Int, payload: BroadcastPayload)] = []
            var last = ["coordinator": 9, "own": 4]
            for offset in 11...40 {
                let stream = Bool.random(using: &random) ? "coordinator" : "own"
                guard Int.random(in: 0..<4, using: &random) > 0 else { continue }
                sent.append((offset, try event(offset, po: last[stream]!, stream)))
                last[stream] = offset
            }
            var replica = try ready()
            var applied: [Int] = []
            var queue = sent.filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
            queue += queue.filter { _ in Bool.random(using: &random) }
            // The last entry of each stream arrives: by it a loss before it is seen.
            for (offset, stream) in [(41, "coordinator"), (42, "own")] {
                sent.append((offset, try event(offset, po: last[stream]!, stream)))
            }
            queue += sent.suffix(2)
            while let next = queue.first {
                queue.removeFirst()
                for outcome in replica.fold(next.payload) {
                    if case .message(.event(let event, _)) = outcome {
                        applied.append(event.offset)
                    }
                    if case .resume(let cursor) = outcome {
                        resumes += 1
                        queue = sent.filter { $0.offset > cursor.o } + queue
                        queue.insert(
                            (
                                0,
                                try BroadcastPayload(
                                    .live, WireLive(e: "e1", o: cursor.o, recovered: true))
                            ),
                            at: sent.count { $0.offset > cursor.o })
                    }
                }
            }
            #expect(applied.sorted() == sent.map(\.offset), "seed \(seed)")
            for stream in ["coordinator", "own"] {
                let mine = applied.filter { offset in
                    sent.first { $0.offset == offset }.map {
                        (try? JSONText.decode(WireEvent.self, from: $0.payload.payload))?.s
                            == stream
                    } ?? false
                }
                #expect(mine == mine.sorted(), "seed \(seed)")
            }
        }
        #expect(resumes > 0, "seed \(seed)")
    }

    @Test("the first try comes within a second, none more than ten apart, and they spread")
    func backoff() {
        var first: Set<Int64> = []
        for seed in 0..<50 {
            var backoff = Backoff(seed: UInt64(seed))
            let waits = (0..<40).map { _ in backoff.next() }
            #expect(waits[0] <= .seconds(1))
            #expect(waits.allSatisfy { $0 <= .seconds(10) && $0 > .zero })
            #expect(waits[30] >= .seconds(5))
            first.insert(waits[0].milliseconds)
        }
        #expect(first.count > 20)
    }
}
