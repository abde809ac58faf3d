extension Duty {
    package static let fields = FieldTable<Duty>(
        .task,
        [
            .init(.title, .text, .lastWrite, .vendors, .open, .edit, .text(\.title)),
            .init(.owner, .person, .hierarchy, .vendors, .open, .edit, .id(\.owner)),
            .init(.due, .moment, .hierarchy, .vendors, .open, .edit, .moment(\.due)),
            .init(
                .status, .text, .stateMachine, .vendors, .open, .ownKind,
                .shown { .text($0.isDone ? "done" : "open") }),
        ])
}

extension Payment {
    package static let fields = FieldTable<Payment>(
        .payment,
        [
            .init(.amount, .number, .manual, .payments, .open, .edit, .number(\.amountMinor)),
            .init(.status, .text, .manual, .payments, .open, .edit, .word(\.status)),
            .init(.due, .moment, .lastWrite, .payments, .open, .edit, .moment(\.due)),
        ])
}

extension CustodyThing {
    package static let fields = FieldTable<CustodyThing>(
        .custody,
        [
            .init(.name, .text, .lastWrite, .vendors, .open, .edit, .text(\.name)),
            .init(
                .holder, .person, .hierarchy, .vendors, .open, .ownKind,
                .shown { .optional($0.lastHolder?.rawValue) }),
        ])
}
