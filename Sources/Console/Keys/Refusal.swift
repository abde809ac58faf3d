import Wedding

extension KeyMap {
    /// Why the user may not do something here; nil when they may. Help shows it beside the key.
    static func refusal(of action: Action, _ state: ConsoleState) -> String? {
        guard let user = state.user else { return nil }
        func needs(_ category: RightsCategory, _ level: RightsLevel, _ who: String) -> String? {
            let held = state.day?.level(category, of: user) ?? user.role.level(category)
            return held >= level ? nil : "Only \(who) can do this."
        }
        if state.options.isReplay, !action.onlyLooks {
            return "This is a replay: you cannot change anything in it."
        }
        switch action {
        case .shelve, .allClear, .evacuate, .drill, .repeatAlert, .lendRights:
            return needs(.emergency, .manage, "a coordinator or the venue")
        case .show(let view): return view.refusal(state)
        case .raise: return needs(.emergency, .own, "somebody on the day's crew")
        case .standby, .nudgeLater, .nudgeEarlier, .delayRest, .approve, .skip, .standIn:
            return needs(.timeline, .edit, "a coordinator, the couple or the venue")
        case .brief, .newItem:
            return needs(.timeline, .edit, "a coordinator, the couple or the venue")
        case .pick(.guest), .pick(.table):
            return needs(.guests, .view, "somebody with the Guests right")
        case .pick(.payment): return needs(.payments, .own, "somebody with the Payments right")
        case .retry, .discard, .otherWay: return needs(.messaging, .manage, "a coordinator")
        case .both, .editResult, .decline:
            return user.isLead
                ? needs(.timeline, .edit, "the lead") : needs(.timeline, .manage, "the lead")
        case .confirmPeople: return needs(.presence, .edit, "a coordinator or the venue")
        case .checkIn: return needs(.presence, .view, "somebody on the day's crew")
        default: return nil
        }
    }
}

extension KeyMap {
    /// Whether an action does anything here now. A footer shows only what does.
    static func applies(_ action: Action, _ state: ConsoleState) -> Bool {
        if refusal(of: action, state) != nil { return false }
        switch action {
        case .open:
            if state.view == .conflicts { return state.selectedSheet != nil }
            return state.opensDetail || state.view == .map
        case .up, .down: return state.view != .stats
        case _ where state.view == .conflicts && (action == .left || action == .right):
            return state.selectedSheet != nil
        case .left, .right, .zoomIn, .zoomOut, .fit, .layer:
            return state.view != .map || state.sizeClass != .tiny
        case .filter:
            return [.board, .timeline, .alerts, .messages, .audit, .dead].contains(state.view)
        case .feed: return !state.feed.unread.isEmpty
        case .approve: return !state.pendingMoves.isEmpty
        case .standIn: return state.standIn != nil
        case .sendNearest: return state.searchZone != nil
        case .follow: return state.selection[.board] != nil
        case .allClear: return state.day?.emergency != nil
        case .retry, .discard, .otherWay: return !state.deadLetters.isEmpty
        case .both, .editResult: return state.selectedSheet != nil
        case .decline:
            if case .proposal = state.selectedSheet?.row {
                return state.selectedSheet?.isOpen == true
            }
            return false
        case .acknowledge:
            return state.view != .alerts || state.selectedAlert?.state.isUnacknowledged == true
        case .acknowledgePage, .shelve, .resolve, .assign: return state.selectedAlert != nil
        case .copy: return state.view != .dead || !state.deadLetters.isEmpty
        default: return true
        }
    }
}

/// Commands by name, for `:`.
enum Palette {
    struct Command: Sendable, Equatable {
        let name: String
        let help: String
        let action: Action
    }

    static func matches(_ text: String, _ state: ConsoleState) -> [Command] {
        let needle = text.lowercased().trimmedSpaces
        let all = commands(state)
        if needle.isEmpty { return all }
        let starts = all.filter { $0.name.lowercased().hasPrefix(needle) }
        let holds = all.filter { $0.name.lowercased().contains(needle) && !starts.contains($0) }
        return starts + holds
    }

    private static func commands(_ state: ConsoleState) -> [Command] {
        var seen: Set<String> = []
        let bound = KeyMap.standard.bindings.filter {
            $0.place != .takeover && ($0.place != .demo || state.options.isDemo)
        }
        var named = bound.compactMap { binding -> Command? in
            guard let name = binding.action.command, seen.insert(name).inserted else { return nil }
            return Command(name: name, help: binding.help, action: binding.action)
        }
        named += [Entity.Kind.guest, .table, .task, .payment, .vendor, .custody].map { kind in
            let title = EntityPicker(kind).title
            return Command(
                name: kind == .custody ? "things" : title.lowercased(),
                help: "\(title): view and edit", action: .pick(kind))
        }
        named += [
            Command(
                name: "brief", help: "open the shared brief", action: .brief),
            Command(name: "new-item", help: "add to the run of show", action: .newItem),
            Command(
                name: "drill", help: "practise an emergency, marked DRILL everywhere",
                action: .drill),
            Command(
                name: "lend-rights",
                help: "lend, approve or end emergency access",
                action: .lendRights),
            Command(
                name: "roll-call", help: "confirm everyone the next hard item needs",
                action: .confirmPeople),
            Command(name: "busy", help: "show yourself as busy, or free again", action: .busy),
        ]
        let themes = state.themes.map {
            Command(
                name: "theme \($0.name.lowercased())", help: "\($0.kind.rawValue) theme",
                action: .theme($0.name)
            )
        }
        return named.sorted { $0.name < $1.name } + themes
    }
}
