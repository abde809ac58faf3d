import Foundation
import Interchange
import TestSupport
import Testing
import Wedding

@Suite("Wedding files")
struct WeddingFileTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try WeddingFile.parse(text, file: "w.toml")
            return []
        } catch { return error.problems.map(\.description) }
    }

    private let head = """
        format = "wedding/1"
        [wedding]
        id = "w-a"
        title = "A - B"
        date = "2027-06-12"
        timezone = "America/New_York"
        venue = "Barn"

        """

    @Test("a small file of what is required is a wedding")
    func minimal() throws {
        let day = try WeddingFile.parse(head, file: "w.toml")
        #expect(day.venue == "Barn")
        #expect(day.rules.count == AlertRule.standard.count)
        #expect(
            day.clock.local(day.clock.moment(day.date, hour: 15, minute: 0)).hourMinute == "15:00")
    }

    @Test("rules that a file writes add to those that are promised, and take none away")
    func someRules() throws {
        let rules = """

            [[alert_rule]]
            id = "r-battery"
            kind = "battery_low"
            priority = 1
            do_first = "Bring the power bank"
            """
        let day = try WeddingFile.parse(head + rules, file: "w.toml")
        let (ours, promised) = (day.rules.map(\.watches), AlertRule.standard.map(\.watches))
        #expect(Set(ours) == Set(promised) && ours.count == promised.count)
        let battery = try #require(day.rules["r-battery"])
        #expect(battery.priority == .critical && battery.doFirst == "Bring the power bank")
    }

    @Test("a fire has a place to gather, or a way out of each room, or a notice says neither has")
    func gathering() throws {
        func notices(_ more: String) throws -> [String] {
            let text = """
                format = "wedding/1"
                [wedding]
                id = "w-a"
                title = "A - B"
                date = "2027-06-12"
                timezone = "America/New_York"
                venue = "Barn"
                [[zone]]
                id = "hall"
                name = "Hall"
                kind = "reception_hall"
                capacity = 90
                indoor = true
                map_w = 9
                map_h = 3
                [[zone]]
                id = "lawn"
                name = "Lawn"
                kind = "ceremony_area"
                capacity = 90
                map_y = 5
                map_w = 9
                map_h = 3

                """
            return try WeddingFile(text + more, file: "w.toml").notices.map(\.message)
        }
        #expect(try notices("").map { $0.prefix(19) } == ["The file does not s"])
        #expect(try notices("[[map_door]]\nfrom = \"lawn\"\nto = \"hall\"\n").isEmpty)
        #expect(
            try notices(
                """
                [[zone]]
                id = "oak"
                name = "Oak"
                kind = "assembly_point"
                capacity = 90
                map_x = 20
                map_w = 9
                map_h = 3
                """
            ).isEmpty)
    }

    @Test("the sample has everything its page says")
    func sample() {
        let day = Sample.wedding
        #expect(day.zones.count == 13 && day.vendors.count == 16 && day.people.count == 43)
        #expect(day.items.count == 45 && day.tables.count == 15 && day.guests.count == 120)
        #expect(day.duties.count == 24 && day.payments.count == 18 && day.custody.count == 3)
        #expect(day.rules.count == 6 && day.emergencyContacts.count == 9)
    }

    /// A line to add to the small file, and what is said of it, in full.
    static let mistakes: [(String, String)] = [
        (
            "venu = \"x\"",
            #"w.toml:8: error: unknown key "venu" in wedding w-a. Did you mean "venue"?"#
        ),
        (
            "shield_couple = \"no\"",
            "w.toml:8: error: shield_couple should be true or false, not a text."
        ),
        (
            "sunset = 20:31:00",
            "w.toml:8: error: sunset should be a date and time with offset, not a time without date."
        ),
        (
            "sunset = 2027-06-12T20:31:00",
            "w.toml:8: error: sunset has no UTC offset. Write it like 2027-06-12T15:00:00-04:00."
        ),
        (
            "ceremony = \"i-9\"",
            #"w.toml:8: error: there is no item "i-9". Add it, or remove the name here."#
        ),
        (
            "deputies = [\"p-x\"]",
            #"w.toml:8: error: there is no person "p-x". Add it, or remove the name here."#
        ),
        (
            "end_date = \"2027-06-11\"",
            "w.toml:8: error: end_date is before date. Correct one of them."
        ),
        ("[[zon]]\nid = \"z\"", #"w.toml:8: error: unknown section "zon". Did you mean "zone"?"#),
        (
            "[[zone]]\nid = \"z\"\nname = \"Z\"\nkind = \"parkin\"\ncapacity = 9\nmap_w = 5\nmap_h = 3",
            #"w.toml:11: error: "parkin" is not a known kind. Did you mean "parking"?"#
        ),
        (
            "[[zone]]\nid = \"z\"\nname = \"Z\"\nkind = \"parking\"\ncapacity = 9\nmap_x = 70\nmap_w = 5\nmap_h = 3",
            "w.toml:13: error: z extends past the map of 72 x 22. Move it, or make map_w and map_h of [wedding] larger."
        ),
        (
            "[[item]]\nid = \"i\"\ntitle = \"T\"\nkind = \"cake\"\nstart = 2027-06-12T15:00:00-04:00\nend = 2027-06-12T14:00:00-04:00",
            "w.toml:13: error: item i ends before it starts. Correct its end or its date."
        ),
        (
            "[[table]]\nid = \"t\"\nseats = 1\n[[guest]]\nid = \"g1\"\nfirst_name = \"A\"\nrsvp = \"attending\"\ntable = \"t\"\n[[guest]]\nid = \"g2\"\nfirst_name = \"B\"\nrsvp = \"attending\"\ntable = \"t\"",
            "w.toml:20: error: table t is full: it has 1 seats and g2 is one more. Seat them elsewhere."
        ),
        (
            "[[route]]\ntopic = \"seatng\"\naudience = [\"couple\"]",
            #"w.toml:9: error: "seatng" is not a known topic. Did you mean "seating"?"#
        ),
        (
            "[[alert_rule]]\nid = \"r\"\nkind = \"batery_low\"\ntrigger = \"battery\"",
            #"w.toml:10: error: "batery_low" is not a known kind. Did you mean "battery_low"?"#
        ),
        (
            "[[alert_rule]]\nid = \"r\"\nkind = \"key_person_missing\"\npriority = 3",
            "w.toml:11: error: key person missing has priority 1 by default; a rule can only make it more urgent. Leave priority out."
        ),
        (
            "[[suppression]]\nid = \"s\"\nkind = \"medical\"\nreason = \"no\"",
            "w.toml:10: error: medical is an emergency; no rule can suppress it."
        ),
        (
            "[[map_door]]\nfrom = \"z-a\"\nto = \"z-a\"\n[[zone]]\nid = \"z-a\"\nname = \"A\"\nkind = \"parking\"\ncapacity = 1\nmap_w = 5\nmap_h = 3\n[[map_art]]\nzone = \"z-b\"",
            #"w.toml:19: error: there is no zone "z-b". Did you mean "z-a"?"#
        ),
        (
            "[[item]]\nid = \"i\"\ntitle = \"T\"\nkind = \"ceremony\"\nstart = 2027-06-12T15:00:00-04:00\nend = 2027-06-12T16:00:00-04:00",
            "w.toml:3: error: [wedding] does not say which item is the ceremony. Add ceremony = \"i\"."
        ),
        (
            "[[emergency_contact]]\norder = 1\nname = \"Dispatch\"",
            "w.toml:8: error: emergency_contact 1 cannot be reached. Add person or phone."
        ),
        (
            "[[vendor]]\nid = \"v\"\nname = \"V\"\n[[vendor]]\nid = \"v\"\nname = \"W\"",
            #"w.toml:12: error: the vendor id "v" is used twice. Choose another."#
        ),
    ]

    @Test("each mistake is told with its line and its mend", arguments: mistakes)
    func mistake(line: String, said: String) { #expect(problems(head + line) == [said]) }

    @Test("a wrong time zone names the nearest one")
    func timeZone() {
        let text = head.replacingOccurrences(of: "New_York", with: "New_Yrok")
        #expect(
            problems(text) == [
                #"w.toml:6: error: "America/New_Yrok" is not a time zone. Did you mean "America/New_York"? Use an IANA name like "Europe/Paris"."#
            ])
    }

    private func zone(_ id: String, _ x: Int, _ next: String = "") -> String {
        "[[zone]]\nid = \"\(id)\"\nname = \"Z\"\nkind = \"parking\"\ncapacity = 5\nmap_x = \(x)\nmap_w = 6\nmap_h = 3\nadjacent = [\(next)]\n"
    }

    @Test("overlapping zones are told")
    func map() {
        let said = problems(head + zone("z1", 0) + zone("z2", 4))
        #expect(said.contains { $0.contains("z2 overlaps z1 on the map") })
    }

    @Test("neighbours said on one side are neighbours on both")
    func neighbours() throws {
        let text = head + zone("z1", 0, "\"z2\"") + zone("z2", 9)
        let day = try WeddingFile.parse(text, file: "w.toml")
        #expect(day.zones["z1"]?.adjacent == ["z2"] && day.zones["z2"]?.adjacent == ["z1"])
    }

    @Test("a company is reached by whoever leads it, unless they have a number of their own")
    func companies() throws {
        let vendor = "[[vendor]]\nid = \"v\"\nname = \"V\"\nphone = \"1\"\nemail = \"v@x\"\n"
        let person = { (id: String, rest: String) in
            "[[person]]\nid = \"\(id)\"\nname = \"P\"\nrole = \"vendor\"\nvendor = \"v\"\n\(rest)\n"
        }
        let text = head + vendor + person("a", "") + person("b", "lead = true\nphone = \"2\"")
        let people = try WeddingFile.parse(text, file: "w.toml").people
        #expect(people["a"]?.phone == nil && people["a"]?.email == nil)
        #expect(people["b"]?.phone == "2" && people["b"]?.email == "v@x")
    }

    @Test("a circle of dependencies is told with its path")
    func circle() {
        let item = { (id: String, after: String) in
            "[[item]]\nid = \"\(id)\"\ntitle = \"T\"\nkind = \"cake\"\nstart = 2027-06-12T15:00:00-04:00\nend = 2027-06-12T16:00:00-04:00\ndepends_on = [\"\(after)\"]\n"
        }
        let said = problems(head + item("a", "b") + item("b", "c") + item("c", "a"))
        #expect(
            said == [
                "w.toml:14: error: depends_on forms a loop: a → b → c → a. Remove one of them."
            ])
    }

    @Test("two circles are two mistakes")
    func circles() {
        let item = { (id: String, after: String) in
            "[[item]]\nid = \"\(id)\"\ntitle = \"T\"\nkind = \"cake\"\nstart = 2027-06-12T15:00:00-04:00\nend = 2027-06-12T16:00:00-04:00\ndepends_on = [\"\(after)\"]\n"
        }
        let text = head + item("a", "b") + item("b", "a") + item("c", "c") + item("d", "a")
        #expect(problems(text).map { $0.contains("loop: a → b → a") } == [true, false])
        #expect(problems(text).last?.contains("loop: c → c") == true)
    }

    @Test("a table that is refused does not shift the lines of those after it")
    func linesAfterDuplicate() {
        let vendor = "[[vendor]]\nid = \"v\"\nname = \"V\"\n"
        let person = { (id: String, vendor: String) in
            "[[person]]\nid = \"\(id)\"\nname = \"P\"\nrole = \"vendor\"\nvendor = \"\(vendor)\"\n"
        }
        let said = problems(
            head + vendor + person("p", "v") + person("p", "v") + person("q", "w"))
        #expect(
            said == [
                #"w.toml:17: error: the person id "p" is used twice. Choose another."#,
                #"w.toml:25: error: there is no vendor "w". Did you mean "v"?"#,
            ])
    }

    @Test("a header without a title or with a wrong day does not hide the rest")
    func headerAndRest() {
        let text = head.replacingOccurrences(of: "2027-06-12", with: "2027-06-32")
        #expect(problems(text + "[[zon]]\n").count == 2)
    }

    @Test("all mistakes are told at once")
    func allAtOnce() {
        let lines = ["venu = \"x\"", "locale = 3", "ceremony = \"i-9\"", "[[zon]]"].joined(
            separator: "\n")
        #expect(problems(head + lines).count == 4)
    }

    @Test(
        "a syntax error has its line and column, and nothing traps",
        arguments: ["[wedding", "a = ", "= 3", "\"", "[[a]]\n[a]"])
    func syntax(text: String) { #expect(problems(text).first?.contains("w.toml:") == true) }

    @Test(
        "a header without a name is told with its place",
        arguments: ["[=]", "[[ #", "[\n", "x = [\n [\n 1]]\n [?]"])
    func nameless(text: String) {
        #expect(problems(text).last?.contains("a table header needs a name") == true)
    }

    @Test("a file cut anywhere is told about, never trapped on", arguments: 0..<60 as Range<Int>)
    func truncated(part: Int) throws {
        let text = try String(
            contentsOfFile: Sample.root + "Samples/alder-mill/wedding.toml", encoding: .utf8)
        let cut = String(text.prefix(text.count * part / 60))
        _ = problems(cut)
        var random = SeededGenerator(seed: UInt64(part))
        var letters = Array(text.prefix(4000))
        for _ in 0..<20 {
            letters[Int.random(in: 0..<letters.count, using: &random)] =
                "\"[]={}#\n\u{0}9"[Int.random(in: 0..<10, using: &random)]
        }
        _ = problems(String(letters))
    }

    @Test("a file that is missing, a folder or not UTF-8 is one sentence")
    func files() throws {
        func said(_ path: String) -> String? {
            do { _ = try WeddingFile.load(path); return nil } catch {
                return error.problems.first?.message
            }
        }
        #expect(said("/nowhere/w.toml") == "there is no such file. Check the path.")
        #expect(said(Sample.root + "Samples") == "this is a folder. Name a file in it.")
        let path =
            NSTemporaryDirectory()
            + "callboard-latin1-\(ProcessInfo.processInfo.processIdentifier).toml"
        try Data([0x61, 0x0A, 0xE9, 0x0A]).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(said(path) == "is not UTF-8 here. Save the file as UTF-8.")
    }
}

extension String {
    fileprivate subscript(_ offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}

@Suite("Day scripts")
struct DayFileTests {
    private let header =
        "ts,rx,via,actor,kind,subject,zone,field,old,new,base_rev,priority,audience,text\n"

    private func problems(_ text: String) -> [String] {
        do {
            _ = try DayFile.parse(text, file: "d.csv", for: Sample.wedding)
            return []
        } catch { return error.problems.map(\.description) }
    }

    private func row(
        _ kind: String, _ subject: String, _ rest: String = ",,,,,,,",
        ts: String = "2027-06-12T09:00:00-04:00", actor: String = "p-rosa", via: String = "console"
    ) -> String {
        "\(ts),,\(via),\(actor),\(kind),\(subject),\(rest)\n"
    }

    @Test("columns are found by name, in any order, CRLF or LF, quotes and line ends inside fields")
    func shapes() throws {
        let text =
            "kind,subject,actor,via,ts,text\r\ntask.done,k-01,p-ben,console,2027-06-12T09:00:00-04:00,\"a, \"\"b\"\"\nc\"\r\n"
        let script = try DayFile.parse(text, file: "d.csv", for: Sample.wedding)
        #expect(script.rows.map(\.text) == ["a, \"b\" c"])
    }

    static let mistakes: [(String, String, String)] = [
        (
            "task.don", "k-01",
            #"d.csv:2: error: unknown kind "task.don". Did you mean "task.done"?"#
        ),
        ("task.done", "nothing", #"d.csv:2: error: there is no task "nothing"."#),
        (
            "presence.checkin", "p-rsoa",
            #"d.csv:2: error: there is no person "p-rsoa". Did you mean "p-rosa"?"#
        ),
        ("timeline.start", "", "d.csv:2: error: subject is empty. Name an item."),
        (
            "net.offline", "laptop",
            #"d.csv:2: error: "laptop" is not a console: console-1 is the first coordinator's."#
        ),
    ]

    @Test("each mistake is told with its line and its mend", arguments: mistakes)
    func mistake(kind: String, subject: String, said: String) {
        #expect(problems(header + row(kind, subject)).first == said)
    }

    @Test("bad moments, actors and ways are told")
    func fields() {
        #expect(
            problems(header + row("task.done", "k-01", ts: "noon")).first
                == #"d.csv:2: error: ts "noon" is not a date and time. Write it like 2027-06-12T15:00:00-04:00."#
        )
        #expect(
            problems(header + row("task.done", "k-01", actor: "p-bne")).first?.contains(
                #"Did you mean "p-ben"?"#) == true)
        #expect(
            problems(header + row("task.done", "k-01", via: "radoi")).first
                == #"d.csv:2: error: "radoi" is not a via. Did you mean "radio"?"#)
        #expect(
            problems("a,b\n1,2\n").contains {
                $0.hasPrefix(#"d.csv:1: error: there is no column "ts"."#)
            })
        #expect(
            problems(header.replacingOccurrences(of: "text", with: "txt")).first
                == #"d.csv:1: error: unknown column "txt". Did you mean "text"? Remove it or correct its name."#
        )
    }

    @Test("a script without rows or with an open quote is told, not trapped on")
    func broken() {
        #expect(problems(header) == [])
        #expect(!problems(header + "\"open").isEmpty)
        #expect(!problems("\"").isEmpty)
        #expect(!problems("").isEmpty)
        #expect(problems(header + String(repeating: ",", count: 5000) + "\n") == [])
    }

    @Test("a wrong line is told by its own number when fields before it hold line ends")
    func lineNumbers() {
        let text =
            header + "2027-06-12T09:00:00-04:00,,console,p-ben,task.done,k-01,,,,,,,,\"one\ntwo\"\n"
            + row("task.done", "nothing")
        #expect(problems(text) == [#"d.csv:4: error: there is no task "nothing"."#])
    }
}

@Suite("Numbers out of all measure")
struct AbsurdNumberTests {
    static let lines = [
        "map_w = 4000000000000000000", "timeline_version = 9223372036854775807",
        "end_date = \"9223372036854775807-01-01\"", "end_date = \"2027-06-9223372036854775807\"",
        "[[table]]\nid = \"t\"\nseats = 9223372036854775807",
        "[[zone]]\nid = \"z\"\nname = \"Z\"\nkind = \"parking\"\ncapacity = 1\nmap_x = 1\nmap_w = 9223372036854775807",
        "[[item]]\nid = \"i\"\ntitle = \"T\"\nkind = \"cake\"\nstart = 2027-06-12T15:00:00Z\nend = 2027-06-12T16:00:00Z\nmin_minutes = 9223372036854775807",
        "[[alert_rule]]\nid = \"r\"\nkind = \"weather\"\nescalate_after_minutes = 9223372036854775807",
    ]

    @Test("are told, not computed with", arguments: lines)
    func told(line: String) {
        let head =
            "format = \"wedding/1\"\n[wedding]\nid = \"w\"\ntitle = \"T\"\ndate = \"2027-06-12\"\ntimezone = \"UTC\"\nvenue = \"V\"\n"
        #expect(throws: FileProblems.self) { try WeddingFile.parse(head + line, file: "w.toml") }
    }

    @Test(
        "are told in a day script, too",
        arguments: [
            ("guest.leave", "cars", "-3"), ("timeline.shift", "i-30", "9223372036854775807"),
            ("presence.eta", "p-iris", "99999999999-01-01 15:30"),
            ("presence.battery", "p-iris", "101"),
        ])
    func script(kind: String, subject: String, new: String) {
        let text =
            "ts,via,actor,kind,subject,new\n2027-06-12T09:00:00-04:00,console,p-rosa,\(kind),\(subject),\(new)\n"
        #expect(throws: FileProblems.self) {
            try DayFile.parse(text, file: "d.csv", for: Sample.wedding)
        }
        let far =
            "ts,via,actor,kind,subject\n9999-06-12T09:00:00-04:00,console,p-rosa,task.done,k-01\n"
        #expect(throws: FileProblems.self) {
            try DayFile.parse(far, file: "d.csv", for: Sample.wedding)
        }
    }
}
