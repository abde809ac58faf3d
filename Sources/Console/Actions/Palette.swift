import Wedding

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
        let means = all.filter { command in
            command.help.lowercased().contains(needle) && !starts.contains(command)
                && !holds.contains(command)
        }
        return starts + holds + means
    }

    private static func commands(_ state: ConsoleState) -> [Command] {
        var seen: Set<String> = []
        let bound = KeyMap.standard.bindings.filter {
            $0.place != .takeover && ($0.place != .demo || state.options.isDemo)
        }
        .map { ($0.action, $0.help) }
        let themes = state.themes.map { (Action.theme($0.name), "\($0.kind.rawValue) theme") }
        func named(_ rows: [(Action, String)]) -> [Command] {
            rows.compactMap { action, help in
                guard let name = action.command?.lowercased(), seen.insert(name).inserted else {
                    return nil
                }
                return Command(name: name, help: help, action: action)
            }
        }
        return named(bound + keyless).sorted { $0.name < $1.name } + named(themes)
    }

    /// What no key leads to.
    private static let keyless: [(Action, String)] =
        [
            (.brief, "open the shared brief"), (.newItem, "add to the run of show"),
            (.near, "write to everyone who is at a place"),
            (.planB, "move everything that has a place for rain, or back"),
            (.drill, "practise an emergency, marked DRILL everywhere"),
            (.lendRights, "lend, approve or end emergency access"),
            (.confirmPeople, "tick whom the next hard item needs; in an emergency everyone"),
            (.parts, "tick the groups of a shot list, or the chairs of a prep"),
            (.caterer, "tell the kitchen heads, meals and diets, with what changed"),
            (.zoneAnswers, "answer for zones whose captains called by radio"),
            (.equipment, "what companies bring: in, set, tested, struck, out"),
            (.calls, "whom to ring about an alert, one after the other"),
            (.byPhone, "tell people without a device by phone"),
            (.activity, "what the selected person is doing"),
            (.battery, "how full the selected person's phone is"),
            (.cut, "shorten or leave out what puts a hard time at risk"),
            (.decide, "record what was decided about the selected item"),
            (.moveUp, "one place up among items of the same time"),
            (.moveDown, "one place down among items of the same time"),
            (.update, "say more of an alert"), (.cancelAlert, "an alert was raised in error"),
            (.invite, "codes that let people join, one or all at once"),
            (.logLine, "write a line in the log"),
            (.closeDay, "close the day: nothing new is watched for"),
            (.busy, "show yourself as busy, or free again"),
        ]
        + ViewID.allCases.filter { $0.key == nil }.map { (.show($0), "\($0.name) view") }
        + [Entity.Kind.guest, .table, .task, .payment, .vendor, .custody].map {
            (.pick($0), "\(EntityPicker($0).title): view and edit")
        }
}
