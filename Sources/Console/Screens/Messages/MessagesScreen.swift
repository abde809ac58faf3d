import Wedding

/// Conversations and what was said in them, with who has it.
struct MessagesScreen {
    let state: ConsoleState
    let day: DayState
    private let model: MessagesModel

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = MessagesModel(state, day)
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        // Enter gives the thread the whole width, with every message in full.
        let listWidth = state.showsDetail ? 0 : area.width < 70 ? 16 : area.width < 100 ? 20 : 27
        let (left, right) = area.split(left: listWidth)
        if listWidth > 0 { drawConversations(&frame, left) }
        guard let conversation = selected else {
            frame.box(right, "Messages")
            return
        }
        let online = day.day.people.count { day.presence[$0.id]?.link.isConnected == true }
        let inside = frame.box(
            right, conversation.name,
            remark: "\(online) online · \(conversation.messages.count.messages)",
            .of(.borderFocus))
        let isComposing = state.layers.last == .compose
        let waiting = isComposing ? nil : unconfirmed(conversation)
        let foot = isComposing ? 3 : waiting == nil ? 1 : 2
        let (list, compose) = inside.split(top: inside.height - foot)
        drawThread(&frame, list, conversation)
        if let waiting {
            frame.write(
                waiting.fitted(compose.width - 2), compose.x + 1, compose.y, .of(.over))
        }
        drawCompose(&frame, compose.row(foot == 2 ? 1 : 0, height: 3), isComposing)
    }

    /// "v8 not confirmed by Marlo, Tess and 3 more": who still works from an older plan.
    private func unconfirmed(_ conversation: MessagesModel.Conversation) -> String? {
        guard let message = conversation.messages.last(where: { $0.version != nil }),
            let version = message.version
        else { return nil }
        let missing = message.recipients.filter { !message.confirmed.contains($0) }
        guard !missing.isEmpty else { return nil }
        let names = missing.map { day.day.givenName(of: $0) }.spoken(limit: 6)
        return "v\(version) not confirmed by \(names)"
    }

    private var selected: MessagesModel.Conversation? {
        let id = Rows.selected(state, .messages)
        return model.conversations.first { $0.id == id }
    }

    private func drawConversations(_ frame: inout Frame, _ area: Rect) {
        let inside = frame.box(area, "Conversations")
        let chosen = Rows.selected(state, .messages)
        let index = model.conversations.firstIndex { $0.id == chosen }
        let list = inside.row(1, height: max(0, inside.height - 5))
        ListPane(model.conversations, selected: index).draw(&frame, list) {
            frame, conversation, place in
            let style: Style = conversation.messages.isEmpty ? .muted : .text
            frame.write(conversation.name.fitted(inside.width - 7), place.x + 2, place.y, style)
            if conversation.unread > 0 {
                frame.write(
                    "\(conversation.unread)".rightAligned(4), place.right - 5, place.y, .of(.key))
            }
            frame.target(place, .select(conversation.id))
        }
        let stats = state.stats
        let lines = [
            "Sent        \(stats.lettersSent)", "Settled     \(stats.byPriority.total.settled)",
            "Wait \(stats.lettersWaiting) Dead \(stats.lettersDead)",
        ]
        for (offset, line) in lines.enumerated() where inside.height > 8 {
            frame.write(
                line.fitted(inside.width - 2), inside.x + 1, inside.bottom - 3 + offset, .muted)
        }
    }

    private func drawThread(
        _ frame: inout Frame, _ area: Rect, _ conversation: MessagesModel.Conversation
    ) {
        guard !conversation.messages.isEmpty else {
            frame.write(
                "No messages here yet. Press r to write.".fitted(area.width - 2), area.x + 1,
                area.y + 1, .muted)
            return
        }
        let nameWidth = area.width < 50 ? 6 : 10
        let textX = 9 + nameWidth
        let lines = threadLines(
            conversation, width: max(6, area.width - textX - 11), rows: area.height)
        let hidden = min(state.showsDetail ? state.messages.scroll : 0, max(0, lines.count - 1))
        for (offset, line) in lines.dropLast(hidden).suffix(area.height).enumerated() {
            let y = area.y + offset
            if let title = line.separator {
                frame.separator(title, area.x + 1, y, width: area.width - 2)
                continue
            }
            frame.write(line.clock, area.x + 1, y, .muted)
            frame.write(line.name.fitted(nameWidth), area.x + 8, y)
            frame.write(line.text, area.x + textX, y, line.style)
            frame.write(line.receipt, area.right - 1 - line.receipt.cellWidth, y, .muted)
        }
    }

    private struct Line {
        var separator: String?
        var clock = "", name = "", text = "", receipt = ""
        var style = Style.text
    }

    private func threadLines(
        _ conversation: MessagesModel.Conversation, width: Int, rows: Int
    ) -> [Line] {
        let shown = state.showsDetail ? conversation.messages : conversation.messages.suffix(rows)
        let read = state.messages.readUntil[conversation.id] ?? state.startedAt
        let fresh = shown.count { $0.sentAt > read && $0.from.person != state.me }
        var lines: [Line] = []
        var isSeparated = fresh == 0
        for message in shown {
            if !isSeparated, message.sentAt > read {
                lines.append(Line(separator: "\(fresh) new"))
                isSeparated = true
            }
            let wrapped = message.text.wrapped(width, maxLines: state.showsDetail ? .max : 2)
            for (index, text) in wrapped.enumerated() {
                var line = Line(text: text)
                line.style = message.priority <= .high ? .of(.title) : .text
                if index == 0 {
                    line.clock = state.clock(message.sentAt)
                    line.name = name(message.from)
                    line.receipt = receipt(message)
                }
                lines.append(line)
            }
        }
        return lines
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
        // Who said "got it", or was told by phone, has it without a device.
        let got = message.delivered.union(message.confirmed).count
        return got >= total ? "✓✓" : "✓ \(got)/\(total)"
    }

    private func drawCompose(_ frame: inout Frame, _ area: Rect, _ isComposing: Bool) {
        guard isComposing else {
            frame.write(
                "r reply   Enter \(state.showsDetail ? "list" : "whole messages")   Tab next"
                    .fitted(area.width - 2), area.x + 1, area.y,
                .muted)
            return
        }
        frame.rule(area.x, area.y, width: area.width)
        let shown =
            state.messages.draft.cellWidth > area.width - 6
            ? "…" + String(state.messages.draft.suffix(max(0, area.width - 8)))
            : state.messages.draft
        let end = frame.write("> \(shown)", area.x + 1, area.y + 1, .of(.input))
        frame.cursor = (min(area.right - 1, end), area.y + 1)
        let place = state.messages.near.map { "only at \(day.day.shortName(of: $0)) · " } ?? ""
        let hint =
            "\(place)\(state.messages.priority.word.lowercased()) · \(state.messages.draft.count) / \(ConsoleState.messageCharactersMax)"
        let keys = "Enter send   Ctrl-P priority   Ctrl-N place"
        frame.write(hint, area.right - 1 - hint.cellWidth, area.y + 2, .muted)
        // The footer names them too.
        guard keys.cellWidth + hint.cellWidth + 4 <= area.width else { return }
        frame.write(keys, area.x + 1, area.y + 2, .muted)
    }
}
