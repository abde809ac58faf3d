import CoreRuntime
import DequeModule
import NIOCore
import NIOPosix
import RealtimeCore
import RealtimeProtocol
import Wedding

/// What all sockets of one host share: channels, the log as it is read, and the way to the core.
/// Lives on the core's loop, and only there.
final class Hub {
    let loop: any EventLoop
    let shell: CoreShell
    let settings: ServerSettings
    let keys: TokenKeys
    let log: Logbook
    let store: any AuthStore
    var sessions: Sessions
    let wedding: WeddingID
    /// The plan as it began: who is in it does not change while a host runs.
    let day: WeddingDay
    private let clock: @Sendable () -> Timestamp
    var entries: WireLog
    var rooms: [String: Room] = [:]
    private(set) var sockets: [ConnectionID: Socket] = [:]
    private(set) var socketsOf: [PersonID: [Socket]] = [:]
    /// Open sockets by address.
    private(set) var addresses: [String: Int] = [:]
    var metrics = Metrics()
    /// Messages over HTTP, of everybody together.
    lazy var postAllowance = Allowance(perSecond: settings.broadcastsPerSecond)
    var purses: [Author: Purse] = [:]
    var doorkeeper = Doorkeeper()
    var cursors: Cursors
    /// Sockets heard since the core was last told.
    var heard: Set<ConnectionID> = []
    /// Members that follow rows.
    var rowFollowers: [ObjectIdentifier: Membership] = [:]
    /// What no turn had room for yet.
    enum Parcel {
        case effect(Effect)
        case own(WireLog.Entry, ArraySlice<PersonID>)
    }
    var outgoing: Deque<Parcel> = []
    var rowParcels: Deque<RowParcel> = []
    var isSending = false
    var reminders = Reminders()
    var chores = Chores()
    let rounds: Rounds
    let meter = TurnMeter()
    /// What the frame at hand makes the host do, for the meter.
    var kindOfWork = "frame"
    let press = SnapshotPress()
    var entryPress = EntryPress()
    var handover = Handover<Handing>()
    /// For wishes that are long to read: one after the other.
    let readingRoom = NIOThreadPool(numberOfThreads: 1)
    var isFlushPlanned = false
    var isCursorPingPlanned = false
    /// Who begins anew once all that was said before is shown, and why.
    var unsettled: [ObjectIdentifier: (member: Membership, why: WireReset.Why)] = [:]
    var isResetPlanned = false
    var seconds = 0
    var isLookingAfterSockets = false
    var isClosing = false
    var doors: Doors
    /// For what files take: one thing after the other.
    let disk = NIOThreadPool(numberOfThreads: 1)
    /// By how much the clock on the wall was set since it was last asked; nil when it was not.
    let step: () -> Duration?
    private var nextID: UInt64 = 1_000

    init(
        shell: CoreShell, loop: any EventLoop, day: WeddingDay, keys: TokenKeys,
        settings: ServerSettings, epoch: String, log: Logbook, store: any AuthStore,
        sessions: Sessions, rounds: Rounds, clock: @escaping @Sendable () -> Timestamp,
        step: @escaping () -> Duration?
    ) {
        doors = Doors(most: settings.doorsMax, mostOfOne: settings.doorsPerAddressMax)
        self.step = step
        disk.start()
        readingRoom.start()
        (self.shell, self.loop, self.day, self.keys) = (shell, loop, day, keys)
        (self.settings, self.log, self.clock) = (settings, log, clock)
        (self.store, self.sessions, self.rounds) = (store, sessions, rounds)
        wedding = day.id
        entries = WireLog(epoch: epoch, entriesMax: settings.logEntriesMax)
        cursors = Cursors(entriesMax: settings.cursorsMax)
    }

    var mainTopic: String { WireTopic.main(wedding.rawValue) }
    var deskTopic: String { WireTopic.desk(wedding.rawValue) }

    /// The moment, after which the core's time does not lie.
    var now: Timestamp { clock() }

    func feed(_ event: Event) {
        let now = now
        shell.assumeIsolated { shell in
            shell.advance(to: now)
            shell.feed(event)
        }
    }

    func ask<Answer: Sendable>(_ question: @Sendable (RealtimeCore) -> Answer) -> Answer {
        shell.assumeIsolated { question($0.core) }
    }

    func audit(_ kind: AuditEntry.Kind, by actor: Actor, _ detail: String) {
        feed(.audited(kind, by: actor, detail))
    }

    func newID() -> ConnectionID {
        nextID += 1
        return ConnectionID(nextID)
    }

    func refusal(of visitor: Visitor) -> ProtocolError? {
        let now = now
        return isClosing
            ? .connections("RealtimeRestarting: this host is about to stop.")
            : ask { $0.refusal(of: visitor, at: now) }
    }

    func open(_ socket: Socket) {
        sockets[socket.id] = socket
        if let person = socket.person { socketsOf[person, default: []].append(socket) }
        addresses[socket.address, default: 0] += 1
        socket.purse.sockets += 1
        metrics.opened += 1
        feed(
            .arrived(
                socket.id,
                Visitor(
                    principal: socket.reader.principal, device: socket.device,
                    address: socket.address)))
        log.note("socket opened", socket)
    }

    func close(_ socket: Socket) {
        guard sockets.removeValue(forKey: socket.id) != nil else { return }
        if let person = socket.person {
            socketsOf[person]?.removeAll { $0 === socket }
            if socketsOf[person]?.isEmpty == true { socketsOf[person] = nil }
        }
        for membership in socket.channels { part(membership, isBreak: true) }
        let left = (addresses[socket.address] ?? 1) - 1
        addresses[socket.address] = left > 0 ? left : nil
        socket.purse.sockets -= 1
        heard.remove(socket.id)
        handover.left(socket.id)
        planHandover()
        metrics.closed += 1
        feed(.disconnected(socket.id))
        log.note("socket closed", socket)
    }

    /// - Parameter wish: What the frame says, when it was read before.
    func received(_ frame: PhoenixFrame, from socket: Socket, _ wish: IncomingWish? = nil) {
        kindOfWork =
            ["phx_join", "phx_leave", "presence", "access_token"].contains(frame.event)
            ? frame.event : "frame"
        turn(self.kindOfWork) { take(frame, from: socket, wish) }
    }

    private func take(_ frame: PhoenixFrame, from socket: Socket, _ wish: IncomingWish?) {
        metrics.framesIn += 1
        socket.purse.spend(Purse.Cost.frame(frame.payload.count))
        switch (frame.topic, frame.event) {
        case ("phoenix", "heartbeat"): reply(to: frame, socket, isOK: true)
        case (_, "phx_join"): join(frame, socket)
        case (_, "phx_leave"): leave(frame, socket)
        default:
            guard let membership = socket.channel(frame.topic) else {
                return reply(to: frame, socket, isOK: false, ["reason": "unmatched topic"])
            }
            // What was meant for an earlier incarnation of the channel.
            if let joinRef = frame.joinRef, joinRef != membership.joinRef { return }
            received(frame, in: membership, wish)
        }
    }

    private func received(
        _ frame: PhoenixFrame, in membership: Membership, _ wish: IncomingWish?
    ) {
        switch frame.event {
        case "broadcast": broadcast(frame, membership, wish)
        case "presence": presence(frame, membership)
        case "access_token": refreshToken(frame, membership)
        default: break
        }
    }

    /// Something was refused: it costs whoever asked.
    func countRefusal(of socket: Socket) {
        socket.purse.spend(Purse.Cost.refusal)
    }

    /// Bytes came from it, whatever they were.
    func heard(_ socket: Socket) {
        heard.insert(socket.id)
    }

    func reply(
        to frame: PhoenixFrame, _ socket: Socket, isOK: Bool, _ response: [String: String] = [:]
    ) {
        let pairs = response.sorted { $0.key < $1.key }.map {
            JSONText.quoted($0.key) + Array(":".utf8) + JSONText.quoted($0.value)
        }
        let body = Array("{".utf8) + pairs.joined(separator: Array(",".utf8)) + Array("}".utf8)
        socket.send(socket.version.reply(to: frame, isOK: isOK, response: body), .control)
    }

    func push(
        _ event: String, _ payload: [UInt8], to membership: Membership, _ lane: Lane,
        ref: String? = nil, isFlushed: Bool = true
    ) {
        let socket = membership.socket
        metrics.lanes[lane.rawValue] += 1
        let text = socket.version.push(
            topic: membership.room.topic, event: event, payload: payload, ref: ref)
        let frame = FrameWriter.text(text)
        if isFlushed { socket.send(frame, lane) } else { socket.write(frame, lane) }
    }

    func system(_ message: String, extension name: String, isOK: Bool, to membership: Membership) {
        let payload =
            Array("{\"channel\":".utf8) + JSONText.quoted(membership.room.name)
            + Array(",\"extension\":\"\(name)\",\"status\":\"\(isOK ? "ok" : "error")\"".utf8)
            + Array(",\"message\":".utf8) + JSONText.quoted(message) + Array("}".utf8)
        push("system", payload, to: membership, .control)
    }

    /// Adds a frame for a group; all of a turn leave together at its end.
    func add(_ frame: Room.Frame, to key: Room.GroupKey, of room: Room) {
        metrics.lanes[frame.lane.rawValue] += 1
        if room.add(frame, to: key) { dirtyRooms.append(room) }
        if isSending, frame.lane != .early { planLateFlush() } else { planFlush() }
    }

    /// At the end of this turn.
    func planFlush() {
        guard !isFlushPlanned else { return }
        isFlushPlanned = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.execute { bound.value.turn("flush") { bound.value.flush() } }
    }

    /// While more follows: to write to a thousand readers takes longer than to make what they get.
    private func planLateFlush() {
        guard !isLateFlushPlanned else { return }
        isLateFlushPlanned = true
        later(.milliseconds(20)) { hub in
            hub.isLateFlushPlanned = false
            hub.planFlush()
        }
    }

    private var isLateFlushPlanned = false

    private var dirtyRooms: [Room] = []

    private func flush() {
        isFlushPlanned = false
        let rooms = dirtyRooms
        dirtyRooms = []
        for room in rooms { metrics.deliveries += room.flush() }
    }
}
