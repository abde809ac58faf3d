extension TimelineItem {
    package static let fields = FieldTable<TimelineItem>(
        .item,
        [
            .init(.title, .line, .lastWrite, .timeline, .open, .edit, .text(\.title)),
            .init(.start, .moment, .hierarchy, .timeline, .open, .edit, begin),
            .init(.end, .moment, .hierarchy, .timeline, .open, .edit, finish),
            .init(.zone, .one(.zone), .hierarchy, .timeline, .open, .edit, .id(\.zone)),
            .init(.owner, .one(.person), .hierarchy, .timeline, .open, .edit, .id(\.owner)),
            .init(
                .anchor, .word(TimelineItem.Anchor.self), .hierarchy, .timeline, .open, .edit,
                .word(\.anchor)),
            .init(.minMinutes, .minutes, .hierarchy, .timeline, .open, .edit, minutes),
            .init(
                .visibility, .word(TimelineItem.Visibility.self), .hierarchy, .timeline, .open,
                .edit, .word(\.visibility)),
            .init(.people, .set(.person), .addWins, .timeline, .open, .edit, .ids(\.people)),
            .init(.tags, .set(.word), .addWins, .timeline, .crew, .edit, .list(\.tags)),
            .init(.dependsOn, .set(.item), .addWins, .timeline, .open, .edit, .ids(\.dependsOn)),
            .init(
                .delayMinutes, .minutes, .larger, .timeline, .open, .edit, .number(\.delayMinutes)),
            .init(.notes, .prose, .text, .timeline, .crew, .ownKind, .optional(\.notes)),
            .init(.order, .line, .position, .timeline, .open, .elsewhere, .shown { _ in .nothing }),
            .init(
                .status, .word(TimelineItem.Status.self), .stateMachine, .timeline, .open, .ownKind,
                .shown { .text($0.status.rawValue) }),
            .init(
                .decision, .line, .hierarchyOrManual, .timeline, .crew, .elsewhere,
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
        set: { item, value in
            if item.status == .running { item.plannedEnd = item.plannedEnd ?? item.end }
            item.end = max(value.moment ?? item.end, item.start)
        },
        erase: { _ in })

    private static let minutes = FieldSlot<TimelineItem>(
        get: { .number($0.minimum.wholeMinutes) },
        set: { $0.minimum = .minutes($1.number ?? 0) }, erase: { _ in })
}
