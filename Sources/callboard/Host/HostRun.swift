import Console
import CoreRuntime
import Foundation
import Interchange
import NIOCore
import RealtimeCore
import RealtimeProtocol
import RealtimeServer
import Terminal
import Wedding

/// A host from its start to its end, with or without a screen.
struct HostRun {
    let day: WeddingDay
    let user: Person
    let folder: HostFolder
    let options: HostServer.Options

    init(day: WeddingDay, user: Person, folder: HostFolder, _ options: HostServer.Options) throws {
        (self.day, self.user, self.folder, self.options) = (day, user, folder, options)
    }

    /// Notes go to standard output; SIGTERM and SIGINT end it.
    func headless() throws {
        Signals.hold()
        let output = LogLines.standardOutput()
        let host = try start(line: output.write) { output.write("event=\"failed\" why=\"\($0)\"") }
        output.write(
            "event=\"listening\" url=\(host.url) capacity=\(host.capacity)"
                + (host.fingerprint.map { " fingerprint=\($0)" } ?? ""))
        if let notice = host.notice { output.write("event=\"notice\" why=\"\(notice)\"") }
        Signals.wait()
        output.write("event=\"stopping\"")
        host.stop()
        output.write("event=\"stopped\"")
        output.close()
    }

    /// The coordinator's console in this terminal.
    func onScreen(_ options: ConsoleOptions) throws {
        try ScreenSession.guardTerminal(options, isKiosk: false)
        let inbox = ConsoleInbox()
        let log = LogLines.file(folder.file("host.log"))
        let host = try start(line: log.write) { error in
            inbox.post(.problem("The journal stopped: \(error)"))
        }
        let link = LocalLink(host.shell.newConnection(), person: user) { inbox.post(.server($0)) }
        try ScreenSession(options: options, isHost: true).run(
            inbox: inbox, on: host.loop,
            start: { preferences in
                host.shell.post { $0.attach(link) }
                tellTime(inbox, host, hasSeconds: preferences.state.hasClock)
                inbox.post(.problem("Others join at \(host.url), \(host.capacity) at most"))
                if let notice = host.notice { inbox.post(.problem(notice)) }
            },
            perform: { effect in
                if case .invite(let people) = effect {
                    return host.loop.execute { inbox.post(invite(people, host)) }
                }
                guard case .send(let message) = effect else { return }
                host.shell.post { [clock = host.clock] shell in
                    shell.receive(message, from: link.connection, at: clock.now)
                }
            }, stop: host.stop)
    }

    /// Codes for those people, and a list of them to print.
    private func invite(_ people: [PersonID], _ host: HostServer) -> ConsoleEvent {
        do {
            let made = try people.map {
                try Invitation(
                    .person($0), day, in: folder, url: host.url, fingerprint: host.fingerprint)
            }
            // A list of before may not be printed yet.
            let local = day.clock.local(host.clock.now)
            let name =
                "invitations-\(local.date.day)-\(local.hourMinuteSecond.filter(\.isNumber)).txt"
            try folder.write(Data(Invitation.list(made, day).utf8), to: name)
            return .invited(
                made.map { "\($0.name): \($0.code), until \($0.until)" },
                list: folder.file(name))
        } catch { return .problem("\(error)") }
    }

    private func start(
        line: @escaping @Sendable (String) -> Void,
        failed: @escaping @Sendable (any Error) -> Void
    ) throws -> HostServer {
        let audit = try AuditFile(folder.file(AuditFile.name)) {
            line("event=\"failed\" why=\"\($0)\"")
        }
        let log = Logbook(line: line, audit: audit.append)
        return try HostServer(day, in: folder, options, log: log, failed: failed)
    }

    private func tellTime(_ inbox: ConsoleInbox, _ host: HostServer, hasSeconds: Bool) {
        let interval: Int64 = hasSeconds ? 1 : 60
        let (clock, now) = (host.clock, host.clock.now)
        inbox.post(.clock(now))
        host.loop.scheduleRepeatedTask(
            initialDelay: .milliseconds(1000 - now.milliseconds % 1000), delay: .seconds(interval)
        ) { _ in inbox.post(.clock(clock.now)) }
    }
}
