import RealtimeProtocol
import Wedding

/// Taking back the last of one's own edits, or making it again; never over somebody else's.
extension Action {
    static let undo = work("undo", command: "undo", .anyone) { state in
        guard let step = state.undoSteps.last else {
            state.say("You have nothing to undo")
            return []
        }
        return step.said(.undo, &state)
    }
    static let redo = work("redo", command: "redo", .anyone) { state in
        guard let step = state.redoSteps.last else {
            state.say("You have nothing to redo")
            return []
        }
        return step.said(.redo, &state)
    }
}

extension ConsoleState.Step {
    fileprivate enum Direction { case undo, redo }

    fileprivate func said(
        _ direction: Direction, _ state: inout ConsoleState
    ) -> [ConsoleEffect] {
        guard let day = state.day else { return [] }
        let isUndo = direction == .undo
        if isUndo { state.undoSteps.removeLast() } else { state.redoSteps.removeLast() }
        guard let undo else {
            let before = state.undoSteps.last.map { ". Once more takes back: \($0.about)" } ?? ""
            state.say("Cannot be taken back: \(about)\(before)")
            return []
        }
        if let until, state.now > until {
            state.say("Too late to take back: \(about). Say what is so now")
            return []
        }
        if let lost = holds.first(where: { hold in
            day.value(hold.key) != (isUndo ? hold.mine : hold.before)
        }) {
            let other = day.revisions[lost.key]?.last?.by.person.map { day.day.givenName(of: $0) }
            state.say(
                "Not changed: \(other ?? "Somebody") has edited \(day.name(of: lost.key.entity)) since"
            )
            return []
        }
        if isUndo { state.redoSteps.append(self) } else { state.undoSteps.append(self) }
        let word = isUndo ? "Undone" : "Redone"
        state.say("\(word): \(about)")
        let (request, words) = announcedAgain(
            (isUndo ? undo : redo).based(on: day), word, day, state)
        return request.takeable.map {
            state.send($0, about, text: words, priority: .high, by: actor, via: via)
        }
    }

    /// Whoever was told of new times is told of the old ones, too.
    private func announcedAgain(
        _ request: Request, _ word: String, _ day: DayState, _ state: ConsoleState
    ) -> (Request, String) {
        guard case .unit(let parts, _) = request else { return (request, word) }
        let plain = parts.compactMap(\.change).filter { !$0.isPublication }
        let items = plain.flatMap(\.movedItems).unique
        guard !items.isEmpty else { return (request, word) }
        return announcement(plain, items, word, day, state)
    }
}

extension Change {
    fileprivate var isPublication: Bool {
        if case .timeline(.publish) = self { true } else { false }
    }

    fileprivate var movedItems: [ItemID] {
        if case .timeline(.shift(let ids, _)) = self { return ids }
        guard case .edit(.field(.item(let id), let edit, _)) = self, edit.field == .start else {
            return []
        }
        return [id]
    }
}

extension Request {
    /// On what stands there.
    fileprivate func based(on day: DayState) -> Request {
        if case .unit(let parts, _) = self { return .unit(parts.map { $0.based(on: day) }, []) }
        guard case .write(.edit(.field(let entity, let edit, _))) = self else { return self }
        return .write(
            .edit(.field(entity, edit, base: day.revision(FieldKey(entity, edit.field)))))
    }
}
