import RealtimeProtocol
import Wedding

extension Action {
    /// Companies tick what is theirs; who runs the day ticks for all.
    static let equipment = work("equipment", command: "equipment", .anyone) { state in
        guard let day = state.day, !day.day.pieces.isEmpty else {
            state.say("The wedding file lists no equipment")
            return []
        }
        return state.open(.equipment)
    }
}

extension TickSheet {
    static func equipment(_ state: ConsoleState, _ day: DayState) -> TickSheet {
        let user = state.user
        let runsAll = user.map { day.level(.vendors, of: $0) >= .edit } ?? false
        let pieces = day.day.pieces.filter { piece in
            piece.stage != .out && (runsAll || piece.vendor == user?.vendor)
        }.sorted { $0.stage < $1.stage }
        let rows = pieces.map { piece in
            let place = piece.zone.map { " · \(day.day.shortName(of: $0))" } ?? ""
            let need = piece.item.flatMap { day.day.items[$0] }.map { item in
                " · for \(state.clock(item.start)) \(item.title)"
            }
            let company = day.day.vendors[piece.vendor]?.name ?? ""
            let next = piece.stage.next.map { "\(piece.stage.rawValue) → \($0.rawValue)" } ?? ""
            return Row(
                id: piece.id.rawValue, glyph: piece.isReady ? "●" : "○",
                role: piece.isReady ? .here : .due, name: piece.name,
                detail: "\(company)\(place)\(need ?? "")", end: next)
        }
        let tested = pieces.count(where: \.isReady)
        return TickSheet(
            "Equipment", remark: "\(tested) of \(pieces.count) tested",
            enter: "move ticked one step on", empty: "Everything is out.", rows: rows)
    }
}

func moveOn(_ ids: [PieceID], _ state: inout ConsoleState) -> [ConsoleEffect] {
    let steps = ids.compactMap { id -> (Piece, Piece.Stage)? in
        guard let piece = state.day?.day.pieces[id], let next = piece.stage.next else {
            return nil
        }
        return (piece, next)
    }
    guard let first = steps.first else { return [] }
    state.say(
        steps.count == 1
            ? "\(first.0.name): \(first.1.rawValue)" : "\(steps.count) pieces moved one step on")
    return steps.map { piece, next in
        state.submit(
            .task(.piece(piece.id, next)), "\(piece.name) \(next.rawValue)",
            via: state.board.heard)
    }
}
