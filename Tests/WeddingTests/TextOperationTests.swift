import Foundation
import Testing
import Wedding

@Suite("Text operations")
struct TextOperationTests {
    func op(_ json: String) throws -> TextOperation {
        try JSONDecoder().decode(TextOperation.self, from: Data(json.utf8))
    }

    func text(_ operation: TextOperation) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(operation), as: UTF8.self)
    }

    @Test(
        "a document is counted in scalars, and nothing is normalised",
        arguments: [
            ("👻!", #"[1,"x"]"#, "👻x!"), ("e\u{301}a", #"[2,"-"]"#, "e\u{301}-a"),
            ("👨‍👩‍👧.", #"[5,{"d":"."}]"#, "👨‍👩‍👧"), ("a\r\nb", #"[2,"|"]"#, "a\r|\nb"),
        ])
    func scalars(document: String, operation: String, result: String) throws {
        let found = try op(operation).apply(to: document)
        #expect(Array(found.unicodeScalars) == Array(result.unicodeScalars))
    }

    @Test(
        "what is read comes out in normal form",
        arguments: [
            (#"["a","b",1,{"d":2},{"d":1},"c"]"#, #"["ab",1,{"d":3},"c"]"#),
            (#"[{"d":"ab"},{"d":"c"},"x"]"#, #"[{"d":"abc"},"x"]"#),
            (#"[{"d":"ab"},{"d":2}]"#, #"[{"d":4}]"#), ("[]", "[]"),
            (#"["x",{"d":1}]"#, #"["x",{"d":1}]"#), (#"[{"d":1},"x"]"#, #"[{"d":1},"x"]"#),
        ])
    func normalForm(read: String, written: String) throws {
        #expect(try text(op(read)) == written)
    }

    @Test(
        "a malformed operation is refused",
        arguments: [
            "{}", "3", "null", #"["a",1]"#, #"[1,2,"a"]"#, #"[0,"a"]"#, #"[-1,"a"]"#, #"[1.5,"a"]"#,
            #"[""]"#, #"[{"d":0}]"#, #"[{"d":-2}]"#, #"[{"d":""}]"#, #"[{"d":1.5}]"#, #"[{}]"#,
            #"[{"i":"a"}]"#, #"[{"d":1,"x":2}]"#, "[null]", "[[1]]", "[true]",
            #"[9223372036854775807,"a"]"#, #"["\ud800"]"#, #"[{"d":"\udc00"}]"#,
        ])
    func malformed(operation: String) {
        #expect(throws: (any Error).self) { try op(operation) }
    }

    @Test("an operation that does not fit its text is refused")
    func misfit() throws {
        #expect(throws: TextProblem.pastEnd(length: 3)) { try op(#"[4,"x"]"#).apply(to: "abc") }
        #expect(throws: TextProblem.pastEnd(length: 3)) { try op(#"[1,{"d":3}]"#).apply(to: "abc") }
        #expect(throws: TextProblem.pastEnd(length: 3)) {
            try op(#"[{"d":"abcd"}]"#).apply(to: "abc")
        }
        #expect(throws: TextProblem.otherText(at: 1)) {
            try op(#"[1,{"d":"x"}]"#).apply(to: "abc")
        }
    }

    @Test("of two inserts at one place the left one comes first")
    func sides() throws {
        let (a, b) = (try op(#"["a"]"#), try op(#"["b"]"#))
        #expect(try text(a.transformed(over: b, .left)) == #"["a"]"#)
        #expect(try text(a.transformed(over: b, .right)) == #"[1,"a"]"#)
    }

    @Test("an insert inside what the other deletes survives")
    func insertSurvives() throws {
        let moved = try op(#"[3,"x",1,{"d":"cd"}]"#).transformed(over: op(#"[1,{"d":4}]"#), .left)
        #expect(try text(moved) == #"[1,"x",{"d":"d"}]"#)
    }

    @Test("composed, an insert of the later stands before a delete of the earlier")
    func composeOrder() throws {
        #expect(try text(op(#"[{"d":1}]"#).composed(with: op(#"["x"]"#))) == #"["x",{"d":1}]"#)
        #expect(try text(op(#"["abc"]"#).composed(with: op(#"[1,{"d":1}]"#))) == #"["ac"]"#)
    }

    @Test("a cursor at the place of an insert stays before it")
    func cursor() throws {
        #expect(try op(#"[2,"xx"]"#).moved(2) == 2)
        #expect(try op(#"[2,"xx"]"#).moved(3) == 5)
        #expect(try op(#"[1,{"d":3}]"#).moved(3) == 1)
    }

    /// How many diamonds; `OT_DIAMONDS=100000` for the nightly run.
    static let rounds = Int(ProcessInfo.processInfo.environment["OT_DIAMONDS"] ?? "") ?? 4_000

    @Test("the laws hold for operations made by chance", arguments: [1, 2, 3, 4] as [UInt64])
    func laws(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        for round in 0..<Self.rounds / 4 {
            let place = "seed \(seed), round \(round)"
            let document = chance.text(upTo: 24)
            let (a, b) = (chance.operation(on: document), chance.operation(on: document))
            let (afterA, afterB) = (try a.apply(to: document), try b.apply(to: document))
            let left = try b.transformed(over: a, .right).apply(to: afterA)
            let right = try a.transformed(over: b, .left).apply(to: afterB)
            try #require(left == right, "\(place): the diamond does not close")
            let c = chance.operation(on: afterA)
            let composed = a.composed(with: c)
            try #require(try composed.apply(to: document) == c.apply(to: afterA), "\(place)")
            try #require(
                try a.inverse(on: document).apply(to: afterA) == document, "\(place): undo")
            for result in [a.transformed(over: b, .left), composed, try a.inverse(on: document)] {
                try #require(try op(text(result)) == result, "\(place): not in normal form")
            }
            let goal = chance.text(upTo: 24)
            let edit = TextOperation(from: document, to: goal)
            try #require(try edit.apply(to: document) == goal, "\(place): difference")
        }
    }

    /// Three people at one note, each behind the others by some revisions.
    @Test("replicas that edit through one order converge", arguments: 1...20 as ClosedRange<UInt64>)
    func convergence(seed: UInt64) throws {
        var chance = SeededGenerator(seed: seed)
        var history: [TextOperation] = []
        var server: TextOperation.Scalars = chance.text(upTo: 12)
        struct Replica {
            var text: TextOperation.Scalars
            var revision = 0
            var waiting: [TextOperation] = []
        }
        var replicas = Array(repeating: Replica(text: server), count: 3)
        func hear(_ index: Int) throws {
            while replicas[index].revision < history.count {
                var theirs = history[replicas[index].revision]
                for mine in replicas[index].waiting.indices {
                    let own = replicas[index].waiting[mine]
                    replicas[index].waiting[mine] = own.transformed(over: theirs, .right)
                    theirs = theirs.transformed(over: own, .left)
                }
                replicas[index].text = try theirs.apply(to: replicas[index].text)
                replicas[index].revision += 1
            }
        }
        for _ in 0..<120 {
            let index = Int.random(in: 0..<3, using: &chance)
            switch Int.random(in: 0..<3, using: &chance) {
            case 0:
                let operation = chance.operation(on: replicas[index].text)
                replicas[index].text = try operation.apply(to: replicas[index].text)
                replicas[index].waiting.append(operation)
            case 1: try hear(index)
            default:
                try hear(index)
                guard let first = replicas[index].waiting.first else { continue }
                server = try first.apply(to: server)
                history.append(first)
                replicas[index].revision += 1
                replicas[index].waiting.removeFirst()
            }
        }
        for index in 0..<3 {
            try hear(index)
            while let first = replicas[index].waiting.first {
                server = try first.apply(to: server)
                history.append(first)
                replicas[index].revision += 1
                replicas[index].waiting.removeFirst()
            }
        }
        for index in 0..<3 { try hear(index) }
        for replica in replicas { #expect(replica.text == server, "seed \(seed)") }
    }
}

extension SeededGenerator {
    private static let letters: [Unicode.Scalar] = [
        "a", "b", " ", "\n", "\r", "é", "\u{301}", "👻", "\u{200D}", "👩", "日",
    ]

    mutating func text(upTo count: Int) -> TextOperation.Scalars {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in
            Self.letters[Int.random(in: 0..<Self.letters.count, using: &self)]
        }
    }

    mutating func operation(on text: TextOperation.Scalars) -> TextOperation {
        var parts: [TextOperation.Component] = []
        var place = 0
        while place < text.count {
            let count = Int.random(in: 1...min(4, text.count - place), using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: parts.append(.insert(self.text(upTo: 3)))
            case 1:
                parts.append(.delete(count))
                place += count
            case 2:
                parts.append(.deleteText(Array(text[place..<place + count])))
                place += count
            default:
                parts.append(.keep(count))
                place += count
            }
        }
        if Bool.random(using: &self) { parts.append(.insert(self.text(upTo: 3))) }
        return TextOperation(parts)
    }
}
