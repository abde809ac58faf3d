import RealtimeProtocol
import Wedding

/// The log as it arrives here: puts snapshot and entries in order, sees repeats and holes.
public struct Replica: Sendable {
    /// What comes of a payload.
    public enum Outcome: Sendable, Equatable {
        case message(ServerMessage)
        /// Something is missing: ask for everything after this.
        case resume(WireCursor)
        /// Up to date: what comes from now on is new.
        case live
        case serverTime(Timestamp)
        case wrong(String)
    }

    public private(set) var cursor = WireCursor(e: "", o: 0)
    /// Where each stream stands.
    private var last: [String: Int] = [:]
    private var pieces: [String] = []
    private var isAsking = false
    /// Entries of an emergency that were shown before their place.
    private var shownEarly: Set<String> = []

    public init() {}

    /// After a join: from here on, please. What is under way from before does not count.
    public mutating func joined() -> WireCursor {
        (pieces, isAsking) = ([], true)
        return cursor
    }

    public mutating func fold(_ payload: BroadcastPayload) -> [Outcome] {
        do {
            switch WireName(rawValue: payload.event) {
            case .event: return fold(try JSONText.decode(WireEvent.self, from: payload.payload))
            case .reset:
                pieces = []
                return []
            case .snapshot:
                return try fold(try JSONText.decode(WireSnapshotPart.self, from: payload.payload))
            case .live:
                let live = try JSONText.decode(WireLive.self, from: payload.payload)
                // The answer to an earlier question than ours.
                guard live.e == cursor.e else { return [] }
                cursor.o = max(cursor.o, live.o)
                isAsking = false
                return [.live]
            case .time:
                return [.serverTime(try JSONText.decode(WireTime.self, from: payload.payload).now)]
            case .submit, .ack, .confirm, .resume, .busy, .code, .replay, .discard,
                .accepted, .reject, .presence, .contact, .delivered, .dead, .deadGone, .audit,
                .stats, .mode, .disk, nil:
                return try payload.serverMessage().map { [.message($0)] } ?? []
            }
        } catch let problem as ChangeProblem {
            return [.wrong("\(problem)")]
        } catch { return [.wrong("\(payload.event.sanitised) cannot be read")] }
    }

    private mutating func fold(_ wire: WireEvent) -> [Outcome] {
        guard wire.e == cursor.e else { return [] }
        let event = wire.logEvent
        if wire.early == true {
            return shownEarly.insert("\(wire.by.word) \(wire.id)").inserted
                ? [.message(.event(event, early: true))] : []
        }
        // At most once, whatever comes again.
        guard wire.o > last[wire.s] ?? 0 else { return [] }
        guard wire.po <= last[wire.s] ?? 0 else {
            guard !isAsking else { return [] }
            isAsking = true
            // From where this stream stands: the other one may be further.
            return [.resume(WireCursor(e: cursor.e, o: last[wire.s] ?? 0))]
        }
        last[wire.s] = wire.o
        cursor.o = max(cursor.o, wire.o)
        shownEarly.remove("\(wire.by.word) \(wire.id)")
        return [.message(.event(event, early: false))]
    }

    private mutating func fold(_ part: WireSnapshotPart) throws -> [Outcome] {
        if part.part == 1 { pieces = [] }
        guard part.part == pieces.count + 1, part.of <= 1_000 else { return [] }
        pieces.append(part.text)
        guard pieces.count == part.of else { return [] }
        let text = pieces.joined()
        pieces = []
        let snapshot = try JSONText.decode(Snapshot.self, from: Array(text.utf8))
        cursor = WireCursor(e: part.e, o: part.o)
        last = [snapshot.className: snapshot.classOffset, WireEvent.ownStream: snapshot.ownOffset]
        shownEarly = []
        return [
            .message(.welcome(snapshot.state, you: PersonID(snapshot.you), now: snapshot.now)),
            .message(.mode(snapshot.mode, isCeremony: snapshot.isCeremony)),
            .serverTime(snapshot.now),
        ]
    }
}
