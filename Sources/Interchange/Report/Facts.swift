import Wedding

/// What the tables are made of.
struct Facts {
    let plan: WeddingDay
    let state: DayState
    let entries: [ReportEntry]
    let settled: [Int: Int]
    let dead: [Int: Int]
    /// When each alert was over.
    let ended: [AlertID: Timestamp]

    init(
        _ plan: WeddingDay, _ state: DayState, _ entries: [ReportEntry], _ settled: [Int: Int],
        _ dead: [Int: Int], _ ended: [AlertID: Timestamp]
    ) {
        (self.plan, self.state, self.entries) = (plan, state, entries)
        (self.settled, self.dead, self.ended) = (settled, dead, ended)
    }

    func clock(_ moment: Timestamp?) -> String {
        moment.map { plan.clock.local($0).hourMinute } ?? ""
    }

    func minutes(_ duration: Duration?) -> String { duration?.signedMinutes ?? "" }

    /// The number of a guest's table.
    func table(of guest: Guest) -> String {
        guest.table.flatMap { state.day.tables[$0] }.map { "\($0.number)" } ?? ""
    }

    private func seconds(_ duration: Duration?) -> String {
        duration.map { "\($0.wholeSeconds)" } ?? ""
    }

    func name(_ actor: Actor) -> String {
        actor.person.map { plan.name(of: $0) } ?? actor.word
    }

    var items: DayReport.Table {
        DayReport.Table(
            name: "items", title: "Planned and actual",
            columns: [
                "planned", "last plan", "item", "owner", "began", "± min", "ended", "± min",
                "status",
            ],
            rows: state.day.runOfShow.filter { $0.anchor != .buffer }.map { item in
                [
                    clock(item.originalStart), clock(item.start), item.title,
                    item.owner.map { plan.name(of: $0) } ?? "", clock(item.startedAt),
                    minutes(item.startedAt.map { $0 - item.originalStart }),
                    item.status == .skipped ? "" : clock(item.endedAt),
                    minutes(item.status == .done ? item.overUnder : nil),
                    item.status.rawValue,
                ]
            })
    }

    var people: DayReport.Table {
        DayReport.Table(
            name: "people", title: "Call times",
            columns: ["call", "person", "role", "came", "± min"],
            rows: plan.people.filter { $0.callTime != nil }.map { person in
                let came = state.presence[person.id]?.checkedInAt
                return [
                    clock(person.callTime), person.name,
                    person.title.isEmpty ? person.role.rawValue : person.title, clock(came),
                    minutes(came.flatMap { came in person.callTime.map { came - $0 } }),
                ]
            })
    }

    func outdated(_ reports: [Outdated]) -> DayReport.Table {
        DayReport.Table(
            name: "outdated", title: "Location reports that arrived out of date",
            columns: ["said", "arrived", "person", "place", "by", "known then", "since"],
            rows: reports.map { report in
                [
                    clock(report.event.saidAt), clock(report.event.at),
                    plan.name(of: report.person), plan.name(of: report.zone),
                    name(report.event.by), plan.name(of: report.standing.zone),
                    clock(report.standing.at),
                ]
            })
    }

    private struct Moments {
        var acked: Timestamp?
        let ended: Timestamp?
        var steps = 0
        /// The reason that was given for its end.
        var why = ""

        init(ended: Timestamp?) { self.ended = ended }
    }

    /// Moments of each alert, as the log has them.
    private func moments(of id: AlertID) -> Moments {
        var found = Moments(ended: ended[id])
        for entry in entries where entry.event.change.alertSubject == id {
            switch entry.event.change {
            case .alert(.acknowledge): found.acked = found.acked ?? entry.event.at
            case .alert(.escalate(_, let step)) where step.step > 0: found.steps += 1
            case .alert(.resolve), .alert(.allClear), .alert(.cancel), .alert(.causeGone):
                found.why = entry.event.text
            case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day:
                break
            }
        }
        return found
    }

    var alerts: DayReport.Table {
        let raised = entries.compactMap { entry -> (Alert, Timestamp)? in
            if case .alert(.raise(let alert)) = entry.event.change {
                (alert, entry.event.at)
            } else {
                nil
            }
        }
        return DayReport.Table(
            name: "alerts", title: "Alerts",
            columns: [
                "raised", "id", "priority", "what", "answered after s", "escalated", "over after s",
                "state", "why",
            ],
            rows: raised.map { alert, at in
                let moments = moments(of: alert.id)
                return [
                    clock(at), alert.id.rawValue, alert.priority.word.lowercased(), alert.text,
                    seconds(moments.acked.map { $0 - at }), "\(moments.steps)",
                    seconds(moments.ended.map { $0 - at }),
                    state.alert(alert.id)?.state.word ?? "over", moments.why,
                ]
            })
    }

    var deliveries: DayReport.Table {
        var tally = LetterTally()
        for entry in entries {
            let (priority, offset) = (entry.event.priority, entry.event.offset)
            tally.address(priority, to: entry.addressees.count)
            tally.settle(priority, settled[offset] ?? 0)
            tally.countDead(priority, dead[offset] ?? 0)
        }
        return DayReport.Table(
            name: "deliveries", title: "Deliveries",
            columns: ["priority", "entries", "letters", "settled", "dead", "still waiting"],
            rows: Priority.allCases.map { priority in
                let row = tally[priority]
                return [
                    priority.word.lowercased(), "\(row.entries)", "\(row.letters)",
                    "\(row.settled)", "\(row.dead)", "\(row.waiting)",
                ]
            })
    }

    var conflicts: DayReport.Table {
        DayReport.Table(
            name: "conflicts", title: "Conflicts",
            columns: ["at", "what", "taken", "by", "not taken", "by", "how"],
            rows: state.conflicts.map { conflict in
                let standing = conflict.standing
                let isLoser = standing == conflict.loser.value && conflict.decision != nil
                let other = isLoser ? conflict.winner : conflict.loser
                return [
                    clock(conflict.settledAt),
                    "\(state.name(of: conflict.entity)), \(conflict.field.words)",
                    words(standing, conflict),
                    name(conflict.decision?.by ?? conflict.winner.by),
                    words(other.value, conflict), name(other.by),
                    conflict.decision.map { "decided by \(name($0.by)): \($0.text)" }
                        ?? (conflict.isOpen ? "open" : conflict.rule.words),
                ]
            })
    }

    private func words(_ edit: FieldEdit, _ conflict: Conflict) -> String {
        edit.field == .existence ? "taken out" : state.words(edit.value, conflict.key)
    }

    var summary: [String] {
        let work = state.day.items.filter { $0.anchor != .buffer }
        let done = work.filter { $0.status == .done }
        let waits = alerts.rows.compactMap { Int($0[4]) }.sorted()
        let emergencies = alerts.rows.filter { $0[2] == Priority.emergency.word.lowercased() }
        let answers = emergencies.compactMap { Int($0[4]) }
        return [
            "\(done.count) of \(work.count) items done, "
                + "\(state.lateness.wholeMinutes) minutes late at hard times; "
                + "the run of show ended as v\(state.day.version).",
            "\(alerts.rows.count) alerts, \(waits.count) answered by a person"
                + (waits.isEmpty ? "." : ", median after \(waits[waits.count / 2]) s.")
                + (answers.isEmpty
                    ? ""
                    : " Emergencies: \(answers.max() ?? 0) s at most; the promise is 30 s."),
            "Conflicts: \(state.conflicts.count), of which open: \(state.openConflicts.count). "
                + "Proposals: \(state.proposals.count), of which accepted: "
                + "\(state.proposals.count { $0.answer?.isAccepted == true }).",
            "\(entries.count) entries in the log.",
        ]
    }
}
