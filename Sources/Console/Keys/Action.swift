import Wedding

/// Everything a key, a click or a command can ask for.
package enum Action: Sendable, Equatable, Hashable {
    case show(ViewID)
    case select(String), openRow(String)
    case up, down, pageUp, pageDown, top, bottom, left, right
    case nextPane, previousPane
    case open, back, quit, cancel
    case help, palette, filter, feed, findNext, findPrevious
    case primary
    case acknowledge, acknowledgePage, openUrgent
    case checkIn, message, findOnMap, copy
    case repaint, suspend
    case sort, group
    case standby, nudgeLater, nudgeEarlier, delayRest, approve, skip, toNow, lanes
    case zoomIn, zoomOut, fit, layer, follow, evacuate
    case shelve, resolve, assign, history, flood, mute, allClear, raise
    case compose, newMessage, retry, discard
    case pause, seekBack, seekForward, nextEvent, faster, slower
    case theme(String)
    case answer, rollCall, repeatAlert, drill
    case undo, redo
    case both, editResult, decline
    case edit, note, brief, newItem, otherWay
    case pick(Entity.Kind)
    case standIn, sendNearest, busy, initials, lendRights, confirmPeople

    /// Changes nothing of the day.
    var onlyLooks: Bool {
        switch self {
        case .primary, .acknowledge, .acknowledgePage, .checkIn, .message, .standby, .nudgeLater,
            .nudgeEarlier, .delayRest, .approve, .skip, .evacuate, .shelve, .resolve, .assign,
            .allClear, .raise, .compose, .newMessage, .retry, .discard, .answer, .repeatAlert,
            .drill,
            .standIn, .sendNearest, .busy, .lendRights, .undo, .redo, .both, .editResult, .decline,
            .edit, .note, .brief, .newItem, .otherWay, .pick, .confirmPeople:
            false
        default: true
        }
    }

    /// A word for the palette: `:ack`, `:map`.
    package var command: String? {
        switch self {
        case .show(let view): view.name.lowercased()
        case .quit: "quit"
        case .help: "help"
        case .feed: "feed"
        case .acknowledge: "ack"
        case .acknowledgePage: "ack-page"
        case .checkIn: "check-in"
        case .message: "message"
        case .findOnMap: "find"
        case .copy: "copy"
        case .sort: "sort"
        case .group: "group"
        case .standby: "standby"
        case .primary: "go"
        case .delayRest: "delay"
        case .approve: "approve"
        case .skip: "skip"
        case .toNow: "now"
        case .lanes: "lanes"
        case .zoomIn: "zoom-in"
        case .zoomOut: "zoom-out"
        case .fit: "fit"
        case .layer: "layer"
        case .follow: "follow"
        case .evacuate: "evacuate"
        case .shelve: "shelve"
        case .resolve: "resolve"
        case .assign: "assign"
        case .mute: "mute"
        case .allClear: "all-clear"
        case .raise: "raise"
        case .newMessage: "new-message"
        case .retry: "retry"
        case .discard: "discard"
        case .pause: "pause"
        case .faster: "faster"
        case .slower: "slower"
        case .nextEvent: "next"
        case .theme(let name): "theme \(name)"
        case .drill: "drill"
        case .undo: "undo"
        case .both: "keep-both"
        case .edit: "edit"
        case .note: "note"
        case .brief: "brief"
        case .newItem: "new-item"
        case .decline: "decline"
        case .redo: "redo"
        case .standIn: "stand-in"
        case .sendNearest: "nearest"
        case .busy: "busy"
        case .initials: "initials"
        case .lendRights: "lend-rights"
        case .confirmPeople: "roll-call"
        case .repaint: "repaint"
        default: nil
        }
    }
}
