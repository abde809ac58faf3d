import Wedding

/// The alert list: unacknowledged first, then by state.
struct AlertsModel {
    struct Row: Sendable {
        /// One, or all of one cause in a flood, the newest last; none in a separator.
        let alerts: [Alert]
        let separator: String?
        /// A weather notice below a warning, which nobody acknowledges.
        var notice: LogEvent?

        var alert: Alert? { alerts.first }
    }

    let rows: [Row]
    let unacknowledged: Int
    let acknowledged: Int
    let shelved: Int
    let suppressed: Int
    let returned: Int

    init(_ state: ConsoleState, _ day: DayState) {
        let needle = state.filter.lowercased()
        let open = day.openAlerts.filter {
            needle.isEmpty || $0.text.lowercased().contains(needle)
        }
        let fresh = open.filter { $0.state == .raised }
        let back = open.filter { $0.state == .returned }
        let acked = open.filter { $0.state == .acknowledged }
        let quiet = open.filter { if case .shelved = $0.state { true } else { false } }
        let ruled = open.filter { $0.state == .suppressed }
        let ended = day.alerts.filter { !$0.isOpen }.reversed()
        (unacknowledged, acknowledged) = (fresh.count, acked.count)
        (shelved, suppressed, returned) = (quiet.count, ruled.count, back.count)
        func group(_ title: String, _ alerts: some Sequence<Alert>) -> [Row] {
            let list = alerts.map { Row(alerts: [$0], separator: nil) }
            return list.isEmpty ? [] : [Row(alerts: [], separator: title)] + list
        }
        let weather = day.advisories(at: state.now).filter {
            needle.isEmpty || EventWords(day).words($0).sentence.lowercased().contains(needle)
        }.map { Row(alerts: [], separator: nil, notice: $0) }
        rows =
            Self.folded(fresh, isFlooded: state.isFlooded || state.alerts.showsFlood)
            + group("cause gone, not acknowledged", back)
            + (weather.isEmpty ? [] : [Row(alerts: [], separator: "weather")] + weather)
            + group("acknowledged", acked)
            + group("shelved", quiet) + group("suppressed by rule", ruled)
            + (state.alerts.showsHistory ? group("over", ended) : [])
    }

    /// What is about one person is one row, led by the most urgent. In a flood the same kind three
    /// times and more is one, too; what is critical never folds with others' troubles.
    private static func folded(_ alerts: [Alert], isFlooded: Bool) -> [Row] {
        var rows: [Row] = []
        var told: Set<AlertID> = []
        for alert in alerts where !told.contains(alert.id) {
            var all = alerts.filter { $0.isOneCause(with: alert) }
            if isFlooded, alert.priority > .critical {
                let same = alerts.filter { $0.kind == alert.kind && $0.priority > .critical }
                if same.count >= 3 { all = same }
            }
            told.formUnion(all.map(\.id))
            rows.append(Row(alerts: all, separator: nil))
        }
        return rows
    }
}

extension DayState {
    /// What one answer to an alert acknowledges: all of its cause that waits for one.
    func answered(with alert: Alert) -> [Alert] {
        openAlerts.filter { $0.state.isUnacknowledged && $0.isOneCause(with: alert) }
    }
}

extension Alert {
    /// Whether both say that some of the same people are not where they should be.
    func isOneCause(with other: Alert) -> Bool {
        id == other.id
            || kind.isOfAbsence && other.kind.isOfAbsence
                && !missed.isDisjoint(with: other.missed)
    }

    private var missed: Set<PersonID> { Set(waitsFor ?? [PersonID(about)]) }
}

extension Priority {
    var glyph: String {
        switch self {
        case .emergency: "!!"
        case .critical: "▲"
        case .high: "◆"
        case .normal, .low: "·"
        }
    }

    var role: ThemeRole {
        switch self {
        case .emergency: .emergency
        case .critical: .critical
        case .high: .high
        case .normal: .normal
        case .low: .low
        }
    }

    var brief: String { String(word.prefix(4)) }
}

extension PresenceStatus {
    var glyph: String {
        switch self {
        case .here: "●"
        case .onTheWay: "◐"
        case .due: "○"
        case .late: "▲"
        case .missing: "✕"
        case .left: "◇"
        }
    }

    var role: ThemeRole {
        switch self {
        case .here: .here
        case .onTheWay: .onTheWay
        case .due: .due
        case .late: .late
        case .missing: .missing
        case .left: .left
        }
    }
}

extension Alert {
    func stateWords(_ clock: VenueClock) -> String {
        switch state {
        case .raised: "UNACKED"
        case .acknowledged: "acked \(clock.local(acknowledgedAt ?? changedAt).hourMinute)"
        case .returned: "returned, ack"
        case .shelved(let until): "until \(clock.local(until).hourMinute)"
        case .suppressed: "quiet by \(suppressedBy.map(\.rawValue) ?? "rule")"
        case .resolved: "resolved \(clock.local(changedAt).hourMinute)"
        case .allClear: "all clear \(clock.local(changedAt).hourMinute)"
        case .cancelled: "cancelled"
        }
    }

    var stateRole: ThemeRole {
        switch state {
        case .raised: priority.role
        case .acknowledged: .acked
        case .returned: .returned
        case .shelved: .shelved
        case .suppressed: .suppressed
        case .resolved, .allClear, .cancelled: .muted
        }
    }
}
