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

    private func line(_ table: String, _ index: Int, _ key: String) -> Int {
        source.index.key(key, table: table, index: index)?.line
            ?? source.index.line(table: table, index: index)
    }

    /// Reports an id that nobody has.
    private func check<Subject>(
        _ id: Identifier<Subject>?, _ known: [Identifier<Subject>], _ noun: String,
        _ place: (table: String, index: Int, key: String)
    ) {
        guard let id, !known.contains(id) else { return }
        source.add(
            line(place.table, place.index, place.key),
            "there is no \(noun) \"\(id)\"."
                + suggestion(id.rawValue, among: known.map(\.rawValue)))
    }

    private func checkMap() {
        let ids = day.zones.map(\.id)
        let people = day.people.map(\.id)
        for (index, zone) in day.zones.enumerated() {
            for other in zone.adjacent { check(other, ids, "zone", ("zone", index, "adjacent")) }
            for captain in zone.captains {
                check(captain, people, "person", ("zone", index, "captains"))
            }
            for other in zone.adjacent where day.zones[other]?.adjacent.contains(zone.id) == false {
                source.add(
                    line("zone", index, "adjacent"),
                    "\(zone.id) names \(other) as adjacent, but not the other way round. Add "
                        + "\"\(zone.id)\" to the adjacent list of \(other).")
            }
            if zone.kind != .offSite { checkWalls(zone, index) }
        }
        for art in day.mapArt where day.zones[art.zone] == nil {
            source.add(0, "map_art: there is no zone \"\(art.zone)\".")
        }
    }

    private func checkWalls(_ zone: Zone, _ index: Int) {
        let area = zone.area
        if area.width < 3 || area.height < 2 {
            source.add(
                line("zone", index, "map_w"),
                "\(zone.id) is too small to draw. Give it map_w of 3 and map_h of 2 at least.")
        }
        if area.x < 0 || area.y < 0 || area.x + area.width > day.mapWidth
            || area.y + area.height > day.mapHeight
        {
            source.add(
                line("zone", index, "map_x"),
                "\(zone.id) leaves the map of \(day.mapWidth) x \(day.mapHeight). Move it, or make "
                    + "map_w and map_h of [wedding] larger.")
        }
        for other in day.zones.prefix(index) where other.kind != .offSite {
            if area.overlaps(other.area) {
                source.add(
                    line("zone", index, "map_x"),
                    "\(zone.id) overlaps \(other.id) on the map. Move one of them.")
            }
        }
    }

    private func checkPeople() {
        let people = day.people.map(\.id)
        let vendors = day.vendors.map(\.id)
        for (index, person) in day.people.enumerated() {
            check(person.vendor, vendors, "vendor", ("person", index, "vendor"))
            check(person.backup, people, "person", ("person", index, "backup"))
            check(person.helper, people, "person", ("person", index, "helper"))
        }
        for deputy in day.deputies { check(deputy, people, "person", ("wedding", 0, "deputies")) }
        for (index, contact) in day.emergencyContacts.enumerated() {
            check(contact.person, people, "person", ("emergency_contact", index, "person"))
        }
    }

    private func checkItems() {
        let ids = day.items.map(\.id)
        let zones = day.zones.map(\.id)
        let people = day.people.map(\.id)
        check(day.ceremony, ids, "item", ("wedding", 0, "ceremony"))
        for (index, item) in day.items.enumerated() {
            check(item.owner, people, "person", ("item", index, "owner"))
            for person in item.people { check(person, people, "person", ("item", index, "people")) }
            check(item.zone, zones, "zone", ("item", index, "zone"))
            check(item.alternativeZone, zones, "zone", ("item", index, "alt_zone"))
            for other in item.dependsOn { check(other, ids, "item", ("item", index, "depends_on")) }
        }
        if let cycle = dependencyCycle(), let index = ids.firstIndex(of: cycle[0]) {
            let path = (cycle + [cycle[0]]).map(\.rawValue).joined(separator: " → ")
            source.add(
                line("item", index, "depends_on"),
                "depends_on goes in a circle: \(path). Take one of them out.")
        }
    }

    /// A circle of dependencies: what is left when everything that waits for nothing is taken away,
    /// again and again, and a walk through it until a place comes back.
    private func dependencyCycle() -> [ItemID]? {
        var waiting = Dictionary(
            uniqueKeysWithValues: day.items.map { item in
                (item.id, item.dependsOn.filter { day.items[$0] != nil })
            })
        var dependants: [ItemID: [ItemID]] = [:]
        for (id, before) in waiting {
            for other in before { dependants[other, default: []].append(id) }
        }
        var counts = waiting.mapValues(\.count)
        var free = counts.filter { $0.value == 0 }.map(\.key)
        while let id = free.popLast() {
            waiting[id] = nil
            for next in dependants[id] ?? [] {
                counts[next, default: 1] -= 1
                if counts[next] == 0 { free.append(next) }
            }
        }
        guard var id = day.items.map(\.id).first(where: { waiting[$0] != nil }) else { return nil }
        var path: [ItemID] = []
        while !path.contains(id) {
            path.append(id)
            guard let next = waiting[id]?.first(where: { waiting[$0] != nil }) else { return path }
            id = next
        }
        return Array(path[path.firstIndex(of: id)!...])
    }

    private func checkGuests() {
        let tables = day.tables.map(\.id)
        let people = day.people.map(\.id)
        let zones = day.zones.map(\.id)
        for (index, table) in day.tables.enumerated() {
            check(table.zone, zones, "zone", ("table", index, "zone"))
        }
        var taken: [String: GuestID] = [:]
        var counts: [TableID: Int] = [:]
        for (index, guest) in day.guests.enumerated() {
            check(guest.table, tables, "table", ("guest", index, "table"))
            check(guest.person, people, "person", ("guest", index, "person"))
            guard guest.rsvp.isExpected, let id = guest.table, let table = day.tables[id] else {
                continue
            }
            counts[id, default: 0] += 1
            if counts[id] == table.seats + 1 {
                source.add(
                    line("guest", index, "table"),
                    "table \(id) is full: it has \(table.seats) seats and \(guest.id) is one more.")
            }
            guard let seat = guest.seat else { continue }
            if !(1...max(1, table.seats)).contains(seat) {
                source.add(
                    line("guest", index, "seat"),
                    "seat \(seat) does not exist: table \(id) has \(table.seats).")
            }
            if let other = taken.updateValue(guest.id, forKey: "\(id) \(seat)") {
                source.add(
                    line("guest", index, "seat"), "seat \(seat) at \(id) is \(other)'s already.")
            }
        }
    }

    private func checkWork() {
        let people = day.people.map(\.id)
        let items = day.items.map(\.id)
        let vendors = day.vendors.map(\.id)
        for (index, duty) in day.duties.enumerated() {
            check(duty.owner, people, "person", ("task", index, "owner"))
            check(duty.item, items, "item", ("task", index, "item"))
        }
        for (index, thing) in day.custody.enumerated() {
            check(thing.lastHolder, people, "person", ("custody", index, "holder"))
        }
        for (index, payment) in day.payments.enumerated() {
            check(payment.vendor, vendors, "vendor", ("payment", index, "vendor"))
            for word in payment.notify where AudienceWord(word, in: day) == nil {
                source.add(
                    line("payment", index, "notify"),
                    "\"\(word)\" is neither an audience nor anyone's id."
                        + suggestion(word, among: AudienceWord.fixedWords + vendors.map(\.rawValue))
                )
            }
        }
    }
}
