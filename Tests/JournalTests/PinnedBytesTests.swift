import Foundation
import GRDB
import Journal
import RealtimeClient
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// What an earlier build wrote, on the wire, in a journal and in a queue of wishes: it is read, and
/// written again as it stands.
@Suite("Pinned bytes")
struct PinnedBytesTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures").path() + "/"

    /// Every kind, as an entry of the log, as a console gets it, and as a wish.
    static let kinds = try! String(contentsOfFile: folder + "kinds.txt", encoding: .utf8)
        .split(separator: "\n").map(String.init)

    /// The same fields with the same values, in whatever order.
    private func canonical(_ bytes: Data) throws -> String {
        let object = try JSONSerialization.jsonObject(with: bytes)
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        let sorted = try JSONSerialization.data(withJSONObject: object, options: options)
        return String(decoding: sorted, as: UTF8.self)
    }

    @Test("a kind is read and written as it stood", arguments: kinds)
    func kind(line: String) throws {
        let space = try #require(line.firstIndex(of: " "))
        let text = line[line.index(after: space)...]
        let again: Data
        switch line[..<space] {
        case "log":
            let event = try JSONText.decode(
                LogEvent.self, from: Data(text.utf8), names: .asInCode)
            again = try JSONEncoder().encode(event)
        case "wire":
            let wire = try JSONText.decode(WireEvent.self, from: Data(text.utf8))
            let written = WireEvent(wire.logEvent, epoch: wire.e, stream: wire.s, previous: wire.po)
            again = Data(try JSONText.encode(written))
        default:
            // Nobody but the host settles by a rule.
            if text.contains(#""conflict":{"#) {
                #expect(throws: ChangeProblem.self) {
                    try JSONText.decode(WireSubmit.self, from: Data(text.utf8))
                }
                return
            }
            let asked = try JSONText.decode(WireSubmit.self, from: Data(text.utf8))
            again = Data(try JSONText.encode(asked))
            guard asked.request.change != nil else {
                // Then a whole alert, message or grant, half of it for the core to overwrite.
                #expect(try JSONText.decode(WireSubmit.self, from: again) == asked)
                return
            }
        }
        #expect(try canonical(again) == text)
    }

    @Test("every kind that may be said stands in the file")
    func allKinds() {
        let pinned = Self.kinds.compactMap { line in
            line.firstMatch(of: /"kind":"([a-z_]+\.[a-z]+)","(po|text|pri|saidAt|via)/).map {
                String($0.1)
            }
        }
        #expect(Change.kinds.subtracting(pinned) == ["timeline.edit"])
    }

    @Test("a journal of then is opened, whole, and each entry is written as it stood")
    func journal() throws {
        let folder = try Folder()
        try FileManager.default.copyItem(
            atPath: Self.folder + "journal.sqlite", toPath: folder.file)
        let file = try JournalFile(folder.file, .write)
        let report = try file.verify()
        #expect(report.problem == nil)
        #expect(report.entries == 336)
        #expect(
            report.chain == "fd0acd66003e9e0252dec8257ef7794572b45409f630ce4d56f8c65bec02745c")
        let day = try #require(try file.header()).day
        let kept = try file.recoveredLog()
        #expect(kept.checkpoint?.offset == 252)
        file.close()
        let queue = try DatabaseQueue(path: folder.file)
        let bodies = try queue.read { db in
            try Data.fetchAll(db, sql: "SELECT body FROM entry ORDER BY offset")
        }
        var state = DayState(day: day)
        for body in bodies {
            let entry = try JSONText.decode(JournalEntry.self, from: body, names: .asInCode)
            #expect(try canonical(JSONEncoder().encode(entry)) == canonical(body))
            state.apply(entry.event)
        }
        var core = RealtimeCore(day: day)
        core.restore(kept)
        #expect(core.current.day.withoutNewFacts == state.day.withoutNewFacts)
        #expect(core.current.alerts == state.alerts)
    }

    @Test("a queue of wishes of then is taken up, in order, without what was answered")
    func queue() throws {
        let folder = try Folder()
        let path = folder.path + "/wishes"
        try FileManager.default.copyItem(
            atPath: Self.folder + "wishes.jsonl", toPath: path + "-1")
        let wishes = try #require(PendingFile(path)).kept.map(\.submission)
        let lines = try String(contentsOfFile: Self.folder + "wishes.jsonl", encoding: .utf8)
            .split(separator: "\n").dropLast()
        var expected: [String] = []
        // x3 was answered, and nobody but the host settles by a rule.
        for line in lines
        where !line.contains("\"id\":\"x3\"") && !line.contains("\"conflict\":{") {
            let text = line.dropFirst(#"{"at":1812000000000,"wish":"#.count).dropLast()
            expected.append(String(text))
        }
        #expect(wishes.count == expected.count)
        for (wish, text) in zip(wishes, expected) {
            guard wish.request.change != nil else {
                let then = try JSONText.decode(WireSubmit.self, from: Array(text.utf8))
                #expect(try wish == then.submission(at: .zero))
                continue
            }
            #expect(try canonical(Data(JSONText.encode(WireSubmit(wish)))) == text)
        }
    }
}

extension WeddingDay {
    /// Without what the checkpoint of then could not hold: who was called for a cue.
    fileprivate var withoutNewFacts: WeddingDay {
        var day = self
        for item in day.items {
            day.items.update(item.id) { ($0.calledFor, $0.ready) = (nil, nil) }
        }
        return day
    }
}
