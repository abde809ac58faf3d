import Crypto
import Foundation
import RealtimeCore
import RealtimeProtocol
import RealtimeServer
import Wedding

/// Invitations and logins as files of a host's folder. An invitation is a file of its own, so that
/// `callboard invite` needs no running host, and whoever takes the file away has used it.
struct AuthFiles: AuthStore {
    let folder: HostFolder
    let day: WeddingDay

    struct Invitation: Codable {
        let principal: String
        let until: Int64
    }

    private static let folderName = "invitations"
    private static let sessionsName = "sessions.json"
    /// Without letters and digits that are taken for others when read out.
    private static let alphabet = Array("ABCDEFGHJKMNPQRSTVWXYZ23456789")

    /// - Returns: a code in two groups, good until then, once.
    func invite(_ principal: Principal, until: Timestamp) throws -> String {
        try FileManager.default.createDirectory(
            atPath: folder.file(Self.folderName), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<8).map { _ in Self.alphabet.randomElement(using: &generator) ?? "A" }
        let code = String(letters)
        let invitation = Invitation(principal: principal.word, until: until.milliseconds)
        try folder.write(try JSONEncoder().encode(invitation), to: Self.name(code))
        return code.prefix(4) + "-" + code.suffix(4)
    }

    func redeem(_ code: String) -> Principal? {
        // Of two who come at once, one takes the file away.
        guard let principal = peek(code), unlink(path(code)) == 0 else { return nil }
        return principal
    }

    private func path(_ code: String) -> String {
        folder.file(Self.name(code.uppercased().filter { $0 != "-" && $0 != " " }))
    }

    /// By the clock on the wall, as whoever made it: the host's own time may be another.
    func peek(_ code: String) -> Principal? {
        guard let data = FileManager.default.contents(atPath: path(code)),
            let invitation = try? JSONText.decode(
                Invitation.self, from: data, names: .asInCode),
            invitation.until > WallClock.now().milliseconds
        else { return nil }
        switch invitation.principal {
        case Principal.station.word: return .station
        case Principal.screen.word: return .screen
        default:
            let id = PersonID(invitation.principal)
            return day.people[id] == nil ? nil : .person(id)
        }
    }

    private static func name(_ code: String) -> String {
        let digest = SHA256.hash(data: Data("callboard:\(code)".utf8))
        return folderName + "/" + digest.prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    func save(_ sessions: Sessions) throws {
        try folder.write(try JSONEncoder().encode(sessions), to: Self.sessionsName)
    }

    /// What `callboard unlock` leaves for a host that runs; whoever takes the file away has done
    /// it.
    static let unlockName = "unlock"

    func takeUnlock() -> Bool { unlink(folder.file(Self.unlockName)) == 0 }

    func takeExports() -> [String] { ExportNotes(folder: folder).removeAll() }

    func load() throws -> Sessions { try Self.sessions(in: folder) }

    static func sessions(in folder: HostFolder) throws -> Sessions {
        let path = folder.file(sessionsName)
        guard let data = FileManager.default.contents(atPath: path) else { return Sessions() }
        guard let sessions = try? JSONText.decode(Sessions.self, from: data, names: .asInCode)
        else {
            throw HostProblem(
                "\(path) is damaged. Remove it: everybody then needs a new invitation.")
        }
        return sessions
    }
}
