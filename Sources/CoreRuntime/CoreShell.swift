import NIOCore
import RealtimeCore
import RealtimeProtocol
import Synchronization
import Wedding

/// Where a console in this process gets its messages.
package struct LocalLink: Sendable {
    package let connection: ConnectionID
    package let person: PersonID
    let role: Role
    let receive: @Sendable (ServerMessage) -> Void

    /// - Parameter receive: Called on the core's loop, in order; must not block.
    package init(
        _ connection: ConnectionID, person: Person,
        receive: @escaping @Sendable (ServerMessage) -> Void
    ) {
        self.connection = connection
        self.person = person.id
        role = person.role
        self.receive = receive
    }
}

/// Runs the core on one event loop and carries out what it asks for.
package actor CoreShell {
    private let loop: any EventLoop
    private var engine: CoreEngine
    private var source: any EventSource
    private var links: [LocalLink] = []
    private let lastConnection = Mutex<UInt64>(1_000)
    /// Whether more of what is durable is planned to be shown.
    private var isShowing = false
    /// Carries effects to sockets.
    private var wire: (@Sendable ([Effect]) -> Void)?
    /// Looks at the clock around each event.
    private var measure: @Sendable (() -> Int) -> Void = { _ = $0() }
    private var soon: (@Sendable (@escaping @Sendable () -> Void) -> Void)?
    /// Effects of the event at hand, carried out when the core is done with it: they ask it back.
    private var toWire: [Effect] = []
    private let failed: @Sendable (any Error) -> Void
    package private(set) var now: Timestamp

    /// The actor's executor is the loop itself: one thread, checked by the compiler.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        loop.executor.asUnownedSerialExecutor()
    }

    /// - Parameters:
    ///   - now: The moment the day is at before the source has played anything.
    ///   - failed: Called once when the journal cannot go on; nothing more is decided then.
    package init(
        loop: any EventLoop, engine: CoreEngine, source: any EventSource, now: Timestamp,
        failed: @escaping @Sendable (any Error) -> Void
    ) {
        self.loop = loop
        self.engine = engine
        self.source = source
        self.now = now
        self.failed = failed
    }

    /// Work for the core from any thread, first in, first out. A `Task` would not keep order.
    package nonisolated func post(_ work: @escaping @Sendable (isolated CoreShell) -> Void) {
        loop.execute { self.assumeIsolated { work($0) } }
    }

    package func attach(_ link: LocalLink, isReplay: Bool = false) {
        links.append(link)
        feed(.connected(link.connection, link.person, isReplay ? .replay : .host))
    }

    /// At `moment`, or at the core's own where that is later.
    package func receive(
        _ message: ClientMessage, from connection: ConnectionID, at moment: Timestamp
    ) {
        advance(to: moment)
        feed(.received(connection, message))
    }

    /// The one place that gives links their ids, from any thread.
    package nonisolated func newConnection() -> ConnectionID {
        lastConnection.withLock { last in
            last += 1
            return ConnectionID(last)
        }
    }

    /// - Parameters:
    ///   - wire: Called on the core's loop with the effects of each event, in order; must not
    ///     block.
    ///   - measure: Called with the work of each event, which it does at once; it says how many
    ///     entries came of it.
    ///   - soon: Called with what goes on once others were heard.
    package func attach(
        wire: @escaping @Sendable ([Effect]) -> Void,
        measure: @escaping @Sendable (() -> Int) -> Void,
        soon: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
        (self.wire, self.measure, self.soon) = (wire, measure, soon)
    }

    /// The core as it stands, for questions.
    package var core: RealtimeCore { engine.core }

    /// Plays the source up to `limit`. Time never goes back, whatever a clock says.
    package func advance(to limit: Timestamp) {
        func run(_ source: inout some EventSource) throws {
            try engine.play(&source, through: limit) { effect, _ in perform(effect) }
        }
        let limit = max(limit, now)
        do { try run(&source) } catch { failed(error) }
        now = limit
        carryToWire()
    }

    /// Begins anew with another core, for a jump back; every link is welcomed again.
    package func restart(
        engine: CoreEngine, source: any EventSource, from start: Timestamp, at moment: Timestamp
    ) {
        (self.engine, self.source, now) = (engine, source, start)
        let before = links
        links = []
        advance(to: moment)
        for link in before { attach(link) }
    }

    package func feed(_ event: Event) {
        measure {
            let before = engine.core.current.offset
            do { try engine.feed(event, at: now) { perform($0) } } catch { failed(error) }
            carryToWire()
            return engine.core.current.offset - before
        }
    }

    /// The journal's word. What is much is shown a little at a time, and others go in between.
    package func committed(through offset: Int) {
        feed(.committed(through: offset))
        guard core.owesEntries, !isShowing else { return }
        isShowing = true
        let goOn: @Sendable () -> Void = {
            self.assumeIsolated { shell in
                shell.isShowing = false
                shell.committed(through: offset)
            }
        }
        if let soon { soon(goOn) } else { loop.execute(goOn) }
    }

    private func carryToWire() {
        guard let wire, !toWire.isEmpty else { return }
        let effects = toWire
        toWire = []
        wire(effects)
    }

    private func perform(_ effect: Effect) {
        if wire != nil { toWire.append(effect) }
        let (message, audience): (ServerMessage, Audience)
        switch effect {
        case .append: return
        case .send(let sent, let to): (message, audience) = (sent, to)
        case .show(let entry):
            (message, audience) = (.event(entry.event, early: false), entry.audience)
        }
        for link in links where audience.includes(link) { link.receive(message) }
    }
}

extension Audience {
    fileprivate func includes(_ link: LocalLink) -> Bool {
        switch self {
        case .connection(let id): id == link.connection
        // A console follows the log itself; letters are for devices.
        case .person: false
        case .consoles(let roles, let people):
            roles.contains(link.role) || people.contains(link.person)
        }
    }
}
