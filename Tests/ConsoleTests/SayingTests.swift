import Console
import Foundation
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// Each kind of change that a person may say has a way on the console, or a reason why not.
@Suite("Saying everything")
struct SayingTests {
    enum Way: Sendable {
        case keys(@Sendable (inout Desk) -> Void)
        /// Another suite presses its keys.
        case heldBy(String)
        /// No person says it.
        case notSaid(String)
    }

    /// A console and what it asked for.
    struct Desk {
        var state: ConsoleState
        var kinds: [String] = []

        init(_ state: ConsoleState, view: ViewID = .board, row: String? = nil) {
            self.state = state
            self.state.view = view
            if let row { self.state.selection[view] = row }
        }

        mutating func press(_ keys: Key...) {
            for key in keys {
                for wish in Screens.submissions(Screens.press(&state, key)) {
                    kinds += wish.request.parts.map(\.kind)
                }
            }
        }

        mutating func type(_ text: String) { for letter in text { press(.char(letter)) } }

        mutating func command(_ name: String) {
            press(.char(":"))
            type(name)
            press(.enter)
        }

        /// Goes to a field of the form that is open, and types it anew.
        mutating func fill(_ field: Field, _ text: String) {
            let words = field.words.prefix(1).uppercased() + field.words.dropFirst()
            for _ in 0..<20 where !view(state).text.contains("▌ \(words)") { press(.down) }
            press(.enter, .ctrl("u"))
            type(text)
            press(.enter)
        }
    }

    private static let morning = Screens.state(7, 30)
    private static let noon = Screens.state(14, 0)
    private static var answered: ConsoleState {
        var state = Screens.storm
        state.emergency.answered = Set(state.day?.emergencies.map(\.id) ?? [])
        return state
    }

    private static let openTask =
        noon.day?.day.duties.first { !$0.isDone && !$0.id.rawValue.hasPrefix("roll-") }?.title ?? ""
    private static let pending =
        noon.day?.day.payments.first { $0.status == .pending }?.amountWords ?? ""

    private static func person(_ work: @escaping @Sendable (inout Desk) -> Void) -> Way {
        .keys { desk in
            desk = Desk(morning, row: "p-iris")
            work(&desk)
        }
    }

    /// With the first item that is still to come and stands in `list`.
    private static func item(
        _ isMeant: @escaping @Sendable (TimelineItem) -> Bool = { _ in true },
        _ work: @escaping @Sendable (inout Desk) -> Void
    ) -> Way {
        .keys { desk in
            let items = noon.day?.day.runOfShow ?? []
            desk = Desk(noon, view: .timeline, row: items.first(where: isMeant)?.id.rawValue)
            work(&desk)
        }
    }

    private static func alert(_ work: @escaping @Sendable (inout Desk) -> Void) -> Way {
        .keys { desk in
            desk = Desk(
                Screens.critical, view: .alerts,
                row: Screens.critical.day?.mostUrgent?.id.rawValue)
            work(&desk)
        }
    }

    private static func gate(_ query: String, _ work: @escaping @Sendable (inout Desk) -> Void)
        -> Way
    {
        .keys { desk in
            desk = Desk(morning)
            desk.press(.char("d"))
            desk.type(query)
            work(&desk)
        }
    }

    private static func form(_ list: String, _ name: String, _ field: Field, _ text: String) -> Way
    {
        .keys { desk in
            desk = Desk(noon)
            desk.command(list)
            desk.type(name)
            desk.press(.enter)
            desk.fill(field, text)
        }
    }

    static let ways: [String: Way] = [
        "presence.checkin": person { $0.press(.char("c"), .enter) },
        "presence.move": person { $0.press(.char("w"), .enter) },
        "presence.activity": person {
            $0.command("activity")
            $0.press(.enter)
        },
        "presence.eta": person {
            $0.press(.char("t"))
            $0.type("20")
            $0.press(.enter)
        },
        "presence.battery": person {
            $0.command("battery")
            $0.type("35+")
            $0.press(.enter)
        },
        "presence.correct": person { $0.press(.char("c"), .enter, .char("u")) },
        "timeline.start": item({ $0.status == .planned && $0.cue == nil }) {
            $0.press(.char(" "), .enter)
        },
        "timeline.end": item({ $0.status == .running }) { $0.press(.char(" "), .enter) },
        "timeline.skip": item({ $0.status == .planned }) { $0.press(.char("X"), .enter) },
        "timeline.reopen": item({ $0.status == .planned && $0.cue == nil }) {
            $0.press(.char(" "), .enter, .char("u"))
        },
        "timeline.shift": item({ $0.status == .planned }) {
            $0.press(.char("d"))
            $0.type("10")
            $0.press(.enter, .enter)
        },
        "timeline.publish": .keys { desk in
            desk = Desk(noon)
            desk.command("plan-b")
            desk.press(.enter)
        },
        "timeline.ripple": .notSaid("the core finds what a slip would move"),
        "cue.standby": item({ $0.status == .planned && $0.cue != nil }) {
            $0.press(.char("s"), .enter)
        },
        "cue.go": item({ $0.status == .planned && $0.cue != nil }) {
            $0.press(.char("s"), .enter, .char(" "), .enter)
        },
        "cue.ready": .keys { desk in
            desk = Desk(noon)
            let item = desk.state.day?.day.runOfShow.first { $0.status == .planned }?.id ?? ""
            desk.state.day?.day.items.update(item) { $0.calledFor = ["p-rosa"] }
            desk.press(.char("a"))
        },
        "decision.record": item({ $0.status == .planned }) {
            $0.command("decide")
            $0.type("go")
            $0.press(.enter)
        },
        "item.move": .keys { desk in
            desk = Desk(noon, view: .timeline)
            let items = desk.state.day?.day.runOfShow.filter { $0.status == .planned } ?? []
            desk.state.day?.day.items.update(items[1].id) { $0.start = items[0].start }
            desk.state.selection[.timeline] = items[0].id.rawValue
            desk.command("move-down")
            desk.command("move-up")
        },
        "item.add": .keys { desk in
            desk = Desk(noon)
            desk.command("new-item")
            desk.type("16:00 Toast")
            desk.press(.enter)
        },
        "item.delete": item({ $0.status == .planned }) {
            $0.press(.char("e"), .char("X"))
            $0.type("remove")
            $0.press(.enter)
        },
        "sync.edit": item({ $0.status == .planned }) {
            $0.press(.char("e"))
            $0.fill(.title, "Anything else")
        },
        "sync.text": .heldBy("EditingTests"), "proposal.add": .heldBy("EditingTests"),
        "proposal.accept": .heldBy("ConflictTests"), "proposal.decline": .heldBy("ConflictTests"),
        "sync.resolve": .heldBy("ConflictTests"),
        "timeline.edit": .notSaid("another word for sync.edit, read in old logs"),
        "alert.raise": .keys { desk in
            desk = Desk(noon)
            desk.press(.char("!"), .enter, .enter)
            desk.type("help")
            desk.press(.enter)
        },
        "alert.ack": alert { $0.press(.char("a")) },
        "alert.assign": alert { $0.press(.char("o"), .enter) },
        "alert.resolve": alert {
            $0.press(.char("r"))
            $0.type("resolve found")
            $0.press(.enter)
        },
        "alert.shelve": alert {
            $0.press(.char("s"))
            $0.type("Sol covers")
            $0.press(.enter)
        },
        "alert.update": alert {
            $0.command("update")
            $0.type("on her way")
            $0.press(.enter)
        },
        "alert.cancel": alert {
            $0.command("cancel-alert")
            $0.type("cancel a mistake")
            $0.press(.enter)
        },
        "alert.escalate": .keys { desk in
            desk = Desk(Screens.storm)
            desk.press(.char("B"), .enter)
        },
        "alert.allclear": .keys { desk in
            desk = Desk(answered, view: .alerts)
            desk.press(.char("C"))
            desk.type("all clear it has passed")
            desk.press(.enter)
        },
        "guest.arrive": gate("coach") { $0.press(.enter) },
        "guest.leave": gate("coach") {
            $0.press(.enter, .tab)
            $0.type("coach")
            $0.press(.enter)
        },
        "guest.add": gate("Zoe Finn") { $0.press(.enter) },
        "rsvp.change": form("guests", "Winters", .rsvp, "declined"),
        "seating.change": form("guests", "Winters", .table, "11"),
        "task.add": .keys { desk in
            desk = Desk(noon)
            desk.command("tasks")
            desk.type("Sew the hem")
            desk.press(.enter)
        },
        "task.done": form("tasks", openTask, .status, "done"),
        "custody.change": person { $0.press(.char("x"), .enter) },
        "custody.check": .notSaid("the core asks in time who has a thing"),
        "payment.record": form("payments", pending, .status, "paid"),
        "equipment.stage": .keys { desk in
            desk = Desk(noon)
            desk.state.day?.day.pieces = [Piece(id: "q-1", name: "Speakers", vendor: "v-dj")]
            desk.command("equipment")
            desk.press(.char(" "), .enter)
        },
        "message.send": person {
            $0.press(.char("m"))
            $0.type("the van is here")
            $0.press(.enter)
        },
        "message.ack": .heldBy("PersonActsTests"), "message.unack": .heldBy("PersonActsTests"),
        "note.add": .keys { desk in
            desk = Desk(noon)
            desk.command("log")
            desk.type("the cake is here")
            desk.press(.enter)
        },
        "access.grant": .keys { desk in
            desk = Desk(answered, row: "p-ben")
            desk.command("lend-rights")
            desk.type("the venue is cut off")
            desk.press(.enter)
        },
        "access.end": .heldBy("EmergencyConsoleTests"),
        "cap.import": .notSaid("a weather service says it"),
        "day.close": .keys { desk in
            desk = Desk(Screens.evening)
            desk.command("close")
            desk.type("close")
            desk.press(.enter)
        },
    ]

    @Test("every kind of change has a way, or a reason", arguments: Change.kinds.sorted())
    func way(kind: String) throws {
        switch try #require(Self.ways[kind], "nobody can say \(kind) on the console") {
        case .keys(let work):
            var desk = Desk(Self.noon)
            work(&desk)
            #expect(desk.kinds.contains(kind), "\(desk.kinds)\n\(view(desk.state).text)")
        case .heldBy(let suite):
            let path = Sample.root + "Tests/ConsoleTests/\(suite).swift"
            #expect(try String(contentsOfFile: path, encoding: .utf8).contains("struct \(suite)"))
        case .notSaid(let reason): #expect(!reason.isEmpty)
        }
    }

    @Test("no way is for a kind that there is not")
    func known() { #expect(Set(Self.ways.keys) == Change.kinds) }
}
