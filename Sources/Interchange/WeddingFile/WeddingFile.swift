import Foundation
import TOMLKit
import Wedding

/// Reads a wedding file (`format = "wedding/1"`): all of it, or everything that is wrong with it.
package struct WeddingFile: Sendable {
    package let day: WeddingDay
    /// Keys that move nothing, and facts that do not agree, by line. None of them refuses the file.
    package let notices: [FileProblem]

    package init(path: String) throws(FileProblems) {
        let text: String
        do { text = try readText(path) } catch { throw FileProblems([error]) }
        try self.init(text, file: path.split(separator: "/").last.map(String.init) ?? path)
    }

    package init(_ text: String, file: String) throws(FileProblems) {
        let source = try TOMLSource(text: text, file: file)
        let day = Self.read(source)
        let errors = source.problems.filter { $0.severity == .error }
        guard let day, errors.isEmpty else { throw FileProblems(errors) }
        (self.day, notices) = (day, FileProblems(source.problems).problems)
    }

    package static func load(_ path: String) throws(FileProblems) -> WeddingDay {
        try WeddingFile(path: path).day
    }

    package static func parse(_ text: String, file: String) throws(FileProblems) -> WeddingDay {
        try WeddingFile(text, file: file).day
    }

    /// The keys that are asked for while a text is read, by table, whether they stand there or not.
    package static func keys(_ text: String) throws(FileProblems) -> [String: Set<String>] {
        let source = try TOMLSource(text: text, file: "")
        _ = read(source)
        return source.asked
    }

    private static func read(_ source: TOMLSource) -> WeddingDay? {
        checkTop(source)
        guard let header = source.table("wedding") else {
            source.add(0, "there is no [wedding] table. A wedding file begins with it.")
            return nil
        }
        var day = readHeader(header)
        readPlaces(source, &day)
        readPeople(source, &day)
        readPlan(source, &day, currency: header.text("currency") ?? "USD")
        readGuests(source, &day)
        readRules(source, &day)
        readSuppressions(source, &day)
        WeddingChecks(day: day, source: source).run()
        compare(header, day)
        header.finish()
        return day
    }

    package static let sections = [
        "wedding", "venue", "zone", "vendor", "person", "item", "table", "guest", "task", "payment",
        "emergency_contact", "custody", "equipment", "alert_rule", "suppression", "ceremony",
        "route", "map_art",
        "map_door",
    ]

    private static func checkTop(_ source: TOMLSource) {
        let format = source.root["format"]?.string
        if format != "wedding/1" {
            let found = format.map { "is \"\($0)\"" } ?? "is missing"
            let line = source.index.key("format", table: "")?.line ?? 1
            source.add(line, "format \(found). The first line should be: format = \"wedding/1\"")
        }
        for key in source.root.keys.sorted() where key != "format" && !sections.contains(key) {
            let line = max(
                source.index.line(table: key), source.index.key(key, table: "")?.line ?? 0)
            source.add(
                line, "unknown section \"\(key)\".\(suggestion(key, among: sections))")
        }
    }

    private static func readHeader(_ header: TableReader) -> WeddingDay {
        let id = header.required("id", header.text("id"), like: "\"w-anna-per\"")
        let title = header.required("title", header.text("title"), like: "\"Holm - Dahl\"")
        let date = date("date", header, isRequired: true)
        let zone = header.required("timezone", header.text("timezone"), like: "\"Europe/Paris\"")
        let venue = header.required("venue", header.text("venue"), like: "\"Alder Mill Farm\"")
        let end = self.date("end_date", header, isRequired: false)
        let clock = zone.flatMap { name -> VenueClock? in
            guard let date else { return nil }
            let clock = venueClock(name, around: date, until: end)
            if clock == nil {
                header.problem(
                    "timezone",
                    "\"\(name)\" is not a time zone."
                        + suggestion(name, among: TimeZone.knownTimeZoneIdentifiers)
                        + " Use an IANA name like \"Europe/Paris\".")
            }
            return clock
        }
        var day = WeddingDay(
            id: WeddingID(id ?? "w"), title: title ?? "",
            date: date ?? CivilDate(year: 2000, month: 1, day: 1), clock: clock ?? .utc,
            venue: venue ?? "")
        readRest(header, &day, end: end)
        setAside(header)
        return day
    }

    private static func readRest(_ header: TableReader, _ day: inout WeddingDay, end: CivilDate?) {
        day.endDate = end ?? day.date
        if day.endDate < day.date {
            header.problem("end_date", "end_date is before date. Correct one of them.")
        }
        day.address = header.text("address") ?? ""
        day.locale = header.text("locale") ?? "en_US"
        day.brief = header.text("notes") ?? ""
        day.rainPlan = header.text("rain_plan") ?? ""
        day.rainCallBy = header.moment("rain_call_deadline")
        day.sunset = header.moment("sunset")
        let codes = ["nws_same", "nws_ugc"].compactMap { header.text($0) }
        let place = place(header)
        if place != nil || !codes.isEmpty { day.weatherPlace = .init(place: place, codes: codes) }
        day.amplifiedMusicOff = header.moment("amplified_music_off")
        day.premisesClearBy = header.moment("premises_clear_by")
        day.ceremony = header.text("ceremony").map { ItemID($0) }
        day.shieldsCouple = header.bool("shield_couple") ?? false
        day.deputies = header.texts("deputies").map { PersonID($0) }
        day.mapWidth = header.int("map_w", 10...400) ?? 72
        day.mapHeight = header.int("map_h", 5...400) ?? 22
        day.version = header.int("timeline_version", 0...100_000) ?? 1
    }

    private static func date(_ key: String, _ header: TableReader, isRequired: Bool) -> CivilDate? {
        let text =
            isRequired
            ? header.required(key, header.text(key), like: "\"2027-06-12\"") : header.text(key)
        guard let text else { return nil }
        let parts = text.split(separator: "-").map { Int($0) }
        if parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] {
            let date = CivilDate(year: year, month: month, day: day)
            if date.isValid { return date }
        }
        header.problem(key, "\"\(text)\" is not a calendar date. Write it like \"2027-06-12\".")
        return nil
    }
}

/// The offsets of a time zone from years before a day, since a wedding is planned and hosted long
/// before it, to a year after its last.
package func venueClock(
    _ name: String, around date: CivilDate, until end: CivilDate? = nil
) -> VenueClock? {
    // Foundation takes more than the list's names: offsets, and letters that many zones share.
    guard let zone = TimeZone(identifier: name),
        name.contains("/") || TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC"
    else { return nil }
    let (daysBefore, daysAfter) = (3 * 366 as Int64, 366 as Int64)
    let from = Timestamp(milliseconds: (date.daysSinceEpoch - daysBefore) * 86_400_000)
    let last = max(date, end ?? date).daysSinceEpoch + daysAfter
    let until = Date(timeIntervalSince1970: Double(last * 86_400))
    var moment = Date(timeIntervalSince1970: Double(from.milliseconds / 1000))
    var offsets = [VenueClock.Offset(from: from, seconds: zone.secondsFromGMT(for: moment))]
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment,
        next < until
    {
        offsets.append(
            VenueClock.Offset(
                from: Timestamp(milliseconds: Int64(next.timeIntervalSince1970) * 1000),
                seconds: zone.secondsFromGMT(for: next)))
        moment = next
    }
    return VenueClock(zoneName: name, offsets: offsets)
}
