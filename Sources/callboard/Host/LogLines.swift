import Foundation
import Synchronization

/// Structured notes on standard output, a line each, with the moment.
struct LogLines: Sendable {
    func write(_ words: String) {
        let line = "t=\(WallClock.now().milliseconds) \(words)\n"
        try? FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    }
}

/// The same in a file, while a screen has standard output.
final class LogFile: Sendable {
    private let path: String
    /// A file of notes is begun anew beyond this: the day's last hours are what matters.
    private static let bytesMax: UInt64 = 16 << 20
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

    func write(_ words: String) {
        let line = Data("t=\(WallClock.now().milliseconds) \(words)\n".utf8)
        handle.withLock { handle in
            if (try? handle?.offset()) ?? 0 > Self.bytesMax {
                try? FileManager.default.removeItem(atPath: path + ".1")
                try? FileManager.default.moveItem(atPath: path, toPath: path + ".1")
                handle = Self.open(path)
            }
            try? handle?.write(contentsOf: line)
        }
    }
}

/// Signals that ask a program without a screen to end.
enum Signals {
    /// Until one comes.
    static func wait() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        var signal: Int32 = 0
        sigwait(&set, &signal)
    }

    /// Before any other thread starts, so that none of them takes one.
    static func hold() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }
}
