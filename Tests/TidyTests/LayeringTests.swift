import Foundation
import Testing

/// The layer rule, executable: what each target may import of ours and of the outside.
private let allowedImports: [String: Set<String>] = [
    "Wedding": [],
    "RealtimeProtocol": ["Wedding", "FoundationEssentials"],
    "RealtimeCore": ["Wedding", "RealtimeProtocol", "DequeModule"],
    "Console": ["Wedding", "RealtimeProtocol", "Glibc"],
    "CoreRuntime": [
        "Wedding", "RealtimeProtocol", "RealtimeCore", "DequeModule", "NIOCore", "Synchronization",
    ],
    "Journal": [
        "Wedding", "RealtimeProtocol", "RealtimeCore", "GRDB", "Crypto", "Foundation",
        "Synchronization",
    ],
    "RealtimeServer": [
        "Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime", "DequeModule", "NIOCore",
        "NIOPosix", "NIOHTTP1", "NIOSSL", "Crypto", "JWTKit", "X509", "Foundation",
    ],
    "RealtimeClient": [
        "Wedding", "RealtimeProtocol", "DequeModule", "NIOCore", "NIOPosix", "NIOHTTP1",
        "NIOWebSocket", "NIOSSL", "Crypto", "Foundation", "Synchronization",
    ],
    "Interchange": ["Wedding", "Console", "Foundation", "TOMLKit", "SwiftCSV"],
    "Terminal": ["Wedding", "Console", "CTerminal", "Foundation", "Synchronization"],
    "Simulation": ["Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime"],
    "callboard": [
        "Wedding", "RealtimeProtocol", "RealtimeCore", "Console", "CoreRuntime", "Interchange",
        "Journal", "RealtimeServer", "RealtimeClient", "Crypto", "NIOSSL", "X509",
        "Synchronization",
        "Terminal", "CTerminal", "Simulation", "ArgumentParser", "Foundation", "NIOCore",
        "NIOPosix",
    ],
]

@Suite("Tidy")
struct LayeringTests {
    @Test("imports point down", arguments: allowedImports.keys.sorted())
    func importsPointDown(target: String) throws {
        for file in try swiftFiles(in: "Sources/\(target)") {
            for line in try lines(file) {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 1, !line.hasPrefix(" ")
                else {
                    continue
                }
                let module = String(words[words.count - 1])
                #expect(
                    allowedImports[target]!.contains(module),
                    "\(file) imports \(module); see docs/architecture.md")
            }
        }
    }

    @Test("every target has its row in the layer rule")
    func everyTarget() throws {
        let targets = try FileManager.default.contentsOfDirectory(atPath: root + "Sources")
        #expect(Set(targets) == Set(allowedImports.keys).union(["CTerminal"]))
    }

    @Test("no function is longer than 60 lines")
    func functions() throws {
        let opening = #/^( *)[a-z@() ]*\b(func|init)\b.*$/#
        for file in try swiftFiles(in: "Sources") {
            let lines = try lines(file)
            for (number, line) in lines.enumerated() {
                guard let match = line.firstMatch(of: opening), !line.hasSuffix("}") else {
                    continue
                }
                let rest = lines[number...]
                let length = rest.firstIndex(of: String(match.1) + "}").map { $0 - number + 1 }
                #expect(length ?? 0 <= 60, "\(file):\(number + 1) has \(length ?? 0) lines")
            }
        }
    }

    @Test("no source file is longer than 300 lines, no line than 100 columns")
    func sizes() throws {
        for file in try swiftFiles(in: "Sources") {
            let lines = try lines(file)
            #expect(lines.count <= 301, "\(file) has \(lines.count) lines")
            for (number, line) in lines.enumerated() where line.count > 100 && !line.contains("\"")
            {
                Issue.record("\(file):\(number + 1) has \(line.count) columns")
            }
        }
    }

    /// A word that may not stand in the sources, why, and the files in which it has a reason.
    struct Ban: CustomTestStringConvertible {
        let word: String
        let why: String
        var allowed: Set<String> = []

        var testDescription: String { word }
    }

    // Written in two parts where a reader of this file would take the list for a use.
    static let banned = [
        Ban(word: "Date" + "()", why: "time is an input: tests could not repeat it"),
        Ban(word: "UUID" + "()", why: "chance is an input: the same day must give the same bytes"),
        Ban(word: "Task" + ".detached", why: "work nobody waits for outlives what it works on"),
        Ban(word: "Dispatch" + "Queue", why: "one loop decides, one thread draws"),
        Ban(word: "Dispatch" + "Semaphore", why: "a loop that waits for another stops"),
        Ban(word: "@unchecked" + " Sendable", why: "the compiler is to prove it"),
        Ban(word: "nonisolated" + "(unsafe)", why: "the compiler is to prove it"),
        Ban(word: "TO" + "DO", why: "it is an issue, or it is done"),
        Ban(word: "FIX" + "ME", why: "it is an issue, or it is mended"),
        Ban(word: "try" + "!", why: "nothing from outside may end the process"),
        Ban(
            word: "print(", why: "standard output belongs to the screen while it is up"),
        Ban(
            word: "JSON" + "Decoder", why: "it ends the process on a number that is too long",
            allowed: ["Sources/RealtimeProtocol/JSON/JSONText.swift"]),
        Ban(word: "curses.h", why: "only the C shim knows ncurses"),
    ]

    @Test("banned words stay out", arguments: banned)
    func bannedWords(ban: Ban) throws {
        for file in try swiftFiles(in: "Sources") where !ban.allowed.contains(file) {
            #expect(
                !(try lines(file).contains { $0.contains(ban.word) }),
                "\(file) uses \(ban.word): \(ban.why)")
        }
    }

    @Test("chance comes from a seed and the core reads no clock")
    func determinism() throws {
        for target in ["Wedding", "RealtimeProtocol", "RealtimeCore", "Console"] {
            for file in try swiftFiles(in: "Sources/\(target)") {
                for line in try lines(file) {
                    let isSeeded = !line.contains(".random(") || line.contains("using:")
                    #expect(isSeeded, "\(file): \(line)")
                    #expect(
                        !line.contains("ContinuousClock") && !line.contains("shuffled()"),
                        "\(file): \(line)")
                }
            }
        }
    }

    @Test("only the C shim includes curses.h")
    func oneShim() throws {
        let found =
            FileManager.default.enumerator(atPath: root + "Sources")?.allObjects as? [String] ?? []
        let including = try found.filter { $0.hasSuffix(".c") || $0.hasSuffix(".h") }.filter {
            try String(contentsOfFile: root + "Sources/" + $0, encoding: .utf8).contains(
                "#include <curses.h>")
        }
        #expect(including == ["CTerminal/CTerminal.c"])
    }
}
