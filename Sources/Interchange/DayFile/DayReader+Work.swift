import Wedding

/// Guests, links, tasks, money and words.
extension DayReader {
    mutating func guests(_ kind: String) -> DayScript.Action? {
        switch kind {
        case "rsvp.change":
            guard let answer = Guest.Answer(rawValue: self["new"]) else {
                let known = Guest.Answer.allCases.map(\.rawValue)
                problem(
                    "\"\(self["new"])\" is not an answer." + suggestion(self["new"], among: known))
                return nil
            }
            return some(subjects.compactMap { guest($0) }.map { .guest(.rsvp($0, answer)) })
        case "guest.add":
            add(self["subject"])
            let name = self["subject"].split(separator: "-").dropFirst().joined(separator: " ")
            return .ask(
                .write(
                    .guest(
                        .add(
                            Guest(
                                id: GuestID(self["subject"]), firstName: name, lastName: "",
                                party: "walk-in", rsvp: .arrivedUninvited)))))
        case "guest.arrive": return arrive()
        case "guest.leave":
            if let count = count { return .guestsLeave(count: count) }
            return .ask(.write(.guest(.leave(subjects.compactMap { guest($0) }))))
        case "seating.change":
            guard let who = guest(self["subject"]), let seat = table(self["new"]) else {
                return nil
            }
            return .ask(.write(.guest(.seat(who, seat))))
        default: return unknownKind(kind)
        }
    }

    private var count: Int? {
        Int(self["new"]).flatMap { (1...100_000).contains($0) ? $0 : nil }
    }

    /// By name, or a number from a shuttle or the car park, or everyone who is here.
    private mutating func arrive() -> DayScript.Action? {
        let place = self["zone"].isEmpty ? nil : zone(self["zone"])
        switch self["subject"] {
        case "shuttle", "cars":
            guard let count else {
                problem("new should say how many came, like 41.")
                return nil
            }
            return .arrivals(count: count, byShuttle: self["subject"] == "shuttle", zone: place)
        case "here":
            guard let place else {
                problem("zone is empty. Say where everyone went.")
                return nil
            }
            return .guestsMove(zone: place)
        default:
            let ids = subjects.compactMap { guest($0) }
            return ids.isEmpty ? nil : .ask(.write(.guest(.arrive(ids, zone: place))))
        }
    }

    mutating func link(_ kind: String) -> DayScript.Action? {
        let coordinators = day.people.filter { $0.role == .coordinator }
        let number = self["subject"].split(separator: "-").last.flatMap { Int($0) }
        let named = day.people[PersonID(self["subject"])]
        guard let someone = named ?? number.flatMap({ coordinators[safe: $0 - 1] }) else {
            problem(
                "\"\(self["subject"])\" is not a console: console-1 is the first coordinator's.")
            return nil
        }
        switch kind {
        case "net.offline": return .linkDown(someone.id)
        case "net.online": return .linkUp(someone.id)
        default: return unknownKind(kind)
        }
    }

    mutating func work(_ kind: String) -> DayScript.Action? {
        switch kind {
        case "task.add":
            add(self["subject"])
            return .ask(
                .write(
                    .task(.add(Duty(id: DutyID(self["subject"]), title: self["text"])))))
        case "task.done": return some(subjects.compactMap { duty($0) }.map { .task(.finish($0)) })
        case "custody.change": return custody()
        case "payment.record":
            guard let status = Payment.Status(rawValue: self["new"]) else {
                let known = Payment.Status.allCases.map(\.rawValue)
                problem(
                    "\"\(self["new"])\" is not a status." + suggestion(self["new"], among: known))
                return nil
            }
            return some(subjects.compactMap { payment($0) }.map { .task(.pay($0, status)) })
        case "message.send":
            let words = audience()
            let draft = MessageDraft(
                to: words, priority: Priority(rawValue: Int(self["priority"]) ?? 3) ?? .normal)
            if words.isEmpty { problem("audience is empty. Say who the message is for.") }
            return .ask(.send(draft))
        case "message.ack":
            guard let version = Int(self["subject"].drop { !$0.isNumber }) else {
                problem("subject should be a version, like v8.")
                return nil
            }
            return .confirmVersion(version)
        case "note.add": return .ask(.write(.message(.note(subject: self["subject"]))))
        case "day.close": return .ask(.write(.day(.close)))
        default: return unknownKind(kind)
        }
    }

    private mutating func custody() -> DayScript.Action? {
        guard let id = thing(self["subject"]) else { return nil }
        let last = day.people[PersonID(self["old"])]?.id
        switch self["new"] {
        case "missing": return .ask(.write(.task(.custody(id, .missing(last: last)))))
        case "unconfirmed": return .ask(.write(.task(.custody(id, .unconfirmed(last: last)))))
        default: return person(self["new"]).map { .ask(.write(.task(.custody(id, .person($0))))) }
        }
    }
}
