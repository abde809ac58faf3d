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

    @Test("a word that meant several things names nothing any more")
    func givenUp() throws {
        for file in try swiftFiles(in: "Sources") {
            for name in try names(in: file) {
                let plain = name.lowercased()
                for (word, instead) in Self.retired where plain.contains(word) {
                    let parts = Set(name.camelWords)
                    #expect(
                        parts.isDisjoint(with: [word, word + "s", word + "es"]),
                        "\(file) \(name): say \(instead)")
                }
            }
        }
    }

    /// Every name that code uses, without what stands in strings and comments.
    private func names(in file: String) throws -> Set<String> {
        var names: Set<String> = []
        var isText = false
        for line in try lines(file) {
            if line.contains("\"\"\"") { isText.toggle() }
            guard !isText else { continue }
            var name: [UInt8] = []
            var isString = false
            var before: UInt8 = 0
            for byte in Array(line.utf8) + [0x20] {
                if byte == UInt8(ascii: "\""), before != UInt8(ascii: "\\") { isString.toggle() }
                if byte == UInt8(ascii: "/"), before == byte, !isString { break }
                before = byte
                let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                if isLetter, !isString {
                    name.append(byte)
                } else if !name.isEmpty {
                    names.insert(String(decoding: name, as: UTF8.self))
                    name = []
                }
            }
        }
        return names
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
