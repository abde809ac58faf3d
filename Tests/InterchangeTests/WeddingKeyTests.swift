import Interchange
import TestSupport
import Testing
import Wedding

/// One key of a wedding file, and two things that may stand there.
struct KeyCase: CustomTestStringConvertible {
    let table: String
    let key: String
    /// As TOML; nil where the key is left out.
    let usual: String?
    let other: String?

    var testDescription: String { "\(table).\(key)" }

    /// `key: usual | other`, with `-` for nothing.
    init(_ line: Substring, table: String) {
        let parts = line.split(separator: ": ", maxSplits: 1)
        let values = parts[1].split(separator: " | ").map { $0 == "-" ? nil : String($0) }
        (self.table, key) = (table, String(parts[0]))
        (usual, other) = (values[0], values[1])
    }
}

@Suite("Each key of a wedding file")
struct WeddingKeyTests {
    /// Every key that is read. Each matters: with the other value the plan is another one, or
    /// something else is said of the file.
    static let table = """
        [wedding]
        id: "w-a" | "w-b"
        title: "A - B" | "C - D"
        title_latin: "A" | -
        date: "2027-06-12" | "2027-06-11"
        end_date: "2027-06-12" | "2027-06-13"
        timezone: "America/New_York" | "Europe/Paris"
        venue: "Barn" | "Mill"
        address: "1 Mill Road" | "2 Mill Road"
        county: "Ulster" | -
        state: "NY" | -
        latitude: 41.8 | -
        longitude: -74.1 | -
        locale: "en_US" | "de_DE"
        weekday: "Saturday" | "Sunday"
        sunrise: 2027-06-12T05:20:00-04:00 | -
        sunset: 2027-06-12T20:30:00-04:00 | 2027-06-12T20:31:00-04:00
        guest_count: 1 | 2
        guarantee_given: 2027-06-03T12:00:00-04:00 | -
        vendor_meals: 17 | -
        currency: "GBP" | "JPY"
        amplified_music_off: 2027-06-12T22:00:00-04:00 | 2027-06-12T13:30:00-04:00
        premises_clear_by: 2027-06-13T00:00:00-04:00 | 2027-06-12T15:30:00-04:00
        rain_plan: "The hall" | "A tent"
        rain_call_deadline: 2027-06-12T12:00:00-04:00 | 2027-06-12T11:00:00-04:00
        nws_office: "ALY" | -
        nws_same: "036111" | "036027"
        nws_ugc: "NYC111" | "NYC027"
        hotel: "Inn" | -
        day_mode: "saturday" | "normal"
        heartbeat_seconds: 10 | 30
        offline_after_seconds: 30 | 90
        notes: "Park behind" | "Park in front"
        ceremony: "i-1" | "i-2"
        shield_couple: false | true
        deputies: ["p-1"] | []
        map_w: 72 | 80
        map_h: 22 | 30
        timeline_version: 1 | 2
        [[venue]]
        id: "v" | -
        name: "Barn" | -
        address: "1 Mill Road" | -
        latitude: 41.8 | -
        longitude: -74.1 | -
        timezone: "America/New_York" | -
        music_off: 2027-06-12T22:00:00-04:00 | -
        clear_by: 2027-06-13T00:00:00-04:00 | -
        notes: "x" | -
        [[zone]]
        id: "z-1" | "z-9"
        name: "Great Lawn" | "Small Lawn"
        short: "Lawn" | "Grass"
        kind: "ceremony_area" | "kitchen"
        map_x: 0 | 1
        map_y: 0 | 1
        map_w: 5 | 6
        map_h: 3 | 4
        capacity: 10 | 11
        signal: "good" | "weak"
        indoor: false | true
        storm_shelter: false | true
        adjacent: ["z-2"] | []
        captains: ["p-1"] | []
        venue: "v" | -
        notes: "x" | -
        [[vendor]]
        id: "v-1" | "v-9"
        name: "Light" | "Shade"
        trade: "photographer" | "florist"
        phone: "555-0100" | "555-0101"
        email: "a@example.org" | "b@example.org"
        notes: "x" | -
        [[person]]
        id: "p-1" | "p-9"
        name: "Iris Tanaka" | "Iris T"
        name_latin: "Iris" | "I"
        role: "photographer" | "caterer"
        title: "lead" | "second"
        lead: false | true
        key: true | false
        vendor: "v-1" | -
        call_time: 2027-06-12T10:00:00-04:00 | 2027-06-12T11:00:00-04:00
        phone: - | "555-0102"
        email: - | "c@example.org"
        radio_channel: 1 | 2
        backup: "p-2" | -
        helper: "p-2" | -
        notes: "x" | "y"
        [[item]]
        id: "i-1" | "i-9"
        title: "Vows" | "Promises"
        title_latin: "V" | "P"
        public_title: "Ceremony" | "Wedding"
        kind: "ceremony" | "reception"
        start: 2027-06-12T15:00:00-04:00 | 2027-06-12T15:05:00-04:00
        end: 2027-06-12T16:00:00-04:00 | 2027-06-12T16:05:00-04:00
        anchor: "soft" | "hard"
        min_minutes: 0 | 5
        owner: "p-1" | "p-2"
        people: ["p-2"] | []
        zone: "z-1" | "z-2"
        alt_zone: "z-2" | -
        depends_on: ["i-2"] | []
        after: "end" | "start"
        visibility: "crew" | "all"
        cue: "Go" | "Wait"
        tags: ["x"] | []
        notes: "x" | "y"
        order: 0 | 1
        delay_minutes: 0 | 5
        status: "planned" | "done"
        venue: "v" | -
        [[table]]
        id: "t-1" | "t-9"
        number: 1 | 2
        name: "Oak" | "Elm"
        zone: "z-1" | "z-2"
        seats: 8 | 9
        map_x: 1 | -
        map_y: 1 | -
        notes: "x" | -
        [[guest]]
        id: "g-1" | "g-9"
        first_name: "Ann" | "Ada"
        last_name: "Lee" | "Low"
        name_latin: "A" | "B"
        party: "Lee" | "Low"
        side: "bride" | "groom"
        age: "adult" | "child"
        rsvp: "attending" | "declined"
        meal: "fish" | "beef"
        diet: "vegan" | "halal"
        table: "t-1" | -
        seat: 1 | 2
        person: "p-1" | -
        shuttle: false | true
        phone: "555-0103" | "555-0104"
        email: "d@example.org" | "e@example.org"
        notes: "x" | "y"
        [[task]]
        id: "k-1" | "k-9"
        title: "Iron" | "Steam"
        owner: "p-1" | "p-2"
        due: 2027-06-12T10:00:00-04:00 | 2027-06-12T11:00:00-04:00
        item: "i-1" | "i-2"
        status: "open" | "done"
        notes: "x" | -
        [[custody]]
        id: "rings" | "ring"
        name: "Rings" | "Both rings"
        holder: "p-1" | "p-2"
        confirm_by: 2027-06-12T14:00:00-04:00 | 2027-06-12T14:30:00-04:00
        notes: "x" | -
        [[equipment]]
        id: "q-1" | "q-9"
        name: "Speakers" | "Lamps"
        vendor: "v-1" | "v-9"
        zone: "z-1" | "z-2"
        item: "i-1" | "i-2"
        stage: "expected" | "tested"
        [[payment]]
        id: "pay-1" | "pay-9"
        vendor: "v-1" | "v-9"
        kind: "balance" | "gratuity"
        amount_minor: 100 | 200
        currency: - | "EUR"
        due: 2027-06-12T10:00:00-04:00 | 2027-06-12T11:00:00-04:00
        method: "cash_envelope" | "card"
        status: "pending" | "paid"
        notify: ["couple"] | []
        notes: "x" | -
        [ceremony]
        processional: ["Parents"] | ["Couple"]
        music: "Trio" | "Organ"
        readings: ["A letter"] | ["A poem"]
        vows: "Own" | "Old"
        notes: "x" | "y"
        [[emergency_contact]]
        order: 1 | 2
        label: "Venue" | "Hospital"
        person: - | "p-1"
        name: "Harriet" | "Henry"
        phone: "555-0105" | "555-0106"
        [[alert_rule]]
        id: "r-1" | "r-9"
        kind: "custody" | "battery_low"
        trigger: "rings" | "keys"
        condition: "not there" | -
        priority: 1 | 0
        notify: ["p-1"] | []
        do_first: "Ask" | "Call"
        then: "Search" | "Borrow"
        escalate_after_minutes: 1 | 2
        [[suppression]]
        id: "s-1" | "s-9"
        kind: "battery_low" | "departure"
        about: "p-1" | -
        from: 2027-06-12T10:00:00-04:00 | 2027-06-12T11:00:00-04:00
        until: 2027-06-12T12:00:00-04:00 | 2027-06-12T13:00:00-04:00
        reason: "charging" | "known"
        [[route]]
        topic: "seating" | "rsvp"
        audience: ["p-1"] | []
        [[map_art]]
        zone: "z-1" | "z-2"
        x: 0 | 1
        y: 0 | 1
        text: "tree" | "oak"
        [[map_door]]
        from: "z-1" | "z-2"
        to: "z-2" | "z-1"
        """

    /// What the keys above name, besides the one thing of each kind that they make.
    private static let company = """

        [[zone]]
        id = "z-2"
        name = "Hall"
        kind = "reception_hall"
        capacity = 20
        map_x = 20
        map_w = 5
        map_h = 3
        [[person]]
        id = "p-2"
        name = "Rosa"
        role = "coordinator"
        [[item]]
        id = "i-2"
        title = "Lunch"
        kind = "reception"
        start = 2027-06-12T13:00:00-04:00
        end = 2027-06-12T14:00:00-04:00
        """

    static let cases: [KeyCase] = {
        var header = ""
        return table.split(separator: "\n").compactMap { line in
            if line.hasPrefix("[") { header = line.filter { !"[]".contains($0) } }
            return line.hasPrefix("[") ? nil : KeyCase(line, table: header)
        }
    }()

    /// The file with the usual value at every key, but for one.
    private static func text(changing changed: KeyCase? = nil) -> String {
        var lines = ["format = \"wedding/1\""]
        var rest = cases[...]
        for header in table.split(separator: "\n") where header.hasPrefix("[") {
            lines.append(String(header))
            let name = header.filter { !"[]".contains($0) }
            while let next = rest.first, next.table == name {
                rest.removeFirst()
                let isChanged = next.table == changed?.table && next.key == changed?.key
                let value = isChanged ? next.other : next.usual
                if let value { lines.append("\(next.key) = \(value)") }
            }
        }
        return lines.joined(separator: "\n") + company
    }

    private enum Outcome: Equatable {
        case taken(WeddingDay, notices: [String])
        case refused([String])
    }

    private func outcome(_ text: String) -> Outcome {
        do {
            let file = try WeddingFile(text, file: "w.toml")
            return .taken(file.day, notices: file.notices.map(\.message))
        } catch { return .refused(error.problems.map(\.message)) }
    }

    @Test("is told apart here, and no other is")
    func complete() throws {
        let read = try WeddingFile.keys(Self.text())
        #expect(Set(read.keys) == Set(WeddingFile.sections))
        for (table, keys) in read {
            let known = Self.cases.filter { $0.table == table }.map(\.key)
            #expect(keys.sorted() == known.sorted(), "\(table)")
        }
    }

    @Test("may stand with all others in one file")
    func together() throws { _ = try WeddingFile.parse(Self.text(), file: "w.toml") }

    @Test("matters: another value is another plan, or another word", arguments: cases)
    func matters(key: KeyCase) {
        #expect(outcome(Self.text(changing: key)) != outcome(Self.text()))
    }

    /// A line to add to a small file, and what is said of it, in full. The file is taken.
    static let notices: [(String, String)] = [
        (
            "latitude = 41.8",
            "w.toml:8: warning: latitude alone gives no place. Add the other, or remove it."
        ),
        (
            "address = \"1 Mill Road\"\n[[venue]]\naddress = \"2 Mill Road\"",
            "w.toml:10: warning: address of venue is not used: [wedding] already says it. Leave it or remove it."
        ),
        (
            "weekday = \"Sunday\"",
            #"w.toml:8: warning: weekday is "Sunday", but 12 June 2027 is a Saturday. Correct one of them."#
        ),
        (
            "heartbeat_seconds = 30",
            "w.toml:8: warning: heartbeat_seconds is 30, but the mode of the day sets it: 10. Remove the line."
        ),
        (
            "guest_count = 2\n[[guest]]\nid = \"g\"\nfirst_name = \"A\"",
            "w.toml:8: warning: guest_count is 2, but 1 are listed. Correct one of them."
        ),
        (
            "amplified_music_off = 2027-06-12T22:00:00-04:00\n[[item]]\nid = \"i\"\ntitle = \"Dance\"\nkind = \"reception\"\nstart = 2027-06-12T21:00:00-04:00\nend = 2027-06-12T22:05:00-04:00",
            "w.toml:8: warning: item i ends at 22:05, after amplified_music_off at 22:00. Correct one of them."
        ),
        (
            "[[alert_rule]]\nid = \"r\"\nkind = \"battery_low\"\ntrigger = \"phone\"",
            #"w.toml:11: warning: trigger "phone" has no effect: the trigger of battery low is fixed. Remove the line."#
        ),
        (
            "[[task]]\nid = \"a\"\nnotes = \"x\"\n[[task]]\nid = \"b\"\nnotes = \"y\"",
            "w.toml:10: warning: notes of task is not used: the title says what to do. Leave it or remove it."
        ),
    ]

    @Test("that moves nothing or contradicts is told once, and refuses nothing", arguments: notices)
    func notice(line: String, said: String) throws {
        let head = """
            format = "wedding/1"
            [wedding]
            id = "w-a"
            title = "A - B"
            date = "2027-06-12"
            timezone = "America/New_York"
            venue = "Barn"

            """
        #expect(try WeddingFile(head + line, file: "w.toml").notices.map(\.description) == [said])
    }

    @Test("of the sample is used, but for what it may leave out")
    func sample() throws {
        let path = Sample.root + "Samples/alder-mill/wedding.toml"
        let words = try WeddingFile(path: path).notices.map {
            String($0.message.prefix { $0 != ":" })
        }
        #expect(
            words
                == ["The file does not say where people gather in a fire"]
                + [
                    "county", "state", "sunrise", "guarantee_given", "vendor_meals", "nws_office",
                    "hotel",
                ].map { "\($0) of wedding is not used" } + [
                    "map_x of table is not used", "map_y of table is not used",
                    "condition of alert_rule is not used",
                ])
    }
}
