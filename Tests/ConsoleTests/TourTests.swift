import Console
import RealtimeProtocol
import TestSupport
import Testing
import Wedding

@Suite("The tour")
struct TourTests {
    /// A core that answers the console, at the moment a tour begins.
    private func start() -> Rehearsal { Rehearsal(at: Sample.moment(15, 0, 52)) }

    @Test("each step is done by what was done, and the end says how it went")
    func steps() {
        let rehearsal = start()
        #expect(rehearsal.text.contains("TOUR 1/8"))
        rehearsal.press(.char("1"))
        rehearsal.select("p-iris")
        rehearsal.press(.char("i"), .char("i"))
        #expect(rehearsal.text.contains("TOUR 2/8"))
        rehearsal.press(.char("a"))
        #expect(rehearsal.text.contains("TOUR 3/8"))
        rehearsal.select("p-hank")
        rehearsal.press(.char("w"), .enter)
        #expect(rehearsal.text.contains("TOUR 4/8"))
        rehearsal.press(.char("2"))
        rehearsal.select("i-34")
        rehearsal.press(.char("d"), .escape)
        #expect(rehearsal.text.contains("TOUR 4/8"))
        rehearsal.press(.char("d"), .char("1"), .char("0"), .enter, .enter)
        #expect(rehearsal.text.contains("TOUR 5/8"), "\(rehearsal.text)")
        rehearsal.command("plan-b")
        #expect(rehearsal.text.contains("TOUR 5/8"))
        rehearsal.press(.enter)
        #expect(rehearsal.text.contains("TOUR 6/8"), "\(rehearsal.text)")
        rehearsal.command("drill")
        rehearsal.press(.char("3"), .enter, .enter)
        rehearsal.type("practice")
        rehearsal.press(.enter)
        #expect(rehearsal.text.contains("TOUR 7/8"), "\(rehearsal.text)")
        rehearsal.pass(.seconds(2))
        rehearsal.press(.char("A"), .enter)
        #expect(rehearsal.text.contains("TOUR 8/8"), "\(rehearsal.text)")
        rehearsal.press(.char("4"), .char("C"))
        rehearsal.type("all clear done")
        rehearsal.press(.enter)
        #expect(rehearsal.text.contains("TOUR done in"), "\(rehearsal.text)")
    }

    @Test("a key that does nothing of it moves no step on")
    func nothing() {
        let rehearsal = start()
        rehearsal.press(.char("2"), .char("j"), .char("?"), .escape)
        #expect(rehearsal.text.contains("TOUR 1/8"))
    }

    @Test(
        "it takes two rows at the foot, over an emergency as well",
        arguments: [[80, 24], [120, 36]])
    func rows(size: [Int]) {
        let rehearsal = Rehearsal(at: Sample.moment(15, 0, 52), size: (size[0], size[1]))
        let lines = rehearsal.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == size[1])
        #expect(lines[size[1] - 2].hasPrefix(" TOUR 1/8"))
    }
}
