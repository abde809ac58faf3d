import ArgumentParser
import Foundation
import RealtimeProtocol

struct TextOperations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ot",
        abstract: "Answer questions about text operations, line by line.",
        discussion: """
            One JSON request a line on standard input, one answer a line on standard output, in \
            order. For checking a client of your own; docs/sync.md has the format.

            Example:
              echo '{"f":"apply","doc":"rain plan","op":[5,"or shine "]}' | callboard ot
            """)

    /// Bytes of one request.
    private static var lineBytesMax: Int { 16 << 20 }

    func run() throws {
        let input = FileHandle.standardInput
        var rest = Data()
        var isTooLong = false
        while case let data = input.availableData, !data.isEmpty {
            rest += data
            while let end = rest.firstIndex(of: 0x0A) {
                try Output.write(answer(rest[..<end], isTooLong: isTooLong))
                rest = Data(rest[rest.index(after: end)...])
                isTooLong = false
            }
            if rest.count > Self.lineBytesMax { (rest, isTooLong) = (Data(), true) }
        }
        if !rest.isEmpty { try Output.write(answer(rest, isTooLong: isTooLong)) }
    }

    private func answer(_ line: Data, isTooLong: Bool) -> Data {
        guard !isTooLong else {
            return Data("{\"error\":\"A request has at most \(Self.lineBytesMax) bytes.\"}\n".utf8)
        }
        return Data(TextFilter.answer(Array(line)) + [0x0A])
    }
}
