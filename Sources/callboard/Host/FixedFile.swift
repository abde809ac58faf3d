import Foundation

/// A file of one short line that is written over in its place, as often as one likes: it costs
/// neither a rename nor a wait for the disk.
final class FixedFile: Sendable {
    private let descriptor: Int32
    private static let size = 128

    init?(_ path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Blanks take the place of what was longer.
    func write(_ line: Data) {
        let bytes = line + Data(repeating: 0x20, count: max(0, Self.size - line.count - 1)) + [0x0A]
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }
}
