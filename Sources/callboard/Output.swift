import ArgumentParser
import Foundation

/// Standard output of a command: all of it is written, or the command ends with a sentence and 1.
enum Output {
    static func say(_ line: String) throws { try write(Data((line + "\n").utf8)) }

    static func write(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard count < 0 else {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Somebody made the terminal or pipe one that does not wait.
                var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            // Whoever read has enough: as if the signal had ended it.
            case EPIPE: throw ExitCode(128 + SIGPIPE)
            default:
                let reason = String(cString: strerror(errno)).lowercased()
                throw HostProblem("Cannot write to standard output: \(reason).")
            }
        }
    }
}

/// Buffered lines: a day is some hundred, each a write would be a system call.
final class LineOutput {
    private var buffer: [UInt8] = []

    func write(_ line: String) throws {
        buffer += Array(line.utf8)
        buffer.append(0x0A)
        if buffer.count > 1 << 14 || isatty(STDOUT_FILENO) == 1 { try flush() }
    }

    func flush() throws {
        defer { buffer = [] }
        try Output.write(Data(buffer))
    }
}
