import Console
import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// The core of the sample day at 12:40, and consoles that hear of it what their users may read.
private struct Stage {
    private static let played = Sample.play(until: Sample.moment(12, 40)).engine.core

    private var core = Self.played
    private let now = Sample.moment(12, 40)
    private var next = 0
    var consoles: [PersonID: ConsoleState] = [:]

    /// - Parameter people: Nothing of what was before is new to them.
    init(_ people: PersonID...) throws {
        for id in people {
            consoles[id] = ConsoleState(columns: 120, rows: 36)
            try welcome(id)
            _ = Screens.press(&consoles[id]!, .char("f"), .escape)
        }
    }

    /// A new copy of the day.
    mutating func welcome(_ id: PersonID) throws {
        let day = core.view(for: try #require(core.subscriber(.person(id))))
        _ = update(&consoles[id]!, .server(.welcome(day, you: id, now: now)))
        _ = update(&consoles[id]!, .clock(now))
    }

    /// - Parameter deaf: Whose line is cut meanwhile.
    mutating func say(_ change: Change, by person: PersonID, deaf: Set<PersonID> = []) throws {
        next += 1
        let id = ConnectionID(UInt64(1_000 + next))
        _ = core.handle(.connected(id, person, .host), at: now)
        let wish = Submission(id: "feed-\(next)", change: change, saidAt: now)
        try hear(core.handle(.received(id, .submit(wish)), at: now), deaf)
    }

    mutating func observe(_ notice: WeatherNotice) throws {
        next += 1
        let wish = Submission(
            id: "feed-\(next)", change: .day(.weather(notice)), actor: .feed("nws"),
            via: .importFile,
            saidAt: now)
        try hear(core.handle(.observed(wish), at: now))
    }

    private mutating func hear(_ effects: [Effect], _ deaf: Set<PersonID> = []) throws {
        let entries = effects.compactMap { effect in
            if case .append(let entries) = effect { entries } else { nil }
        }.joined()
        try #require(!entries.isEmpty)
        for id in consoles.keys where !deaf.contains(id) {
            let reader = try #require(core.subscriber(.person(id)))
            for entry in entries
            where entry.roles.contains(reader.role) || entry.people.contains(id) {
                let event = core.redacted(entry.event, for: reader)
                _ = update(&consoles[id]!, .server(.event(event, early: false)))
            }
        }
    }

    /// Who has something new.
    var told: Set<PersonID> { Set(consoles.filter { !$0.value.feed.unread.isEmpty }.keys) }

    func rows(of id: PersonID, _ columns: Int = 120, _ rows: Int = 36) -> [Substring] {
        view(Screens.sized(consoles[id]!, columns, rows)).text
            .split(separator: "\n", omittingEmptySubsequences: false)
    }

    func text(of id: PersonID) -> String { rows(of: id).joined(separator: "\n") }
}

@Suite("Feed")
struct FeedTests {
    private let advisory = WeatherNotice(
        id: "urn:wind", kind: .alert, headline: "Wind Advisory", severity: "Moderate",
        urgency: "Expected", certainty: "Likely", until: Sample.moment(16, 0))

    @Test("a failed payment is told to the couple and the payee, to nobody else who may look it up")
    func payment() throws {
        var stage = try Stage("p-maya", "p-theo", "p-tess", "p-rosa", "p-marlo")
        try stage.say(.task(.pay("pay-07", .failed)), by: "p-ben")
        #expect(stage.told == ["p-maya", "p-theo", "p-tess"])
        #expect(stage.consoles["p-rosa"]?.day?.day.payments["pay-07"]?.status == .failed)
        _ = Screens.press(&stage.consoles["p-tess"]!, .char("f"))
        let vendor = try #require(Sample.wedding.vendors["v-catering"]?.name)
        #expect(stage.text(of: "p-tess").contains("● 12:40 · payment: \(vendor) "))
    }

    @Test("a new time is told to those who take part and to those who wait for it")
    func time() throws {
        var stage = try Stage("p-maya", "p-lucia", "p-marlo", "p-rosa", "p-wren", "p-ben")
        let start = FieldEdit.start(Sample.moment(17, 10))
        try stage.say(.edit(.field(.item("i-34"), start, base: nil)), by: "p-ben")
        #expect(stage.told == ["p-maya", "p-lucia", "p-marlo", "p-rosa"])
    }

    @Test("who plays at the ceremony hears of its new time, and that its place is another")
    func ceremony() throws {
        var stage = try Stage("p-evelyn", "p-tess", "p-marlo")
        let start = FieldEdit.start(Sample.moment(15, 10))
        try stage.say(.edit(.field(.item("i-27"), start, base: nil)), by: "p-ben")
        // Every vendor reads the notice that goes with it.
        #expect(stage.told == ["p-evelyn", "p-tess", "p-marlo"])
        for id in stage.told { _ = Screens.press(&stage.consoles[id]!, .char("f"), .escape) }
        try stage.say(.edit(.field(.item("i-27"), .zone("z-glasshouse"), base: nil)), by: "p-ben")
        #expect(stage.told == ["p-evelyn", "p-tess"])
        _ = Screens.press(&stage.consoles["p-evelyn"]!, .char("f"))
        let text = stage.text(of: "p-evelyn")
        #expect(text.contains("Ceremony: start 15:10"))
        #expect(text.contains("● 12:40 ◆ change: Ceremony: zone Glasshouse"))
    }

    @Test("an advisory is told to those who run the day and own something outside, in their strip")
    func weather() throws {
        var stage = try Stage("p-rosa", "p-lorna", "p-evelyn", "p-marlo", "p-maya")
        try stage.observe(advisory)
        #expect(stage.told == ["p-rosa", "p-lorna", "p-evelyn"])
        let strip = stage.rows(of: "p-evelyn")[34]
        #expect(strip.hasPrefix(" 12:40 ◆ weather: Wind Advisory") && strip.contains("f feed"))
    }

    @Test("an advisory stands in the list of alerts until it is over or cancelled")
    func standing() throws {
        var stage = try Stage("p-rosa")
        try stage.observe(advisory)
        func shows(_ state: ConsoleState) -> Bool {
            var state = state
            state.view = .alerts
            let text = view(state).text
            return text.contains("┄ weather ┄") && text.contains("until 16:00")
        }
        var state = try #require(stage.consoles["p-rosa"])
        #expect(shows(state))
        _ = update(&state, .clock(Sample.moment(15, 59)))
        #expect(shows(state))
        _ = update(&state, .clock(Sample.moment(16, 0)))
        #expect(!shows(state))
        try stage.observe(
            WeatherNotice(
                id: "urn:wind", kind: .cancel, headline: "Cancel: Wind Advisory",
                severity: "Moderate", urgency: "Past", certainty: "Observed"))
        #expect(!shows(try #require(stage.consoles["p-rosa"])))
    }

    @Test("what is new is counted in the footer at every size, until the feed is opened")
    func count() throws {
        var stage = try Stage("p-maya")
        #expect(!stage.rows(of: "p-maya")[35].contains("new"))
        try stage.say(.task(.pay("pay-07", .failed)), by: "p-ben")
        try stage.say(.task(.pay("pay-10", .failed)), by: "p-ben")
        for (columns, rows) in [(120, 36), (80, 24), (50, 14), (40, 10)] {
            let footer = stage.rows(of: "p-maya", columns, rows)[rows - 1]
            #expect(footer.hasPrefix(" f 2 new ") && footer.contains("? help"), "\(columns)")
        }
        _ = Screens.press(&stage.consoles["p-maya"]!, .char("f"))
        #expect(stage.told.isEmpty)
        #expect(stage.text(of: "p-maya").split(separator: "● 12:40").count == 3)
        // What comes while it is looked at was seen.
        try stage.say(.task(.pay("pay-12", .failed)), by: "p-ben")
        #expect(stage.told.isEmpty)
        _ = Screens.press(&stage.consoles["p-maya"]!, .down, .escape)
        #expect(stage.consoles["p-maya"]?.layers == [])
        #expect(!stage.rows(of: "p-maya")[35].contains("new"))
    }

    @Test("what was read stays read over a lost line, and what was missed is new")
    func missed() throws {
        var stage = try Stage("p-maya")
        try stage.say(.task(.pay("pay-07", .failed)), by: "p-ben")
        _ = Screens.press(&stage.consoles["p-maya"]!, .char("f"), .escape)
        try stage.say(.task(.pay("pay-10", .failed)), by: "p-ben", deaf: ["p-maya"])
        try stage.welcome("p-maya")
        #expect(stage.consoles["p-maya"]?.feed.unread.count == 1)
        try stage.welcome("p-maya")
        #expect(stage.consoles["p-maya"]?.feed.unread.count == 1)
    }

    @Test("the strip stays with what waits for an answer")
    func strip() {
        var state = Screens.critical
        let event = LogEvent(
            offset: (state.day?.offset ?? 0) + 1, id: "x", at: state.now, saidAt: state.now,
            by: .person("p-ben"), via: .console,
            change: .edit(.field(.item("i-34"), .start(Sample.moment(17, 10)), base: nil)),
            text: "",
            priority: .high)
        _ = update(&state, .server(.event(event, early: false)))
        #expect(state.feed.unread.contains(event.offset))
        let rows = view(state).text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[34].hasPrefix(" ▲ CRITICAL"))
    }

    @Test("the feed is as its file", arguments: [[120, 36], [80, 24], [50, 14]])
    func golden(size: [Int]) throws {
        var stage = try Stage("p-lorna")
        let start = FieldEdit.start(Sample.moment(22, 10))
        try stage.say(.edit(.field(.item("i-45"), start, base: nil)), by: "p-ben")
        try stage.observe(advisory)
        _ = Screens.press(&stage.consoles["p-lorna"]!, .char("f"))
        let name = "feed-\(size[0])x\(size[1])"
        let rows = stage.rows(of: "p-lorna", size[0], size[1])
        #expect(Golden.difference(name, rows.joined(separator: "\n")) == nil)
    }

    @Test("weather among the alerts is as its file", arguments: [[120, 36], [80, 24], [50, 14]])
    func goldenWeather(size: [Int]) throws {
        var stage = try Stage("p-rosa")
        try stage.observe(advisory)
        stage.consoles["p-rosa"]?.view = .alerts
        let name = "alerts-weather-\(size[0])x\(size[1])"
        let rows = stage.rows(of: "p-rosa", size[0], size[1])
        #expect(Golden.difference(name, rows.joined(separator: "\n")) == nil)
    }
}
