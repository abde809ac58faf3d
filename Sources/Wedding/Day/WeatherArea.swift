/// Where a weather message holds, as CAP writes it.
public struct WeatherArea: Sendable, Equatable, Codable {
    public struct Place: Sendable, Equatable, Codable {
        public let latitude: Double
        public let longitude: Double

        public init(latitude: Double, longitude: Double) {
            (self.latitude, self.longitude) = (latitude, longitude)
        }
    }

    public struct Circle: Sendable, Equatable, Codable {
        public let center: Place
        public let kilometres: Double

        public init(center: Place, kilometres: Double) {
            (self.center, self.kilometres) = (center, kilometres)
        }
    }

    public var polygons: [[Place]]
    public var circles: [Circle]
    /// SAME or UGC codes.
    public var codes: [String]

    public init(polygons: [[Place]] = [], circles: [Circle] = [], codes: [String] = []) {
        (self.polygons, self.circles, self.codes) = (polygons, circles, codes)
    }

    /// Whether a venue lies in it; nil when nothing of the two can be held against each other.
    public func covers(_ place: Place?, codes known: [String]) -> Bool? {
        let isCode = known.contains { code in
            codes.contains { $0.uppercased() == code.uppercased() }
        }
        if isCode { return true }
        let shapes = !polygons.isEmpty || !circles.isEmpty
        if let place, shapes {
            return polygons.contains { Self.isInside(place, $0) }
                || circles.contains { Self.distance(place, $0.center) <= $0.kilometres }
        }
        return codes.isEmpty || known.isEmpty ? nil : false
    }

    /// By how often a line to the east crosses the edge.
    private static func isInside(_ place: Place, _ polygon: [Place]) -> Bool {
        var isInside = false
        for (a, b) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) {
            let spans = (a.latitude > place.latitude) != (b.latitude > place.latitude)
            guard spans else { continue }
            let share = (place.latitude - a.latitude) / (b.latitude - a.latitude)
            if place.longitude < a.longitude + share * (b.longitude - a.longitude) {
                isInside.toggle()
            }
        }
        return isInside
    }

    /// In kilometres, on a plane that touches the earth there: circles of weather are small.
    private static func distance(_ a: Place, _ b: Place) -> Double {
        let north = (a.latitude - b.latitude) * 111.2
        let half = (a.latitude + b.latitude) / 2 * .pi / 180
        // The cosine, from its first terms: good to a thousandth below 70 degrees.
        let square = half * half
        let narrow = 1 - square / 2 + square * square / 24 - square * square * square / 720
        let east = (a.longitude - b.longitude) * 111.2 * narrow
        return (north * north + east * east).squareRoot()
    }
}

extension WeddingDay {
    /// Where weather messages find the venue.
    public struct WeatherPlace: Sendable, Equatable, Codable {
        public var place: WeatherArea.Place?
        public var codes: [String]

        public init(place: WeatherArea.Place? = nil, codes: [String] = []) {
            (self.place, self.codes) = (place, codes)
        }
    }
}
