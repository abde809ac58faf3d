import DequeModule

/// Connections that are not sockets yet: how many there may be, of all and of one address.
struct HTTPConnections {
    private let most: Int
    private let mostOfOne: Int
    private var ofAddress: [String: Int] = [:]
    /// Those that have not asked for anything yet and whose address has no socket, oldest first.
    private var strangers: Deque<HTTPHandler> = []
    private(set) var count = 0

    init(most: Int, mostOfOne: Int) { (self.most, self.mostOfOne) = (most, mostOfOne) }

    /// - Parameter isKnown: Whether its address has sockets here: a stranger gives way to it.
    /// - Returns: whether it may stay.
    mutating func open(_ connection: HTTPHandler, at address: String, isKnown: Bool) -> Bool {
        count += 1
        ofAddress[address, default: 0] += 1
        guard ofAddress[address, default: 0] <= mostOfOne else { return false }
        if count > most {
            guard isKnown, let stranger = strangers.popFirst() else { return false }
            stranger.giveWay()
        }
        if !isKnown { strangers.append(connection) }
        return true
    }

    /// It has said what it wants.
    mutating func asked(_ connection: HTTPHandler) { strangers.removeAll { $0 === connection } }

    mutating func close(_ connection: HTTPHandler, at address: String) {
        count -= 1
        let left = (ofAddress[address] ?? 1) - 1
        ofAddress[address] = left > 0 ? left : nil
        strangers.removeAll { $0 === connection }
    }
}
