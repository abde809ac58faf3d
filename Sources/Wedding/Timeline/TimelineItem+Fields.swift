extension TimelineItem {
    package static let fields = FieldTable<TimelineItem>(
        .item,
        [
            .init(.title, .text, .lastWrite, .timeline, .open, .edit, .text(\.title)),
            .init(.start, .moment, .hierarchy, .timeline, .open, .edit, begin),
            .init(.end, .moment, .hierarchy, .timeline, .open, .edit, finish),
            .init(.zone, .zone, .hierarchy, .timeline, .open, .edit, .id(\.zone)),
            .init(.owner, .person, .hierarchy, .timeline, .open, .edit, .id(\.owner)),
            .init(.anchor, .text, .hierarchy, .timeline, .open, .edit, .word(\.anchor)),
            .init(.minMinutes, .number, .hierarchy, .timeline, .open, .edit, minutes),
            .init(.visibility, .text, .hierarchy, .timeline, .open, .edit, .word(\.visibility)),
            .init(.people, .set, .addWins, .timeline, .open, .edit, .ids(\.people)),
            .init(.tags, .set, .addWins, .timeline, .crew, .edit, .list(\.tags)),
            .init(.dependsOn, .set, .addWins, .timeline, .open, .edit, .ids(\.dependsOn)),
            .init(
                .delayMinutes, .number, .larger, .timeline, .open, .edit, .number(\.delayMinutes)),
            .init(.notes, .text, .text, .timeline, .crew, .ownKind, .optional(\.notes)),
            .init(.order, .text, .position, .timeline, .open, .ownKind, .shown { _ in .nothing }),
            .init(
                .status, .text, .stateMachine, .timeline, .open, .ownKind,
                .shown { .text($0.status.rawValue) }),
            .init(
                .decision, .text, .hierarchyOrManual, .timeline, .crew, .ownKind,
                .shown({ .optional($0.decision) }, erase: { $0.decision = nil })),
        ])

    /// A new start keeps the duration.
    private static let begin = FieldSlot<TimelineItem>(
        get: { .moment($0.start) },
        set: { item, value in
            guard let moment = value.moment else { return }
            (item.start, item.end) = (moment, moment + item.duration)
        }, erase: { _ in })

    private static let finish = FieldSlot<TimelineItem>(
        get: { .moment($0.end) },
        set: { item, value in item.end = max(value.moment ?? item.end, item.start) },
        erase: { _ in })

    private static let minutes = FieldSlot<TimelineItem>(
        get: { .number($0.minimum.wholeMinutes) },
        set: { $0.minimum = .minutes($1.number ?? 0) }, erase: { _ in })
}
