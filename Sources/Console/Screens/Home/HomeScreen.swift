import RealtimeProtocol
import Wedding

/// One person's own day, on one page.
struct HomeScreen: Screen {
    static let name = "Home"
    static let keys: [KeyMap.Binding] = [
        .init([.char("c")], .checkIn, "I am here", "say that you are here, and where", rank: 2),
        .init([.char("t")], .eta, "late…", "say when you come: 20 is in 20 minutes", rank: 3),
        .init([.char("y")], .confirmPlan, "got it", "confirm what is asked of you", rank: 4),
        .init([.char("l")], .leave, "I leave", "say that you leave", rank: 5),
    ]

    let state: ConsoleState
    let day: DayState
    private let model: HomeModel?

    init(_ state: ConsoleState, _ day: DayState) {
        (self.state, self.day) = (state, day)
        model = HomeModel(state, day)
    }

    static func rows(_ state: ConsoleState, _ day: DayState) -> [String?] {
        let ids = HomeModel(state, day)?.next.map(\.id.rawValue) ?? []
        return ids.isEmpty ? state.me.map { [$0.rawValue] } ?? [] : ids
    }

    /// All of it is about oneself.
    static func person(_ row: String, _ state: ConsoleState, _ day: DayState) -> Person? {
        state.user
    }

    static func lines(_ state: ConsoleState, _ day: DayState) -> [ScreenLine] {
        (HomeModel(state, day)?.next ?? []).map {
            ScreenLine(id: $0.id.rawValue, text: "\(state.clock($0.start)) \($0.title)")
        }
    }

    func draw(_ frame: inout Frame, _ area: Rect) {
        guard let model else { return }
        let page = Rect(
            x: area.x + max(1, (area.width - 100) / 2), y: area.y,
            width: min(100, area.width - 2), height: area.height)
        var y = page.y
        drawUser(&frame, page, &y, model)
        heading("My next", &frame, page, &y)
        if model.next.isEmpty { muted("Nothing more is planned for you.", &frame, page, &y) }
        let chosen = Rows.selected(state, .home)
        for item in model.next { drawItem(&frame, item, chosen, page, &y) }
        drawAsked(&frame, page, &y)
        if !model.toDecide.isEmpty || !model.toDo.isEmpty {
            heading("To decide and to do", &frame, page, &y)
            for item in model.toDecide {
                line("◆ \(state.clock(item.start)) \(item.title)", &frame, page, &y)
            }
            for duty in model.toDo {
                let due = duty.due.map { ", by \(state.clock($0))" } ?? ""
                line("○ \(duty.title)\(due)", &frame, page, &y)
            }
        }
        heading("Call", &frame, page, &y)
        for person in model.contacts {
            let phone = state.phone(of: person)
            let name = "\(person.name), \(person.title)".fitted(page.width - phone.cellWidth - 6)
            guard y < page.bottom else { return }
            frame.write(name, page.x + 2, y)
            frame.write(phone, page.right - phone.cellWidth - 1, y, .of(.title))
            if let url = person.phone?.telephoneLink, !state.showsInitials {
                frame.link(
                    Rect(
                        x: page.right - phone.cellWidth - 1, y: y, width: phone.cellWidth,
                        height: 1), to: url)
            }
            y += 1
        }
    }

    private func drawUser(
        _ frame: inout Frame, _ page: Rect, _ y: inout Int, _ model: HomeModel
    ) {
        let user = model.user
        let status = day.status(of: user, at: state.now)
        let title = user.title.isEmpty ? user.name : "\(user.name), \(user.title)"
        frame.write(title.fitted(page.width - 30), page.x, y, .of(.title))
        let call = user.callTime.map { " · called for \(state.clock($0))" } ?? ""
        let word: String =
            switch status {
            case .here: "you are here"
            case .left: "you have left"
            case .onTheWay: "on your way"
            case .due: "not here yet\(call)"
            case .late, .missing: "please say where you are\(call)"
            }
        let text = "\(status.glyph) \(word)"
        frame.write(text, max(page.x, page.right - text.cellWidth - 1), y, .of(status.role))
        y += 1
    }

    private func drawItem(
        _ frame: inout Frame, _ item: TimelineItem, _ chosen: String?, _ page: Rect,
        _ y: inout Int
    ) {
        guard y < page.bottom else { return }
        let left = item.start - state.now
        let time =
            item.status == .running
            ? "now" : left >= .zero ? "in \(left.clockFace)" : "late \(left.clockFace)"
        let place = item.zone.map { "  \(day.day.name(of: $0))" } ?? ""
        let title = state.user?.role == .guest ? item.publicTitle ?? item.title : item.title
        let room = page.width - time.cellWidth - 12
        frame.write(state.clock(item.start), page.x + 2, y)
        frame.write("\(title)\(place)".fitted(room), page.x + 9, y, .text)
        frame.write(time, page.right - time.cellWidth - 1, y, Style.text.bold)
        if item.id.rawValue == chosen { frame.mark(page.with(y: y)) }
        frame.target(page.with(y: y), .select(item.id.rawValue))
        y += 1
        guard let cue = item.cue else { return }
        muted("       \(cue)", &frame, page, &y)
    }

    private func drawAsked(_ frame: inout Frame, _ page: Rect, _ y: inout Int) {
        guard let asked = Asked.of(state) else { return }
        heading("Asked of you", &frame, page, &y)
        for text in asked.words(state).wrapped(page.width - 4, maxLines: 4) {
            line(text, &frame, page, &y)
        }
        let key = KeyMap.standard.label(.acknowledge, in: .home, isDemo: state.options.isDemo)
        muted("\(key) \(asked.answer)", &frame, page, &y)
    }

    private func heading(_ text: String, _ frame: inout Frame, _ page: Rect, _ y: inout Int) {
        y += 1
        guard y < page.bottom else { return }
        frame.separator(text, page.x, y, width: page.width)
        y += 1
    }

    private func line(_ text: String, _ frame: inout Frame, _ page: Rect, _ y: inout Int) {
        guard y < page.bottom else { return }
        frame.write(text.fitted(page.width - 3), page.x + 2, y)
        y += 1
    }

    private func muted(_ text: String, _ frame: inout Frame, _ page: Rect, _ y: inout Int) {
        guard y < page.bottom else { return }
        frame.write(text.fitted(page.width - 3), page.x + 2, y, .muted)
        y += 1
    }
}

extension Rect {
    fileprivate func with(y: Int) -> Rect { Rect(x: x, y: y, width: width, height: 1) }
}
