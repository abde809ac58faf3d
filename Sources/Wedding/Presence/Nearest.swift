/// Somebody who could go and look, and where they are.
public struct NearbyPerson: Sendable, Equatable {
    public let person: Person
    public let zone: ZoneID
    /// Between the middles of the two zones, in tenths of a cell of the map's width.
    public let distance: Int
}

extension DayState {
    /// Coordination, venue and security who are here, the nearest to a zone first. Whoever is in a
    /// zone without signal cannot be told. Complexity: O(people log people).
    public func nearest(to zone: ZoneID, at now: Timestamp) -> [NearbyPerson] {
        guard let target = day.zones[zone]?.area else { return [] }
        return day.people.compactMap { person -> NearbyPerson? in
            let isCrew =
                person.role == .coordinator || person.role == .venueManager
                || person.vendor.flatMap { day.vendors[$0] }?.isSecurity == true
            guard isCrew, status(of: person, at: now) == .here,
                let place = presence[person.id]?.zone.flatMap({ day.zones[$0] }),
                place.kind != .offSite, place.signal != .none || place.id == zone
            else { return nil }
            return NearbyPerson(
                person: person, zone: place.id, distance: target.distance(to: place.area))
        }.sorted { ($0.distance, $0.person.id) < ($1.distance, $1.person.id) }
    }
}

extension Zone.Rectangle {
    /// A cell of the map is about twice as tall as wide.
    fileprivate func distance(to other: Zone.Rectangle) -> Int {
        let across = (2 * x + width - 2 * other.x - other.width) * 5
        let down = (2 * y + height - 2 * other.y - other.height) * 10
        return squareRoot(across * across + down * down)
    }

    private func squareRoot(_ value: Int) -> Int {
        guard value > 1 else { return value }
        var root = value
        var next = (root + 1) / 2
        while next < root {
            root = next
            next = (root + value / root) / 2
        }
        return root
    }
}
