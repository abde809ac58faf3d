import Crypto
import Foundation
import NIOCore
import RealtimeClient
import RealtimeProtocol
import Wedding

/// The login of this machine at one host: kept between runs, for its user alone.
struct Keyring: Codable {
    /// What somebody logs in as; one login each.
    enum Kind: String {
        case console, screen
        case station = "desk"
    }

    var tokens: TokenAnswer
    /// When the access token ends, in milliseconds since 1970.
    var until: Int64
    let device: String
    let fingerprint: String?
    /// Of the code with which a station was set up: it also unlocks it.
    var codeHash: String?

    func unlocks(_ code: String) -> Bool { codeHash == Self.hash(code) }

    private static func hash(_ code: String) -> String {
        let plain = code.uppercased().filter { $0 != "-" && $0 != " " }
        return SHA256.hash(data: Data(plain.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    mutating func remember(code: String) { codeHash = Self.hash(code) }

    static func path(_ url: HostURL, _ kind: Kind) throws -> String {
        let host = url.host.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "_" }
        return try DataFolder.state + "/logins/\(String(host))-\(url.port)-\(kind.rawValue).json"
    }

    static func load(_ path: String) -> Keyring? {
        FileManager.default.contents(atPath: path).flatMap {
            try? JSONText.decode(Keyring.self, from: $0, names: .asInCode)
        }
    }

    func save(_ path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        guard let data = try? JSONEncoder().encode(self) else { return }
        let fresh = path + ".new"
        let isMade = FileManager.default.createFile(
            atPath: fresh, contents: data, attributes: [.posixPermissions: 0o600])
        if isMade { rename(fresh, path) }
    }
}

/// How a command reaches its host: the address, and the code or the login that is kept.
struct HostLogin {
    let url: HostURL
    let kind: Keyring.Kind
    /// Where its login is kept.
    private let path: String
    var keyring: Keyring

    init(_ options: HostOptions, _ kind: Keyring.Kind, on loop: any EventLoop) throws {
        guard let url = HostURL(options.url) else {
            throw HostProblem(
                "\(options.url.sanitised) is not a host address. Use the ws:// or wss:// address on the invitation."
            )
        }
        (self.url, self.kind, path) = (url, kind, try Keyring.path(url, kind))
        let known = Keyring.load(path)
        try Self.checkSecrecy(url, pin: options.fingerprint ?? known?.fingerprint, options)
        guard let code = options.code else {
            guard let known else {
                throw HostProblem(
                    "This machine has no login at \(url). Ask the coordinator for a code (callboard invite) and add --code."
                )
            }
            keyring = known
            return
        }
        let pin = options.fingerprint ?? known?.fingerprint
        let device = known?.device ?? Self.newDevice()
        do {
            let tokens = try TokenRequest(
                .code(code), device: device, replaces: options.replace, kind: kind.rawValue,
                url: url, fingerprint: pin
            ).send(on: loop).wait()
            keyring = Keyring(
                tokens: tokens, until: Self.end(of: tokens), device: device, fingerprint: pin)
            if kind == .station { keyring.remember(code: code) }
            keyring.save(path)
        } catch let problem as ClientProblem {
            throw HostProblem("\(url): \(problem)")
        } catch {
            throw HostProblem(Self.words(error, url))
        }
    }

    /// Codes and tokens never leave this machine in the clear, unless somebody says that they may.
    private static func checkSecrecy(
        _ url: HostURL, pin: String?, _ options: HostOptions
    ) throws {
        guard !url.isSecure else { return }
        guard pin == nil else {
            throw HostProblem(
                "This login is tied to the host's certificate, and \(url) is not encrypted. Use the wss:// address on the invitation."
            )
        }
        guard url.isLoopback || options.insecure else {
            throw HostProblem(
                "\(url) would send your login where others can read it. Use the wss:// address on the invitation; on a private cable, add --insecure."
            )
        }
    }

    private static func end(of tokens: TokenAnswer) -> Int64 {
        (WallClock.now() + tokens.lifetime).milliseconds
    }

    private static func newDevice() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next() as UInt64, radix: 16)
    }

    static func words(_ error: any Error, _ url: HostURL) -> String {
        if "\(error)".lowercased().contains("certificate") || "\(error)".contains("handshake") {
            return
                "The certificate of \(url) does not match the invitation. Do not continue; ask the coordinator."
        }
        return "\(ClientProblem.noAnswer(at: url))"
    }

    /// One process at a time asks for fresh tokens; the others take what it got.
    private var renewal: RealtimeClient.Renewal {
        let (path, lock) = (path, KeyringLock(path + ".lock"))
        var renewal = RealtimeClient.Renewal()
        renewal.claim = lock.claim
        renewal.release = lock.release
        renewal.fresh = {
            Keyring.load(path).map { ($0.tokens, Timestamp(milliseconds: $0.until)) }
        }
        return renewal
    }

    /// Of one person at one wedding: nobody sends what somebody else said.
    private var pendingPath: String {
        let owner = (keyring.tokens.wedding + "-" + keyring.tokens.sub).map {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_"
        }
        return path + ".\(String(owner)).wishes"
    }

    /// Whether what was not answered outlives the program.
    enum Keeping { case pending, nothing }

    func client(
        on loop: any EventLoop, keeps: Keeping = .nothing,
        tell: @escaping @Sendable (RealtimeClient.News) -> Void
    ) -> RealtimeClient {
        let settings = RealtimeClient.Settings(
            url: url, fingerprint: keyring.fingerprint, device: keyring.device,
            seed: UInt64(WallClock.now().milliseconds),
            renewal: renewal,
            pending: keeps == .pending ? PendingFile(pendingPath) : nil)
        let (kept, path) = (keyring, path)
        return RealtimeClient(
            settings, tokens: keyring.tokens, until: Timestamp(milliseconds: keyring.until),
            on: loop, clock: WallClock.now
        ) {
            if case .tokens(let tokens) = $0 {
                var keyring = kept
                (keyring.tokens, keyring.until) = (tokens, Self.end(of: tokens))
                keyring.save(path)
            }
            tell($0)
        }
    }
}
