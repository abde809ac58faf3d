import RealtimeCore
import RealtimeProtocol
import Wedding

/// The sockets that are open, by id, person and address, and the purse that each principal's share.
final class SocketRegistry {
    private let settings: ServerSettings
    private var byID: [ConnectionID: Socket] = [:]
    private var byPerson: [PersonID: [Socket]] = [:]
    private var addresses: [String: Int] = [:]
    private var purses: [Author: Purse] = [:]
    private var heard: Set<ConnectionID> = []
    private static let pursesMax = 10_000

    init(_ settings: ServerSettings) { self.settings = settings }

    var all: [Socket] { Array(byID.values) }
    var count: Int { byID.count }
    /// People with a socket.
    var people: Int { byPerson.count }

    subscript(_ id: ConnectionID) -> Socket? { byID[id] }

    func holds(_ socket: Socket) -> Bool { byID[socket.id] != nil }

    func sockets(of person: PersonID) -> [Socket] { byPerson[person] ?? [] }

    func isKnown(_ address: String) -> Bool { addresses[address] != nil }

    func add(_ socket: Socket) {
        byID[socket.id] = socket
        if let person = socket.person { byPerson[person, default: []].append(socket) }
        addresses[socket.address, default: 0] += 1
        socket.purse.sockets += 1
    }

    /// - Returns: whether it was here.
    func remove(_ socket: Socket) -> Bool {
        guard byID.removeValue(forKey: socket.id) != nil else { return false }
        if let person = socket.person {
            byPerson[person]?.removeAll { $0 === socket }
            if byPerson[person]?.isEmpty == true { byPerson[person] = nil }
        }
        let left = (addresses[socket.address] ?? 1) - 1
        addresses[socket.address] = left > 0 ? left : nil
        socket.purse.sockets -= 1
        heard.remove(socket.id)
        return true
    }

    /// Bytes came from it, whatever they were.
    func heard(_ socket: Socket) { heard.insert(socket.id) }

    /// Those that were heard since this was last asked.
    func drainHeard() -> [ConnectionID] {
        defer { heard.removeAll(keepingCapacity: true) }
        return heard.sorted()
    }

    /// A person's devices share one purse; each station has its own.
    func purse(of subscriber: Subscriber, device: String) -> Purse {
        let author =
            subscriber.person.map(Author.person)
            ?? .station("\(subscriber.principal.word)/\(device)")
        if let known = purses[author] { return known }
        if purses.count >= Self.pursesMax {
            purses = purses.filter { !$0.value.isFull || $0.value.sockets > 0 }
        }
        let purse = Purse(settings)
        purses[author] = purse
        return purse
    }

    func purse(of person: PersonID) -> Purse? { purses[.person(person)] }
}
