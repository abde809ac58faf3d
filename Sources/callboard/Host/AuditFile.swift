import Crypto
import Foundation
import RealtimeProtocol
import Synchronization
import Wedding

/// The audit log on disk: a line a row, each with the hash of the line before it, so that nothing
/// can be changed, taken out or put in without a trace.
package final class AuditFile: Sendable {
    struct Row: Codable {
        let number: Int
        let at: Int64
        let kind: String
        let by: String
        let detail: String
        let before: String

        /// Of everything in the row.
        var hash: String {
            let text = [String(number), String(at), kind, by, detail, before]
                .map { "\($0.utf8.count):\($0)" }.joined()
            return SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
        }
    }

    private struct Line: Codable {
        let row: Row
        let hash: String
    }

    private struct End {
        var number: Int
        var hash: String
    }

    static let name = "audit.jsonl"
    static let firstHash = String(repeating: "0", count: 64)

    private let file: FileHandle
    private let end: Mutex<End>
    private let failed: @Sendable (String) -> Void

    /// Bytes at the end of a file that are checked before it is gone on with: `audit verify` checks
    /// all.
    private static let tailBytes = 256 * 1024

    /// Goes on where the file ends, which is checked. A last row that a crash tore is set aside.
    package init(_ path: String, failed: @escaping @Sendable (String) -> Void) throws {
        let torn: String?
        do { torn = try Self.setTornRowAside(path) } catch {
            throw HostProblem(
                "The last row of \(path) is torn and cannot be set aside: \(error.localizedDescription) Free some space, then start again."
            )
        }
        let report = try Self.verify(path, tailBytes: Self.tailBytes)
        if let problem = report.problem {
            throw HostProblem(
                "The audit log \(path) is broken: \(problem). Keep it as evidence under another name, then start again."
            )
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HostProblem("\(path) cannot be written: \(String(cString: strerror(errno))).")
        }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        end = Mutex(End(number: report.rows, hash: report.lastHash))
        self.failed = failed
        guard let torn else { return }
        append(
            AuditEntry(
                number: 0, at: WallClock.now(), kind: .repaired, by: .system,
                detail: "a crash cut off the last row; it is kept in \(torn)"))
    }

    /// - Returns: the file that holds what was torn; nil when the last row is whole.
    private static func setTornRowAside(_ path: String) throws -> String? {
        guard let handle = FileHandle(forUpdatingAtPath: path) else { return nil }
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        let start = size - min(size, UInt64(tailBytes))
        try handle.seek(toOffset: start)
        let tail = try handle.readToEnd() ?? Data()
        guard !tail.isEmpty, tail.last != 0x0A else { return nil }
        let end = tail.lastIndex(of: 0x0A).map { $0 + 1 } ?? tail.startIndex
        let name = path + ".torn"
        try tail[end...].write(to: URL(filePath: name))
        chmod(name, 0o600)
        try handle.truncate(atOffset: start + UInt64(tail.distance(from: tail.startIndex, to: end)))
        return (name as NSString).lastPathComponent
    }

    package func append(_ entry: AuditEntry) {
        end.withLock { end in
            let row = Row(
                number: end.number + 1, at: entry.at.milliseconds, kind: entry.kind.rawValue,
                by: entry.by.word, detail: entry.detail, before: end.hash)
            let size = try? file.seekToEnd()
            do {
                var data = try JSONEncoder().encode(Line(row: row, hash: row.hash))
                data.append(0x0A)
                try file.write(contentsOf: data)
                end = End(number: row.number, hash: row.hash)
            } catch {
                // Half a row would join the next one.
                if let whole = size { try? file.truncate(atOffset: whole) }
                failed("The audit log cannot be written: \(error.localizedDescription)")
            }
        }
    }

    /// Whether some row has this hash.
    static func has(_ hash: String, in path: String) throws -> Bool {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return data.split(separator: 0x0A).contains { text in
            line(text)?.hash == hash.lowercased()
        }
    }

    private static func line(_ text: Data) -> Line? {
        let line = try? JSONText.decode(Line.self, from: text, names: .asInCode)
        // No log is so long that the number after it could overflow.
        return line.flatMap { (1...1 << 53).contains($0.row.number) ? $0 : nil }
    }

    /// - Parameter tailBytes: Only so much of its end; all of it when left out.
    /// - Returns: how many rows are whole, the last hash, and what is wrong after them.
    package static func verify(
        _ path: String, tailBytes: Int? = nil
    ) throws -> (rows: Int, lastHash: String, problem: String?) {
        guard FileManager.default.fileExists(atPath: path) else { return (0, firstHash, nil) }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw HostProblem("\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { try? handle.close() }
        let size = try handle.seekToEnd()
        let start = tailBytes.map { size - min(size, UInt64($0)) } ?? 0
        try handle.seek(toOffset: start)
        var data = try handle.readToEnd() ?? Data()
        var (count, last) = (0, firstHash)
        if start > 0 {
            // From the first whole row on; what it says of the one before it is believed.
            let begin = data.firstIndex(of: 0x0A).map { $0 + 1 } ?? data.endIndex
            data = data[begin...]
            let end = data.firstIndex(of: 0x0A) ?? data.endIndex
            if let first = line(data[..<end]) {
                (count, last) = (first.row.number - 1, first.row.before)
            }
        }
        for (index, text) in data.split(separator: 0x0A).enumerated() {
            guard let line = line(text) else {
                return (count, last, "line \(index + 1) is not a row")
            }
            guard line.row.hash == line.hash else {
                return (count, last, "line \(index + 1) was changed")
            }
            guard line.row.before == last, line.row.number == count + 1 else {
                return (count, last, "a row is missing or added before line \(index + 1)")
            }
            (count, last) = (line.row.number, line.hash)
        }
        return (count, last, nil)
    }
}
