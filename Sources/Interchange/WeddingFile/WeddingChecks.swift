import Wedding

/// What only the whole file can show: ids that lead nowhere, walls that overlap, circles.
struct WeddingChecks {
    let day: WeddingDay
    let source: TOMLSource

    func run() {
        checkMap()
        checkPeople()
        checkItems()
        checkGuests()
        checkWork()
    }

    /// Reports an id that nobody has.
    private func check<Subject>(
        _ id: Identifier<Subject>?, _ known: [Identifier<Subject>], _ noun: String,
        _ place: (table: String, id: String, key: String)
    ) {
        guard let id, !known.contains(id) else { return }
        let hint = suggestion(id.rawValue, among: known.map(\.rawValue))
        source.add(
            source.line(place.table, place.id, place.key),
            "there is no \(noun) \"\(id)\"."
                + (hint.isEmpty ? " Add it, or remove the name here." : hint))
    }

    private func checkMap() {
        let ids = day.zones.map(\.id)
        let people = day.people.map(\.id)
        for zone in day.zones {
            for other in zone.adjacent {
                check(other, ids, "zone", ("zone", zone.id.rawValue, "adjacent"))
            }
            for captain in zone.captains {
                check(captain, people, "person", ("zone", zone.id.rawValue, "captains"))
            }
            if zone.kind != .offSite { checkWalls(zone) }
        }
    }

    private func checkWalls(_ zone: Zone) {
        let area = zone.area
        if area.width < 3 || area.height < 2 {
            source.add(
                source.line("zone", zone.id.rawValue, "map_w"),
                "\(zone.id) is too small to draw. Set map_w to at least 3 and map_h to at least 2.")
        }
        if area.x < 0 || area.y < 0 || area.x + area.width > day.mapWidth
            || area.y + area.height > day.mapHeight
        {
            source.add(
                source.line("zone", zone.id.rawValue, "map_x"),
                "\(zone.id) extends past the map of \(day.mapWidth) x \(day.mapHeight). Move it, or make "
                    + "map_w and map_h of [wedding] larger.")
        }
        for other in day.zones.prefix(while: { $0.id != zone.id }) where other.kind != .offSite {
            if area.overlaps(other.area) {
                source.add(
                    source.line("zone", zone.id.rawValue, "map_x"),
                    "\(zone.id) overlaps \(other.id) on the map. Move one of them.")
            }
        }
    }

    private func checkPeople() {
        let people = day.people.map(\.id)
        let vendors = day.vendors.map(\.id)
        for person in day.people {
            check(person.vendor, vendors, "vendor", ("person", person.id.rawValue, "vendor"))
            check(person.backup, people, "person", ("person", person.id.rawValue, "backup"))
            check(person.helper, people, "person", ("person", person.id.rawValue, "helper"))
        }
        for deputy in day.deputies { check(deputy, people, "person", ("wedding", "", "deputies")) }
        for contact in day.emergencyContacts {
            check(contact.person, people, "person", ("emergency_contact", contact.label, "person"))
        }
    }

    private func checkItems() {
        let ids = day.items.map(\.id)
        let zones = day.zones.map(\.id)
        let people = day.people.map(\.id)
        check(day.ceremony, ids, "item", ("wedding", "", "ceremony"))
        for item in day.items {
            check(item.owner, people, "person", ("item", item.id.rawValue, "owner"))
            for person in item.people {
                check(person, people, "person", ("item", item.id.rawValue, "people"))
            }
            check(item.zone, zones, "zone", ("item", item.id.rawValue, "zone"))
            check(item.alternativeZone, zones, "zone", ("item", item.id.rawValue, "alt_zone"))
            for other in item.dependsOn {
                check(other, ids, "item", ("item", item.id.rawValue, "depends_on"))
            }
        }
        for cycle in day.dependencyCycles {
            let path = (cycle + [cycle[0]]).map(\.rawValue).joined(separator: " → ")
            source.add(
                source.line("item", cycle[0].rawValue, "depends_on"),
                "depends_on forms a loop: \(path). Remove one of them.")
        }
        checkCeremony()
    }

    /// T−30, locks and ceremony mode hang on it: a wedding that has one must name it.
    private func checkCeremony() {
        guard day.ceremony == nil,
            let item = day.items.first(where: { $0.kind == .ceremony })
        else { return }
        source.add(
            source.line("wedding", "", "id"),
            "[wedding] does not say which item is the ceremony. Add ceremony = \"\(item.id)\".")
    }

    private func checkGuests() {
        let tables = day.tables.map(\.id)
        let people = day.people.map(\.id)
        let zones = day.zones.map(\.id)
        for table in day.tables {
            check(table.zone, zones, "zone", ("table", table.id.rawValue, "zone"))
        }
        var taken: [String: GuestID] = [:]
        var counts: [TableID: Int] = [:]
        for guest in day.guests {
            check(guest.table, tables, "table", ("guest", guest.id.rawValue, "table"))
            check(guest.person, people, "person", ("guest", guest.id.rawValue, "person"))
            guard guest.rsvp.isExpected, let id = guest.table, let table = day.tables[id] else {
                continue
            }
            counts[id, default: 0] += 1
            if counts[id] == table.seats + 1 {
                source.add(
                    source.line("guest", guest.id.rawValue, "table"),
                    "table \(id) is full: it has \(table.seats) seats and \(guest.id) is one more. Seat them elsewhere."
                )
            }
            guard let seat = guest.seat else { continue }
            if !(1...max(1, table.seats)).contains(seat) {
                source.add(
                    source.line("guest", guest.id.rawValue, "seat"),
                    "seat \(seat) does not exist: table \(id) has \(table.seats). Choose one of those."
                )
            }
            if let other = taken.updateValue(guest.id, forKey: "\(id) \(seat)") {
                source.add(
                    source.line("guest", guest.id.rawValue, "seat"),
                    "\(other) already has seat \(seat) at \(id). Choose another.")
            }
        }
    }

    private func checkWork() {
        let people = day.people.map(\.id)
        let items = day.items.map(\.id)
        let vendors = day.vendors.map(\.id)
        for duty in day.duties {
            check(duty.owner, people, "person", ("task", duty.id.rawValue, "owner"))
            check(duty.item, items, "item", ("task", duty.id.rawValue, "item"))
        }
        for thing in day.custody {
            check(thing.lastHolder, people, "person", ("custody", thing.id.rawValue, "holder"))
        }
        let zones = day.zones.map(\.id)
        for piece in day.pieces {
            check(piece.vendor, vendors, "vendor", ("equipment", piece.id.rawValue, "vendor"))
            check(piece.zone, zones, "zone", ("equipment", piece.id.rawValue, "zone"))
            check(piece.item, items, "item", ("equipment", piece.id.rawValue, "item"))
        }
        for payment in day.payments {
            check(payment.vendor, vendors, "vendor", ("payment", payment.id.rawValue, "vendor"))
            for word in payment.notify where AudienceWord(word, in: day) == nil {
                source.add(
                    source.line("payment", payment.id.rawValue, "notify"),
                    "\"\(word)\" is neither an audience nor anyone's id."
                        + suggestion(word, among: AudienceWord.fixedWords + vendors.map(\.rawValue))
                )
            }
        }
    }
}
