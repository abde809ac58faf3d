import Testing
import Wedding

@Suite("Clashes of a plan")
struct ClashTests {
    private let noon = VenueClock.utc.moment(
        CivilDate(year: 2027, month: 5, day: 1), hour: 12, minute: 0)

    private func zone(_ id: ZoneID, _ kind: Zone.Kind, _ capacity: Int) -> Zone {
        Zone(
            id: id, name: id.rawValue.capitalizedFirst, kind: kind,
            area: .init(x: 0, y: 0, width: 3, height: 3), capacity: capacity)
    }

    /// An hour from noon on, somewhere.
    private func item(
        _ id: ItemID, _ kind: TimelineItem.Kind, _ zone: ZoneID, by owner: PersonID,
        after minutes: Int = 0, people: [PersonID] = []
    ) -> TimelineItem {
        TimelineItem(
            id: id, title: id.rawValue.capitalizedFirst, kind: kind,
            start: noon + .minutes(minutes), end: noon + .minutes(minutes + 60), owner: owner,
            people: people, zone: zone)
    }

    private func clashes(
        _ items: [TimelineItem], _ edit: (inout WeddingDay) -> Void = { _ in }
    ) -> [ItemID: [Clash]] {
        var day = WeddingDay(
            id: "w", title: "", date: CivilDate(year: 2027, month: 5, day: 1), clock: .utc,
            venue: "")
        day.zones = [
            zone("dock", .vendorStaging, 10), zone("lawn", .ceremonyArea, 3),
            zone("hall", .receptionHall, 50),
        ]
        day.people = [
            Person(id: "flo", name: "Flo", role: .vendor, vendor: "flowers"),
            Person(id: "cat", name: "Cat", role: .caterer, vendor: "food"),
            Person(id: "nell", name: "Nell", role: .coordinator),
        ]
        for number in 1...4 {
            day.guests.insert(
                Guest(
                    id: GuestID("g\(number)"), firstName: "\(number)", lastName: "",
                    rsvp: .attending))
        }
        for item in items { day.items.insert(item) }
        edit(&day)
        return DayState(day: day).clashes
    }

    @Test("two companies at one dock clash on both rows, one company does not")
    func dock() {
        let both = clashes([
            item("flowers", .loadIn, "dock", by: "flo"),
            item("food", .loadIn, "dock", by: "cat", after: 30),
        ])
        #expect(both["flowers"] == [.place("dock", with: "food")])
        #expect(both["food"] == [.place("dock", with: "flowers")])
        #expect(
            clashes([
                item("one", .loadIn, "dock", by: "flo"), item("two", .loadIn, "dock", by: "flo"),
            ]).isEmpty)
    }

    @Test("what ends as the other begins does not clash, nor what is over")
    func apart() {
        var done = item("flowers", .loadIn, "dock", by: "flo")
        let next = item("food", .loadIn, "dock", by: "cat", after: 60)
        #expect(clashes([done, next]).isEmpty)
        done.status = .done
        #expect(clashes([done, item("food", .loadIn, "dock", by: "cat")]).isEmpty)
    }

    @Test("guests share no place with boxes or another gathering, but with toasts and a cake")
    func places() {
        let dinner = item("dinner", .reception, "hall", by: "cat")
        #expect(clashes([dinner, item("boxes", .loadIn, "hall", by: "flo")]).count == 2)
        #expect(clashes([dinner, item("vows", .ceremony, "hall", by: "nell")]).count == 2)
        #expect(clashes([dinner, item("cake", .cake, "hall", by: "cat")]).isEmpty)
    }

    @Test("more guests than a place holds clash with it, by their number")
    func heads() {
        let vows = item("vows", .ceremony, "lawn", by: "nell")
        #expect(clashes([vows])["vows"] == [.tooMany("lawn", heads: 5)])
        #expect(clashes([vows]) { $0.items.update("vows") { $0.visibility = .crew } }.isEmpty)
        #expect(
            clashes([vows]) { day in
                for guest in day.guests { day.guests.update(guest.id) { $0.rsvp = .declined } }
            }.isEmpty)
    }

    @Test("nobody can be in two places, except who runs the day")
    func people() {
        let one = item("set", .prep, "lawn", by: "flo", people: ["nell"])
        let two = item("lunch", .reception, "hall", by: "cat", people: ["flo", "nell"])
        let found = clashes([one, two])
        #expect(found["set"] == [.person("flo", with: "lunch")])
        #expect(found["lunch"] == [.person("flo", with: "set")])
    }

    @Test("a company is not needed before its call time, nor music after its hour")
    func times() {
        let dinner = item("dinner", .reception, "hall", by: "cat")
        let late = clashes([dinner]) { day in
            day.people.update("cat") { $0.callTime = noon + .minutes(10) }
            day.amplifiedMusicOff = noon + .minutes(30)
        }
        #expect(late["dinner"] == [.beforeCall("cat"), .after(.musicOff)])
    }
}
