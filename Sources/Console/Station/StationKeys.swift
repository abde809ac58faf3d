import RealtimeProtocol
import Wedding

/// What keys do at the station. Nothing here leaves it but its own code.
extension StationState {
    mutating func press(_ key: Key) -> [ConsoleEffect] {
        switch key {
        case .function(3): isLarge.toggle()
        case .function(4): language = language == .english ? .spanish : .english
        case .function(10): (step, typed) = (.unlock, "")
        case .ctrl("l"): return [.repaint]
        case .escape: startOver()
        // Nobody signs in to a place that is being left.
        case _ where emergency != nil && step != .unlock: return []
        default:
            switch step {
            case .search: return search(key)
            case .card: return act(key)
            case .help, .unlock: return type(key)
            }
        }
        return []
    }

    private mutating func startOver() {
        (step, query, selected, chosen, typed) = (.search, "", 0, nil, "")
        (showsParking, contact) = (false, [:])
    }

    private mutating func search(_ key: Key) -> [ConsoleEffect] {
        switch key {
        case .up: selected = max(0, selected - 1)
        case .down: selected = max(0, min(selected + 1, matches.count - 1))
        case .backspace:
            if !query.isEmpty { query.removeLast() }
            selected = 0
        case .char(let character):
            query = query.appending(typed: character, max: 40)
            selected = 0
        case .function(2): return askForSomebody()
        case .enter:
            guard let row = selectedRow else {
                if isCode { return sendCode() }
                say(words.noMatch)
                return []
            }
            (chosen, step) = (row.person.id, .card)
        default: break
        }
        return []
    }

    /// Eight letters and digits, as an invitation has them.
    private var isCode: Bool {
        query.filter { $0 != "-" }.count == 8 && query.allSatisfy { $0.isASCII && !$0.isWhitespace }
    }

    private mutating func sendCode() -> [ConsoleEffect] {
        let code = query
        query = ""
        return [.send(.code(code))]
    }

    private mutating func act(_ key: Key) -> [ConsoleEffect] {
        guard let row = selectedRow else { return [] }
        switch key {
        case .enter: return checkIn(row)
        case .char("-"): count(row, row.crew - 1)
        case .char("+"), .char("="): count(row, row.crew + 1)
        case .char("p"), .char("P"): showsParking.toggle()
        case .char("h"), .char("H"): (step, typed) = (.help, "")
        case .char("o"), .char("O"): return leave(row)
        case .char("u"), .char("U"):
            guard canUndo(row.person.id) else { break }
            return submit(
                .write(.presence(.activity(row.person.id, .enRoute))), by: row.person,
                "checked in by mistake",
                done: words.undone)
        case .up, .down:
            step = .search
            return search(key)
        default: break
        }
        return []
    }

    private mutating func checkIn(_ row: Row) -> [ConsoleEffect] {
        guard !isHere(row.person.id) else {
            startOver()
            return []
        }
        let isCompany = row.vendor != nil
        let text = isCompany ? "\(row.name) here, \(row.crew) crew" : "\(row.name) here"
        let effects = submit(
            .write(
                .presence(
                    .checkIn(
                        row.person.id, zone: place(of: row), crew: isCompany ? row.crew : nil))),
            by: row.person,
            text,
            done: words.welcome(row.person.givenName))
        startOver()
        return effects
    }

    private mutating func count(_ row: Row, _ crew: Int) {
        guard let vendor = row.vendor else { return }
        self.crew[vendor.id] = min(Presence.crewMax, max(1, crew))
    }

    /// The dock is for whoever loads in; everybody else is at the gate, where the station stands.
    private func place(of row: Row) -> ZoneID? {
        let loadsIn = times(of: row).contains { $0.kind == .loadIn }
        let kind: Zone.Kind = loadsIn ? .vendorStaging : .guestEntrance
        return day?.day.zones.first { $0.kind == kind }?.id
    }

    private mutating func leave(_ row: Row) -> [ConsoleEffect] {
        let effects = submit(
            .write(.presence(.activity(row.person.id, .departed))), by: row.person,
            "\(row.name) is leaving",
            done: words.goodbye(row.person.givenName))
        startOver()
        return effects
    }

    private mutating func askForSomebody() -> [ConsoleEffect] {
        let name = query.trimmedSpaces
        let call = AlertCall(.helpRequest, about: "desk")
        let text =
            name.isEmpty ? "Somebody at the gate is not listed" : "At the gate, not listed: \(name)"
        return submit(.raise(call), by: nil, text, done: words.asked)
    }

    private mutating func type(_ key: Key) -> [ConsoleEffect] {
        switch key {
        case .backspace: if !typed.isEmpty { typed.removeLast() }
        case .char(let character): typed = typed.appending(typed: character, max: 80)
        case .enter: return step == .unlock ? unlock() : callForHelp()
        default: break
        }
        return []
    }

    private mutating func unlock() -> [ConsoleEffect] {
        if unlocks(typed) { return [.quit] }
        startOver()
        say(words.wrongCode)
        return []
    }

    private mutating func callForHelp() -> [ConsoleEffect] {
        guard let row = selectedRow else { return [] }
        let call = AlertCall(.helpRequest, about: row.person.id.rawValue)
        let text =
            typed.isEmpty
            ? "\(row.name) needs help at the gate" : "\(row.name): \(typed)"
        step = .card
        return submit(.raise(call), by: row.person, text, done: words.helpComes)
    }

    private mutating func submit(
        _ request: Request, by person: Person?, _ text: String, done: String
    ) -> [ConsoleEffect] {
        let id = ids.draw()
        waiting[id] = done
        let submission = Submission(
            id: id, request: request, actor: person.map { .person($0.id) }, via: .vendorTerminal,
            saidAt: now, text: text)
        if !isLive { say(words.offline) }
        return [.send(.submit(submission))]
    }
}
