/// The one table of keys.
extension KeyMap {
    package static let standard = KeyMap(
        bindings: everywhere + views + demo + filter + takeover)

    private static func bind(
        _ keys: [Key], _ action: Action, _ place: Place, _ short: String, _ help: String,
        rank: Int? = nil, hint: String? = nil
    ) -> Binding {
        Binding(
            keys: keys, action: action, place: place, short: short, help: help, rank: rank,
            hint: hint)
    }

    private static let everywhere: [Binding] =
        [
            bind([.char("j"), .down], .down, .everywhere, "move", "next row", rank: 1, hint: "jk"),
            bind([.char("k"), .up], .up, .everywhere, "up", "previous row"),
            bind([.enter], .open, .everywhere, "open", "open the selected row", rank: 2),
            bind([.escape], .back, .everywhere, "back", "go back one level; clears a filter first"),
            bind(
                [.char("a")], .acknowledge, .everywhere, "ack",
                "acknowledge the alert in the strip, from any view"),
            bind([.char(" ")], .primary, .everywhere, "do", "main action of the row"),
            bind([.char("c")], .checkIn, .everywhere, "check in", "check the selected person in"),
            bind([.char("m")], .message, .everywhere, "message", "write to the selected person"),
            bind(
                [.char("p")], .findOnMap, .everywhere, "find on map",
                "show the selected person on the map"),
            bind([.char("y")], .copy, .everywhere, "copy", "copy the selected phone number"),
            bind([.char("u")], .undo, .everywhere, "undo", "undo your last edit"),
            bind([.ctrl("r")], .redo, .everywhere, "redo", "redo your last undone edit"),
            bind(
                [.char("i")], .initials, .everywhere, "initials", "show initials instead of names"),
            bind([.char("!")], .raise, .everywhere, "raise", "raise an alert"),
            bind([.char("g"), .home], .top, .everywhere, "top", "first row"),
            bind([.char("G"), .end], .bottom, .everywhere, "end", "last row"),
            bind([.ctrl("d"), .pageDown], .pageDown, .everywhere, "page", "page down"),
            bind([.ctrl("u"), .pageUp], .pageUp, .everywhere, "page up", "page up"),
            bind([.char("h"), .left], .left, .everywhere, "left", "pan, or previous column"),
            bind([.char("l"), .right], .right, .everywhere, "right", "pan, or next column"),
            bind([.tab], .nextPane, .everywhere, "group", "next group, zone or channel"),
            bind(
                [.backTab], .previousPane, .everywhere, "group", "previous group, zone or channel"),
            bind(
                [.char("/")], .filter, .everywhere, "filter", "show only rows that contain a word",
                rank: 20),
            bind(
                [.char(":"), .ctrl("p")], .palette, .everywhere, "command",
                "run a command or open a view by name", rank: 21),
            bind(
                [.char("f")], .feed, .everywhere, "new",
                "feed: events that concern you, newest first", rank: 0),
            bind([.char("?")], .help, .everywhere, "help", "show this help", rank: 22),
            bind(
                [.char("q")], .quit, .everywhere, "quit",
                "go back; from the top level, ask to quit",
                rank: 23),
            bind([.ctrl("l")], .repaint, .everywhere, "repaint", "redraw the screen"),
            bind(
                [.ctrl("z")], .suspend, .everywhere, "suspend", "suspend to the shell; fg resumes"),
            bind([.ctrl("c")], .cancel, .everywhere, "cancel", "cancel; press twice to quit"),
        ]
        + ViewID.allCases.map { view in
            bind(
                [.char(Character("\(view.rawValue)"))], .show(view), .everywhere, view.name,
                "\(view.name) view")
        }

    private static let views: [Binding] = [
        bind(
            [.char("c")], .checkIn, .view(.board), "check in", "check the selected person in",
            rank: 3),
        bind(
            [.char("m")], .message, .view(.board), "message", "write to the selected person",
            rank: 4),
        bind(
            [.char("p")], .findOnMap, .view(.board), "find on map",
            "show the selected person on the map", rank: 5),
        bind(
            [.char("g")], .group, .view(.board), "group", "group by status, or show one list",
            rank: 6),
        bind(
            [.char("s")], .sort, .view(.board), "sort", "sort by urgency, name, role or place",
            rank: 7),
        bind(
            [.char("b")], .standIn, .view(.board), "stand-in…",
            "give a missing person's items to their stand-in", rank: 9),
        bind(
            [.char("n")], .sendNearest, .view(.board), "send nearest…",
            "send the nearest person to look for them", rank: 8),
        bind([.char("e")], .edit, .view(.board), "edit…", "edit their details", rank: 10),
        bind([.home], .top, .view(.board), "top", "first row"),

        bind(
            [.char("s")], .standby, .view(.timeline), "standby", "standby: the next step is GO",
            rank: 3),
        bind(
            [.char(" ")], .primary, .view(.timeline), "GO/done", "start the item, or end it",
            rank: 4),
        bind(
            [.char("+"), .char("=")], .nudgeLater, .view(.timeline), "nudge",
            "move 5 minutes later, with a preview", rank: 5, hint: "+/-"),
        bind(
            [.char("-")], .nudgeEarlier, .view(.timeline), "earlier",
            "move 5 minutes earlier, with a preview"),
        bind(
            [.char("d")], .delayRest, .view(.timeline), "delay rest…",
            "move this and items that depend on it", rank: 6),
        bind(
            [.char("o")], .approve, .view(.timeline), "OK slip…", "approve the pending slip",
            rank: 9),
        bind(
            [.char("b")], .standIn, .view(.timeline), "stand-in…",
            "give a missing person's items to their stand-in", rank: 10),
        bind([.char("e")], .edit, .view(.timeline), "edit…", "edit the item's fields", rank: 9),
        bind([.char("N")], .note, .view(.timeline), "note", "edit the item's notes", rank: 11),
        bind([.char("X")], .skip, .view(.timeline), "skip…", "skip the item today"),
        bind(
            [.char("t")], .toNow, .view(.timeline), "now", "go back to now and follow it", rank: 7),
        bind(
            [.char("v")], .lanes, .view(.timeline), "lanes/list", "show lanes, or a longer list",
            rank: 8
        ),
        bind([.char("z")], .zoomIn, .view(.timeline), "zoom", "show fewer hours"),
        bind([.char("Z")], .zoomOut, .view(.timeline), "wider", "show more hours"),

        bind(
            [.char("h"), .left], .left, .view(.map), "pan", "pan by half a screen", rank: 1,
            hint: "hjkl"),
        bind([.char("j"), .down], .down, .view(.map), "down", "pan down"),
        bind(
            [.char("+"), .char("=")], .zoomIn, .view(.map), "zoom", "closer", rank: 2, hint: "+/-"),
        bind([.char("-")], .zoomOut, .view(.map), "out", "farther"),
        bind([.char("0")], .fit, .view(.map), "fit", "show the whole map", rank: 3),
        bind([.tab], .nextPane, .view(.map), "zone", "next zone", rank: 4),
        bind([.enter], .open, .view(.map), "people", "list who is in the zone", rank: 5),
        bind(
            [.char("F")], .follow, .view(.map), "follow",
            "keep the zone of the Board's person in view", rank: 6),
        bind(
            [.char("v")], .layer, .view(.map), "people/heat/labels", "choose what the zones show",
            rank: 7),
        bind(
            [.char("e")], .evacuate, .view(.map), "evacuate…",
            "evacuate this zone",
            rank: 8),
        bind(
            [.char("n")], .sendNearest, .view(.map), "send nearest…",
            "send the nearest person to look for the missing one", rank: 9),

        bind(
            [.char("a")], .acknowledge, .view(.alerts), "acknowledge", "I have seen it and own it",
            rank: 2),
        bind(
            [.char("A")], .acknowledgePage, .view(.alerts), "ack page",
            "acknowledge all shown alerts, except emergencies", rank: 3),
        bind([.enter], .open, .view(.alerts), "open", "details and history", rank: 4),
        bind(
            [.char("s")], .shelve, .view(.alerts), "shelve…", "quiet for 5, 10 or 15 minutes",
            rank: 5),
        bind(
            [.char("r")], .resolve, .view(.alerts), "resolve…", "end the alert, with a reason",
            rank: 6
        ),
        bind([.char("o")], .assign, .view(.alerts), "assign…", "assign an owner", rank: 7),
        bind(
            [.char("h")], .history, .view(.alerts), "history", "show alerts that are over", rank: 8),
        bind(
            [.char("F")], .flood, .view(.alerts), "flood summary",
            "group alerts with the same cause", rank: 9),
        bind(
            [.char("m")], .mute, .view(.alerts), "mute 60 s",
            "mute for 60 s; new emergencies still sound", rank: 11),
        bind([.char("C")], .allClear, .view(.alerts), "all clear…", "end the emergency", rank: 10),

        bind(
            [.char("h"), .left], .left, .view(.conflicts), "choose side", "choose side A", rank: 2,
            hint: "←/→"),
        bind([.char("l"), .right], .right, .view(.conflicts), "side B", "choose side B"),
        bind(
            [.enter, .char(" ")], .open, .view(.conflicts), "apply…",
            "apply the chosen side; accept a proposal", rank: 3),
        bind(
            [.char("b")], .both, .view(.conflicts), "both, with a note",
            "apply one side, keep the other as a note", rank: 5),
        bind(
            [.char("e")], .editResult, .view(.conflicts), "edit result…",
            "type a different value", rank: 4),
        bind([.char("x")], .decline, .view(.conflicts), "decline…", "decline a proposal", rank: 6),

        bind(
            [.enter], .open, .view(.messages), "whole", "show messages in full; again for the list"),
        bind([.char("r")], .compose, .view(.messages), "reply", "write to this channel", rank: 3),
        bind([.char("n")], .newMessage, .view(.messages), "new to…", "write to somebody", rank: 4),
        bind([.tab], .nextPane, .view(.messages), "channel", "next channel", rank: 5),

        bind(
            [.char("R")], .retry, .view(.dead), "retry", "send again (duplicates are ignored)",
            rank: 3),
        bind(
            [.char("x")], .discard, .view(.dead), "discard…", "discard the letter, with a note",
            rank: 4),
        bind(
            [.char("c")], .otherWay, .view(.dead), "channel…",
            "reach them another way: radio, phone, in person", rank: 5),
        bind([.char("y")], .copy, .view(.dead), "copy phone", "copy the phone number", rank: 6),
    ]

    private static let demo: [Binding] = [
        bind([.char("P")], .pause, .demo, "pause", "pause or resume", rank: 12),
        bind(
            [.char("[")], .seekBack, .demo, "-15 min", "go back 15 minutes", rank: 14,
            hint: "[ ]"),
        bind([.char("]")], .seekForward, .demo, "+15 min", "go forward 15 minutes"),
        bind([.char("n")], .nextEvent, .demo, "next event", "jump to the next event", rank: 13),
        bind([.char(">")], .faster, .demo, "faster", "double the speed"),
        bind([.char("<")], .slower, .demo, "slower", "halve the speed"),
    ]

    private static let filter: [Binding] = [
        bind([.char("n")], .findNext, .filter, "match", "next match", rank: 2, hint: "nN"),
        bind([.char("N")], .findPrevious, .filter, "match", "previous match"),
    ]

    private static let takeover: [Binding] = [
        bind(
            [.char("A")], .answer, .takeover, "ACKNOWLEDGE",
            "acknowledge for your zones and go back to work"),
        bind([.char("R")], .rollCall, .takeover, "roll call", "see who is where"),
        bind(
            [.char("B")], .repeatAlert, .takeover, "say to all",
            "repeat the alert, or tell everyone"),
        bind(
            [.char("M")], .mute, .takeover, "mute sound 60 s", "mute this console for a minute"),
        bind([.ctrl("l")], .repaint, .takeover, "repaint", "redraw the screen"),
        bind([.ctrl("z")], .suspend, .takeover, "suspend", "suspend to the shell; fg resumes"),
        bind([.char("P")], .pause, .takeover, "pause", "pause or resume a replay"),
        bind([.char("]")], .seekForward, .takeover, "on", "go forward 15 minutes in a replay"),
        bind([.char("[")], .seekBack, .takeover, "back", "go back 15 minutes in a replay"),
        bind([.ctrl("c")], .cancel, .takeover, "cancel", "press twice to quit"),
    ]
}
