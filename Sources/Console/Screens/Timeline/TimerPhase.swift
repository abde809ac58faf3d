import Wedding

/// How near a running item is to its planned end. The thresholds are the item's own: a fifth of its
/// length, five minutes at most, and a twentieth, one minute at most.
enum TimerPhase: Equatable {
    case calm, warning, danger, overtime

    init(_ item: TimelineItem, at now: Timestamp) {
        let length = item.duration
        let left = (item.startedAt ?? item.start) + length - now
        if left <= .zero {
            self = .overtime
        } else if left <= min(.minutes(1), length / 20) {
            self = .danger
        } else if left <= min(.minutes(5), length / 5) {
            self = .warning
        } else {
            self = .calm
        }
    }
}
