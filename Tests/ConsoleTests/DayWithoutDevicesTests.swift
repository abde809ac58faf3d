import Console
import Interchange
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

/// A whole wedding from morning to close, typed in at the host's console: nobody has a device.
@Suite("A day without devices")
struct DayWithoutDevicesTests {
    private static let folder = Sample.root + "Tests/TerminalTests/Fixtures/quay/"

    /// The one who runs the day, and her console.
    private final class Desk {
        let console: Rehearsal
        let plan: WeddingDay

        init() throws {
            plan = try WeddingFile.load(DayWithoutDevicesTests.folder + "wedding.toml")
            console = Rehearsal(plan, user: "p-nora", at: Self.moment(8, 50, plan))
        }

        static func moment(_ hour: Int, _ minute: Int, _ plan: WeddingDay) -> Timestamp {
            plan.clock.moment(plan.date, hour: hour, minute: minute)
        }

        func at(_ hour: Int, _ minute: Int, _ work: () -> Void) {
            console.pass(to: Self.moment(hour, minute, plan))
            work()
        }

        /// Whoever comes is checked in with two keys.
        func comes(_ person: String) {
            console.press(.char("1"))
            console.select("p-\(person)")
            console.press(.char("c"), .enter)
        }

        func onItem(_ item: String, _ keys: Key...) {
            console.press(.char("2"))
            console.select("i-\(item)")
            for key in keys { console.press(key) }
        }

        func tickAll(_ command: String) {
            console.command(command)
            console.press(.char("A"), .enter)
        }
    }

    @Test("nothing is called out falsely, all confirm, everyone is found in a fire")
    func whole() throws {
        let desk = try Desk()
        let console = desk.console
        desk.at(9, 0) { desk.comes("sean") }
        desk.at(9, 5) { desk.comes("vera") }
        #expect(console.day.presence["p-nora"]?.isCheckedIn == true)
        desk.at(10, 28) { desk.comes("hana") }
        desk.at(10, 44) { ["ada", "mia"].forEach(desk.comes) }
        desk.at(11, 0) { desk.onItem("hair", .char(" ")) }
        desk.at(11, 28) { desk.comes("carl") }
        desk.at(11, 45) { desk.onItem("food", .char(" ")) }
        desk.at(11, 58) { desk.comes("finn") }
        desk.at(12, 18) { ["dex", "pete", "bo"].forEach(desk.comes) }
        desk.at(12, 20) { desk.onItem("music", .char(" ")) }
        desk.at(12, 30) { desk.onItem("food", .char(" ")) }
        desk.at(12, 50) { desk.onItem("music", .char(" ")) }
        desk.at(12, 52) {
            #expect(console.text.contains("RAIN CALL by 13:00"), "\(console.text)")
            console.press(.char("a"), .enter)
        }
        desk.at(12, 58) { desk.comes("pia") }
        desk.at(13, 0) { desk.onItem("hair", .char(" ")) }
        desk.at(13, 5) {
            desk.onItem("portraits", .char(" "))
            ["gary", "olga"].forEach(desk.comes)
        }
        // New times: everybody concerned is told by phone, and confirms.
        desk.at(13, 10) {
            desk.onItem("drinks", .char("d"), .char("5"), .enter, .enter)
            desk.tickAll("phone")
            let asked = console.day.messages.last { $0.version != nil }
            let open = asked?.recipients.filter { person in
                asked?.confirmed.contains(person) == false && person != "p-nora"
            }
            #expect(asked != nil && open == [], "\(open ?? [])")
        }
        desk.at(13, 22) { desk.tickAll("roll-call") }
        desk.at(13, 25) {
            console.press(.char("1"))
            console.select("p-bo")
            console.press(.char("x"), .enter)
        }
        desk.at(13, 30) { desk.onItem("coach", .char(" ")) }
        desk.at(13, 48) {
            desk.onItem("coach", .char(" "))
            console.command("gate")
            console.type("table 1")
            console.press(.enter)
            console.type("table 2")
            console.press(.enter, .escape)
        }
        desk.at(13, 54) { desk.onItem("portraits", .char(" ")) }
        desk.at(13, 56) { desk.tickAll("roll-call") }
        desk.at(14, 0) { desk.onItem("vows", .char(" "), .enter, .char(" "), .enter) }
        desk.at(14, 30) { desk.onItem("vows", .char(" ")) }
        desk.at(14, 35) {
            desk.onItem("drinks", .char(" "))
            desk.onItem("groups", .char(" "))
        }
        desk.at(15, 4) { desk.onItem("groups", .char(" "), .enter) }
        desk.at(15, 20) { desk.onItem("drinks", .char(" "), .enter) }
        desk.at(15, 35) { desk.onItem("dinner", .char(" ")) }
        let calm = console.log.compactMap { event -> Alert? in
            if case .alert(.raise(let alert)) = event.change { alert } else { nil }
        }
        #expect(calm.map(\.text) == [])
        // A fire: everyone is ticked off where they should be.
        desk.at(16, 0) {
            console.press(.char("!"), .char("3"), .enter, .enter)
            console.type("smoke in the kitchen")
            console.press(.enter)
            console.press(.char("A"))
            desk.tickAll("roll-call")
        }
        let muster = Muster(console.day, at: console.now) { $0.kind == .assemblyPoint }
        #expect(
            muster.total == 25 && muster.safe == muster.total,
            "\(muster.safe) of \(muster.total), \(muster.people.map(\.standing))")
        desk.at(16, 10) {
            console.press(.char("4"), .char("C"))
            console.type("all clear a toaster")
            console.press(.enter)
        }
        #expect(console.day.emergency == nil)
        desk.at(17, 0) { desk.onItem("dinner", .char(" ")) }
        desk.at(17, 30) {
            console.command("close")
            console.type("close")
            console.press(.enter)
        }
        #expect(console.day.closedAt != nil)
        let open = console.day.day.items.filter { !$0.isOver }.map(\.title)
        #expect(open == [])
    }
}
