import Crypto
import Foundation
import RealtimeProtocol
import Synchronization
import Wedding

/// The audit log on disk: a line a row, each with the hash of the line before it, so that nothing
/// can be changed, taken out or put in without a trace.
final class AuditFile: Sendable {
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

    static let firstHash = String(repeating: "0", count: 64)

    private let file: FileHandle
    private let end: Mutex<End>
    private let failed: @Sendable (String) -> Void

    /// Goes on where the file ends, which is checked.
    init(_ path: String, failed: @escaping @Sendable (String) -> Void) throws {
        let report = try Self.verify(path)
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
    }

    func append(_ entry: AuditEntry) {
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
            (try? JSONDecoder().decode(Line.self, from: Data(text)))?.hash == hash.lowercased()
        }
    }

    /// - Returns: how many rows are whole, the last hash, and what is wrong after them.
    static func verify(_ path: String) throws -> (rows: Int, lastHash: String, problem: String?) {
        guard FileManager.default.fileExists(atPath: path) else { return (0, firstHash, nil) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw HostProblem("\(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        var (count, last) = (0, firstHash)
        for (index, text) in data.split(separator: 0x0A).enumerated() {
            guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)) else {
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
