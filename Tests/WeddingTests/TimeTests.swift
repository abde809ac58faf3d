import Testing
import Wedding

/// New York in 2027: daylight time from 14 March 07:00 UTC to 7 November 06:00 UTC.
private let newYork = VenueClock(
    zoneName: "America/New_York",
    offsets: [
        .init(from: .zero, seconds: -5 * 3600),
        .init(from: Timestamp(milliseconds: 1_805_007_600_000), seconds: -4 * 3600),
        .init(from: Timestamp(milliseconds: 1_825_567_200_000), seconds: -5 * 3600),
    ])

private func day(_ date: CivilDate, clock: VenueClock = newYork) -> WeddingDay {
    WeddingDay(id: "w", title: "A - B", date: date, clock: clock, venue: "Barn")
}

@Suite("Venue clock")
struct VenueClockTests {
    @Test("every day of three centuries comes back from its number")
    func civilDates() {
        var number = CivilDate(year: 1900, month: 1, day: 1).daysSinceEpoch
        let end = CivilDate(year: 2201, month: 1, day: 1).daysSinceEpoch
        while number < end {
            let date = CivilDate(daysSinceEpoch: number)
            #expect(date.daysSinceEpoch == number && date.isValid)
            number += 1
        }
        #expect(CivilDate(year: 2027, month: 6, day: 12).weekday == 6)
        #expect(!CivilDate(year: 2027, month: 2, day: 29).isValid)
    }

    @Test("a day with 23 hours and one with 25 keep their own length")
    func unevenDays() {
        func hours(_ date: CivilDate) -> Int {
            let start = newYork.moment(date, hour: 0, minute: 0)
            let end = newYork.moment(date.adding(days: 1), hour: 0, minute: 0)
            return (end - start).wholeSeconds / 3600
        }
        #expect(hours(CivilDate(year: 2027, month: 3, day: 14)) == 23)
        #expect(hours(CivilDate(year: 2027, month: 11, day: 7)) == 25)
        #expect(hours(CivilDate(year: 2027, month: 6, day: 12)) == 24)
    }

    @Test("a time that spring skips means the moment after it, one that autumn repeats the first")
    func gapAndOverlap() {
        let gap = newYork.moment(CivilDate(year: 2027, month: 3, day: 14), hour: 2, minute: 30)
        #expect(newYork.local(gap).hourMinute == "03:30")
        let twice = newYork.moment(CivilDate(year: 2027, month: 11, day: 7), hour: 1, minute: 30)
        #expect(newYork.offsetSeconds(at: twice) == -4 * 3600)
    }

    @Test("a typed time that the clocks show twice is asked for, and one that they skip refused")
    func typedAtTheChange() throws {
        func words(_ text: String, _ month: Int, _ day: Int) -> String {
            do {
                let date = CivilDate(year: 2027, month: month, day: day)
                let moment = try newYork.moment(try TypedTime.read(text), on: date)
                return
                    "\(newYork.local(moment).hourMinute) \(newYork.offsetSeconds(at: moment) / 3600)"
            } catch { return "\(error)" }
        }
        #expect(
            words("01:30", 11, 7)
                == "01:30 happens twice that night. Type 01:30 -04:00, or then 01:30 -05:00.")
        #expect(words("01:30 -04:00", 11, 7) == "01:30 -4")
        #expect(words("1:30 am -5", 11, 7) == "01:30 -5")
        #expect(words("01:30 UTC-05:00", 11, 7) == "01:30 -5")
        #expect(words("01:30 +02:00", 11, 7) == "The venue's clock is at -04:00 then.")
        #expect(words("02:30", 3, 14).hasPrefix("02:30 does not exist on 14 March"))
        #expect(words("02:30", 11, 7) == "02:30 -5")
        #expect(words("2027-06-12 15:30", 11, 7) == "15:30 -4")
        #expect(words("2027-06-12T15:30:00", 11, 7) == "15:30 -4")
    }

    @Test("any text is read as a time or refused, whatever stands in it", arguments: 0..<500)
    func anyText(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parts = [
            "1", "2", "3", "0", ":", ".", "-", "–", " ", "pm", "a.m.", "noon", "sun", "é", "T", "+",
            "to", "UTC",
        ]
        let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            parts.randomElement(using: &random)!
        }.joined()
        if let time = try? TypedTime.read(text) {
            #expect((0..<24).contains(time.hour) && (0..<60).contains(time.minute), "\(text)")
        }
        if let leading = try? TypedTime.leading(text) {
            #expect(text.hasSuffix(leading.rest) || text.trimmedSpaces.hasSuffix(leading.rest))
        }
    }

    @Test(
        "local time and back is the same moment outside the repeated hour",
        arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let seconds = Int64.random(in: 1_798_761_600...1_830_297_600, using: &random)
        let moment = Timestamp(milliseconds: seconds * 1000)
        let local = newYork.local(moment)
        let back = newYork.moment(
            local.date, hour: local.hour, minute: local.minute, second: local.second)
        let isRepeated = local.date == CivilDate(year: 2027, month: 11, day: 7) && local.hour == 1
        #expect(back == moment || isRepeated, "seed \(seed)")
    }
}

@Suite("Day mode")
struct DayModeTests {
    private func mode(_ wedding: CivilDate, _ date: CivilDate, _ hour: Int, _ minute: Int)
        -> DayMode
    {
        day(wedding).mode(at: newYork.moment(date, hour: hour, minute: minute))
    }

    @Test("Saturday is Saturday at the venue, not in UTC")
    func saturday() {
        let friday = CivilDate(year: 2027, month: 6, day: 11)
        let other = CivilDate(year: 2027, month: 1, day: 1)
        #expect(mode(other, friday, 23, 59) == .normal)
        #expect(mode(other, friday.adding(days: 1), 0, 0) == .weddingDay)
        #expect(mode(other, friday.adding(days: 1), 23, 59) == .weddingDay)
        #expect(mode(other, friday.adding(days: 2), 0, 0) == .normal)
    }

    @Test("a Friday wedding is on from six in the morning to three the next night")
    func friday() {
        let friday = CivilDate(year: 2027, month: 6, day: 18)
        #expect(mode(friday, friday, 5, 59) == .normal)
        #expect(mode(friday, friday, 6, 0) == .weddingDay)
        let sunday = CivilDate(year: 2027, month: 6, day: 20)
        #expect(mode(sunday, sunday.adding(days: 1), 2, 59) == .weddingDay)
        #expect(mode(sunday, sunday.adding(days: 1), 3, 0) == .normal)
    }

    @Test("what still runs keeps the day on past three")
    func stillRunning() {
        let sunday = CivilDate(year: 2027, month: 6, day: 20)
        var wedding = day(sunday)
        let late = newYork.moment(sunday.adding(days: 1), hour: 3, minute: 30)
        var party = TimelineItem(
            id: "i", title: "Party", kind: .reception, start: late - .hours(3), end: late)
        wedding.items.insert(party)
        #expect(wedding.mode(at: late) == .normal)
        party.status = .running
        wedding.items.insert(party)
        #expect(wedding.mode(at: late) == .weddingDay)
    }

    @Test("on the day of the spring change the day begins at six by the wall")
    func springChange() {
        let sunday = CivilDate(year: 2027, month: 3, day: 14)
        #expect(mode(sunday, sunday, 5, 59) == .normal)
        #expect(mode(sunday, sunday, 6, 0) == .weddingDay)
    }

    @Test("each promise of the two modes")
    func promises() {
        #expect(DayMode.allCases.map(\.heartbeat) == [.seconds(30), .seconds(10)])
        #expect(DayMode.allCases.map(\.connectionsMax) == [10_000, 20_000])
        #expect(DayMode.allCases.map(\.absenceTolerance) == [.minutes(30), .minutes(5)])
        #expect(DayMode.allCases.map(\.watchesBatteries) == [false, true])
    }
}
