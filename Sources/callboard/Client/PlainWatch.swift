import Console
import Foundation
import NIOCore
import NIOPosix
import RealtimeClient
import RealtimeProtocol
import Synchronization
import Wedding

/// The day as lines, over a socket: for pipes, logs and screen readers.
struct PlainWatch {
    let login: HostLogin
    let group: MultiThreadedEventLoopGroup

    /// Until SIGTERM, SIGINT, or the host says no.
    func run() throws {
        Signals.hold()
        let day = Mutex<DayState?>(nil)
        let ended = Mutex<(any Error)?>(nil)
        let end: @Sendable (any Error) -> Void = { error in
            ended.withLock { $0 = $0 ?? error }
            kill(getpid(), SIGTERM)
        }
        let write: @Sendable (String) -> Void = { line in
            do { try Output.say(line) } catch { end(error) }
        }
        let client = login.client(on: group.any()) { news in
            switch news {
            case .message(.welcome(let state, _, let now)):
                let before = day.withLock { day -> Int in
                    defer { day = state }
                    return day?.offset ?? 0
                }
                if state.offset < before {
                    write("The host started a new log; earlier entries are gone")
                }
                write(
                    "\(state.day.clock.local(now).hourMinuteSecond) \(state.day.title): \(state.hereCount(at: now)) of \(state.expectedCount) here, \(state.offset) entries so far"
                )
            case .message(.event(let event, false)):
                let line = day.withLock { state -> String? in
                    guard let offset = state?.offset, event.offset > offset else { return nil }
                    state?.apply(event)
                    return state.map { PlainLine($0).line(event) }
                }
                if let line { write(line) }
            case .link(let isLive):
                write(isLive ? "live" : "OFFLINE: what you see may be out of date")
            case .refused(let words): end(HostProblem(words))
            case .hindered(let words): write(words)
            case .message, .clock, .tokens, .kept: break
            }
        }
        client.start()
        Signals.wait()
        try? client.close().wait()
        if let error = ended.withLock({ $0 }) { throw error }
    }
}
