import Wedding

/// Whoever was chosen: what they need to know, and what their keys do.
extension StationScreen {
    func drawCard(_ area: Rect, isBoxed: Bool, _ frame: inout Frame) {
        guard let row = state.selectedRow, let day = state.day else { return }
        var inside = area
        if isBoxed {
            inside = frame.box(
                area, row.name, state.step == .card ? .of(.borderFocus) : .of(.border)
            ).inset(1, 0)
        } else {
            frame.write(
                spread(row.name).fitted(area.width), area.x, area.y, Style.of(.title).bold)
            inside = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
        }
        let who = row.person.name + (state.contact[row.person.id].map { " · \($0)" } ?? "")
        var y = inside.y
        frame.write(spread(who).fitted(inside.width), inside.x, y)
        y += 2
        if state.showsParking {
            let zone = day.day.zones.first { $0.kind == .parking }
            y = frame.field(
                words.parking, zone.map { "\($0.name), \(day.day.address)" } ?? day.day.address,
                in: inside, row: y, labelWidth: 16)
        }
        if row.vendor != nil {
            y = frame.field(
                words.crewHere, "\(row.crew)   (- / +)", in: inside, row: y, labelWidth: 16)
        }
        let lead = day.day.lead(of: .coordinator)
        let channel = lead?.radioChannel.map { ", \(words.radio) \($0)" } ?? ""
        if let lead {
            y = frame.field(
                words.askFor, lead.givenName + channel, in: inside, row: y, labelWidth: 16)
        }
        if let version = state.toConfirm(row)?.version {
            y = frame.field(
                words.newTimes, "v\(version)   (Y)", in: inside, row: y, labelWidth: 16)
        }
        let pieces = state.pieces(of: row)
        if !pieces.isEmpty {
            let tested = "\(pieces.count(where: \.isReady)) / \(pieces.count) \(words.tested)   (E)"
            y = frame.field(
                words.equipment.capitalizedFirst, tested, in: inside, row: y, labelWidth: 16)
        }
        y += isBoxed ? 1 : 0
        guard y < inside.bottom else { return }
        let rest = Rect(x: inside.x, y: y, width: inside.width, height: inside.bottom - y)
        if state.step == .equipment {
            drawPieces(pieces, rest, &frame)
        } else {
            drawTimes(row, day, rest, &frame)
        }
    }

    private func drawPieces(_ pieces: [Piece], _ area: Rect, _ frame: inout Frame) {
        ListPane(pieces, selected: min(state.piece, max(0, pieces.count - 1))).draw(
            &frame, area
        ) { frame, piece, place in
            let stage = words.stage(piece.stage)
            frame.write(
                spread(piece.name).fitted(place.width - stage.cellWidth - 4), place.x + 2, place.y)
            frame.write(
                stage, place.right - stage.cellWidth, place.y,
                piece.isReady ? .of(.here) : .of(.due))
        }
    }

    private func drawTimes(
        _ row: StationState.Row, _ day: DayState, _ inside: Rect, _ frame: inout Frame
    ) {
        let y = inside.y
        frame.write(words.yourTimes, inside.x, y, .muted)
        let times = state.times(of: row)
        if times.isEmpty { frame.write(words.noTimes.fitted(inside.width), inside.x, y + 1) }
        for (index, item) in times.prefix(max(0, inside.bottom - y - 1)).enumerated() {
            let place = item.zone.map { day.day.shortName(of: $0) } ?? ""
            let left = "\(clock(item.start))   \(item.title)"
            frame.write(
                spread(left).fitted(inside.width - place.cellWidth - 2), inside.x, y + 1 + index)
            frame.write(place, inside.right - place.cellWidth, y + 1 + index, .muted)
        }
    }

    func drawNext(_ area: Rect, isBoxed: Bool, _ frame: inout Frame) {
        let inside = isBoxed ? frame.box(area, words.next).inset(2, 0) : area
        switch state.step {
        case .help: return drawPrompt(words.whatHelp, inside, &frame)
        case .unlock: return drawPrompt(words.unlock, inside, &frame)
        case .equipment:
            frame.write(words.tickHint.fitted(inside.width), inside.x, inside.y, .of(.title))
            return
        case .search, .card: break
        }
        guard let row = state.selectedRow else { return }
        let isHere = state.isHere(row.person.id)
        var keys = [("P", words.parking), ("H", words.help), ("O", words.leaving)]
        if state.toConfirm(row) != nil { keys.insert(("Y", words.confirm), at: 0) }
        if !state.pieces(of: row).isEmpty { keys.append(("E", words.equipment)) }
        if state.canUndo(row.person.id) { keys.append(("U", words.undo)) }
        let y = inside.y + (isBoxed ? 1 : 0)
        let isActive = state.step == .card
        let first =
            isHere
            ? "\(words.here) \(clock(state.day?.presence[row.person.id]?.checkedInAt ?? .zero))"
            : row.vendor == nil
                ? words.checkIn : "\(words.checkIn) \(row.crew) \(words.crew)"
        let indent = frame.write(
            " Enter  \(spread(first)) ", inside.x, y, isActive ? Style.text.reverse : .muted)
        if isActive { frame.cursor = (inside.x + 1, y) }
        var (x, line) = (indent, y)
        for (key, word) in keys where isActive {
            // What does not fit beside goes below, before anything is promised there.
            if x + word.cellWidth + 6 > inside.right { (x, line) = (indent, line + 1) }
            guard line < inside.bottom, x + word.cellWidth + 6 <= inside.right else { break }
            x = frame.write(" \(key) ", x + 3, line, .of(.key))
            x = frame.write(word, x, line)
        }
        guard line < inside.bottom - 1 else { return }
        let promise = words.promise.cellWidth <= inside.width ? words.promise : words.shortPromise
        frame.write(promise.fitted(inside.width), inside.x, inside.bottom - 1, .muted)
    }

    private func drawPrompt(_ words: String, _ area: Rect, _ frame: inout Frame) {
        frame.write(words.fitted(area.width), area.x, area.y, .of(.title))
        let hidden = state.step == .unlock
        let shown = hidden ? String(repeating: "•", count: state.typed.count) : state.typed
        let end = frame.write(
            String(shown.suffix(max(0, area.width - 2))), area.x, area.bottom - 1, .of(.input))
        frame.write("_", end, area.bottom - 1, .of(.input))
        frame.cursor = (end, area.bottom - 1)
    }
}
