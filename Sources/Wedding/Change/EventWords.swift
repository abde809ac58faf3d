/// What an entry of the log says, in words: a short word for what it is, and a sentence. Made where
/// it is shown, from the entry and the day after it.
public struct EventWords {
    private let state: DayState

    /// - Parameter state: The day after the event.
    public init(_ state: DayState) { self.state = state }

    /// `("start", "Processional (+2 min)")`.
    public func words(_ event: LogEvent) -> (word: String, sentence: String) {
        let (word, sentence) = parts(event)
        return (word, sentence.trimmedSpaces)
    }

    private func parts(_ event: LogEvent) -> (String, String) {
        let said = event.text.isEmpty ? "" : ". " + event.text
        switch event.change {
        case .checkIn(let id, let zone, _):
            return ("here", name(id) + place(zone) + said + source(event, id))
        case .move(let id, let zone):
            return ("move", name(id) + place(zone) + said + source(event, id))
        case .activity(let id, let activity):
            return ("activity", "\(name(id)) \(activity.words)" + said + source(event, id))
        case .eta(let id, let eta):
            return ("eta", "\(name(id)) about \(clock(eta))" + said + source(event, id))
        case .battery(let id, let percent, let isCharging):
            let power = isCharging ? ", charging" : ""
            return ("battery", "\(name(id)) \(percent) percent\(power)" + said)
        case .send(let message):
            let to = message.to.map { word($0) }.spoken(limit: 4)
            return ("message", "\(actor(event.by)) to \(to): \(message.text)")
        case .confirm(let id):
            let version = state.messages.last { $0.id == id }?.version.map { "v\($0)" }
            return ("confirm", "\(actor(event.by)) has \(version ?? "it")" + said)
        case .note(let subject):
            let about = state.day.items[ItemID(subject)]?.title ?? subject
            // Without words it is a change whose details are not its reader's to know.
            return said.isEmpty ? ("change", "\(about) has changed") : ("note", about + said)
        case .weather(let notice):
            return ("weather", event.text.isEmpty ? notice.headline : event.text)
        case .grantAccess(let grant):
            let name = state.day.name(of: grant.to)
            guard grant.extendedAt == nil else {
                return ("access", "\(name) has emergency access until \(clock(grant.until))" + said)
            }
            return (
                "access",
                grant.needsAgreement
                    ? "\(name) asks for emergency access" + said
                    : "\(name) has emergency access for \(grant.minutes) min" + said
            )
        case .agreeAccess(let id):
            let name = state.grant(id).map { state.day.name(of: $0.to) } ?? "Somebody"
            return ("access", "\(name) has emergency access, agreed by \(actor(event.by))" + said)
        case .endAccess(let id):
            let name = state.grant(id).map { state.day.name(of: $0.to) } ?? "Somebody"
            return ("access", "\(name) has no emergency access any more" + said)
        case .closeDay: return ("close", "Day closed by \(actor(event.by))" + said)
        default:
            return timelineWords(event, said) ?? alertWords(event, said) ?? workWords(event, said)
        }
    }

    private func timelineWords(_ event: LogEvent, _ said: String) -> (String, String)? {
        switch event.change {
        case .startItem(let id): return ("start", title(id) + drift(id) + said)
        case .endItem(let id): return ("end", title(id) + drift(id) + said)
        case .skipItem(let id): return ("skip", title(id) + said)
        case .standby(let id, let people):
            return ("standby", "\(title(id)), \(names(people))" + said)
        case .go(let id, let people): return ("GO", "\(title(id)), \(names(people))" + said)
        case .decide(let id, let decision):
            return ("decision", "\(title(id)): \(spaced(decision))" + said)
        case .edit(let entity, let edit, _):
            let value = state.words(edit.value, FieldKey(entity, edit.field))
            return (
                "change",
                "\(state.name(of: entity)): \(edit.field.words) \(value), \(actor(event.by))" + said
            )
        case .text(let entity, let field, _, _):
            return (
                "text",
                "\(state.name(of: entity)), \(field.words), is written at by \(actor(event.by))"
            )
        case .propose(let wish):
            let value = state.words(wish.edit.value, wish.key)
            return (
                "proposal",
                "\(state.name(of: wish.entity)): \(wish.edit.field.words) \(value)" + said
            )
        case .acceptProposal(let id):
            return ("proposal", "\(actor(event.by)) accepts\(wish(id))" + said)
        case .declineProposal(let id):
            return ("proposal", "\(actor(event.by)) declines\(wish(id))" + said)
        case .resolveConflict(let id, let decision):
            guard let key = state.conflict(id)?.key else {
                return ("settled", "a conflict, by \(actor(event.by))" + said)
            }
            let value = state.words(decision.value.value, key)
            return ("settled", "\(state.name(of: key.entity)): \(value)" + said)
        case .addItem(let item): return ("new", item.title + said)
        case .deleteItem(let id): return ("taken out", title(id) + said)
        case .moveItem(let id, _, _): return ("moved", title(id) + said)
        case .atomic: return nil
        case .shift(let ids, let minutes):
            let sign = minutes < 0 ? "" : "+"
            return (
                "shift", "\(ids.count) items \(sign)\(minutes) min, v\(state.day.version)" + said
            )
        case .publish(let version): return ("version", "run of show v\(version)")
        case .ripple(let ripple):
            return (
                "ripple", "\(title(ripple.cause)) moves \(ripple.moves.count), to approve" + said
            )
        case .settle(let conflict):
            let about = "\(state.name(of: conflict.entity)): \(conflict.field.words)"
            return ("conflict", text(event, or: about))
        default: return nil
        }
    }

    private func alertWords(_ event: LogEvent, _ said: String) -> (String, String)? {
        switch event.change {
        case .raise(let alert):
            let words = alert.text.isEmpty ? alert.kind.words : alert.text
            return (alert.priority.word, "\(words) [\(alert.id)]")
        case .acknowledge(let id, let zone):
            return (
                "ack",
                "\(actor(event.by))\(zone.map { " for " + state.day.name(of: $0) } ?? "")" + said
                    + " [\(id)]"
            )
        case .escalate(let id, let escalation):
            let called = escalation.people.isEmpty ? "louder" : "to \(names(escalation.people))"
            return ("escalate", "\(text(event, or: called)) [\(id)]")
        case .updateAlert(let id):
            return ("update", "\(text(event, or: "again, \(actor(event.by))")) [\(id)]")
        case .broadcast(let id):
            return ("update", "told to everyone by \(actor(event.by))" + said + " [\(id)]")
        case .assign(let id, let person): return ("assign", "\(name(person)) [\(id)]")
        case .resolve(let id): return ("resolve", "\(actor(event.by))" + said + " [\(id)]")
        case .causeGone(let id):
            let isReturned = state.alert(id)?.state == .returned
            let words = text(event, or: "its cause is gone")
            return (isReturned ? "returned" : "resolve", "\(words) [\(id)]")
        case .shelve(let id, let until): return ("shelve", "until \(clock(until)) [\(id)]")
        case .unshelve(let id):
            return ("unshelve", "\(text(event, or: actor(event.by))) [\(id)]")
        case .cancel(let id):
            return ("cancel", "raised in error, \(actor(event.by))" + said + " [\(id)]")
        case .allClear(let id): return ("ALL CLEAR", "\(actor(event.by))" + said + " [\(id)]")
        default: return nil
        }
    }

    private func workWords(_ event: LogEvent, _ said: String) -> (String, String) {
        switch event.change {
        case .rsvp(let id, let answer):
            return ("rsvp", "\(guest(id)) \(spaced(answer.rawValue))" + said)
        case .addGuest(let guest):
            return ("guest", "\(guest.name.capitalizedWords) is not on the list" + said)
        case .guestsArrive(let ids, let zone):
            return ("guests", "\(ids.count)\(place(zone))" + said)
        case .guestsLeave(let ids): return ("guests", "\(ids.count) left" + said)
        case .seat(let id, let table):
            let number = state.day.tables[table].map { "table \($0.number)" } ?? table.rawValue
            return ("seat", "\(guest(id)) to \(number)" + said)
        case .addDuty(let duty): return ("task", "new: \(duty.title)")
        case .finishDuty(let id):
            return ("task", "done: \(state.day.duties[id]?.title ?? id.rawValue)" + said)
        case .custody(let id, let holder):
            return ("custody", "\(thing(id)): \(words(holder))" + said)
        case .custodyCheck(let id): return ("custody", "\(thing(id)) unconfirmed" + said)
        case .pay(let id, let status):
            let payment = state.day.payments[id]
            let vendor = payment.flatMap { state.day.vendors[$0.vendor]?.name } ?? ""
            return ("payment", "\(vendor) \(payment?.amountWords ?? "") \(status.rawValue)" + said)
        default: return (event.change.kind, event.text)
        }
    }

    private func text(_ event: LogEvent, or words: @autoclosure () -> String) -> String {
        event.text.isEmpty ? words() : event.text
    }

    /// Who says so of somebody else, and when it was said, where it came later.
    private func source(_ event: LogEvent, _ id: PersonID) -> String {
        let reporter = event.by.person.flatMap { $0 == id ? nil : state.day.givenName(of: $0) }
        let isLate = event.at - event.saidAt >= .minutes(1)
        switch (reporter, isLate) {
        case (nil, false): return ""
        case (nil, true): return " (said at \(clock(event.saidAt)))"
        case (let reporter?, false): return " (says \(reporter))"
        case (let reporter?, true): return " (says \(reporter), at \(clock(event.saidAt)))"
        }
    }

    private func wish(_ id: Proposal.ID) -> String {
        state.wishes.last { $0.id == id }.map { ": \(state.name(of: $0.entity))" } ?? ""
    }

    private func drift(_ id: ItemID) -> String {
        state.day.items[id]?.overUnder.map { " (\($0.signedMinutes) min)" } ?? ""
    }

    private func words(_ holder: CustodyThing.Holder) -> String {
        switch holder {
        case .person(let person): "with \(name(person))"
        case .unconfirmed: "unconfirmed"
        case .missing: "MISSING"
        }
    }

    private func name(_ id: PersonID) -> String { state.day.name(of: id) }
    private func names(_ ids: [PersonID]) -> String {
        ids.map { state.day.givenName(of: $0) }.spoken(limit: 6)
    }
    private func place(_ zone: ZoneID?) -> String {
        zone.map { " at " + state.day.name(of: $0) } ?? ""
    }
    private func title(_ id: ItemID) -> String { state.day.items[id]?.title ?? id.rawValue }
    private func guest(_ id: GuestID) -> String { state.day.guests[id]?.name ?? id.rawValue }
    private func thing(_ id: CustodyID) -> String { state.day.custody[id]?.name ?? id.rawValue }
    private func clock(_ moment: Timestamp) -> String { state.day.clock.local(moment).hourMinute }
    private func spaced(_ word: String) -> String {
        word.spaced
    }

    private func actor(_ actor: Actor) -> String {
        switch actor {
        case .person(let id): name(id)
        case .system: "Callboard"
        case .feed(let feed): feed.uppercased()
        }
    }

    private func word(_ word: AudienceWord) -> String {
        switch word {
        case .person(let id): state.day.givenName(of: id)
        case .vendor(let id): state.day.vendors[id]?.name ?? id.rawValue
        default: spaced(word.word)
        }
    }
}

extension String {
    fileprivate var capitalizedWords: String {
        split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
            .joined(separator: " ")
    }
}
