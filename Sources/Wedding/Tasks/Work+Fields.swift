extension Duty {
    package static let fields = FieldTable<Duty>(
        .task,
        [
            .init(.title, .line, .lastWrite, .vendors, .open, .edit, .text(\.title)),
            .init(.owner, .one(.person), .hierarchy, .vendors, .open, .edit, .id(\.owner)),
            .init(.due, .moment, .hierarchy, .vendors, .open, .edit, .moment(\.due)),
            .init(
                .status, .word(["done"]), .stateMachine, .vendors, .open, .ownKind,
                .shown { .text($0.isDone ? "done" : "open") }),
        ])
}

extension Payment {
    package static let fields = FieldTable<Payment>(
        .payment,
        [
            .init(.amount, .money, .manual, .payments, .open, .edit, .number(\.amountMinor)),
            .init(
                .status, .word(Payment.Status.self), .manual, .payments, .open, .edit,
                .word(\.status)),
            .init(.due, .moment, .lastWrite, .payments, .open, .edit, .moment(\.due)),
        ])
}

extension CustodyThing {
    package static let fields = FieldTable<CustodyThing>(
        .custody,
        [
            .init(.name, .line, .lastWrite, .vendors, .open, .edit, .text(\.name)),
            .init(
                .holder, .one(.person), .hierarchy, .vendors, .open, .elsewhere,
                .shown { .optional($0.lastHolder?.rawValue) }),
        ])
}
