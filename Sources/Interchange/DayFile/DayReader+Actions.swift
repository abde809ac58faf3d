import Wedding

extension DayReader {
    /// What the row says, by its kind; nil after reporting why not.
    mutating func action() -> DayScript.Action? {
        let kind = self["kind"]
        if isDerived(kind) { return .derived(derived(kind)) }
        switch kind.split(separator: ".").first {
        case "presence": return presence(kind)
        case "timeline", "cue", "decision", "sync": return timeline(kind)
        case "alert", "cap": return alert(kind)
        case "rsvp", "guest", "seating": return guests(kind)
        case "net": return link(kind)
        default: return work(kind)
        }
    }

    private static let kinds = [
        "presence.checkin", "presence.move", "presence.activity", "presence.eta",
        "presence.battery", "timeline.start", "timeline.end", "timeline.skip", "timeline.edit",
        "timeline.shift", "timeline.ripple", "cue.standby", "cue.go", "decision.record",
        "sync.edit", "sync.resolve", "alert.raise", "alert.ack", "alert.escalate", "alert.update",
        "alert.resolve", "alert.cancel", "alert.allclear", "alert.shelve", "alert.assign",
        "cap.import", "rsvp.change", "guest.add", "guest.arrive", "guest.leave", "seating.change",
        "task.add", "task.done", "custody.change", "custody.check", "payment.record",
        "message.send", "message.ack", "note.add", "net.offline", "net.online", "day.close",
    ]

    mutating func unknownKind(_ kind: String) -> DayScript.Action? {
        problem(
            Self.kinds.contains(kind)
                ? "the core writes \"\(kind)\" itself: set its actor to \"system\"."
                : "unknown kind \"\(kind)\"." + suggestion(kind, among: Self.kinds))
        return nil
    }

    /// Rows that the core must find out by itself.
    private func isDerived(_ kind: String) -> Bool {
        guard self["actor"] == "system" else { return false }
        return kind.hasPrefix("alert.")
            || ["custody.check", "timeline.ripple", "sync.resolve"].contains(kind)
    }

    private func derived(_ kind: String) -> DayScript.Derived {
        DayScript.Derived(
            kind: kind, subject: self["subject"], reference: reference, field: self["field"],
            value: self["new"], zone: self["zone"])
    }

    private var reference: DayScript.AlertReference {
        DayScript.AlertReference(
            name: self["subject"], rule: self["rule"], about: self["about"])
    }

    private mutating func presence(_ kind: String) -> DayScript.Action? {
        var changes: [Change] = []
        for subject in subjects {
            guard let id = person(subject) else { return nil }
            switch kind {
            case "presence.checkin":
                let place = self["zone"].isEmpty ? nil : zone(self["zone"])
                changes.append(.presence(.checkIn(id, zone: place)))
            case "presence.move":
                guard let place = zone(self["zone"].isEmpty ? self["new"] : self["zone"]) else {
                    return nil
                }
                changes.append(.presence(.move(id, zone: place)))
            case "presence.activity":
                guard let activity = Activity(rawValue: self["new"]) else {
                    let known = Activity.allCases.map(\.rawValue)
                    problem(
                        "\"\(self["new"])\" is not an activity."
                            + suggestion(self["new"], among: known))
                    return nil
                }
                changes.append(.presence(.activity(id, activity)))
            case "presence.eta":
                guard let eta = localTime(self["new"]) else { return nil }
                changes.append(.presence(.eta(id, eta)))
            case "presence.battery":
                guard let percent = Int(self["new"]), (0...100).contains(percent) else {
                    problem("battery \"\(self["new"])\" should be 0 to 100.")
                    return nil
                }
                // A phone that has more than before is being charged.
                let isCharging = Int(self["old"]).map { percent > $0 } ?? false
                changes.append(.presence(.battery(id, percent: percent, isCharging: isCharging)))
            default: return unknownKind(kind)
            }
        }
        return some(changes)
    }

    mutating func some(_ changes: [Change]) -> DayScript.Action? {
        if subjects.isEmpty { problem("subject is empty. Name an id.") }
        return changes.isEmpty ? nil : .changes(changes)
    }

    private mutating func timeline(_ kind: String) -> DayScript.Action? {
        let items = subjects.compactMap { item($0) }
        guard let first = items.first, items.count == subjects.count else {
            if subjects.isEmpty { problem("subject is empty. Name an item.") }
            return nil
        }
        switch kind {
        case "timeline.start": return some(items.map { .timeline(.start($0)) })
        case "timeline.end": return some(items.map { .timeline(.end($0)) })
        case "timeline.skip": return some(items.map { .timeline(.skip($0)) })
        case "timeline.shift":
            guard let minutes = Int(self["new"]), (-1440...1440).contains(minutes) else {
                problem("shift \"\(self["new"])\" should be minutes, like 30 or -10.")
                return nil
            }
            return .ask(.write(.timeline(.shift(items, minutes: minutes))))
        case "timeline.edit", "sync.edit": return edit(first)
        case "cue.standby", "cue.go":
            let people = self["audience"].split(separator: ";").map { PersonID($0.trimmedSpaces) }
                .filter { day.people[$0] != nil }
            return .ask(
                .write(
                    kind == "cue.go"
                        ? .timeline(.go(first, people)) : .timeline(.standby(first, people))))
        case "decision.record": return .ask(.write(.timeline(.decide(first, self["new"]))))
        default: return unknownKind(kind)
        }
    }

    private mutating func edit(_ item: ItemID) -> DayScript.Action? {
        let edit: FieldEdit?
        switch self["field"] {
        case "start": edit = localTime(self["new"]).map(FieldEdit.start)
        case "end": edit = localTime(self["new"]).map(FieldEdit.end)
        case "zone": edit = zone(self["new"]).map(FieldEdit.zone)
        case "owner": edit = person(self["new"]).map(FieldEdit.owner)
        default:
            problem(
                "field \"\(self["field"])\" cannot be edited."
                    + suggestion(self["field"], among: ["start", "end", "zone", "owner"]))
            return nil
        }
        return edit.map {
            .ask(.write(.edit(.field(.item(item), $0, base: Int(self["base_rev"])))))
        }
    }

    private mutating func alert(_ kind: String) -> DayScript.Action? {
        let place = self["zone"].isEmpty ? nil : zone(self["zone"])
        switch kind {
        case "alert.raise": return raise(place)
        case "alert.ack": return .onAlert(reference, .acknowledge(zone: place))
        case "alert.resolve": return .onAlert(reference, .resolve)
        case "alert.update": return .onAlert(reference, .update)
        case "alert.allclear": return .onAlert(reference, .allClear)
        case "alert.cancel": return .onAlert(reference, .cancel)
        case "alert.assign":
            return person(self["new"]).map { .onAlert(reference, .assign($0)) }
        case "alert.shelve":
            return localTime(self["new"]).map { .onAlert(reference, .shelve(until: $0)) }
        case "cap.import": return .ask(.write(.day(.weather(weatherNotice()))))
        default: return unknownKind(kind)
        }
    }

    private mutating func raise(_ place: ZoneID?) -> DayScript.Action? {
        let rule = self["rule"]
        let written = day.rules[RuleID(rule)]
        let kind = AlertKind(rawValue: rule) ?? written?.kind ?? .weather
        if AlertKind(rawValue: rule) == nil && written == nil && rule != "cap" && !rule.isEmpty {
            let known = AlertKind.allCases.map(\.rawValue) + day.rules.map(\.id.rawValue)
            problem(
                "\"\(rule)\" is neither an alert rule nor an emergency type."
                    + suggestion(rule, among: known))
            return nil
        }
        let priority = Int(self["priority"]).flatMap { Priority(rawValue: $0) }
        let call = AlertCall(
            kind, about: self["about"], zone: place, to: audience(), priority: priority, rule: rule)
        return .ask(.raise(call))
    }

    /// Who the row's sender asks to be told.
    mutating func audience() -> [AudienceWord] {
        self["audience"].split(separator: ";").map { $0.trimmedSpaces }.compactMap { word in
            if let audience = AudienceWord(word, in: day) { return audience }
            let known = AudienceWord.fixedWords + day.people.map(\.id.rawValue)
            problem(
                "\"\(word)\" is neither an audience nor anyone's id."
                    + suggestion(word, among: known))
            return nil
        }
    }

    /// The CAP words stand in the text: `headline. Severe/Immediate/Observed`.
    private mutating func weatherNotice() -> WeatherNotice {
        let text = self["text"]
        let words = text.split { " .:;,".contains($0) }
        let triple = words.first { $0.count { $0 == "/" } == 2 }?.split(separator: "/") ?? []
        let isCancel = text.hasPrefix("Cancel")
        var headline = text.split(separator: ",").first.map(String.init) ?? text
        headline = headline.split(separator: ":").last.map { $0.trimmedSpaces } ?? headline
        return WeatherNotice(
            id: self["subject"], kind: isCancel ? .cancel : .alert, headline: headline,
            severity: triple.count == 3 ? String(triple[0]) : "Unknown",
            urgency: triple.count == 3 ? String(triple[1]) : "Unknown",
            certainty: triple.count == 3 ? String(triple[2]) : "Unknown",
            until: clock(after: "until", in: text), onset: clock(after: "about", in: text))
    }

    /// `until 5:15 PM`.
    private func clock(after word: String, in text: String) -> Timestamp? {
        guard let place = text.firstRange(of: word + " "),
            let typed = try? TypedTime.leading(String(text[place.upperBound...]))
        else { return nil }
        return try? day.clock.moment(typed.start, on: day.date)
    }
}
