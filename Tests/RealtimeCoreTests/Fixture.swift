import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// A small wedding: a couple, two coordinators, the venue, three vendors, a friend and a guest table.
enum Fixture {
    static let noon = VenueClock.utc.moment(
        CivilDate(year: 2027, month: 6, day: 12), hour: 12, minute: 0)

    static let people: [Person] = [
        Person(id: "maya", name: "Maya Bride", role: .couple, isKey: true, helper: "lucia"),
        Person(id: "rosa", name: "Rosa Lead", role: .coordinator, isLead: true, isKey: true),
        Person(id: "ben", name: "Ben Assist", role: .coordinator),
        Person(id: "lorna", name: "Lorna Venue", role: .venueManager),
        Person(id: "iris", name: "Iris Photo", role: .photographer, vendor: "photo"),
        Person(id: "tess", name: "Tess Cater", role: .caterer, vendor: "food"),
        Person(id: "evelyn", name: "Evelyn Strings", role: .entertainment, vendor: "music"),
        Person(id: "andre", name: "Andre Guard", role: .vendor, vendor: "safety"),
        Person(id: "lucia", name: "Lucia Maid", role: .weddingParty),
        Person(id: "uncle", name: "Uncle Guest", role: .guest),
    ]

    static var day: WeddingDay {
        var day = WeddingDay(
            id: "w", title: "A - B", date: CivilDate(year: 2027, month: 6, day: 12), clock: .utc,
            venue: "Barn")
        for vendor in [
            Vendor(id: "photo", name: "Photo", trade: "photographer"),
            Vendor(id: "food", name: "Food", trade: "caterer"),
            Vendor(id: "music", name: "Music", trade: "ceremony_music"),
            Vendor(id: "safety", name: "Safety", trade: "security_medical"),
        ] { day.vendors.insert(vendor) }
        for person in people { day.people.insert(person) }
        day.zones.insert(
            Zone(
                id: "barn", name: "Barn", kind: .receptionHall,
                area: .init(x: 0, y: 0, width: 9, height: 4), capacity: 100, isStormShelter: true,
                captains: ["lorna", "ben"]))
        day.zones.insert(
            Zone(
                id: "lawn", name: "Lawn", kind: .ceremonyArea,
                area: .init(x: 10, y: 0, width: 9, height: 4), capacity: 100,
                captains: ["iris", "tess"]))
        day.items.insert(
            TimelineItem(
                id: "vows", title: "CEREMONY", kind: .ceremony, start: noon + .hours(3),
                end: noon + .hours(4), anchor: .hard, owner: "rosa", people: ["maya", "evelyn"]))
        day.items.insert(
            TimelineItem(
                id: "dinner", title: "Dinner", kind: .reception, start: noon + .hours(5),
                end: noon + .hours(6), owner: "tess", dependsOn: ["vows"]))
        day.ceremony = "vows"
        day.tables.insert(SeatingTable(id: "t1", number: 1, name: "Alder", seats: 1))
        day.guests.insert(
            Guest(id: "g1", firstName: "Ann", lastName: "One", rsvp: .attending, table: "t1"))
        day.guests.insert(Guest(id: "g2", firstName: "Bea", lastName: "Two", rsvp: .attending))
        day.duties.insert(Duty(id: "k1", title: "Signs", owner: "ben"))
        day.payments.insert(
            Payment(id: "p1", vendor: "food", kind: "tip", amountMinor: 500, currency: "USD"))
        day.custody.insert(CustodyThing(id: "rings", name: "Rings", holder: "rosa"))
        for rule in AlertRule.standard { day.rules.insert(rule) }
        day.deputies = ["ben", "lorna"]
        return day
    }

    /// The same wedding, in a county by its code and place.
    static var inUlster: WeddingDay {
        var day = day
        day.weatherPlace = .init(place: .init(latitude: 41.8, longitude: -74.1), codes: ["036111"])
        return day
    }

    /// A warning of a service for that county.
    static func storm(
        _ id: String, _ kind: WeatherNotice.Kind = .alert,
        area: WeatherArea? = WeatherArea(codes: ["036111"]), status: String? = nil
    ) -> WeatherNotice {
        var notice = WeatherNotice(
            id: id, kind: kind, headline: "Storm", severity: "Severe", urgency: "Immediate",
            certainty: "Observed")
        (notice.area, notice.status) = (area, status)
        return notice
    }

    static func alert(
        _ kind: AlertKind, _ audience: [AudienceWord], priority: Priority? = nil
    ) -> AlertCall {
        AlertCall(kind, about: "all", to: audience, priority: priority)
    }
}

/// A core with a console or device for each person, driven by hand.
final class Bench {
    var core: RealtimeCore
    var now = Fixture.noon
    private var next = 0
    private var hasStation = false
    private var ids: [PersonID: ConnectionID] = [:]
    private var connections: UInt64 = 0

    init(day: WeddingDay = Fixture.day, limits: CoreLimits = CoreLimits()) {
        core = RealtimeCore(day: day, limits: limits)
    }

    func connect(_ person: PersonID, _ purpose: Event.Purpose = .device) {
        connections += 1
        let id = ConnectionID(connections)
        ids[person] = id
        _ = core.handle(.connected(id, person, purpose), at: now)
    }

    /// What a change submitted by `person` leads to, before anything is durable.
    func submit(
        _ request: Request, by person: PersonID, id: String? = nil, text: String = "",
        priority: Priority? = nil
    ) -> [Effect] {
        if ids[person] == nil { connect(person) }
        next += 1
        let submission = Submission(
            id: id ?? "s\(next)", request: request, saidAt: now, text: text, priority: priority)
        return core.handle(.received(ids[person]!, .submit(submission)), at: now)
    }

    /// The same, with everything made durable at once.
    func settle(
        _ request: Request, by person: PersonID, text: String = "", priority: Priority? = nil
    ) -> [Effect] {
        let effects = submit(request, by: person, text: text, priority: priority)
        return effects + core.handle(.committed(through: core.current.offset), at: now)
    }

    /// What somebody without a device says at the check-in station.
    func atStation(_ change: Request, saidAt: Timestamp? = nil) -> [Effect] {
        let desk = ConnectionID(900)
        if !hasStation {
            let visitor = PeerInfo(principal: .station, device: "desk", address: "")
            _ = core.handle(.arrived(desk, visitor), at: now)
        }
        hasStation = true
        next += 1
        let submission = Submission(id: "d\(next)", request: change, saidAt: saidAt ?? now)
        return core.handle(.atStation(desk, submission), at: now) + commit()
    }

    func commit() -> [Effect] {
        core.handle(.committed(through: core.current.offset), at: now)
    }

    /// Ticks once a second.
    func pass(_ duration: Duration) -> [Effect] {
        var effects: [Effect] = []
        for _ in 0..<duration.wholeSeconds {
            now = now + .seconds(1)
            effects += core.handle(.tick, at: now)
            effects += commit()
        }
        return effects
    }

    /// The same, with a person's device beating every second.
    func passBeating(_ duration: Duration, _ person: PersonID) -> [Effect] {
        (0..<duration.wholeSeconds).flatMap { _ in beat(person) + pass(.seconds(1)) }
    }

    func receive(_ message: ClientMessage, from person: PersonID) -> [Effect] {
        core.handle(.received(ids[person]!, message), at: now)
    }

    func beat(_ people: PersonID...) -> [Effect] {
        core.handle(.beats(people.compactMap { ids[$0] }), at: now)
    }

    /// Their devices were here for a while, and are away.
    func owned(by people: PersonID...) {
        for person in people {
            now = now - .minutes(1)
            connect(person)
            now = now + .minutes(1)
            _ = beat(person)
            disconnect(person)
            ids[person] = nil
        }
    }

    func disconnect(_ person: PersonID) {
        _ = core.handle(.disconnected(ids[person]!), at: now)
    }
}

extension [Effect] {
    var refusals: [ProtocolError] {
        compactMap { effect in
            if case .send(.rejected(_, let error), _) = effect { error } else { nil }
        }
    }

    var appended: [[LogEvent]] {
        compactMap { effect in
            if case .append(let entries) = effect { entries.map(\.event) } else { nil }
        }
    }

    /// Whose devices are to get what was written.
    var addressees: Set<PersonID> {
        Set(
            flatMap { effect -> [PersonID] in
                guard case .append(let entries) = effect else { return [] }
                return entries.flatMap(\.addressees)
            })
    }

    /// Letters tried: to whom, and what.
    var letters: [(PersonID, LogEvent)] {
        compactMap { effect in
            if case .send(.event(let event, _), .person(let person)) = effect {
                (person, event)
            } else {
                nil
            }
        }
    }

    var shown: [(event: LogEvent, early: Bool)] {
        compactMap { effect in
            switch effect {
            case .send(.event(let event, let early), .consoles): (event, early)
            case .show(let entry): (entry.event, false)
            default: nil
            }
        }
    }

    /// Who may read the entries that became durable.
    var audiences: [Audience] {
        compactMap { effect in
            if case .show(let entry) = effect { entry.audience } else { nil }
        }
    }

    var raised: [Alert] {
        appended.joined().compactMap { event in
            if case .alert(.raise(let alert)) = event.change { alert } else { nil }
        }
    }
}
