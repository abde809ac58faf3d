import Foundation
import RealtimeProtocol

/// What a running host leaves in its folder for those who invite: where it is, and what it serves.
struct HostNote: Codable {
    let url: String
    let fingerprint: String?
    let wedding: String
    let file: String

    static let name = "host.json"

    func save(in folder: HostFolder) throws {
        try folder.write(try JSONEncoder().encode(self), to: Self.name)
    }

    /// - Parameter path: A host's folder; the one that was started last when left out.
    static func find(_ path: String?) throws -> (note: HostNote, folder: String) {
        let folders = try path.map { [$0] } ?? Self.all
        let found = folders.compactMap { folder -> (HostNote, String, Date)? in
            let file = folder + "/" + name
            guard let data = FileManager.default.contents(atPath: file),
                let note = try? JSONText.decode(HostNote.self, from: data, names: .asInCode),
                let written = try? FileManager.default.attributesOfItem(atPath: file)[
                    .modificationDate] as? Date
            else { return nil }
            return (note, folder, written)
        }
        guard let newest = found.max(by: { $0.2 < $1.2 }) else {
            throw HostProblem(
                "No host was started here yet. Start one with callboard host WEDDING.toml, or name its folder with --data."
            )
        }
        return (newest.0, newest.1)
    }

    private static var all: [String] {
        get throws {
            let state = try DataFolder.state
            let names = try? FileManager.default.contentsOfDirectory(atPath: state)
            return (names ?? []).map { state + "/" + $0 }
        }
    }
}
