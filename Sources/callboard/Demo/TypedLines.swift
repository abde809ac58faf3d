import Foundation
import Wedding

/// Lines that somebody types on standard input while something else goes on.
final class TypedLines {
    /// A line, or why it is none. What came only in part is never carried out.
    enum Line: Equatable {
        case text(String)
        case refused(String)
    }

    private var bytes: [UInt8] = []
    private var isTooLong = false
    private var lines: [Line] = []
    private(set) var isClosed = false
    /// A line is a command.
    private static let lineBytesMax = 1_000

    func taken() -> [Line] {
        defer { lines = [] }
        return lines
    }

    /// Until a line is there, or the time is over; looks once in any case.
    func wait(_ time: Duration) {
        let end = ContinuousClock.now + time
        var isFirst = true
        while lines.isEmpty {
            let rest = max(.zero, ContinuousClock.now.duration(to: end))
            guard rest > .zero || isFirst else { return }
            isFirst = false
            let milliseconds = rest > .zero ? Int32(clamping: rest.milliseconds + 1) : 0
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
            let rest = String(decoding: bytes.prefix(60), as: UTF8.self).sanitised
            if !bytes.isEmpty {
                lines.append(
                    .refused("\"\(rest)\" has no line end and did not run."))
            }
            return
        }
        for byte in room.prefix(count) {
            guard byte != 0x0A else {
                endLine()
                continue
            }
            if bytes.count < Self.lineBytesMax { bytes.append(byte) } else { isTooLong = true }
        }
    }

    private func endLine() {
        if isTooLong {
            lines.append(
                .refused("A line can have at most \(Self.lineBytesMax) bytes. Shorten it."))
        } else if let text = String(validating: bytes, as: UTF8.self) {
            lines.append(.text(text))
        } else {
            lines.append(
                .refused("That line is not UTF-8 and did not run. Type it again."))
        }
        (bytes, isTooLong) = ([], false)
    }
}
