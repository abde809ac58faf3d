extension Vendor {
    package static let fields = FieldTable<Vendor>(
        .vendor,
        [
            .init(.name, .line, .lastWrite, .vendors, .open, .edit, .text(\.name)),
            .init(.trade, .line, .lastWrite, .vendors, .open, .edit, .text(\.trade)),
        ])
}

extension Person {
    package static let fields = FieldTable<Person>(
        .person,
        [
            .init(.name, .line, .lastWrite, .administration, .open, .edit, .text(\.name)),
            .init(.phone, .line, .lastWrite, .administration, .editors, .edit, .optional(\.phone)),
            .init(.email, .line, .lastWrite, .administration, .editors, .edit, .optional(\.email)),
            .init(.callTime, .moment, .hierarchy, .vendors, .open, .edit, .moment(\.callTime)),
            .init(.notes, .prose, .text, .administration, .editors, .ownKind, .optional(\.notes)),
        ])
}
