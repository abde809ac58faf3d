import Foundation

/// Lines that somebody types on standard input while something else goes on.
final class TypedLines {
    private var bytes: [UInt8] = []
    private var lines: [String] = []
    private(set) var isClosed = false
    /// A line is a command: longer ones are cut.
    private static let lineBytesMax = 1_000

    func taken() -> [String] {
        defer { lines = [] }
        return lines
    }

    /// Until a line is there, or the time is over.
    func wait(_ time: Duration) {
        let end = ContinuousClock.now + time
        while lines.isEmpty {
            let rest = ContinuousClock.now.duration(to: end)
            guard rest > .zero else { return }
            let milliseconds = Int32(clamping: rest.milliseconds + 1)
            guard !isClosed else {
                usleep(UInt32(clamping: rest.milliseconds * 1000))
                return
            }
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard isOurs else {
                usleep(UInt32(clamping: rest.milliseconds * 1000))
                return
            }
            if poll(&input, 1, milliseconds) > 0 { read() }
        }
    }

    /// Whether reading would not stop us: a job in the background must not read its terminal.
    private var isOurs: Bool {
        isatty(STDIN_FILENO) == 0 || tcgetpgrp(STDIN_FILENO) == getpgrp()
    }

    private func read() {
        var room = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(STDIN_FILENO, &room, room.count)
        guard count > 0 else {
            isClosed = true
            // The last line may have no end.
            if !bytes.isEmpty { lines.append(String(decoding: bytes, as: UTF8.self)) }
            return
        }
        for byte in room.prefix(count) {
            if byte == 0x0A {
                lines.append(String(decoding: bytes, as: UTF8.self))
                bytes = []
            } else if bytes.count < Self.lineBytesMax {
                bytes.append(byte)
            }
        }
    }
}
