import Foundation
import Testing

/// The layer rule, executable: what each target may import of ours and of the outside.
private let allowedImports: [String: Set<String>] = [
    "Wedding": [],
    "RealtimeProtocol": ["Wedding"],
    "RealtimeCore": ["Wedding", "RealtimeProtocol", "DequeModule"],
    "Console": ["Wedding", "RealtimeProtocol", "Glibc"],
    "CoreRuntime": ["Wedding", "RealtimeProtocol", "RealtimeCore", "DequeModule", "NIOCore"],
    "Interchange": ["Wedding", "Console", "Foundation", "TOMLKit", "SwiftCSV"],
    "Terminal": ["Wedding", "Console", "CTerminal", "Foundation", "Synchronization"],
    "Simulation": ["Wedding", "RealtimeProtocol", "RealtimeCore", "CoreRuntime"],
    "callboard": [
        "Wedding", "RealtimeProtocol", "RealtimeCore", "Console", "CoreRuntime", "Interchange",
        "Terminal", "CTerminal", "Simulation", "ArgumentParser", "Foundation", "NIOCore",
        "NIOPosix",
    ],
]

private let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

private func swiftFiles(in folder: String) throws -> [String] {
    let found = FileManager.default.enumerator(atPath: root + folder)?.allObjects as? [String] ?? []
    return found.filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }.sorted()
}

private func lines(_ file: String) throws -> [Substring] {
    try String(contentsOfFile: root + file, encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
}

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

    /// What is banned, and the files in which it has a reason.
    static let banned: [(String, Set<String>)] = [
        ("Date()", []), ("UUID()", []), ("Task.detached", []), ("DispatchQueue", []),
        ("@unchecked Sendable", []), ("nonisolated(unsafe)", []), ("DispatchSemaphore", []),
        ("TODO", []), ("FIXME", []), ("try!", []),
        (
            "print(",
            ["Sources/callboard/Commands/Doctor.swift", "Sources/callboard/Commands/Themes.swift"]
        ),
        ("curses.h", []),
    ]

    @Test("banned calls stay out", arguments: banned.indices)
    func bannedCalls(index: Int) throws {
        let (word, allowed) = Self.banned[index]
        for file in try swiftFiles(in: "Sources") where !allowed.contains(file) {
            #expect(!(try lines(file).contains { $0.contains(word) }), "\(file) uses \(word)")
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
