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
            case .equipment: return tick(key)
            case .help, .unlock: return type(key)
            }
        }
        return []
    }

    private mutating func startOver() {
        (step, query, selected, chosen, typed) = (.search, "", 0, nil, "")
        (showsParking, contact, piece) = (false, [:], 0)
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
            let before = before[row.person.id] ?? Presence().whereabouts
            return submit(
                .write(.presence(.correct(row.person.id, before))), by: row.person,
                "checked in by mistake", done: words.undone)
        case .char("y"), .char("Y"): return confirm(row)
        case .char("e"), .char("E"): if !pieces(of: row).isEmpty { step = .equipment }
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
        before[row.person.id] = (day?.presence[row.person.id] ?? Presence()).whereabouts
        let isCompany = row.vendor != nil
        let text = isCompany ? "\(row.name) here, \(row.crew) crew" : "\(row.name) here"
        let effects = submit(
            .write(
                .presence(
                    .checkIn(
                        row.person.id, zone: place(of: row), crew: isCompany ? row.crew : nil))),
            by: row.person, text, done: words.welcome(row.person.givenName))
        // Whoever has new times to confirm is still asked.
        if toConfirm(row) == nil { startOver() }
        return effects
    }

    private mutating func confirm(_ row: Row) -> [ConsoleEffect] {
        guard let message = toConfirm(row), let version = message.version else { return [] }
        let effects = submit(
            .write(.message(.confirm(message.id))), by: row.person,
            "\(row.person.name) confirmed v\(version)", done: words.confirmed)
        if isHere(row.person.id) { startOver() }
        return effects
    }

    /// One step on for the chosen piece, or one back where that was a slip.
    private mutating func tick(_ key: Key) -> [ConsoleEffect] {
        guard let row = selectedRow else { return [] }
        let pieces = pieces(of: row)
        piece = max(0, min(piece, pieces.count - 1))
        guard let chosen = pieces[safe: piece] else { return [] }
        switch key {
        case .up: piece = max(0, piece - 1)
        case .down: piece = min(pieces.count - 1, piece + 1)
        case .enter, .char(" "): return move(chosen, to: chosen.stage.next, row)
        case .char("-"): return move(chosen, to: chosen.stage.previous, row)
        default: break
        }
        return []
    }

    private mutating func move(_ piece: Piece, to stage: Piece.Stage?, _ row: Row)
        -> [ConsoleEffect]
    {
        guard let stage else { return [] }
        return submit(
            .write(.task(.piece(piece.id, stage))), by: row.person,
            "\(piece.name) \(stage.rawValue)", done: "\(piece.name): \(words.stage(stage))")
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
