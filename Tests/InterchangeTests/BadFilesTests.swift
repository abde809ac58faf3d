import Foundation
import Interchange
import TestSupport
import Testing
import Wedding

/// Files as people have them: each mistake is told with its line, and hides no other.
@Suite("Files with mistakes")
struct BadFilesTests {
    private func script(_ text: String) -> [String] {
        do {
            let script = try DayFile.parse(text, file: "d.csv", for: Sample.wedding)
            return ["\(script.rows.count) rows"]
        } catch { return error.problems.map(\.description) }
    }

    private static let header = "ts,via,actor,kind,subject,zone,text"
    private static let row =
        "2027-06-12T06:44:00-04:00,console,p-lorna,presence.checkin,p-lorna,z-barn,"

    @Test(
        "a script that is no CSV is told with its line",
        arguments: [
            ("\(header)\n\(row)6\" platform", "d.csv:2: error: a quote is inside a field."),
            ("\(header)\n\(row)\"six\" nails", "d.csv:2: error: text follows a field's closing"),
            ("\(header)\n\(row)ok\n\(row)\"never\nclosed", "d.csv:3: error: a quote opens here"),
            ("\(header),text\n\(row)a,b", "d.csv:1: error: the column \"text\" appears twice."),
            (
                "\(header)\n\(row)rain, and wind",
                "d.csv:2: error: this row has 8 fields, the header has 7"
            ),
            ("\(header)\r\(row)ok\r\(row)6\" x", "d.csv:3: error: a quote is inside"),
        ])
    func badScripts(text: String, words: String) {
        let found = script(text)
        #expect(found.contains { $0.hasPrefix(words) }, "\(found)")
    }

    @Test("a script is read with commas, semicolons or tabs, and with the line ends of any system")
    func separators() {
        for separator in [",", ";", "\t"] {
            for end in ["\n", "\r\n", "\r"] {
                let text = "\(Self.header)\n\(Self.row)\"a, b; c\"\n\(Self.row)d\n"
                    .replacing("\n", with: end)
                let quoted = text.split(separator: "\"", omittingEmptySubsequences: false)
                let other = quoted.enumerated().map { place, part in
                    place % 2 == 0 ? String(part).replacing(",", with: separator) : String(part)
                }.joined(separator: "\"")
                #expect(script(other) == ["2 rows"], "\(other.debugDescription)")
            }
        }
    }

    @Test("no suggestion is the very word that was refused")
    func suggestions() {
        let rest = ",console,p-lorna,sync.resolve,i-34,z-barn,x"
        let found = script("\(Self.header)\n2027-06-12T06:44:00-04:00\(rest)")
        #expect(
            found == [
                "d.csv:2: error: the core writes \"sync.resolve\" itself: set its actor to \"system\"."
            ])
        #expect(venueClock("GMT", around: CivilDate(year: 2027, month: 6, day: 12)) != nil)
        #expect(venueClock("Etc/GMT", around: CivilDate(year: 2027, month: 6, day: 12)) != nil)
        #expect(venueClock("GMT+2", around: CivilDate(year: 2027, month: 6, day: 12)) == nil)
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try WeddingFile.parse(text, file: "w.toml")
            return []
        } catch { return error.problems.map(\.description) }
    }

    @Test("values without quotes are told, each once, and hide no other mistake")
    func unquoted() {
        let text = """
            format = "wedding/1"
            [wedding]
            id = w-a
            title = Anna and Per # the couple
            date = "2027-06-12"
            timezone = "Europe/Pariss"
            venue = 12 Oak Street
            [[zone]]
            id = z-hall
            name = "Hall"
            kind = "hal"
            capacity = 10
            adjacent = [z-yard, "z-gate"]
            [[zone]]
            id = "z-gate"
            name = "Gate"
            kind = "guest_entrance"
            capacity = ten
            adjacent = ["z-hall"]
            """
        let found = problems(text)
        func line(_ number: Int) -> [String] {
            found.filter { $0.hasPrefix("w.toml:\(number):") }
        }
        for number in [3, 4, 7, 9, 13, 18] {
            #expect(line(number).count == 1, "line \(number): \(line(number))")
            #expect(line(number).first?.contains("error") == true)
        }
        #expect(line(6).first?.contains("Did you mean \"Europe/Paris\"?") == true)
        #expect(line(11).first?.contains("not a known kind") == true)
        #expect(found.count == 9, "\(found)")
    }

    @Test("deep nesting and long keys are errors, whichever reader meets them")
    func bounded() {
        let many = 200_000
        for text in [
            String(repeating: "a.", count: many) + "a = 1",
            "a = " + String(repeating: "[", count: many),
            "a = " + String(repeating: "{b=", count: many), String(repeating: "[", count: many),
            "[" + String(repeating: "a.", count: many) + "a]",
            "a = \"" + String(repeating: "\\", count: many),
            "\"" + String(repeating: "a", count: many),
        ] {
            #expect(!problems("format = \"wedding/1\"\n" + text).isEmpty)
        }
    }
}

@Suite("The venue's time zone")
struct VenueZoneTests {
    @Test("a clock knows its offsets from years before the wedding to a year after its end")
    func span() throws {
        let day = CivilDate(year: 2027, month: 6, day: 12)
        for name in ["America/New_York", "Europe/London", "Australia/Sydney", "Asia/Tokyo"] {
            let clock = try #require(venueClock(name, around: day, until: day.adding(days: 2)))
            let zone = try #require(TimeZone(identifier: name))
            for days in stride(from: -1000, to: 360, by: 7) {
                let moment = clock.moment(day.adding(days: days), hour: 15, minute: 26)
                let date = Date(timeIntervalSince1970: Double(moment.milliseconds / 1000))
                #expect(
                    clock.offsetSeconds(at: moment) == zone.secondsFromGMT(for: date),
                    "\(name), \(days) days")
            }
        }
    }
}
