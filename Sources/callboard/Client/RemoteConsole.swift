import Console
import NIOCore
import NIOPosix
import RealtimeClient
import RealtimeProtocol
import Synchronization
import Terminal
import Wedding

/// The console in this terminal, over a socket.
struct RemoteConsole {
    let login: HostLogin
    let group: MultiThreadedEventLoopGroup

    func run(_ options: ConsoleOptions, isKiosk: Bool) throws {
        try run(options, isKiosk: isKiosk) { session, inbox, start, perform, stop in
            try session.run(
                inbox: inbox, on: group.any(), start: start, perform: perform, stop: stop)
        }
    }

    /// The check-in station instead of a console.
    func runStation(_ options: ConsoleOptions, spanish: Bool) throws {
        let login = login
        try run(options, isKiosk: true) { session, inbox, start, perform, stop in
            try session.run(
                inbox: inbox, on: group.any(), start: start, perform: perform, stop: stop
            ) { place in
                var station = StationState(
                    columns: place.columns, rows: place.rows, theme: place.theme,
                    glyphs: place.preferences.state.glyphs,
                    ids: SubmissionIDs { _ in RandomID.make() },
                    unlocks: { login.keyring.unlocks($0) })
                if spanish { station.language = .spanish }
                return station
            }
        }
    }

    private typealias Show = (
        ScreenSession, ConsoleInbox, @escaping (Preferences) throws -> Void,
        @escaping (ConsoleEffect) -> Void, @escaping () -> Void
    ) throws -> Void

    private func run(_ options: ConsoleOptions, isKiosk: Bool, _ show: Show) throws {
        let inbox = ConsoleInbox()
        let time = HostTime()
        let loop = group.any()
        let client = login.client(on: loop, keeps: .pending) { news in
            switch news {
            case .message(let message): inbox.post(.server(message))
            case .link(let isLive): inbox.post(.link(isLive: isLive))
            case .clock(let offset):
                time.set(offset)
                inbox.post(.clock(time.now))
            case .hindered(let words): inbox.post(.problem(words))
            case .kept(let pending): inbox.post(.kept(pending))
            case .refused(let words):
                inbox.post(.link(isLive: false))
                inbox.post(.problem("\(words) Quit, and join again."))
            case .tokens: break
            }
        }
        try show(
            ScreenSession(options: options, isKiosk: isKiosk, isPersonal: true), inbox,
            { preferences in
                inbox.post(.link(isLive: false))
                client.start()
                time.tell(inbox, loop, hasSeconds: preferences.state.hasClock)
            },
            { effect in if case .send(let message) = effect { client.send(message) } },
            { try? client.close().wait() })
    }
}

/// The host's clock, as far as it is known here.
final class HostTime: Sendable {
    private let offset = Mutex(Duration.zero)

    func set(_ offset: Duration) { self.offset.withLock { $0 = offset } }

    var now: Timestamp { WallClock.now() + offset.withLock { $0 } }

    func tell(_ inbox: ConsoleInbox, _ loop: any EventLoop, hasSeconds: Bool) {
        loop.scheduleRepeatedTask(
            initialDelay: .milliseconds(1000 - now.milliseconds % 1000),
            delay: .seconds(hasSeconds ? 1 : 60)
        ) { _ in inbox.post(.clock(self.now)) }
    }
}
