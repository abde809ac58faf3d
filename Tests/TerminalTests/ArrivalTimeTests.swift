import TestSupport
import Testing
import Wedding
import callboard

@Suite("When somebody says they will be there")
struct ArrivalTimeTests {
    /// A moment of the sample wedding's time zone, by what clocks show there.
    private func moment(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int) -> Timestamp {
        let date = CivilDate(year: month == 6 ? 2027 : 2026, month: month, day: day)
        return Sample.wedding.clock.moments(date, hour: hour, minute: minute)[0]
    }

    @Test("minutes count from now, a time is the next of the venue's clock")
    func times() throws {
        func there(_ text: String, _ now: Timestamp) throws -> Timestamp {
            try ArrivalTime(text).moment(in: Sample.wedding, at: now)
        }
        let noon = moment(6, 12, 12, 0)
        #expect(try there("20m", noon) == noon + .minutes(20))
        #expect(try there("1 h", noon) == noon + .hours(1))
        #expect(try there("2:30pm", noon) == moment(6, 12, 14, 30))
        #expect(try there("00:15", moment(6, 12, 23, 50)) == moment(6, 13, 0, 15))
        #expect(try there("11:00", noon) == moment(6, 12, 11, 0))
        // Hosted in November, when the clocks of June do not hold.
        #expect(try there("15:26", moment(11, 20, 15, 0)) == moment(11, 20, 15, 26))
    }

    @Test("what is no time is refused in words", arguments: ["25:10", "soon", "99h", "", "3:30"])
    func refused(text: String) {
        #expect(throws: TypedTime.Problem.self) { try ArrivalTime(text) }
    }
}
