import Foundation
import TestSupport
import Testing

/// A real terminal of a given size, kept by tmux, in which a shell runs.
final class Terminal {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let socket: String
    private let folder: String

    init(columns: Int, rows: Int) throws {
        socket = "callboard-\(UUID().uuidString)"
        folder = NSTemporaryDirectory() + socket
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
            "env LC_ALL=C.UTF-8 TERM=xterm-256color COLORTERM= NO_COLOR= PS1='ready$ ' XDG_STATE_HOME=\(folder) XDG_CONFIG_HOME=\(folder) sh"
        )
        try wait("ready$")
    }

    deinit {
        _ = try? tmux("kill-server")
        try? FileManager.default.removeItem(atPath: folder)
    }

    static var program: String { Sample.root + ".build/release/callboard" }

    @discardableResult
    func tmux(_ arguments: String...) throws -> String { try tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/perl")
        // A server that a session starts must neither keep what is open here, or whoever started it
        // would be waited for until it ends, nor the signal mask of a worker thread, or it would
        // never see that its shell has ended.
        let clean = """
            sigprocmask(SIG_SETMASK, POSIX::SigSet->new);
            POSIX::close($_) for grep { $_ > 2 } map { m{(\\d+)$} } glob "/proc/self/fd/*";
            """
        process.arguments =
            ["-MPOSIX", "-e", clean + " exec @ARGV", "timeout", "30", "tmux", "-L", socket]
            + arguments
        process.standardError = FileHandle.nullDevice
        guard !arguments.contains("new-session") else {
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return ""
        }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(data: data, encoding: .utf8) ?? ""
    }

    func run(_ command: String) throws { try tmux("send-keys", "-l", command + "\n") }
    func keys(_ keys: String...) throws { for key in keys { try tmux("send-keys", key) } }
    /// As they are, past what tmux knows of keys.
    func bytes(_ text: String) throws {
        try tmux(["send-keys", "-H"] + text.utf8.map { String($0, radix: 16) })
    }
    func type(_ text: String) throws { try tmux("send-keys", "-l", text) }
    func resize(_ columns: Int, _ rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    var screen: String { get throws { try tmux("capture-pane", "-p") } }

    /// A fact of the terminal that tmux knows: whether the alternate screen is on.
    func flag(_ name: String) throws -> String {
        try tmux("display-message", "-p", "#{\(name)}").trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// Looks until the condition holds; each look is a round trip to tmux, and so takes its time.
    @discardableResult
    func wait(_ text: String, isThere: Bool = true) throws -> String {
        var last = ""
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            last = try screen
            // A terminal that is gone shows nothing at all, which is no screen without the text.
            if !last.isEmpty, last.contains(text) == isThere { return last }
        }
        throw Failure(
            description: "\(isThere ? "never" : "always") on the screen: \(text)\n\(last)")
    }

    private static let patience: Duration = .seconds(90)

    /// Looks for as long as a slow line pauses: the text must be there all the time.
    func holds(_ text: String, for time: Duration) throws {
        let end = ContinuousClock.now + time
        repeat {
            let shown = try screen
            guard shown.contains(text) else {
                throw Failure(description: "gone from the screen: \(text)\n\(shown)")
            }
        } while ContinuousClock.now < end
    }

    func waitFlag(_ name: String, _ value: String) throws {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end { if try flag(name) == value { return } }
        throw Failure(description: "\(name) never became \(value)")
    }
}
