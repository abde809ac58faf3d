import NIOCore
import RealtimeClient
import RealtimeProtocol
import Synchronization
import Wedding

/// Connects, says something, waits for the host's word, and ends.
struct OneSubmission {
    let login: HostLogin
    let loop: any EventLoop
    let timeout: Int

    private struct Talk {
        var client: RealtimeClient?
        var waiting: Set<String> = []
        var wasSaid = false
    }

    /// - Returns: what the host now holds, in words.
    func send(
        _ changes: @escaping @Sendable (DayState, Timestamp) throws -> [Change]
    ) throws -> String {
        let promise = loop.makePromise(of: String.self)
        let talk = Mutex(Talk())
        let client = login.client(on: loop) { news in
            switch news {
            case .message(.welcome(let state, _, let now)):
                let isFirst = talk.withLock { talk in
                    defer { talk.wasSaid = true }
                    return !talk.wasSaid
                }
                guard isFirst else { return }
                do {
                    for change in try changes(state, now) {
                        let id = RandomID.make()
                        talk.withLock { _ = $0.waiting.insert(id) }
                        let submission = Submission(
                            id: id, change: change, via: .vendorTerminal, saidAt: now)
                        talk.withLock { $0.client }?.send(.submit(submission))
                    }
                } catch { promise.fail(error) }
            case .message(.accepted(let id, let offset)):
                let isDone = talk.withLock { talk in
                    talk.waiting.remove(id)
                    return talk.waiting.isEmpty
                }
                if isDone { promise.succeed("Saved by the host (entry \(offset)).") }
            case .message(.rejected(_, let error)): promise.fail(HostProblem("\(error)"))
            case .refused(let words): promise.fail(HostProblem(words))
            case .message, .link, .clock, .tokens, .hindered, .kept: break
            }
        }
        talk.withLock { $0.client = client }
        client.start()
        let url = login.url
        let alarm = loop.scheduleTask(in: .seconds(Int64(timeout))) {
            promise.fail(
                HostProblem(
                    "\(url) did not answer within \(timeout) seconds. Your report may or may not be saved; trying again is safe."
                ))
        }
        defer {
            alarm.cancel()
            try? client.close().wait()
        }
        return try promise.futureResult.wait()
    }
}
