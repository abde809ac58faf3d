import RealtimeCore
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("Emergency access")
struct GrantTests {
    private let nudge = Request.edit(.field(.item("dinner"), .zone("lawn"), base: nil))

    private func grant(_ to: PersonID, _ minutes: Int = 30) -> Request {
        .lend(Loan(to: to, minutes: minutes))
    }

    @Test("who was lent rights may run the day, and never see or move money")
    func lent() {
        let bench = Bench()
        #expect(bench.submit(nudge, by: "iris").refusals.map(\.code) == ["forbidden"])
        #expect(bench.settle(grant("iris"), by: "ben", text: "Ben is cut off").refusals.isEmpty)
        #expect(bench.settle(nudge, by: "iris").refusals.isEmpty)
        let money = bench.submit(.task(.pay("p1", .paid)), by: "iris")
        #expect(money.refusals.map(\.code) == ["not_found"])
        #expect(bench.submit(.day(.close), by: "iris").refusals.map(\.code) == ["forbidden"])
        let allClear = bench.submit(.alert(.allClear("a-01")), by: "iris")
        #expect(allClear.refusals.map(\.code) == ["not_found"])
    }

    @Test("for oneself a second person has to agree, and nobody agrees with themselves")
    func secondPerson() {
        let bench = Bench()
        _ = bench.settle(.raise(Fixture.alert(.powerOutage, [.coordinator])), by: "rosa")
        #expect(bench.settle(grant("lorna"), by: "lorna", text: "alone here").refusals.isEmpty)
        let id = bench.core.current.grants[0].id
        #expect(bench.core.current.grants[0].isActive == false)
        #expect(
            bench.submit(.access(.agree(id)), by: "lorna").refusals.map(\.code) == ["forbidden"])
        #expect(bench.submit(.access(.agree(id)), by: "iris").refusals.map(\.code) == ["not_found"])
        #expect(bench.settle(.access(.agree(id)), by: "ben").refusals.isEmpty)
        #expect(bench.core.current.grants[0].isActive)
        #expect(bench.core.current.grants[0].agreedBy == "ben")
    }

    @Test("the venue's manager changes the ceremony while it is on only with a grant")
    func ceremony() {
        let bench = Bench()
        bench.now = Fixture.noon + .hours(3)
        _ = bench.settle(.timeline(.start("vows")), by: "rosa")
        let change = Request.edit(.field(.item("vows"), .zone("barn"), base: nil))
        #expect(bench.submit(change, by: "lorna").refusals.map(\.code) == ["ceremony_locked"])
        _ = bench.settle(grant("lorna"), by: "rosa", text: "storm")
        #expect(bench.settle(change, by: "lorna").refusals.isEmpty)
        let iris = bench.submit(change, by: "iris").refusals.map(\.code)
        #expect(iris == ["ceremony_locked"])
    }

    @Test("a reason, 1 to 120 minutes, one at a time, eight hours a day")
    func bounds() {
        let bench = Bench()
        func codes(_ change: Request, _ text: String) -> [String] {
            bench.settle(change, by: "rosa", text: text).refusals.map(\.code)
        }
        #expect(codes(grant("iris"), "  ") == ["invalid"])
        #expect(codes(grant("iris", 121), "x") == ["invalid"])
        #expect(codes(grant("iris", 0), "x") == ["invalid"])
        #expect(codes(grant("nobody"), "x") == ["not_found"])
        for _ in 0..<4 {
            #expect(codes(grant("iris", 120), "x").isEmpty)
            #expect(codes(grant("iris"), "x") == ["taken"])
            _ = bench.pass(.minutes(121))
        }
        bench.now = Fixture.noon + .hours(9)
        #expect(codes(grant("iris", 1), "x") == ["invalid"])
    }

    @Test("of what was lent today counts what was held, not what was meant")
    func endedEarly() {
        let bench = Bench()
        for _ in 0..<6 {
            #expect(bench.settle(grant("iris", 120), by: "rosa", text: "x").refusals.isEmpty)
            _ = bench.pass(.minutes(1))
            let id = bench.core.current.grants.last!.id
            #expect(bench.settle(.access(.end(id)), by: "iris").refusals.isEmpty)
        }
    }

    @Test("it ends with its time, with its emergency, and by hand")
    func ends() {
        let bench = Bench()
        _ = bench.settle(grant("iris"), by: "rosa", text: "x")
        func ended(after time: Duration) -> Int {
            bench.pass(time).appended.joined().count { $0.change.kind == "access.end" }
        }
        #expect(ended(after: .minutes(30) - .seconds(1)) == 0)
        #expect(ended(after: .seconds(1)) == 1)
        #expect(bench.submit(nudge, by: "iris").refusals.map(\.code) == ["forbidden"])

        _ = bench.settle(.raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
        let alert = bench.core.current.alerts.last!.id
        _ = bench.settle(grant("iris"), by: "rosa", text: "x")
        _ = bench.settle(.alert(.allClear(alert)), by: "rosa", text: "over")
        _ = bench.pass(.seconds(1))
        #expect(bench.core.current.openGrant(for: "iris") == nil)

        _ = bench.settle(grant("iris"), by: "rosa", text: "x")
        let id = bench.core.current.grants.last!.id
        #expect(bench.settle(.access(.end(id)), by: "iris").refusals.isEmpty)
        #expect(bench.submit(.access(.end(id)), by: "iris").refusals.map(\.code) == ["not_found"])
    }

    @Test("granted and ended stand in the audit log with the reason")
    func audited() {
        let bench = Bench()
        let effects = bench.settle(grant("iris"), by: "rosa", text: "Ben is cut off")
        #expect(rows(effects).map(\.kind) == [.accessGranted])
        #expect(rows(effects).first?.detail.hasSuffix("Ben is cut off") == true)
        let access = bench.core.current.grants.last!.id
        let end = bench.settle(.access(.end(access)), by: "rosa", text: "Ben is back")
        #expect(rows(end).map(\.kind) == [.accessEnded])
    }

    private func rows(_ effects: [Effect]) -> [AuditEntry] {
        effects.compactMap { effect in
            if case .send(.audit(let entry), _) = effect { entry } else { nil }
        }
    }

    @Test("granted again while it is open it lasts longer, and that is audited as such")
    func extended() {
        let bench = Bench()
        for person in ["iris", "lorna"] as [PersonID] {
            _ = bench.settle(grant(person), by: "rosa", text: "storm")
        }
        _ = bench.pass(.minutes(20))
        let effects = bench.settle(grant("iris"), by: "ben", text: "still storm")
        #expect(effects.refusals.isEmpty)
        let grants = bench.core.current.grants.filter { $0.to == "iris" }
        #expect(grants.map(\.until) == [bench.now + .minutes(30)])
        #expect(rows(effects).map(\.kind) == [.accessExtended])
        #expect(rows(effects).first?.detail.hasSuffix("still storm") == true)
        let own = bench.settle(grant("lorna"), by: "lorna", text: "mine")
        #expect(own.refusals.map(\.code) == ["forbidden"])
        let late = bench.pass(.minutes(11)).appended.joined().map(\.change)
        #expect(late.filter { $0.kind == "access.end" }.count == 1)
        #expect(bench.core.current.openGrant(for: "iris") != nil)
    }

    @Test("however often it is extended, it is eight hours a day")
    func extendedBound() {
        let bench = Bench()
        func codes(_ minutes: Int) -> [String] {
            bench.settle(grant("iris", minutes), by: "rosa", text: "x").refusals.map(\.code)
        }
        for _ in 0..<4 {
            #expect(codes(120).isEmpty)
            _ = bench.pass(.minutes(100))
        }
        #expect(codes(120) == ["invalid"])
        #expect(codes(60).isEmpty)
    }

    @Test("a row of the audit log says once what it is")
    func plainRows() {
        let bench = Bench()
        let edit = Request.edit(.field(.item("vows"), .start(Fixture.noon + .hours(4)), base: nil))
        let edited = rows(bench.settle(edit, by: "maya")).filter { $0.kind == .ceremonyEdited }
        #expect(edited.map { $0.detail.hasPrefix("Ceremony: start 16:00") } == [true])
        let raised = bench.settle(
            .raise(Fixture.alert(.fireEvacuation, [.all])), by: "rosa")
        #expect(rows(raised).map { $0.detail.hasPrefix("EMERGENCY") } == [false])
    }
}
