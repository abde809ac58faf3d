extension DayState {
    mutating func apply(_ change: TimelineChange, by event: LogEvent) {
        switch change {
        case .start(let id):
            day.items.update(id) {
                $0.status = .running
                $0.startedAt = $0.startedAt ?? event.at
            }
            proposal = proposal?.without(id)
        case .end(let id):
            day.items.update(id) {
                $0.status = .done
                $0.startedAt = $0.startedAt ?? event.at
                $0.endedAt = event.at
            }
        case .skip(let id):
            day.items.update(id) {
                $0.status = .skipped
                $0.endedAt = event.at
            }
            proposal = proposal?.without(id)
        case .reopen(let id): day.items.update(id) { $0.reopen() }
        case .standby(let id, let people):
            day.items.update(id) {
                ($0.standbyAt, $0.calledFor, $0.ready) = (event.at, people, [])
            }
        case .go: break
        case .ready(let id):
            guard let person = event.by.person else { return }
            day.items.update(id) { item in
                guard item.calledFor?.contains(person) == true else { return }
                item.ready = (item.ready ?? []).filter { $0 != person } + [person]
            }
        case .decide(let id, let decision):
            note(FieldEdit(.decision, .text(decision)), .item(id), event)
            day.items.update(id) { $0.decision = decision }
        case .shift(let ids, let minutes):
            shift(ids, by: .minutes(minutes), event)
            day.version += 1
            proposal = nil
        case .publish(let version): day.version = version
        case .ripple(let ripple): proposal = ripple
        }
    }

    /// Moves all of `ids` as one. A flexible item with a dependant outside the list keeps its end,
    /// down to its minimum, so that the dependant stays where it is.
    private mutating func shift(_ ids: [ItemID], by delta: Duration, _ event: LogEvent) {
        let moved = Set(ids)
        for id in ids {
            let holdsEnd = day.items.contains {
                !moved.contains($0.id) && $0.dependsOn.contains(id)
            }
            day.items.update(id) { item in
                item.start = item.start + delta
                let shifted = item.end + delta
                item.end =
                    item.anchor == .flex && holdsEnd
                    ? min(shifted, max(item.end, item.start + item.minimum)) : shifted
            }
            if let item = day.items[id] {
                let key = FieldKey(.item(id), .start)
                bump(key, .start(item.start), before: .moment(item.start - delta), by: event)
            }
        }
    }
}

extension TimelineItem {
    /// Takes back its last step.
    fileprivate mutating func reopen() {
        switch status {
        case .planned: (standbyAt, calledFor, ready) = (nil, nil, nil)
        case .running: (status, startedAt) = (.planned, nil)
        case .done: (status, endedAt) = (.running, nil)
        case .skipped: (status, endedAt) = (.planned, nil)
        }
    }
}
