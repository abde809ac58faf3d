import Foundation
import Synchronization

/// Structured notes, a line each, with the moment. Written by a thread of their own: a reader that
/// stalls must not stop a day.
final class LogLines: Sendable {
    /// Lines that wait for a slow reader; what comes then is counted, not kept.
    private static let linesMax = 10_000

    private struct Waiting {
        var lines: [String] = []
        var dropped = 0
    }

    private let waiting = Mutex(Waiting())
    private let bell = NSCondition()
    /// How long the end of a program may wait for what is still to be written, in seconds.
    private static let patience = 0.1

    /// - Parameter output: Takes whole lines; may block.
    init(_ output: @escaping @Sendable (Data) -> Void) {
        Thread { self.run(output) }.start()
    }

    static func standardOutput() -> LogLines {
        LogLines { try? FileHandle.standardOutput.write(contentsOf: $0) }
    }

    static func file(_ path: String) -> LogLines {
        let file = LogFile(path)
        return LogLines { file.write($0) }
    }

    func write(_ words: String) {
        let line = "t=\(WallClock.now().milliseconds) \(words)\n"
        let isFirst = waiting.withLock { waiting in
            guard waiting.lines.count < Self.linesMax else {
                waiting.dropped += 1
                return false
            }
            waiting.lines.append(line)
            return waiting.lines.count == 1
        }
        if isFirst { ring() }
    }

    /// Waits a moment for what is still to be written.
    func close() {
        let end = Date(timeIntervalSinceNow: Self.patience)
        bell.lock()
        defer { bell.unlock() }
        while waiting.withLock({ !$0.lines.isEmpty }) {
            guard bell.wait(until: end) else { return }
        }
    }

    private func ring() {
        bell.lock()
        bell.broadcast()
        bell.unlock()
    }

    private func run(_ output: (Data) -> Void) {
        while true {
            bell.lock()
            while waiting.withLock({ $0.lines.isEmpty }) { bell.wait() }
            bell.unlock()
            let (lines, dropped) = waiting.withLock { ($0.lines, $0.dropped) }
            let tail = dropped > 0 ? "event=\"lines dropped\" count=\(dropped)\n" : ""
            output(Data((lines.joined() + tail).utf8))
            waiting.withLock { waiting in
                waiting.lines.removeFirst(lines.count)
                waiting.dropped -= dropped
            }
            ring()
        }
    }
}

/// A file of notes, begun anew when it is long: the day's last hours are what matters.
final class LogFile: Sendable {
    private static let bytesMax: UInt64 = 16 << 20

    private let path: String
    private let handle: Mutex<FileHandle?>

    init(_ path: String) {
        self.path = path
        handle = Mutex(Self.open(path))
    }

    private static func open(_ path: String) -> FileHandle? {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(
                atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let handle = FileHandle(forWritingAtPath: path)
        _ = try? handle?.seekToEnd()
        return handle
    }

    func write(_ lines: Data) {
        handle.withLock { handle in
            if (try? handle?.offset()) ?? 0 > Self.bytesMax {
                try? FileManager.default.removeItem(atPath: path + ".1")
                try? FileManager.default.moveItem(atPath: path, toPath: path + ".1")
                handle = Self.open(path)
            }
            try? handle?.write(contentsOf: lines)
        }
    }
}
