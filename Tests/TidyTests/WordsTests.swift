import Testing

@Suite("Words of the house")
struct WordsTests {
    private struct Row {
        let words: [String]
        let meaning: String
    }

    private func glossary() throws -> [Row] {
        try lines("docs/glossary.md").filter { $0.hasPrefix("| ") }.dropFirst().map { line in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ").trimmedEnd }
            return Row(words: cells[0].components(by: ", "), meaning: cells[1])
        }
    }

    @Test("the glossary gives a word one meaning")
    func once() throws {
        let rows = try glossary()
        #expect(rows.count > 60)
        let words = rows.flatMap(\.words)
        for word in Set(words) { #expect(words.count { $0 == word } == 1, "\(word)") }
        for row in rows { #expect(!row.meaning.isEmpty, "\(row.words)") }
    }

    /// Words that meant several things, and what each of them is called.
    static let retired: [String: String] = [
        "wish": "a submission, or a proposal",
        "desk": "the station, the coordinators, or the alert engine",
        "visitor": "a peer", "doorkeeper": "the login throttle",
        "exhume": "take a dead letter", "bury": "give up, or count as dead",
        "recollection": "the recovered log",
    ]

    @Test(
        "a word that meant several things names nothing any more", arguments: retired.keys.sorted())
    func givenUp(word: String) throws {
        for file in try swiftFiles(in: "Sources") {
            var isText = false
            for (number, line) in try lines(file).enumerated() {
                if line.contains("\"\"\"") { isText.toggle() }
                if isText { continue }
                let code = line.replacing(#/"(\\.|[^"\\])*"/#, with: "").prefix { $0 != "/" }
                for match in code.matches(of: #/\b[A-Za-z_]\w*/#) {
                    let parts = String(match.0).camelWords
                    #expect(
                        !parts.contains(word) && !parts.contains(word + "s")
                            && !parts.contains(word + "es"),
                        "\(file):\(number + 1) \(match.0): say \(Self.retired[word] ?? "")")
                }
            }
        }
    }
}

extension StringProtocol {
    fileprivate var trimmedEnd: String {
        var text = String(self)
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension String {
    fileprivate func components(by separator: String) -> [String] {
        split(separator: separator).map(String.init)
    }

    /// `alertEngine` is alert and engine.
    fileprivate var camelWords: [String] {
        var words: [String] = []
        for character in self {
            if character.isUppercase || words.isEmpty {
                words.append(character.lowercased())
            } else {
                words[words.count - 1].append(character)
            }
        }
        return words
    }
}
