import Foundation
import RealtimeProtocol
import Synchronization
import Wedding

/// The queue on this machine's disk: a line a submission, and a line when it was answered. A crash
/// loses at most half a line, which is passed over.
public final class PendingFile: Sendable {
    private struct Line: Codable {
        var item: WireSubmit?
        var at: Timestamp?
        var done: String?

        private enum CodingKeys: String, CodingKey {
            case at, done
            case item = "wish"
        }
    }

    private struct Open {
        /// nil once it is closed.
        var descriptor: Int32?
        var ids: Set<String>
    }

    private let open: Mutex<Open>
    /// What an earlier run left, in order.
    public let kept: [(submission: Submission, queuedAt: Timestamp)]

    /// The first file of `path`-1, -2 … that no other process holds, and what free ones hold.
    ///
    /// - Returns: nil where nothing can be written: submissions are kept in memory then.
    public init?(_ path: String) {
        var kept: [(Submission, Timestamp)] = []
        var mine: (path: String, descriptor: Int32)?
        var others: [(path: String, descriptor: Int32, pending: [(Submission, Timestamp)])] = []
        for number in 1...Self.processesMax {
            let name = "\(path)-\(number)"
            guard mine == nil || FileManager.default.fileExists(atPath: name) else { continue }
            let file = Foundation.open(name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard file >= 0 else { break }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                Foundation.close(file)
                continue
            }
            let pending = Self.read(name)
            kept += pending
            if mine == nil { mine = (name, file) } else { others.append((name, file, pending)) }
        }
        guard let mine else { return nil }
        self.kept = kept
        open = Mutex(Open(descriptor: mine.descriptor, ids: Set(kept.map(\.0.id))))
        // What another left goes only once it is here.
        for other in others {
            let isHere = write(other.pending.map { Line(item: WireSubmit($0.0), at: $0.1) })
            if isHere { unlink(other.path) }
            Foundation.close(other.descriptor)
        }
    }

    deinit { close() }

    /// From here on another process may take up what is in it.
    public func close() {
        open.withLock { open in
            if let descriptor = open.descriptor { Foundation.close(descriptor) }
            open.descriptor = nil
        }
    }

    private static let processesMax = 8
    /// A file of more is not ours.
    private static let bytesMax = 64 << 20

    private static func read(_ path: String) -> [(Submission, Timestamp)] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= bytesMax else {
            return []
        }
        var pending: [(Submission, Timestamp)] = []
        for text in data.split(separator: 0x0A) {
            guard let line = try? JSONText.decode(Line.self, from: text) else { continue }
            if let done = line.done { pending.removeAll { $0.0.id == done } }
            if let item = line.item, let at = line.at, let submission = try? item.submission(at: at)
            {
                pending.append((submission, at))
            }
        }
        return pending
    }

    /// - Returns: false when the disk did not take it.
    @discardableResult
    public func add(_ submission: Submission, at now: Timestamp) -> Bool {
        open.withLock { _ = $0.ids.insert(submission.id) }
        return write([Line(item: WireSubmit(submission), at: now)])
    }

    public func settle(_ id: String) {
        let isEmpty = open.withLock { open in
            open.ids.remove(id)
            // Nothing waits: the file need not say what did.
            if open.ids.isEmpty, let descriptor = open.descriptor { ftruncate(descriptor, 0) }
            return open.ids.isEmpty
        }
        if !isEmpty { write([Line(done: id)]) }
    }

    @discardableResult
    private func write(_ lines: [Line]) -> Bool {
        var bytes: [UInt8] = []
        // Each begins its own line: half a line before it does not take it along.
        for line in lines { bytes += [0x0A] + ((try? JSONText.encode(line)) ?? []) + [0x0A] }
        guard !bytes.isEmpty else { return true }
        return open.withLock { open in
            guard let descriptor = open.descriptor else { return false }
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            return count == bytes.count && fsync(descriptor) == 0
        }
    }
}
