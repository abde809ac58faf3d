import Console
import CoreRuntime
import NIOCore
import RealtimeProtocol
import Terminal
import Wedding

/// A script that is played around the real core.
struct ScriptedDay: PlayedDay {
    private let day: DemoDay
    private let shell: CoreShell
    private let link: LocalLink

    init(_ day: DemoDay, loop: any EventLoop, inbox: ConsoleInbox) {
        self.day = day
        shell = CoreShell(
            loop: loop, engine: day.engine(), source: day.playback(), now: day.start,
            failed: { inbox.post(.problem("The journal stopped: \($0)")) })
        link = LocalLink(shell.newConnection(), person: day.hostUser) { inbox.post(.server($0)) }
    }

    var start: Timestamp { day.start }
    var end: Timestamp { day.end }

    func begin(at moment: Timestamp) {
        shell.assumeIsolated { [link] shell in
            shell.advance(to: moment)
            shell.attach(link, isReplay: true)
        }
    }

    func play(to moment: Timestamp) { shell.assumeIsolated { $0.advance(to: moment) } }

    /// Back is the whole day anew: what follows from what is decided each time.
    func jump(to moment: Timestamp, from now: Timestamp) {
        guard moment < now else { return play(to: moment) }
        shell.assumeIsolated { [day] shell in
            shell.restart(
                engine: day.engine(), source: day.playback(), from: day.start, at: moment)
        }
    }

    func next(after moment: Timestamp) -> Timestamp? {
        day.script.rows.lazy.map(\.receivedAt).filter { $0 > moment }.min()
    }

    /// From any thread.
    func send(_ message: ClientMessage) {
        shell.post { [link] in $0.receive(message, from: link.connection, at: $0.now) }
    }
}
