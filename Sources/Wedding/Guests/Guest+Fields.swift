extension Guest {
    package static let fields = FieldTable<Guest>(
        .guest,
        [
            .init(.firstName, .text, .lastWrite, .guests, .open, .edit, .text(\.firstName)),
            .init(.lastName, .text, .lastWrite, .guests, .open, .edit, .text(\.lastName)),
            .init(.phone, .text, .lastWrite, .guests, .editors, .edit, .optional(\.phone)),
            .init(.email, .text, .lastWrite, .guests, .editors, .edit, .optional(\.email)),
            .init(.meal, .text, .lastWrite, .guests, .kitchen, .edit, .optional(\.meal)),
            .init(.diet, .set, .addWins, .guests, .kitchen, .edit, needs),
            .init(.table, .table, .uniqueSeat, .guests, .open, .edit, .id(\.table)),
            .init(.rsvp, .text, .lastWrite, .guests, .open, .ownKind, .word(\.rsvp)),
            .init(.notes, .text, .text, .guests, .editors, .ownKind, .optional(\.notes)),
        ])

    /// Words in one text.
    private static let needs = FieldSlot<Guest>(
        get: { .optional($0.diet) },
        set: { guest, value in
            let list = guest.diet?.split(separator: ",").map { String($0).trimmedSpaces } ?? []
            let needs = value.applied(to: list)
            guest.diet = needs.isEmpty ? nil : needs.joined(separator: ", ")
        }, erase: { $0.diet = nil })
}

extension SeatingTable {
    package static let fields = FieldTable<SeatingTable>(
        .table,
        [
            .init(.name, .text, .lastWrite, .guests, .open, .edit, .text(\.name)),
            .init(.seats, .number, .hierarchy, .guests, .open, .edit, .number(\.seats)),
        ])
}
