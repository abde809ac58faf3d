import Foundation

/// Lines that somebody types on standard input while something else goes on.
final class TypedLines {
    private var bytes: [UInt8] = []
    private var lines: [String] = []
    private var isClosed = false
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
            if poll(&input, 1, milliseconds) > 0 { read() }
        }
    }

    private func read() {
        var room = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(STDIN_FILENO, &room, room.count)
        guard count > 0 else {
            isClosed = true
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
