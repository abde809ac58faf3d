extension Guest {
    package static let fields = FieldTable<Guest>(
        .guest,
        [
            .init(.firstName, .line, .lastWrite, .guests, .open, .edit, .text(\.firstName)),
            .init(.lastName, .line, .lastWrite, .guests, .open, .edit, .text(\.lastName)),
            .init(.phone, .line, .lastWrite, .guests, .editors, .edit, .optional(\.phone)),
            .init(.email, .line, .lastWrite, .guests, .editors, .edit, .optional(\.email)),
            .init(.meal, .line, .lastWrite, .guests, .kitchen, .edit, .optional(\.meal)),
            .init(.diet, .set(.word), .addWins, .guests, .kitchen, .edit, needs),
            .init(.table, .one(.table), .uniqueSeat, .guests, .open, .edit, .id(\.table)),
            .init(
                .rsvp, .word(Guest.Answer.self), .lastWrite, .guests, .open, .ownKind, .word(\.rsvp)
            ),
            .init(.notes, .prose, .text, .guests, .editors, .ownKind, .optional(\.notes)),
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
            .init(.name, .line, .lastWrite, .guests, .open, .edit, .text(\.name)),
            .init(.seats, .number(1...100), .hierarchy, .guests, .open, .edit, .number(\.seats)),
        ])
}
