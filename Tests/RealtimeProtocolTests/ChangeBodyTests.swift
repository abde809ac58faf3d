import RealtimeProtocol
import Testing
import Wedding

@Suite("Bodies of changes")
struct ChangeBodyTests {
    private static let moment = Timestamp(milliseconds: 1_812_000_000_000)

    private static var alert: Alert {
        var alert = Alert(
            id: "a-01", kind: .medical, rule: "r", about: "p", priority: .emergency, text: "t",
            raisedAt: moment, raisedBy: .feed("NWS"), zone: "z", audience: [.all, .person("p")])
        alert.state = .shelved(until: moment)
        return alert
    }

    static let changes: [Change] = [
        .presence(.checkIn("p", zone: "z", crew: 6)), .presence(.checkIn("p", zone: nil)),
        .presence(.move("p", zone: "z")),
        .presence(.activity("p", .onBreak)), .presence(.eta("p", moment)),
        .presence(.battery("p", percent: 20, isCharging: true)),
        .timeline(.start("i")), .timeline(.end("i")), .timeline(.skip("i")),
        .presence(.correct("p", Presence().whereabouts)),
        .timeline(.reopen("i")), .timeline(.ready("i")), .message(.retract("m")),
        .timeline(.standby("i", ["p"])), .timeline(.go("i", [])),
        .timeline(.decide("i", "plan B")), .edit(.field(.item("i"), .start(moment), base: 3)),
        .edit(.field(.item("i"), .zone("z"), base: nil)),
        .edit(.field(.item("i"), .owner("p"), base: 1)),
        .timeline(.shift(["i", "j"], minutes: -15)), .alert(.raise(alert)),
        .alert(.acknowledge("a", zone: "z")),
        .alert(.escalate("a", Escalation(step: 1, target: .deputies, zones: ["z"], people: ["p"]))),
        .alert(.update("a")), .alert(.broadcast("a")), .alert(.assign("a", "p")),
        .alert(.resolve("a")), .alert(.causeGone("a")),
        .alert(.shelve("a", until: moment)), .alert(.unshelve("a")), .alert(.cancel("a")),
        .alert(.allClear("a")),
        .guest(.rsvp("g", .declined)), .guest(.add(Guest(id: "g", firstName: "A", lastName: "B"))),
        .guest(.arrive(["g"], zone: "z")), .guest(.leave(["g"])), .guest(.seat("g", "t")),
        .task(.add(Duty(id: "k", title: "Signs", owner: "p", due: moment))), .task(.finish("k")),
        .task(.custody("c", .person("p"))), .task(.custody("c", .unconfirmed(last: "p"))),
        .task(.custody("c", .missing(last: nil))), .task(.custodyCheck("c")),
        .task(.pay("y", .received)), .task(.piece("q", .tested)),
        .message(
            .send(
                Message(
                    id: "m", from: .person("p"), to: [.vendors], text: "hi", priority: .high,
                    sentAt: moment, recipients: ["q"], version: 8))), .message(.confirm("m")),
        .message(.note(subject: "s")), .day(.close),
        .day(
            .weather(
                WeatherNotice(
                    id: "w", kind: .alert, headline: "h", severity: "Severe", urgency: "Immediate",
                    certainty: "Observed", until: moment))),
        .edit(.field(.guest("g"), FieldEdit(.phone, .text("1")), base: 2)),
        .edit(.field(.item("i"), FieldEdit(.tags, .adding("x")), base: 2)),
        .edit(.text(.wedding, .brief, TextOperation([.keep(2), .insert(["x"])]), base: 4)),
        .edit(
            .propose(
                Proposal(
                    entity: .item("i"), edit: .start(moment), base: 1, by: .person("p"), at: moment,
                    text: "t"))),
        .edit(.accept("w")), .edit(.decline("w")),
        .edit(
            .add(
                TimelineItem(
                    id: "i", title: "I", kind: .photo, start: moment, end: moment + .hours(1),
                    owner: "p", people: ["q"]))),
        .edit(.delete("i")), .edit(.move("i", after: "j", order: 3)),
        .edit(.move("i", after: nil, order: 0)),
        .timeline(.publish(version: 8)), .timeline(.ripple(ripple)), .edit(.settle(conflict)),
        .edit(
            .resolve(
                "c",
                Conflict.Decision(by: .person("p"), at: moment, value: .start(moment), text: "t"))),
        .access(
            .grant(
                AccessGrant(
                    id: "g", to: "p", by: "q", minutes: 30, reason: "r", grantedAt: moment,
                    alert: "a"))),
        .access(.agree("g")), .access(.end("g")),
    ]

    private static var conflict: Conflict {
        Conflict(
            entity: .item("i"), field: .start,
            winner: Conflict.Side(by: .person("p"), value: .start(moment), at: moment, text: "t"),
            loser: Conflict.Side(by: .person("q"), value: .start(.zero), at: .zero),
            rule: .rank, settledAt: moment, before: .moment(moment))
    }

    /// One item that moves and one that is missed.
    private static var ripple: RippleProposal {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 6, day: 2), clock: .utc,
            venue: "")
        for (place, anchor) in [TimelineItem.Anchor.soft, .soft, .hard].enumerated() {
            day.items.insert(
                TimelineItem(
                    id: ItemID("i\(place)"), title: "", kind: .photo,
                    start: moment + .hours(place), end: moment + .hours(place + 1),
                    anchor: anchor, dependsOn: place == 0 ? [] : [ItemID("i\(place - 1)")]))
        }
        return DayState(day: day).ripple(moving: "i0", to: moment + .hours(1), at: moment)!
    }

    /// What is only read: the log has another word for it.
    private static let aliases: Set<String> = ["timeline.edit"]

    /// Kinds that two cases share.
    private static let shared: [String: Set<String>] = [
        "alert.update": ["update", "broadcast"], "alert.resolve": ["resolve", "causeGone"],
        "alert.shelve": ["shelve", "unshelve"], "sync.resolve": ["settle", "resolve"],
        "access.grant": ["grant", "agree"],
    ]

    @Test("every kind has words, also where nobody typed any", arguments: changes)
    func words(_ change: Change) {
        let day = WeddingDay(
            id: "w", title: "A - B", date: CivilDate(year: 2027, month: 6, day: 12), clock: .utc,
            venue: "Barn")
        let event = LogEvent(
            offset: 1, id: "e", at: Self.moment, saidAt: Self.moment, by: .person("p"),
            via: .console, change: change, text: "", priority: .normal)
        let (word, sentence) = EventWords(DayState(day: day)).words(event)
        #expect(!word.isEmpty && sentence.contains { $0.isLetter || $0.isNumber })
        #expect(!sentence.hasPrefix("[") && !sentence.contains("  "))
    }

    @Test("every kind that there is, and each case of those that share one, is tried here")
    func allKinds() {
        #expect(Set(Self.changes.map(\.kind)) == Change.kinds.subtracting(Self.aliases))
        let cases = Dictionary(grouping: Self.changes, by: \.kind).mapValues { changes in
            // "alert(Wedding.AlertChange.update(…))": the name of the case in its family.
            Set(
                changes.map { change in
                    let inner = "\(change)".split(separator: "(").dropFirst().first ?? ""
                    return String(inner.split(separator: ".").last ?? "")
                })
        }
        #expect(cases.filter { $0.value.count > 1 } == Self.shared)
    }

    @Test("an entry of the log comes back as it was", arguments: changes)
    func events(change: Change) throws {
        let event = LogEvent(
            offset: 7, id: "x", at: Self.moment, saidAt: Self.moment, by: .person("p"),
            via: .radio, change: change, text: "é", priority: .high)
        #expect(try JSONText.decode(LogEvent.self, from: JSONText.encode(event)) == event)
        let wire = WireEvent(event, epoch: "e", stream: "own", previous: 3)
        let again = try JSONText.decode(WireEvent.self, from: JSONText.encode(wire))
        #expect(again == wire)
        #expect(again.logEvent == event)
    }

    /// What an entry with such a body is read as.
    private func read(_ kind: String, _ body: String) throws -> Change {
        let fields = #""id":"x","by":"p","at":1,"said_at":1,"via":"radio","text":"","pri":3"#
        let text =
            #"{"s":"own","po":0,"e":"e","o":1,\#(fields),"kind":"\#(kind)","body":\#(body)}"#
        return try JSONText.decode(WireEvent.self, from: Array(text.utf8)).change
    }

    @Test("a kind that is unknown, or a body that lacks something, is told by name")
    func problems() {
        #expect(throws: ChangeProblem.unknownKind("timeline.begin")) {
            try read("timeline.begin", "{}")
        }
        #expect(throws: ChangeProblem.missing("item", kind: "timeline.start")) {
            try read("timeline.start", "{}")
        }
        #expect(throws: ChangeProblem.missing("new_item", kind: "item.add")) {
            try read("item.add", "{}")
        }
    }

    @Test(
        "numbers and times that could overflow are refused",
        arguments: [
            ("timeline.shift", #"{"items":["i"],"minutes":9223372036854775807}"#),
            ("presence.checkin", #"{"person":"p","crew":-9223372036854775808}"#),
            ("presence.checkin", #"{"person":"p","crew":0}"#),
            ("presence.checkin", "{\"person\":\"p\",\"crew\":\(Presence.crewMax + 1)}"),
            ("presence.eta", #"{"person":"p","at":9e18}"#),
            ("presence.eta", #"{"person":"p","at":-1}"#),
            ("presence.battery", #"{"person":"p","battery":101}"#),
        ])
    func bounds(kind: String, body: String) {
        #expect(throws: (any Error).self) { try read(kind, body) }
    }

    @Test("ids from outside are sanitised")
    func ids() throws {
        let change = try read("timeline.start", #"{"item":"i-1\u001b[2J"}"#)
        #expect(change == .timeline(.start("i-1[2J")))
    }
}
