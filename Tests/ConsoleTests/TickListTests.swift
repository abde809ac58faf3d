import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Lists to be ticked")
struct TickListTests {
    private func run(_ command: String, _ state: inout ConsoleState) {
        _ = Screens.press(&state, .char(":"))
        Screens.type(&state, command)
        _ = Screens.press(&state, .enter)
    }

    /// The coordinator after she answered the storm.
    private var answered: ConsoleState {
        var state = Screens.storm
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        return state
    }

    @Test("everyone still to be found in an emergency is ticked, and the count is everybody's")
    func muster() throws {
        var state = answered
        run("roll-call", &state)
        let before = view(state).text
        #expect(before.contains("Roll call of everyone"))
        #expect(before.contains("Dee Oyelaran") && before.contains("+1-845-555-0105"))
        _ = Screens.press(&state, .char("A"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        #expect(sent.contains { $0.request.kind == "presence.checkin" })
        #expect(
            sent.allSatisfy { ["presence.checkin", "guest.arrive"].contains($0.request.kind) })
        run("roll-call", &state)
        #expect(view(state).text.contains("Everyone is inside."))
    }

    @Test("the takeover, its list and the roll call give one number")
    func oneNumber() {
        var state = Screens.storm
        _ = Screens.press(&state, .char("R"))
        let takeover = view(state).text
        var list = answered
        run("roll-call", &list)
        let count = view(list).text.split(separator: "─").first { $0.contains(" inside ") } ?? ""
        let words = String(count).trimmedSpaces
        #expect(words.hasSuffix("inside"), "\(words)")
        #expect(takeover.contains(words), "\(words) in \(takeover)")
    }

    @Test("a drill's list is ticked, and moves nobody in the log")
    func drill() {
        var state = answered
        for alert in state.day?.emergencies ?? [] {
            var drill = alert
            drill.isDrill = true
            let offset = state.day?.offset ?? 0
            drill.id = "drill"
            for (number, change) in [AlertChange.allClear(alert.id), .raise(drill)].enumerated() {
                state.day?.apply(
                    LogEvent(
                        offset: offset + number + 1, id: "d-\(number)", at: state.now,
                        saidAt: state.now, by: .system, via: .console, change: .alert(change),
                        text: "", priority: .emergency))
            }
        }
        state.emergency.answered.insert("drill")
        run("roll-call", &state)
        #expect(view(state).text.contains("Roll call of everyone"))
        _ = Screens.press(&state, .char("A"))
        #expect(Screens.submissions(Screens.press(&state, .enter)).isEmpty)
        #expect(state.toast?.text.hasPrefix("Drill: ") == true)
    }

    /// Formals with three groups, and the couple's day at noon.
    private var formals: ConsoleState {
        var state = Screens.state(14, 0)
        state.day?.day.items.update("i-31") { item in
            (item.kind, item.notes) = (.photo, "1 couple; 2 Maya and Elias; 3 everybody")
        }
        (state.view, state.selection[.timeline]) = (.timeline, "i-31")
        return state
    }

    @Test("a shot list is ticked group by group, and what was done stays ticked")
    func parts() throws {
        var state = formals
        run("formals", &state)
        #expect(view(state).text.contains("0 of 3 done"))
        let sent = Screens.submissions(Screens.press(&state, .char(" "), .enter))
        #expect(sent.count == 1)
        guard case .unit(let parts, _)? = sent.first?.request else {
            Issue.record("\(sent)")
            return
        }
        #expect(parts.map(\.kind) == ["task.add", "task.done"])
        #expect(state.toast?.text.hasSuffix("1 of 3 done") == true)
        let offset = try #require(state.day).offset
        for (number, change) in parts.compactMap(\.change).enumerated() {
            state.day?.apply(
                LogEvent(
                    offset: offset + number + 1, id: "t-\(number)", at: state.now,
                    saidAt: state.now, by: .person("p-rosa"), via: .console, change: change,
                    text: "", priority: .normal))
        }
        run("formals", &state)
        #expect(view(state).text.contains("1 of 3 done"))
        #expect(view(state).text.contains("[x] "))
        #expect(Screens.submissions(Screens.press(&state, .enter)).isEmpty)
    }

    @Test("f asks whoever of a group is not here to come, and nobody else")
    func fetch() throws {
        var state = formals
        let day = try #require(state.day)
        let absent = ["p-maya", "p-elias"].filter { id in
            day.day.people[PersonID(id)].map { day.status(of: $0, at: state.now) != .here } ?? false
        }
        run("formals", &state)
        _ = Screens.press(&state, .char("j"))
        let sent = Screens.submissions(Screens.press(&state, .char("f")))
        #expect(sent.isEmpty == absent.isEmpty)
        for case .send(let draft) in sent.map(\.request) {
            #expect(Set(absent.map { AudienceWord.person(PersonID($0)) }).isSubset(of: draft.to))
        }
    }

    @Test(
        "every list and question can be drawn at every size, and left",
        arguments: [
            "roll-call", "formals", "call", "phone", "equipment", "gate", "caterer", "cut",
            "invite", "decide", "log", "close", "activity", "battery", "update", "cancel-alert",
            "plan-b",
        ])
    func sizes(command: String) {
        for start in [Screens.critical, answered, Screens.evening] {
            for (columns, rows) in [(1, 1), (9, 4), (40, 10), (59, 15), (80, 24), (300, 100)] {
                var state = Screens.sized(start, columns, rows)
                run(command, &state)
                for key in [Key.down, .char(" "), .up, .tab, .backspace] {
                    _ = Screens.press(&state, key)
                    let frame = view(state)
                    #expect(frame.columns == columns && frame.rows == rows)
                }
                _ = Screens.press(&state, .escape, .escape)
                #expect(state.layers.isEmpty, "\(command) at \(columns)x\(rows)")
            }
        }
    }

    @Test("numbers to ring are ticked one after the other, and the alert says who was rung")
    func calls() throws {
        var state = Screens.critical
        state.view = .alerts
        let alert = try #require(state.day?.openAlerts.first)
        run("call", &state)
        #expect(view(state).text.contains("+1-845-555-0106"))
        let sent = Screens.submissions(Screens.press(&state, .char(" "), .enter))
        #expect(sent.map(\.request.kind) == ["alert.update"])
        #expect(sent.first?.text.hasPrefix("Rang ") == true)
        #expect(sent.first?.request.change?.alertSubject == alert.id)
    }

    @Test("a piece that an item needs and is not tested stands among its needs, and is ticked on")
    func equipment() throws {
        var state = Screens.state(14, 0)
        let item = try #require(
            state.day?.day.runOfShow.first { $0.status == .planned && $0.cue == nil })
        state.day?.day.pieces = [
            Piece(id: "q-1", name: "Speakers", vendor: "v-dj", item: item.id, stage: .set)
        ]
        (state.view, state.selection[.timeline]) = (.timeline, item.id.rawValue)
        (state.timeline.isFollowing, state.showsDetail) = (false, true)
        #expect(view(state).text.contains("✕ Speakers"))
        // The item asks before it begins without it.
        _ = Screens.press(&state, .char(" "))
        #expect(view(state).text.contains("✕ Speakers: set, not tested"))
        _ = Screens.press(&state, .escape)
        run("equipment", &state)
        #expect(view(state).text.contains("set → tested"))
        let sent = Screens.submissions(Screens.press(&state, .char(" "), .enter))
        #expect(sent.map(\.request.change) == [.task(.piece("q-1", .tested))])
        #expect(view(state).text.contains("● Speakers"))
        _ = Screens.press(&state, .char("u"))
        #expect(state.day?.day.pieces["q-1"]?.stage == .set)
    }

    @Test("alerts that miss some of the same people are one row, and say whom they still wait for")
    func oneCause() throws {
        var state = Screens.state(14, 0)
        state.view = .alerts
        func alert(_ id: AlertID, _ kind: AlertKind, _ people: [PersonID]) -> Alert {
            var alert = Alert(
                id: id, kind: kind, rule: "", about: people[0].rawValue, priority: .high,
                text: "\(people.count) people", raisedAt: state.now, raisedBy: .system,
                audience: [.coordinator])
            alert.waitsFor = people
            return alert
        }
        let absent = try #require(state.day).day.people.filter {
            state.day?.presence[$0.id]?.isCheckedIn != true
        }.map(\.id)
        try #require(absent.count > 1)
        let offset = try #require(state.day).offset
        let alerts = [
            alert("x-1", .vendorOverdue, ["p-rosa"] + absent.prefix(2)),
            alert("x-2", .vendorNoShow, Array(absent.prefix(1))),
        ]
        for (number, alert) in alerts.enumerated() {
            state.day?.apply(
                LogEvent(
                    offset: offset + number + 1, id: "a-\(number)", at: state.now,
                    saidAt: state.now, by: .system, via: .console, change: .alert(.raise(alert)),
                    text: "", priority: .high))
        }
        let text = view(state).text
        #expect(text.contains("Still waiting for") && text.contains("(1 of 3 came)"))
        let rows = Rows.ids(state).filter { $0.hasPrefix("x-") }
        #expect(rows == ["x-1"])
        let acked = Screens.submissions(Screens.press(&state, .char("a")))
        #expect(
            Set(acked.compactMap(\.request.change?.alertSubject)).isSuperset(of: ["x-1", "x-2"]))
    }

    @Test("people without a device are told by phone, and one key says that they were")
    func byPhone() throws {
        var state = Screens.state(14, 0)
        let people = state.day?.day.people.map(\.id) ?? []
        for person in people { state.day?.setLink(person, .none, lastSeen: nil) }
        state.selection[.board] = "p-dee"
        _ = Screens.press(&state, .char("m"))
        Screens.type(&state, "the van is here")
        _ = Screens.press(&state, .enter)
        let draft = try #require(state.day).offset
        state.day?.apply(
            LogEvent(
                offset: draft + 1, id: "m", at: state.now, saidAt: state.now,
                by: .person("p-rosa"), via: .console,
                change: .message(
                    .send(
                        Message(
                            id: "m-1", from: .person("p-rosa"), to: [.person("p-dee")],
                            text: "the van is here", priority: .high, sentAt: state.now,
                            recipients: ["p-dee"]))), text: "", priority: .high))
        run("phone", &state)
        #expect(view(state).text.contains("Dee Oyelaran") && view(state).text.contains("the van"))
        _ = Screens.press(&state, .char("A"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        let told = sent.first { $0.request.change == .message(.confirm("m-1")) }
        #expect(told?.actor == .person("p-dee") && told?.via == .phone)
        run("phone", &state)
        #expect(!view(state).text.contains("the van is here"))
    }

    @Test("zones whose captains call by radio are answered for, one tick each")
    func zones() throws {
        var state = Screens.storm
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        let alert = try #require(state.day?.emergency)
        let silent = try #require(state.day).day.zonesWithCaptains.filter {
            !alert.isAcknowledged(for: $0)
        }
        try #require(!silent.isEmpty)
        run("zones", &state)
        #expect(view(state).text.contains("Zones that have answered"))
        _ = Screens.press(&state, .char("A"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        #expect(
            sent.compactMap(\.request.change)
                == silent.map { .alert(.acknowledge(alert.id, zone: $0.id)) })
        #expect(sent.allSatisfy { $0.via == .radio && $0.actor == nil })
    }

    @Test("the words to say of an emergency are what has happened and what to do")
    func byPhoneOfDanger() throws {
        var state = Screens.storm
        for person in try #require(state.day).day.people where person.id != state.me {
            state.day?.setLink(person.id, .none, lastSeen: nil)
        }
        let alert = try #require(state.day?.emergency)
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        run("phone", &state)
        let text = view(state).text
        #expect(text.contains(String(alert.text.prefix(20))))
        #expect(!text.contains("Repeated to everyone"))
    }

    @Test("whoever has no device yet is told by phone of what others get a letter, in one call")
    func byPhoneOfAll() throws {
        var state = Screens.state(9, 15)
        #expect(!(state.day?.hasDevice("p-maya") ?? true))
        run("phone", &state)
        let text = view(state).text
        for words in ["Maya Castellano", "Theo Lindqvist", "Farrow declined"] {
            #expect(text.contains(words), "\(words)")
        }
        _ = Screens.press(&state, .char("A"))
        let sent = Screens.submissions(Screens.press(&state, .enter))
        let told = sent.filter { $0.request.change == .message(.note(subject: "p-maya")) }
        #expect(told.map(\.via) == [.phone] && told.first?.text.contains("declined") == true)
        run("phone", &state)
        #expect(view(state).text.contains("Everyone was told."))
    }
}

extension Screens {
    static func submissions(_ effects: [ConsoleEffect]) -> [Submission] {
        effects.compactMap { if case .send(.submit(let wish)) = $0 { wish } else { nil } }
    }
}
