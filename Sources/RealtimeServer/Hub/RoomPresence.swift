import DequeModule
import RealtimeProtocol
import Wedding

/// Who tracks what in one channel, and what of it the members have not been told yet.
struct RoomPresence {
    struct Meta: Equatable {
        let ref: String
        var previous: String?
        /// A JSON object as it came.
        let payload: [UInt8]

        /// As everyone who joins is told it: made once, when it is tracked.
        fileprivate var json: [UInt8] = []

        init(ref: String, payload: [UInt8]) { (self.ref, self.payload) = (ref, payload) }

        private static let spaces: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

        fileprivate mutating func encode() {
            json = Array("{\"phx_ref\":\"\(ref)\"".utf8)
            if let previous { json += Array(",\"phx_ref_prev\":\"\(previous)\"".utf8) }
            let inner = payload.dropFirst().dropLast()
            if inner.contains(where: { !Self.spaces.contains($0) }) {
                json += Array(",".utf8) + inner
            }
            json += Array("}".utf8)
        }
    }

    /// Somebody whose socket is gone and who may come back.
    struct Held {
        let key: String
        let person: PersonID?
        let meta: Meta
        let until: Timestamp
    }

    private var metas: [String: [Meta]] = [:]
    private(set) var held: [Held] = []
    private var joins: [String: [Meta]] = [:]
    private var leaves: [String: [Meta]] = [:]
    /// Keys with news, in the order in which they came.
    private var changed: Deque<String> = []
    private var isChanged: Set<String> = []
    private var toldAt = Timestamp.zero

    /// Of one person: as many as one device may have sockets.
    private static let heldMax = 8
    /// Bytes of one `presence_diff`, and one key more: everyone in the room gets all of it.
    private static let newsBytesMax = 32 * 1024

    var isEmpty: Bool { metas.isEmpty && held.isEmpty }
    var hasNews: Bool { !joins.isEmpty || !leaves.isEmpty }

    mutating func track(_ meta: Meta, key: String, instead old: Meta?) {
        var meta = meta
        // Of what the others were told, which an update of the same second was not.
        let untold = old.flatMap { old in joins[key]?.first { $0.ref == old.ref } }
        meta.previous = untold.map(\.previous) ?? old?.ref
        meta.encode()
        if let old { drop(old, key: key) }
        metas[key, default: []].append(meta)
        note(key)
        joins[key, default: []].append(meta)
    }

    private mutating func note(_ key: String) {
        if isChanged.insert(key).inserted { changed.append(key) }
    }

    mutating func untrack(_ meta: Meta, key: String) { drop(meta, key: key) }

    private mutating func drop(_ gone: Meta, key: String) {
        guard let meta = metas[key]?.first(where: { $0.ref == gone.ref }) else { return }
        metas[key]?.removeAll { $0.ref == meta.ref }
        if metas[key]?.isEmpty == true { metas[key] = nil }
        // One that nobody was told of leaves without a word.
        note(key)
        if let index = joins[key]?.firstIndex(where: { $0.ref == meta.ref }) {
            joins[key]?.remove(at: index)
            if joins[key]?.isEmpty == true { joins[key] = nil }
        } else {
            leaves[key, default: []].append(meta)
        }
    }

    mutating func hold(_ meta: Meta, key: String, _ person: PersonID?, until: Timestamp) {
        let mine = held.filter { $0.person == person }
        if mine.count >= Self.heldMax, let oldest = mine.first {
            held.removeAll { $0.meta.ref == oldest.meta.ref }
            drop(oldest.meta, key: oldest.key)
        }
        held.append(Held(key: key, person: person, meta: meta, until: until))
    }

    /// The presence of somebody who is back: same person, same key.
    mutating func rebind(key: String, _ person: PersonID?) -> Meta? {
        guard let index = held.firstIndex(where: { $0.key == key && $0.person == person }) else {
            return nil
        }
        return held.remove(at: index).meta
    }

    mutating func letGo(at now: Timestamp) {
        for gone in held where gone.until <= now { drop(gone.meta, key: gone.key) }
        held.removeAll { $0.until <= now }
    }

    /// What a new member is told.
    func state(isHidden: Bool) -> [UInt8] { Self.object(isHidden ? [:] : metas) }

    /// At most once a second, what changed: as much as one message may hold, first come first told.
    mutating func news(at now: Timestamp) -> [UInt8]? {
        guard hasNews, now - toldAt >= .seconds(1) else { return nil }
        toldAt = now
        var (came, went): ([String: [Meta]], [String: [Meta]]) = ([:], [:])
        var bytes = 0
        while bytes < Self.newsBytesMax, let key = changed.popFirst() {
            isChanged.remove(key)
            came[key] = joins.removeValue(forKey: key)
            went[key] = leaves.removeValue(forKey: key)
            bytes += ((came[key] ?? []) + (went[key] ?? [])).reduce(0) { $0 + $1.json.count }
        }
        return Array("{\"joins\":".utf8) + Self.object(came) + Array(",\"leaves\":".utf8)
            + Self.object(went) + Array("}".utf8)
    }

    private static func object(_ metas: [String: [Meta]]) -> [UInt8] {
        var text = Array("{".utf8)
        for (index, (key, list)) in metas.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { text += Array(",".utf8) }
            text += JSONText.quoted(key) + Array(":{\"metas\":[".utf8)
            for (place, meta) in list.enumerated() {
                if place > 0 { text += Array(",".utf8) }
                text += meta.json
            }
            text += Array("]}".utf8)
        }
        return text + Array("}".utf8)
    }
}
