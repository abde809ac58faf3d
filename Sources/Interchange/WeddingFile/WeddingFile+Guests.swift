import Wedding

extension WeddingFile {
    static func readGuests(_ source: TOMLSource, _ day: inout WeddingDay) {
        for reader in source.tables("table") {
            guard let id = id(of: reader), isNew(day.tables[TableID(id)] == nil, id, reader) else {
                continue
            }
            reader.unused("map_x", "map_y", because: "tables are not drawn on the map")
            reader.unused("notes", because: "a note of one of its guests is shown")
            day.tables.insert(
                SeatingTable(
                    id: TableID(id), number: reader.int("number", 0...10_000) ?? 0,
                    name: reader.text("name") ?? "", zone: reader.text("zone").map { ZoneID($0) },
                    seats: reader.required("seats", reader.int("seats", 1...1000), like: "8") ?? 0))
            reader.finish()
        }
        for reader in source.tables("guest") {
            guard let id = id(of: reader), isNew(day.guests[GuestID(id)] == nil, id, reader) else {
                continue
            }
            day.guests.insert(guest(GuestID(id), reader))
            reader.finish()
        }
    }

    private enum Age: String, CaseIterable { case adult, child, infant }

    private static func guest(_ id: GuestID, _ reader: TableReader) -> Guest {
        let first = reader.text("first_name") ?? ""
        let last = reader.text("last_name") ?? ""
        if (first + last).isEmpty {
            reader.problem(nil, "\(reader.title) has no name. Add first_name or last_name.")
        }
        return Guest(
            id: id, firstName: first, lastName: last, nameLatin: reader.text("name_latin"),
            party: reader.text("party") ?? "", side: reader.text("side") ?? "",
            isChild: reader.word("age", Age.self).map { $0 != .adult } ?? false,
            rsvp: reader.word("rsvp", Guest.Answer.self) ?? .invited, meal: reader.text("meal"),
            diet: reader.text("diet"), table: reader.text("table").map { TableID($0) },
            seat: reader.int("seat", 1...1000), person: reader.text("person").map { PersonID($0) },
            takesShuttle: reader.bool("shuttle") ?? false, phone: reader.text("phone"),
            email: reader.text("email"), notes: reader.text("notes"))
    }

    static func readRules(_ source: TOMLSource, _ day: inout WeddingDay) {
        let readers = source.tables("alert_rule")
        for reader in readers {
            guard let id = id(of: reader), isNew(day.rules[RuleID(id)] == nil, id, reader) else {
                continue
            }
            if let rule = rule(RuleID(id), reader, day) {
                let standard = AlertRule.standard.first { $0.watches == rule.watches }
                day.rules.insert(standard.map { rule.added(to: $0) } ?? rule)
            }
            reader.finish()
        }
        // A rule of the file adds to what is promised, and takes nothing away.
        let written = Set(day.rules.map(\.watches))
        for rule in AlertRule.standard where !written.contains(rule.watches) {
            day.rules.insert(rule.renamed(besides: Set(day.rules.map(\.id))))
        }
        for reader in source.tables("route") {
            let topic = reader.required(
                "topic", reader.word("topic", Topic.self), like: "\"seating\"")
            let words = audience("audience", reader, day)
            if let topic { day.routes.append(WeddingDay.Route(topic: topic, audience: words)) }
            reader.finish()
        }
    }

    static func readSuppressions(_ source: TOMLSource, _ day: inout WeddingDay) {
        for reader in source.tables("suppression") {
            guard let id = id(of: reader),
                isNew(day.suppressions[RuleID(id)] == nil, id, reader)
            else { continue }
            let kind = reader.required(
                "kind", reader.word("kind", AlertKind.self), like: "\"battery_low\"")
            let reason = reader.required(
                "reason", reader.text("reason"), like: "\"the gate tablet charges at noon\"")
            if let kind, kind.defaultPriority == .emergency {
                reader.problem("kind", "\(kind.words) is an emergency; no rule can suppress it.")
            }
            if let kind {
                day.suppressions.insert(
                    SuppressionRule(
                        id: RuleID(id), kind: kind, about: reader.text("about"),
                        from: reader.moment("from"), until: reader.moment("until"),
                        reason: reason ?? ""))
            }
            reader.finish()
        }
    }

    private static func rule(
        _ id: RuleID, _ reader: TableReader, _ day: WeddingDay
    ) -> AlertRule? {
        let known = reader.required(
            "kind", reader.word("kind", AlertKind.self), like: "\"vendor_overdue\"")
        let kind = known ?? .helpRequest
        let number = reader.int("priority", 0...4)
        let priority = number.flatMap { Priority(rawValue: $0) }
        if known != nil, let priority, priority > kind.defaultPriority {
            reader.problem(
                "priority",
                "\(kind.words) has priority \(kind.defaultPriority.rawValue) by default; a rule can "
                    + "only make it more urgent. Leave priority out.")
        }
        let doFirst = reader.text("do_first") ?? ""
        if let priority, priority < .normal, doFirst.isEmpty, reader.has("do_first") {
            reader.problem("do_first", "an alert above normal must say what to do first.")
        }
        let rule = AlertRule(
            id: id, kind: kind, trigger: reader.text("trigger") ?? "", priority: priority,
            notify: audience("notify", reader, day), doFirst: doFirst,
            then: reader.text("then") ?? "",
            escalateAfter: reader.int("escalate_after_minutes", 0...1440).map {
                Duration.minutes($0)
            })
        reader.unused(
            "condition", because: "Callboard fixes when an alert is raised; no rule changes that")
        if known != nil { checkTrigger(rule, reader, day) }
        return known == nil ? nil : rule
    }

    /// A rule of custody names its thing; what sets off the others is fixed.
    private static func checkTrigger(
        _ rule: AlertRule, _ reader: TableReader, _ day: WeddingDay
    ) {
        guard reader.has("trigger") else { return }
        let standard = AlertRule.standard.first { $0.kind == rule.kind }?.trigger ?? ""
        if rule.kind == .custody {
            guard day.custody[CustodyID(rule.trigger)] == nil else { return }
            let hint = suggestion(rule.trigger, among: day.custody.map(\.id.rawValue))
            reader.note("trigger", "there is no custody thing \"\(rule.trigger)\".\(hint)")
        } else if rule.trigger != standard {
            reader.note(
                "trigger",
                "trigger \"\(rule.trigger)\" has no effect: the trigger of \(rule.kind.words) is "
                    + "fixed. Remove the line.")
        }
    }

    private static func audience(
        _ key: String, _ reader: TableReader, _ day: WeddingDay
    ) -> [AudienceWord] {
        reader.texts(key).compactMap { word in
            if let audience = AudienceWord(word, in: day) { return audience }
            let known = AudienceWord.fixedWords + day.people.map(\.id.rawValue)
            reader.problem(
                key,
                "\"\(word)\" is neither an audience nor anyone's id.\(suggestion(word, among: known))"
            )
            return nil
        }
    }
}
