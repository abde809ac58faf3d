import Wedding

/// What concerns the user, the newest first, and the selected line in full.
struct FeedPanel {
    let state: ConsoleState
    let day: DayState
    /// Offset of the selected line; nil is the newest.
    let selected: Int?

    func draw(_ frame: inout Frame) {
        let area = frame.centered(width: 100, height: frame.rows - 4)
        frame.fill(area)
        let inside = frame.box(area, "Feed", remark: "newest first · Esc closes", .of(.borderFocus))
        let entries = Array(state.feed.entries.reversed())
        frame.cursor = (inside.x, inside.y)
        guard !entries.isEmpty else {
            frame.write(
                "No events concern you yet.".fitted(inside.width - 2),
                inside.x + 1, inside.y, .muted)
            return
        }
        let index = entries.firstIndex { $0.offset == selected } ?? 0
        let hasFoot = inside.height >= 7
        let list = hasFoot ? inside.split(top: inside.height - 3).0 : inside
        ListPane(entries, selected: index).draw(&frame, list, cursor: 0) { frame, event, place in
            let isNew = state.feed.isNew(event)
            let line = "\(isNew ? "●" : " ") \(event.feedLine(day))"
            frame.write(
                line.fitted(place.width - 2), place.x + 1, place.y, isNew ? .text : .muted)
        }
        guard hasFoot else { return }
        frame.rule(inside.x, list.bottom, width: inside.width)
        let whole = entries[index].feedLine(day).wrapped(inside.width - 2, maxLines: 2)
        for (offset, line) in whole.enumerated() {
            frame.write(line, inside.x + 1, list.bottom + 1 + offset)
        }
    }
}

/// The keys of a list; whatever acts on others does nothing here.
func pressFeed(
    _ key: Key, _ selected: Int?, _ state: inout ConsoleState
) -> [ConsoleEffect] {
    let offsets = Array(state.feed.entries.reversed().map(\.offset))
    let current = offsets.firstIndex { $0 == selected } ?? 0
    let page = max(1, state.rows / 2)
    let target: Int
    switch KeyMap.standard.listAction(for: key) {
    case .up: target = current - 1
    case .down: target = current + 1
    case .pageUp: target = current - page
    case .pageDown: target = current + page
    case .top: target = 0
    case .bottom: target = offsets.count - 1
    case .back, .quit, .feed:
        state.layers.removeLast()
        return []
    default: return []
    }
    // At the top it stays with the newest.
    let row = max(0, min(target, offsets.count - 1))
    state.layers[state.layers.count - 1] = .feed(selected: row == 0 ? nil : offsets[safe: row])
    return []
}
