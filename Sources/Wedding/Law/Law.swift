/// Everything the house must know of one kind of change. No field has a default value: a new kind
/// compiles only when each is answered. Made from the day, evaluated by the five components.
package struct Law {
    /// Who may say it.
    package let right: Right
    /// What must be there, and seen by whoever says it.
    package let names: [Reference]
    /// What is there once it was written.
    package let adds: Reference?
    package let viewers: Viewers
    /// Whether those who were lent rights see it too: neither money nor words nor guests.
    package let isLendable: Bool
    /// Whether a check-in station follows it.
    package let station: StationView
    package let redaction: Redaction
    /// Whose copy of the day it makes larger or smaller: they begin anew with what they may see.
    package let resets: Resets
    /// nil: it is sent to nobody.
    package let route: Route?
    package let bucket: RateBucket
    package let audit: AuditRule?
    /// Rows that stock clients may follow.
    package let rows: [RowKey]
    /// Whether its author's screen shows it before the host answers, if they may say it: nothing
    /// in it is the core's to give.
    package let isShownAtOnce: Bool
}

/// What a station shows: what concerns companies.
package enum StationView: Sendable {
    case never
    /// Where vendors see it.
    case asVendors
    /// Where one of them signs in.
    case signingIn([PersonID])
    case companiesAt([ItemID])
}

/// Whose copy changes by more than the entry says.
package enum Resets: Sendable {
    case nobody
    case people([PersonID])
    /// Of them, whoever does not see all of the category anyway.
    case weak([PersonID], RightsCategory)
    case rolesBelow(RightsLevel, RightsCategory)
}

/// What a minute of its author is charged with.
package enum RateBucket: Sendable {
    /// Said in danger, or an end of danger.
    case free
    case answers
    case words
    /// An answer of whomever it is about, words of others.
    case whereabouts(PersonID)
}

/// When a change stands in the audit log, and as what.
package enum AuditRule: Sendable {
    case always(AuditKind)
    /// With the change's own word, because the kind of the row does not say it.
    case withWord(AuditKind)
    /// When somebody else said it, with a reason.
    case ofOthers(PersonID, AuditKind)
}

/// A row that a change adds, alters or takes away.
package struct RowKey: Sendable {
    package enum Subject: Sendable {
        case item(ItemID)
        /// The company of its lead.
        case company(of: PersonID)
        case duty(DutyID)
        case incident(AlertID)
        case guest(GuestID)
    }

    package enum Verb: String, Sendable {
        case insert = "INSERT"
        case update = "UPDATE"
        case delete = "DELETE"
    }

    package let subject: Subject
    package let verb: Verb

    static func added(_ subject: Subject) -> [RowKey] { [RowKey(subject: subject, verb: .insert)] }
    static func changed(_ subject: Subject) -> [RowKey] {
        [RowKey(subject: subject, verb: .update)]
    }
    static func gone(_ subject: Subject) -> [RowKey] { [RowKey(subject: subject, verb: .delete)] }
}

extension Change {
    /// The law of this change on the day as it stands.
    ///
    /// - Parameter now: Some routes are more urgent shortly before the ceremony.
    package func law(in state: DayState, at now: Timestamp) -> Law {
        let setting = LawSetting(state: state, now: now)
        switch self {
        case .presence(let change): return change.law(setting)
        case .timeline(let change): return change.law(setting)
        case .edit(let change): return change.law(setting)
        case .alert(let change): return change.law(setting)
        case .guest(let change): return change.law(setting)
        case .task(let change): return change.law(setting)
        case .message(let change): return change.law(setting)
        case .access(let change): return change.law(setting)
        case .day(let change): return change.law(setting)
        }
    }
}

/// What laws are made from.
struct LawSetting {
    let state: DayState
    let now: Timestamp

    var day: WeddingDay { state.day }
    var isWeddingDay: Bool { day.clock.local(now).date == day.date }
    /// Whose a field was before it was edited last.
    func former(_ key: FieldKey) -> [PersonID] {
        state.revisions[key]?.before?.text.map { [PersonID($0)] } ?? []
    }

    var isSoonBeforeCeremony: Bool {
        day.ceremonyItem.map { $0.start - now <= .hours(48) } ?? false
    }
}
