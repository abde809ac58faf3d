import Wedding

/// What those who ran the day settle afterwards: guests, meals, money, work, and times that moved.
extension Facts {
    var teamTables: [DayReport.Table] { [moves, notes, guests, meals, payments, tasks] }

    private var moves: DayReport.Table {
        let moved = state.day.runOfShow.filter { $0.start != $0.originalStart }
        return DayReport.Table(
            name: "moves", title: "Moved times",
            columns: ["item", "first plan", "last plan", "± min"],
            rows: moved.map { item in
                [
                    item.title, clock(item.originalStart), clock(item.start),
                    minutes(item.start - item.originalStart),
                ]
            })
    }

    /// What was written in the log by hand, and what was done about alerts.
    private var notes: DayReport.Table {
        DayReport.Table(
            name: "notes", title: "Notes and calls", columns: ["at", "by", "words"],
            rows: entries.map(\.event).filter { $0.by.person != nil && $0.change.isNote }.map {
                [clock($0.at), name($0.by), $0.text]
            })
    }

    private var guests: DayReport.Table {
        DayReport.Table(
            name: "guests", title: "Guests",
            columns: ["guest", "party", "table", "answer", "meal", "diet"],
            rows: state.day.otherGuests.map { guest in
                [
                    guest.name, guest.party,
                    table(of: guest),
                    guest.rsvp.rawValue.spaced, guest.meal?.spaced ?? "", guest.diet ?? "",
                ]
            })
    }

    var meals: DayReport.Table {
        DayReport.Table(
            name: "meals", title: "Meals", columns: ["meal", "count"],
            rows: state.mealCounts.map { [$0.meal.spaced, "\($0.count)"] })
    }

    private var payments: DayReport.Table {
        DayReport.Table(
            name: "payments", title: "Payments",
            columns: ["vendor", "what", "amount", "due", "status"],
            rows: state.day.payments.map { payment in
                [
                    state.day.vendors[payment.vendor]?.name ?? payment.vendor.rawValue,
                    payment.kind.spaced, payment.amountWords, clock(payment.due),
                    payment.status.rawValue,
                ]
            })
    }

    private var tasks: DayReport.Table {
        DayReport.Table(
            name: "tasks", title: "Tasks", columns: ["task", "owner", "due", "status"],
            rows: state.day.duties.filter { !$0.isOfList }.map { duty in
                [
                    duty.title, duty.owner.map { plan.name(of: $0) } ?? "", clock(duty.due),
                    duty.isDone ? "done" : "open",
                ]
            })
    }
}

extension Change {
    fileprivate var isNote: Bool {
        switch self {
        case .message(.note), .alert(.update): true
        case .presence, .timeline, .edit, .alert, .guest, .task, .message, .access, .day: false
        }
    }
}
