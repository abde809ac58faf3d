import Console
import Foundation
import NIOPosix
import RealtimeClient
import RealtimeProtocol
import Synchronization
import TestSupport
import Wedding

/// The console itself, without a terminal, over a real socket: keys in, frames out.
final class LiveConsole: Sendable {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let state: Mutex<ConsoleState>
    private let client: Mutex<RealtimeClient?>
    private let bell = NSCondition()
    private let clock: TestClock

    init(
        _ person: String, _ host: TestHost, port: Int? = nil, pending: PendingFile? = nil
    ) throws {
        clock = host.clock
        var options = ConsoleState.Options()
        options.isPersonal = true
        var console = ConsoleState(columns: 120, rows: 36, options: options)
        let name = UUID().uuidString
        console.ids = .counted(name)
        state = Mutex(console)
        client = Mutex(nil)
        let role = Sample.wedding.people[PersonID(person)]?.role.rawValue ?? ""
        let token = host.token(person, ["exp": 4_000_000_000])
        let clock = clock
        let made = RealtimeClient(
            RealtimeClient.Settings(
                url: HostURL("ws://127.0.0.1:\(port ?? host.port)")!, fingerprint: nil,
                device: "\(person)-console", seed: 3, pending: pending),
            tokens: TokenAnswer(
                accessToken: token, refreshToken: "", tokenType: "bearer", expiresIn: 86_400_000,
                sub: person, role: role, wedding: TestHost.wedding),
            on: Self.group.any(), clock: { clock.now }
        ) { [self] news in
            switch news {
            case .message(let message): take(.server(message))
            case .link(let isLive): take(.link(isLive: isLive))
            case .kept(let wishes): take(.kept(wishes))
            case .clock, .tokens, .hindered, .refused: break
            }
        }
        client.withLock { $0 = made }
        take(.link(isLive: false))
        made.start()
    }

    private func take(_ event: ConsoleEvent) {
        let effects = state.withLock { state in
            state.now = max(state.now, clock.now)
            return update(&state, event)
        }
        for case .send(let message) in effects { client.withLock { $0 }?.send(message) }
        bell.lock()
        bell.broadcast()
        bell.unlock()
    }

    func press(_ keys: Key...) { for key in keys { take(.key(key)) } }

    func type(_ text: String) { for character in text { take(.key(.char(character))) } }

    func change(_ edit: (inout ConsoleState) -> Void) { state.withLock { edit(&$0) } }

    var now: ConsoleState { state.withLock { $0 } }

    /// What the screen shows.
    var screen: String { view(now).text }

    func wait(_ words: String, _ isTrue: (ConsoleState) -> Bool) throws {
        let end = Date(timeIntervalSinceNow: 90)
        bell.lock()
        defer { bell.unlock() }
        while !isTrue(now) {
            guard bell.wait(until: end) else {
                throw RawSocket.Failure(
                    description: "never: \(words); the screen shows\n\(screen)")
            }
        }
    }

    func close() { _ = client.withLock { $0 }?.close() }
}
