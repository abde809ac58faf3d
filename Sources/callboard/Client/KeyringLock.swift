import Foundation
import Synchronization

/// Held by the one process of a login that renews it.
final class KeyringLock: Sendable {
    private let path: String
    private let descriptor = Mutex<Int32?>(nil)

    init(_ path: String) { self.path = path }

    /// - Returns: false while another process holds it. Where no lock can be made nobody waits.
    @Sendable func claim() -> Bool {
        descriptor.withLock { held in
            guard held == nil else { return true }
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { return true }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                close(file)
                return false
            }
            held = file
            return true
        }
    }

    @Sendable func release() {
        descriptor.withLock { held in
            if let held { close(held) }
            held = nil
        }
    }
}
