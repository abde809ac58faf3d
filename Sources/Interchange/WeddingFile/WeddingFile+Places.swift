import Wedding

extension WeddingFile {
    static func readPlaces(_ source: TOMLSource, _ day: inout WeddingDay) {
        readVenues(source.tables("venue"), &day)
        for reader in source.tables("zone") {
            guard let id = id(of: reader), isNew(day.zones[ZoneID(id)] == nil, id, reader) else {
                continue
            }
            day.zones.insert(zone(ZoneID(id), reader))
            reader.finish()
        }
        // Said on one side, it counts on both.
        for zone in day.zones {
            for other in zone.adjacent where day.zones[other]?.adjacent.contains(zone.id) == false {
                day.zones.update(other) { $0.adjacent.append(zone.id) }
            }
        }
        for reader in source.tables("map_art") {
            let zone = reader.required("zone", reader.text("zone"), like: "\"z-barn\"")
            let art = WeddingDay.MapArt(
                zone: ZoneID(zone ?? ""), x: reader.int("x", 0...400) ?? 0,
                y: reader.int("y", 0...400) ?? 0, text: reader.text("text") ?? "")
            if zone != nil { day.mapArt.append(art) }
            check([zone], "zone", reader, day)
            reader.finish()
        }
        for reader in source.tables("map_door") {
            let from = reader.required("from", reader.text("from"), like: "\"z-barn\"")
            let to = reader.required("to", reader.text("to"), like: "\"z-terrace\"")
            check([from], "from", reader, day)
            check([to], "to", reader, day)
            if let from, let to {
                day.mapDoors.append(WeddingDay.MapDoor(from: ZoneID(from), to: ZoneID(to)))
            }
            reader.finish()
        }
    }

    /// One venue says more of itself than [wedding] does; of several, none is the day's.
    private static func readVenues(_ readers: [TableReader], _ day: inout WeddingDay) {
        for reader in readers {
            reader.unused(
                "id", "name", "timezone", because: "the venue is set in [wedding]")
            if readers.count == 1 {
                readVenue(reader, &day)
            } else {
                reader.unused(
                    "address", "latitude", "longitude", "music_off", "clear_by", "notes",
                    because: "a day has only one venue, set in [wedding]")
            }
            reader.finish()
        }
    }

    private static func readVenue(_ reader: TableReader, _ day: inout WeddingDay) {
        func isFree(_ keys: String..., said: Bool) -> Bool {
            for key in keys where said {
                reader.unused(key, because: "[wedding] already says it")
            }
            return !said
        }
        if isFree("address", said: !day.address.isEmpty) {
            day.address = reader.text("address") ?? ""
        }
        if isFree("latitude", "longitude", said: day.weatherPlace?.place != nil),
            let place = place(reader)
        {
            day.weatherPlace = .init(place: place, codes: day.weatherPlace?.codes ?? [])
        }
        if isFree("music_off", said: day.amplifiedMusicOff != nil) {
            day.amplifiedMusicOff = reader.moment("music_off")
        }
        if isFree("clear_by", said: day.premisesClearBy != nil) {
            day.premisesClearBy = reader.moment("clear_by")
        }
        if let notes = reader.text("notes") {
            day.brief = [day.brief, notes].filter { !$0.isEmpty }.joined(separator: "\n")
        }
    }

    static func place(_ reader: TableReader) -> WeatherArea.Place? {
        let latitude = reader.number("latitude", -90...90)
        let longitude = reader.number("longitude", -180...180)
        guard let latitude, let longitude else {
            let alone = latitude != nil ? "latitude" : longitude != nil ? "longitude" : nil
            if let alone {
                reader.note(
                    alone, "\(alone) alone gives no place. Add the other, or remove it.")
            }
            return nil
        }
        return WeatherArea.Place(latitude: latitude, longitude: longitude)
    }

    /// Decoration has no id of its own, so it is checked where it is read: zones come before it.
    private static func check(
        _ ids: [String?], _ key: String, _ reader: TableReader, _ day: WeddingDay
    ) {
        for case let id? in ids where day.zones[ZoneID(id)] == nil {
            let hint = suggestion(id, among: day.zones.map(\.id.rawValue))
            reader.problem(
                key,
                "there is no zone \"\(id)\"."
                    + (hint.isEmpty ? " Add a [[zone]] with that id." : hint))
        }
    }

    private static func zone(_ id: ZoneID, _ reader: TableReader) -> Zone {
        let kind = reader.required(
            "kind", reader.word("kind", Zone.Kind.self), like: "\"reception_hall\"")
        reader.unused("venue", because: "a day has only one venue, set in [wedding]")
        reader.unused("notes", because: "a note of [wedding] is shown to those who run the day")
        return Zone(
            id: id,
            name: reader.required("name", reader.text("name"), like: "\"Great Barn\"") ?? "",
            short: reader.text("short"), kind: kind ?? .offSite,
            area: Zone.Rectangle(
                x: reader.int("map_x", 0...400) ?? 0, y: reader.int("map_y", 0...400) ?? 0,
                width: reader.int("map_w", 0...400) ?? 0, height: reader.int("map_h", 0...400) ?? 0),
            capacity: reader.required(
                "capacity", reader.int("capacity", 1...1_000_000), like: "120") ?? 1,
            signal: reader.word("signal", Zone.Signal.self) ?? .good,
            isIndoor: reader.bool("indoor") ?? false,
            isStormShelter: reader.bool("storm_shelter") ?? false,
            adjacent: reader.texts("adjacent").map { ZoneID($0) },
            captains: reader.texts("captains").map { PersonID($0) })
    }

    /// The `id` of a table; without one the rest of it is not worth reading.
    static func id(of reader: TableReader) -> String? {
        reader.required("id", reader.text("id"), like: "\"\(reader.name.first ?? "x")-1\"")
    }

    static func isNew(_ isNew: Bool, _ id: String, _ reader: TableReader) -> Bool {
        guard isNew else {
            reader.problem("id", "the \(reader.name) id \"\(id)\" is used twice. Choose another.")
            return false
        }
        reader.remember(id)
        return true
    }
}
