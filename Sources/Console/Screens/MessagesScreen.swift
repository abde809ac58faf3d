import Wedding

/// Channels and what was said in them, with who has it.
struct MessagesScreen {
    let state: ConsoleState
    let day: DayState
    private let model: MessagesModel

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = MessagesModel(state, day)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        let isSmall = area.width < 100
        let channelWidth = isSmall ? 20 : 27
        let (left, right) = area.split(left: channelWidth)
        drawChannels(&frame, left)
        guard let channel = selected else {
            frame.box(right, "Messages")
            return
        }
        let online = day.day.people.count { day.presence[$0.id]?.link.isConnected == true }
        let inside = frame.box(
            right, channel.name, remark: "\(online) online · \(channel.messages.count) messages",
            .of(.borderFocus))
        let isComposing = state.layers.last == .compose
        let (list, compose) = inside.split(top: inside.height - (isComposing ? 3 : 1))
        drawThread(&frame, list, channel)
        drawCompose(&frame, compose, isComposing)
    }

    private var selected: MessagesModel.Channel? {
        let id = Rows.selected(state, .messages)
        return model.channels.first { $0.id == id }
    }

    private func drawChannels(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Channels")
        let chosen = Rows.selected(state, .messages)
        for (offset, channel) in model.channels.prefix(inside.height - 5).enumerated() {
            let place = inside.row(offset + 1)
            let style: Style = channel.messages.isEmpty ? .muted : .text
            frame.write(channel.name.fitted(inside.width - 7), place.x + 2, place.y, style)
            if !channel.messages.isEmpty {
                frame.write(
                    "\(channel.messages.count)".rightAligned(4), place.right - 5, place.y, .muted)
            }
            frame.target(place, .select(channel.id))
            guard channel.id == chosen else { continue }
            frame.restyle(place) { $0 = Style(.selection) }
            frame.write("▌", place.x, place.y, .of(.selection))
            frame.cursor = (place.x + 2, place.y)
        }
        let stats = state.stats
        let lines = [
            "Sent today  \(stats.lettersSent)", "Delivered   \(stats.lettersDelivered)",
            "Waiting \(stats.lettersWaiting)  Dead \(stats.lettersDead)",
        ]
        for (offset, line) in lines.enumerated() where inside.height > 8 {
            frame.write(
                line.fitted(inside.width - 2), inside.x + 1, inside.bottom - 3 + offset, .muted)
        }
    }

    private func drawThread(_ frame: inout Frame, _ area: Rect, _ channel: MessagesModel.Channel) {
        guard !channel.messages.isEmpty else {
            frame.write(
                "Nothing was said here yet. r writes.".fitted(area.width - 2), area.x + 1,
                area.y + 1, .muted)
            return
        }
        let textWidth = max(10, area.width - 30)
        var lines: [(String, String, String, String, Style)] = []
        for message in channel.messages.suffix(area.height) {
            let wrapped = message.text.wrapped(textWidth, maxLines: 2)
            for (index, line) in wrapped.enumerated() {
                let isFirst = index == 0
                lines.append(
                    (
                        isFirst ? state.clock(message.sentAt) : "",
                        isFirst ? name(message.from) : "", line,
                        isFirst ? receipt(message) : "",
                        message.priority <= .high ? .of(.title) : .text
                    ))
            }
        }
        for (offset, line) in lines.suffix(area.height).enumerated() {
            let y = area.y + offset
            frame.write(line.0, area.x + 1, y, .muted)
            frame.write(line.1.fitted(10), area.x + 8, y)
            frame.write(line.2, area.x + 19, y, line.4, limit: textWidth)
            frame.write(line.3, area.right - 1 - line.3.cellWidth, y, .muted)
        }
    }

    private func name(_ actor: Actor) -> String {
        switch actor {
        case .person(let id): day.day.givenName(of: id)
        case .system: "Callboard"
        case .feed(let name): name.uppercased()
        }
    }

    /// `✓✓ 15/16`: how many have it; `v8 2/16` how many confirmed a version.
    private func receipt(_ message: Message) -> String {
        let total = message.recipients.count
        if message.version != nil { return "conf \(message.confirmed.count)/\(total)" }
        guard total > 0 else { return "" }
        let got = message.delivered.count
        return got >= total ? "✓✓" : "✓ \(got)/\(total)"
    }

    private func drawCompose(_ frame: inout Frame, _ area: Rect, _ isComposing: Bool) {
        guard isComposing else {
            frame.write(
                "r reply   n new to…   Tab channel".fitted(area.width - 2), area.x + 1, area.y,
                .muted)
            return
        }
        frame.rule(area.x, area.y, width: area.width)
        let shown =
            state.draft.cellWidth > area.width - 6
            ? "…" + String(state.draft.suffix(max(0, area.width - 8))) : state.draft
        let end = frame.write("> \(shown)", area.x + 1, area.y + 1, .of(.input))
        frame.cursor = (min(area.right - 1, end), area.y + 1)
        let hint =
            "\(state.draftPriority.word.lowercased()) · \(state.draft.count) / \(ConsoleState.messageCharactersMax)"
        frame.write(hint, area.right - 1 - hint.cellWidth, area.y + 2, .muted)
        frame.write("Enter send   Ctrl-P priority", area.x + 1, area.y + 2, .muted)
    }
}
