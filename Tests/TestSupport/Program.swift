import Foundation
import Synchronization

/// The program itself, run to its end or as a host. Every wait has an end.
package enum Program {
    package static var path: String { Sample.root + ".build/release/callboard" }

    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
        /// Both, as a terminal shows them.
        package var text: String { output + errors }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs a program to its end: ours when none is named. One that does not end is ended, with
    /// status 124.
    package static func run(
        _ arguments: [String], program: String = path, environment: [String: String] = [:],
        input: String = "", seconds: Int = 120
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/timeout")
        process.arguments = ["-k", "5", "\(seconds)", program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files, not pipes: neither fills up, and no other child keeps them open.
        let folder = NSTemporaryDirectory() + "callboard-run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func file(_ name: String, _ text: String = "") throws -> String {
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
            return folder + "/" + name
        }
        let (output, errors) = (try file("out"), try file("err"))
        process.standardInput = FileHandle(forReadingAtPath: try file("in", input))
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        func text(_ path: String) -> String {
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
        return Result(
            status: process.terminationStatus, output: text(output), errors: text(errors))
    }
}

/// A host that runs: waited for line by line, and ended whatever it does.
package final class HostProcess: Sendable {
    private let process: Mutex<Process>
    /// As it says where it listens.
    package let url: String

    package var id: Int32 { process.withLock { $0.processIdentifier } }
    package var port: Int { url.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// A port for a host that comes back to it: below those that the kernel gives to clients, or
    /// one of them has it when the host is back.
    package static var lastingPort: Int { .random(in: 12_000..<32_000) }

    /// - Returns: nil when it ended before it listened: its port is taken for a moment.
    package init?(
        _ arguments: [String], environment: [String: String] = [:], seconds: Double = 90
    ) throws {
        let made = Process()
        made.executableURL = URL(filePath: Program.path)
        made.arguments = arguments
        made.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let lines = Pipe()
        made.standardOutput = lines
        try made.run()
        let end = Date(timeIntervalSinceNow: seconds)
        let reader = Subscriber(lines.fileHandleForReading)
        let found = reader.wait(until: end) {
            $0.firstMatch(of: #/url=(\S+)\s/#).map { String($0.1) }
        }
        process = Mutex(made)
        guard let found else {
            url = ""
            stop()
            return nil
        }
        url = found
    }

    package func kill() {
        process.withLock { process in
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Asks it to end, and sees to it.
    package func stop() {
        process.withLock { process in
            guard process.isRunning else { return }
            process.terminate()
            let over = DispatchSemaphore(value: 0)
            process.terminationHandler = { _ in over.signal() }
            if process.isRunning, over.wait(timeout: .now() + 15) == .timedOut {
                Foundation.kill(process.processIdentifier, SIGKILL)
            }
            process.waitUntilExit()
        }
    }

    deinit { stop() }
}

/// Everything that comes through a pipe, read by a thread of its own until it ends, so that it never
/// fills up.
private final class Subscriber: Sendable {
    private struct Heard {
        var text = ""
        var isOver = false
    }

    private let heard = Mutex(Heard())
    private let bell = NSCondition()

    init(_ handle: FileHandle) {
        Thread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = read(handle.fileDescriptor, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                let data = chunk.prefix(max(0, count))
                heard.withLock { heard in
                    // What a host notes later is not kept.
                    if heard.text.utf8.count < 1 << 20 {
                        heard.text += String(decoding: data, as: UTF8.self)
                    }
                    heard.isOver = data.isEmpty
                }
                bell.lock()
                bell.broadcast()
                bell.unlock()
                if data.isEmpty { return }
            }
        }.start()
    }

    func wait<Value>(until end: Date, for find: (String) -> Value?) -> Value? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let (text, isOver) = heard.withLock { ($0.text, $0.isOver) }
            if let value = find(text) { return value }
            if isOver { return nil }
            guard bell.wait(until: end) else { return find(heard.withLock { $0.text }) }
        }
    }
}
