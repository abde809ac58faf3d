import CTerminal
import Console
import Foundation
import Wedding

/// The real terminal, through ncurses. Belongs to the one thread that opened it.
package final class TerminalScreen {
    package struct Settings: Sendable {
        package var depth: ColorDepth?
        package var usesMouse = true
        /// Where stray output goes while the screen is up.
        package var logPath: String?
        package init() {}
    }

    /// Why the screen cannot be opened.
    package enum OpenError: Error, Equatable, CustomStringConvertible {
        case noTerminal
        case unknownTerminal(String)
        case noPipe

        package var description: String {
            switch self {
            case .noTerminal: "There is no terminal here. Use --plain for lines of text."
            case .unknownTerminal(let term):
                "Unknown terminal type \"\(term.sanitised)\". Set TERM=xterm-256color, or use --plain."
            case .noPipe:
                "The system has no more file descriptors. Close other programs and try again."
            }
        }
    }

    package let depth: ColorDepth
    private var painter: Painter
    private var shown: Frame?
    private var savedStandardError: Int32 = -1
    private var shownTitle = ""
    /// The Linux console and its elders print what they do not know.
    private let speaksLinks: Bool

    package init(_ settings: Settings, theme: Theme) throws(OpenError) {
        let term = Self.terminalName(settings)
        switch ct_open(term, settings.usesMouse ? 1 : 0) {
        case 0: break
        case 1: throw .noTerminal
        case 2: throw .unknownTerminal(ProcessInfo.processInfo.environment["TERM"] ?? "")
        default: throw .noPipe
        }
        let most = ColorDepth(colors: Int(ct_colors()))
        depth = min(settings.depth ?? most, most)
        let name = ProcessInfo.processInfo.environment["TERM"] ?? ""
        speaksLinks = !["linux", "vt", "ansi", "cons"].contains { name.hasPrefix($0) }
        painter = Painter(theme: theme, depth: depth, pairsMax: Int(ct_pairs()))
        if let path = settings.logPath { redirectErrors(to: path) }
    }

    /// Direct colour only where the terminal claims it and an entry for it exists.
    private static func terminalName(_ settings: Settings) -> String? {
        let environment = ProcessInfo.processInfo.environment
        guard settings.depth == nil || settings.depth == .direct,
            ["truecolor", "24bit"].contains(environment["COLORTERM"]),
            let term = environment["TERM"], let base = term.split(separator: "-").first
        else { return nil }
        // Over a network a quarter more bytes a frame are not worth the shades.
        guard settings.depth == .direct || environment["SSH_CONNECTION"] == nil else { return nil }
        let direct = "\(base)-direct"
        return ct_can_stand_in(direct) != 0 ? direct : nil
    }

    /// One stray print must not tear the board.
    private func redirectErrors(to path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        savedStandardError = dup(STDERR_FILENO)
        dup2(file, STDERR_FILENO)
        Glibc.close(file)
    }

    package func close() {
        ct_close()
        guard savedStandardError >= 0 else { return }
        dup2(savedStandardError, STDERR_FILENO)
        Glibc.close(savedStandardError)
        savedStandardError = -1
    }

    package var size: (columns: Int, rows: Int) {
        var columns: Int32 = 80
        var rows: Int32 = 24
        ct_size(&columns, &rows)
        return (Int(columns), Int(rows))
    }

    var hasMouse: Bool { ct_has_mouse() != 0 }

    /// What was typed since the last call.
    func read() -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        let count = Int(ct_read(&bytes, bytes.count))
        return bytes.prefix(count)
    }

    /// What this terminal's entry says that its keys send.
    var ownKeys: OwnKeys {
        var names: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
            ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
            ("kdch1", .delete), ("kbs", .backspace), ("kcbt", .backTab), ("kent", .enter),
        ]
        names += (1...24).map { ("kf\($0)", .function($0)) }
        var keys = OwnKeys()
        for (name, key) in names {
            guard let text = ct_capability(name) else { continue }
            keys.add(String(cString: text).utf8.map { $0 }, key)
        }
        return keys
    }

    /// Shows a frame: rows that did not change are not touched.
    package func draw(_ frame: Frame, theme: Theme) {
        let isFresh =
            painter.use(theme) || shown?.columns != frame.columns || shown?.rows != frame.rows
        let rows = (0..<frame.rows).filter { isFresh || isChanged($0, frame) }
        for row in rows { put(row, frame) }
        if frame.title != shownTitle { setTitle(frame.title) }
        ct_cursor(Int32(frame.cursor.row), Int32(frame.cursor.column), frame.showsCursor ? 1 : 0)
        // One row cannot tear; wrapping it would double the bytes of a tick.
        ct_flush(rows.count > 1 ? 1 : 0)
        if speaksLinks { writeLinks(frame) }
        shown = frame
    }

    /// ncurses knows no links: the same text is written once more over itself, with one.
    private func writeLinks(_ frame: Frame) {
        for link in frame.links where isChanged(link, frame) {
            let area = link.area
            let cells = (area.x..<area.right).map { frame[$0, area.y] }
            let text = String(cells.filter { $0.width > 0 }.map(\.character))
            guard let style = cells.first?.style, !text.isEmpty else { continue }
            write(
                "\u{1B}7\u{1B}[\(area.y + 1);\(area.x + 1)H" + painter.sequence(style)
                    + "\u{1B}]8;id=c\(area.y);\(link.url)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\\u{1B}8")
        }
    }

    private func isChanged(_ link: Link, _ frame: Frame) -> Bool {
        guard let shown, shown.links.contains(link), shown.columns == frame.columns else {
            return true
        }
        return (link.area.x..<link.area.right).contains {
            shown[$0, link.area.y] != frame[$0, link.area.y]
        }
    }

    private func isChanged(_ row: Int, _ frame: Frame) -> Bool {
        guard let shown else { return true }
        let range = (row * frame.columns)..<((row + 1) * frame.columns)
        return shown.cells[range] != frame.cells[range]
    }

    private func put(_ row: Int, _ frame: Frame) {
        var scalars: [Int32] = []
        var start = 0
        var style = frame[0, row].style
        for column in 0..<frame.columns {
            let cell = frame[column, row]
            // A blank has no ink: it joins what stands before it when the ground is the same.
            let joins = cell.character == " " && painter.isSameGround(cell.style, style)
            if cell.style != style && !joins {
                put(scalars, row, start, style)
                (scalars, start, style) = ([], column, cell.style)
            }
            guard cell.width > 0 else { continue }
            for scalar in cell.character.unicodeScalars {
                scalars.append(Int32(bitPattern: scalar.value))
            }
        }
        put(scalars, row, start, style)
    }

    private func put(_ scalars: [Int32], _ row: Int, _ column: Int, _ style: Style) {
        guard !scalars.isEmpty else { return }
        let ink = painter.ink(style)
        scalars.withUnsafeBufferPointer {
            ct_put(
                Int32(row), Int32(column), $0.baseAddress, Int32($0.count), ink.attributes, ink.pair
            )
        }
    }

    package func repaint() {
        ct_repaint()
        shown = nil
    }

    package func resize() {
        ct_resize()
        shown = nil
    }

    package func suspend() {
        ct_suspend()
        shown = nil
    }

    package func bell(times: Int) { for _ in 0..<times { ct_bell() } }

    private func setTitle(_ title: String) {
        shownTitle = title
        guard speaksLinks else { return }
        write("\u{1B}]2;\(title.sanitisedForTerminal)\u{07}")
    }

    /// Into the clipboard of the person's own machine; write only, never read.
    package func copy(_ text: String) {
        let bytes = Data(text.utf8.prefix(8 * 1024))
        write("\u{1B}]52;c;\(bytes.base64EncodedString())\u{07}")
    }

    /// A notice on the desktop, while the terminal is not looked at.
    package func notify(_ text: String, by way: ConsoleState.Notices) {
        let text = text.sanitisedForTerminal.replacing(";", with: ",")
        switch way {
        case .off: return
        case .osc9: write("\u{1B}]9;\(text)\u{07}")
        case .osc777: write("\u{1B}]777;notify;Callboard;\(text)\u{07}")
        }
    }

    private func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { ct_raw($0.baseAddress, $0.count) }
        }
    }
}

extension String {
    /// Titles and notices pass the same sieve as everything else, and stay short.
    fileprivate var sanitisedForTerminal: String { String(sanitised.prefix(80)) }
}
