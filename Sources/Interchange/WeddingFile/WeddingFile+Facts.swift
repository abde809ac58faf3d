import Wedding

extension WeddingFile {
    /// Keys of the header that stand in files of others and move nothing here.
    static func setAside(_ header: TableReader) {
        header.unused("title_latin", because: "screens show the names of the couple")
        header.unused("county", "state", because: "address says where the venue is")
        header.unused("sunrise", because: "only the sunset is shown")
        header.unused("guarantee_given", because: "use a task with a due time instead")
        header.unused("vendor_meals", because: "meals are counted from the guests")
        header.unused("hotel", because: "a zone of kind off_site shows who is there")
        header.unused("nws_office", because: "a weather message says which office it is from")
    }

    /// Says where the header and the rest do not agree. What is computed or listed wins.
    static func compare(_ header: TableReader, _ day: WeddingDay) {
        let name = day.date.weekdayName
        if let word = header.text("weekday"), word.lowercased() != name.lowercased() {
            let date = "\(day.date.day) \(day.date.monthName) \(day.date.year)"
            header.note(
                "weekday", "weekday is \"\(word)\", but \(date) is a \(name). Correct one of them.")
        }
        let count = header.int("guest_count", 0...1_000_000)
        if let count, !day.guests.isEmpty, count != day.guests.count {
            header.note(
                "guest_count",
                "guest_count is \(count), but \(day.guests.count) are listed. Correct one of them.")
        }
        compareMode(header, day)
        if !saysWhereToGather(day) {
            header.note(
                "name",
                "The file does not say where people gather in a fire: add a zone of kind assembly_point, or "
                    + "give each indoor zone a [[map_door]] to the outside.")
        }
        for time in day.houseTimes {
            for item in day.items where time.kind.ends(item, of: day) && item.end > time.at {
                let (end, limit) = (day.clock.local(item.end), day.clock.local(time.at))
                header.note(
                    time.kind.rawValue,
                    "item \(item.id) ends at \(end.hourMinute), after \(time.kind.rawValue) at "
                        + "\(limit.hourMinute). Correct one of them.")
            }
        }
    }

    private static func saysWhereToGather(_ day: WeddingDay) -> Bool {
        if day.assemblyPlace != nil { return true }
        return day.zones.filter(\.isIndoor).allSatisfy { room in
            day.mapDoors.contains { door in
                let other = door.from == room.id ? door.to : door.to == room.id ? door.from : nil
                return other.flatMap { day.zones[$0] }.map { !$0.isIndoor } ?? false
            }
        }
    }

    /// Names of wedding-day mode in files.
    private enum Mode: String, CaseIterable {
        case saturday
        case weddingDay = "wedding_day"
    }

    /// The mode and its beats follow from the day; a file may say them, but not otherwise.
    private static func compareMode(_ header: TableReader, _ day: WeddingDay) {
        let mode = day.mode(at: day.clock.moment(day.date, hour: 12, minute: 0))
        if let word = header.text("day_mode"), Mode(rawValue: word) == nil {
            header.note(
                "day_mode",
                "day_mode is \"\(word)\", but a wedding's own day always runs in wedding-day mode. "
                    + "Remove the line.")
        }
        let beat = mode.heartbeat.wholeSeconds
        for (key, computed) in [
            ("heartbeat_seconds", beat), ("offline_after_seconds", beat * 3),
        ] {
            guard let written = header.int(key, 0...86_400), written != computed else { continue }
            header.note(
                key,
                "\(key) is \(written), but the mode of the day sets it: \(computed). Remove the "
                    + "line.")
        }
    }
}
