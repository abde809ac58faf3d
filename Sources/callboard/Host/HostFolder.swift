import Crypto
import Foundation
import Interchange
import Wedding

/// The files of one wedding's host: keys, tokens, the audit log. Nobody else may read them.
package struct HostFolder: Sendable {
    let path: String

    /// - Parameter path: `$XDG_STATE_HOME/callboard/<wedding>` when left out.
    package init(_ path: String?, wedding: WeddingID) throws {
        // Whatever is made from here on is for its owner alone.
        umask(0o077)
        self.path = try path ?? DataFolder.state + "/" + Self.safe(wedding.rawValue)
        do {
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw HostProblem(
                "The folder \(self.path) cannot be created: \(Self.reason()). Choose another with --data."
            )
        }
        try checkFolder()
    }

    /// A folder that was there before may be open to others: what is in it is closed to them.
    private func checkFolder() throws {
        var info = stat()
        guard stat(path, &info) == 0 else {
            throw HostProblem("The folder \(path) cannot be read: \(Self.reason()).")
        }
        guard info.st_mode & 0o022 == 0 || info.st_mode & S_ISVTX != 0 else {
            throw HostProblem(
                "Other users can write to the folder \(path) and replace its files. Run: chmod 700 \(path)"
            )
        }
        for name in Self.names { chmod(file(name), 0o600) }
    }

    /// What a host keeps beside its keys.
    private static let names = [
        "journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "audit.jsonl", "host.log",
        "host.json", "log.json", "sessions.json",
    ]

    /// One host a folder; held until the process ends.
    func lock() throws {
        guard flock(try openLock(), LOCK_EX | LOCK_NB) == 0 else {
            throw HostProblem(
                "Another host uses \(path). Stop it, or give this one a folder with --data.")
        }
    }

    /// Does `work` while no host can run here.
    ///
    /// - Returns: whether none did.
    func ifUnused(_ work: () throws -> Void) throws -> Bool {
        let descriptor = try openLock()
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        try work()
        return true
    }

    private func openLock() throws -> Int32 {
        let descriptor = open(file("lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HostProblem("\(file("lock")) cannot be written: \(Self.reason()).")
        }
        return descriptor
    }

    private static func safe(_ name: String) -> String {
        let kept = name.filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
        }
        return kept.isEmpty ? "wedding" : kept
    }

    private static func reason() -> String { String(cString: strerror(errno)).lowercased() }

    func file(_ name: String) -> String { path + "/" + name }

    /// 32 random bytes that only this user may read; made on the first start.
    func secret(_ name: String) throws -> Data {
        let path = file(name)
        if FileManager.default.fileExists(atPath: path) {
            try checkPrivate(path)
            guard let data = FileManager.default.contents(atPath: path), data.count == 32 else {
                throw HostProblem(
                    "\(path) is not a key of 32 bytes. Restore it, or remove it: everybody then needs a new invitation."
                )
            }
            return data
        }
        let key = Curve25519.Signing.PrivateKey().rawRepresentation
        try write(key, to: name)
        return key
    }

    func checkPrivate(_ path: String) throws {
        var info = stat()
        guard stat(path, &info) == 0 else {
            throw HostProblem("\(path) cannot be read: \(Self.reason()).")
        }
        guard info.st_mode & 0o077 == 0 else {
            throw HostProblem(
                "Other users can read \(path). Only its owner may read a key. Run: chmod 600 \(path)"
            )
        }
    }

    /// Of a file that is not whole yet.
    static let freshSuffix = ".new"

    /// Whole or not at all: a new file takes the old one's place.
    func write(_ data: Data, to name: String) throws {
        let (path, fresh) = (file(name), file(name) + Self.freshSuffix)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw HostProblem("\(fresh) cannot be written: \(Self.reason()).")
        }
        defer { close(descriptor) }
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else {
                let reason = Self.reason()
                unlink(fresh)
                throw HostProblem(
                    "\(path) cannot be written: \(reason). Nothing was changed; free some space or use --data."
                )
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0, rename(fresh, path) == 0 else {
            throw HostProblem("\(path) cannot be written: \(Self.reason()).")
        }
    }
}

/// Why a host cannot start or go on, in one sentence with the remedy.
struct HostProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
