extension Vendor {
    package static let fields = FieldTable<Vendor>(
        .vendor,
        [
            .init(.name, .text, .lastWrite, .vendors, .open, .edit, .text(\.name)),
            .init(.trade, .text, .lastWrite, .vendors, .open, .edit, .text(\.trade)),
        ])
}

extension Person {
    package static let fields = FieldTable<Person>(
        .person,
        [
            .init(.name, .text, .lastWrite, .administration, .open, .edit, .text(\.name)),
            .init(.phone, .text, .lastWrite, .administration, .editors, .edit, .optional(\.phone)),
            .init(.email, .text, .lastWrite, .administration, .editors, .edit, .optional(\.email)),
            .init(.callTime, .moment, .hierarchy, .vendors, .open, .edit, .moment(\.callTime)),
            .init(.notes, .text, .text, .administration, .editors, .ownKind, .optional(\.notes)),
        ])
}
