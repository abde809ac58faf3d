import RealtimeProtocol
import Wedding

/// What holds in every view.
extension Action {
    static let open = look(
        "open",
        when: { state in
            state.view == .conflicts
                ? state.selectedSheet != nil : state.opensDetail || state.view == .map
        }
    ) { $0.view.screen.open(&$0) }
    static let back = look("back") { state in
        if !state.filter.isEmpty {
            state.filter = ""
        } else if !state.view.screen.back(&state) {
            state.showsDetail = false
        }
        return []
    }
    /// Starts or ends an item; of a person, checks them in.
    static let primary = work(
        "go", command: "go",
        right: { state in
            state.selectedItem.map {
                .own($0.everyone, .timeline, doing: "start or end \($0.title)")
            } ?? .anyone
        }
    ) { state in
        guard let item = state.selectedItem else { return Console.perform(.checkIn, &state) }
        return goOrDone(item, &state)
    }
    static let initials = look("initials", command: "initials") { state in
        state.showsInitials.toggle()
        return []
    }
    static let filter = look("filter", when: { $0.view.screen.isFiltered }) {
        open(.filter, &$0)
    }
    static let palette = look("palette") { open(.palette(text: "", selected: 0), &$0) }
    static let help = look("help", command: "help") {
        open(.help(query: "", scroll: 0), &$0)
    }
    static let feed = look("feed", command: "feed", when: { !$0.feed.unread.isEmpty }) { state in
        state.feed.open()
        return open(.feed(selected: nil), &state)
    }
    static let quit = look("quit", command: "quit") { askToQuit(&$0) }
    static let cancel = look("cancel") { press(.ctrl("c"), &$0) }
    static let repaint = look("repaint", command: "repaint") { _ in [.repaint] }
    static let suspend = look("suspend") { _ in [.suspend] }
    static let busy = work("busy", command: "busy", .anyone) { state in
        state.isBusy.toggle()
        state.say(state.isBusy ? "You are shown as busy" : "You are shown as free again")
        return [.send(.busy(state.isBusy))]
    }

    static func theme(_ name: String) -> Action {
        look("theme \(name)", command: "theme \(name)") { state in
            guard let theme = state.themes.first(where: { $0.name == name }) else {
                state.say("There is no theme \"\(name)\".")
                return []
            }
            state.theme = theme
            return []
        }
    }

    private static func open(_ layer: Layer, _ state: inout ConsoleState) -> [ConsoleEffect] {
        state.layers.append(layer)
        return []
    }

    static let everywhere: [KeyMap.Binding] =
        [
            .init([.char("j"), .down], .down, "move", "next row", rank: 1, hint: "jk"),
            .init([.char("k"), .up], .up, "up", "previous row"),
            .init([.enter], .open, "open", "open the selected row", rank: 2),
            .init([.escape], .back, "back", "go back one level; clears a filter first"),
            .init(
                [.char("a")], .acknowledge, "ack",
                "answer what the strip asks: acknowledge, ready, got it"),
            .init([.char(" ")], .primary, "do", "main action of the row"),
            .init([.char("c")], .checkIn, "check in…", "check the selected person in"),
            .init([.char("w")], .place, "where…", "say where the selected person is", rank: 13),
            .init(
                [.char("t")], .eta, "ETA…", "say when the selected person comes, if they are late",
                rank: 14),
            .init(
                [.char("y")], .confirmPlan, "confirmed",
                "they have confirmed the plan, or are ready", rank: 15),
            .init(
                [.char("x")], .hold, "has…", "a thing that the selected person has: the rings",
                rank: 16),
            .init([.char("m")], .message, "message", "write to the selected person"),
            .init([.char("p")], .findOnMap, "find on map", "show the selected person on the map"),
            .init([.char("Y")], .copy, "copy", "copy the selected phone number"),
            .init([.char("u")], .undo, "undo", "undo your last edit"),
            .init([.ctrl("r")], .redo, "redo", "redo your last undone edit"),
            .init([.char("i")], .initials, "initials", "show initials instead of names"),
            .init([.char("!")], .raise, "raise", "raise an alert: help, fire, evacuate, medical"),
            .init([.char("g"), .home], .top, "top", "first row"),
            .init([.char("G"), .end], .bottom, "end", "last row"),
            .init([.ctrl("d"), .pageDown], .pageDown, "page", "page down"),
            .init([.ctrl("u"), .pageUp], .pageUp, "page up", "page up"),
            .init([.char("h"), .left], .left, "left", "pan, or previous column"),
            .init([.char("l"), .right], .right, "right", "pan, or next column"),
            .init([.tab], .nextPane, "group", "next group, zone or conversation"),
            .init([.backTab], .previousPane, "group", "previous group, zone or conversation"),
            .init(
                [.char("/")], .filter, "filter", "show only rows that contain a word", rank: 20),
            .init(
                [.char(":"), .ctrl("p")], .palette, "command",
                "run a command or open a view by name", rank: 21),
            .init(
                [.char("f")], .feed, "new", "feed: events that concern you, newest first", rank: 0),
            .init([.char("?")], .help, "help", "show this help", rank: 22),
            .init(
                [.char("q")], .quit, "quit", "go back; from the top level, ask to quit", rank: 23),
            .init([.ctrl("l")], .repaint, "repaint", "redraw the screen"),
            .init([.ctrl("z")], .suspend, "suspend", "suspend to the shell; fg resumes"),
            .init([.ctrl("c")], .cancel, "cancel", "cancel; press twice to quit"),
        ]
        + ViewID.allCases.compactMap { view in
            view.key.map { .init([.char($0)], .show(view), view.name, "\(view.name) view") }
        }

    static let filterKeys: [KeyMap.Binding] = [
        .init([.char("n")], .findNext, "match", "next match", rank: 2, hint: "nN"),
        .init([.char("N")], .findPrevious, "match", "previous match"),
    ]
}

private func askToQuit(_ state: inout ConsoleState) -> [ConsoleEffect] {
    let isInside = state.view == .map && state.map.zoom == .zone
    if state.showsDetail || isInside || !state.filter.isEmpty { return perform(.back, &state) }
    if state.options.isHost {
        // One of them is this console.
        let count = max(0, state.stats.connections - 1)
        let others = count == 1 ? "1 other goes" : "\(count) others go"
        let lines = [
            "This host stops: \(others) offline until you start it again. The log is kept.",
            "Type stop to confirm, or press Esc.",
        ]
        return ask(Dialog("Stop this host?", lines, .typed("stop"), .quit), &state)
    }
    let line =
        if state.options.isReplay {
            "Close the replay? The log does not change."
        } else if state.options.isDemo {
            "End the demo? Nothing is saved."
        } else if state.waitingCount > 0 {
            "Unsent changes: \(state.waitingCount). They are saved here and sent when you join again."
        } else {
            "Close this console? The event keeps running."
        }
    return ask(Dialog("Quit Callboard?", [line], .confirm, .quit), &state)
}

func ask(_ dialog: Dialog, _ state: inout ConsoleState) -> [ConsoleEffect] {
    state.layers.append(.dialog(dialog))
    return []
}

/// "Iris, Sol and 2 more (3 by phone) will be", for a preview of who will be told.
func told(_ people: [PersonID], _ state: ConsoleState) -> String {
    guard let day = state.day else { return "Nobody will be" }
    let others = people.filter { $0 != state.me }
    if others.isEmpty { return "Nobody else will be" }
    let names = others.map { day.day.givenName(of: $0) }.spoken(limit: 5)
    let toRing = others.count { !day.hasDevice($0) }
    return names + (toRing > 0 ? " (\(toRing) by phone)" : "") + " will be"
}

/// "3 called, 2 of them by phone": nobody without a device was told yet.
func called(_ people: [PersonID], _ state: ConsoleState) -> String {
    let toRing = people.count { state.day?.hasDevice($0) == false && $0 != state.me }
    return "\(people.count) called" + (toRing > 0 ? ", \(toRing) of them by phone" : "")
}

extension CaseIterable where Self: Equatable {
    /// The one after this, and the first after the last.
    var next: Self {
        let all = Array(Self.allCases)
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
