/// What happens to the run of show: items that begin and end, cues, and times that move.
public enum TimelineChange: Sendable, Equatable {
    case start(ItemID)
    case end(ItemID)
    case skip(ItemID)
    /// Its last step was a slip of the finger: what ended runs, what runs is still to come.
    case reopen(ItemID)
    case standby(ItemID, [PersonID])
    case go(ItemID, [PersonID])
    /// Somebody who was called to stand by does.
    case ready(ItemID)
    case decide(ItemID, String)
    case shift([ItemID], minutes: Int)
    /// The run of show has a new version, for everybody to see.
    case publish(version: Int)
    /// What a slip would do, for a person to approve. Changes nothing by itself.
    case ripple(RippleProposal)

    /// At most a day.
    package static let shiftMinutes = -1440...1440

    /// Which item it is about, where it is about one.
    public var item: ItemID? {
        switch self {
        case .start(let id), .end(let id), .skip(let id), .reopen(let id), .standby(let id, _),
            .go(let id, _), .ready(let id), .decide(let id, _):
            id
        case .shift, .publish, .ripple: nil
        }
    }
}

extension TimelineChange: ChangeFamily {
    package enum Kind: String, CaseIterable {
        case start = "timeline.start"
        case end = "timeline.end"
        case skip = "timeline.skip"
        case reopen = "timeline.reopen"
        case standby = "cue.standby"
        case go = "cue.go"
        case ready = "cue.ready"
        case decide = "decision.record"
        case shift = "timeline.shift"
        case publish = "timeline.publish"
        case ripple = "timeline.ripple"
    }

    package var kind: Kind {
        switch self {
        case .start: .start
        case .end: .end
        case .skip: .skip
        case .reopen: .reopen
        case .standby: .standby
        case .go: .go
        case .ready: .ready
        case .decide: .decide
        case .shift: .shift
        case .publish: .publish
        case .ripple: .ripple
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws {
        switch kind {
        case .start: self = try .start(body.need(.item))
        case .end: self = try .end(body.need(.item))
        case .skip: self = try .skip(body.need(.item))
        case .reopen: self = try .reopen(body.need(.item))
        case .standby: self = try .standby(body.need(.item), body.listIfAny(.people))
        case .go: self = try .go(body.need(.item), body.listIfAny(.people))
        case .ready: self = try .ready(body.need(.item))
        case .decide: self = try .decide(body.need(.item), body.get(.decision) ?? "")
        case .shift:
            let items: [ItemID] = try body.list(.items)
            guard let minutes = try body.number(.minutes, in: Self.shiftMinutes) else {
                throw body.missing(.minutes)
            }
            self = .shift(items, minutes: minutes)
        case .publish: self = try .publish(version: body.need(.version))
        case .ripple: self = try .ripple(body.need(.ripple))
        }
    }

    package func write(to body: inout ChangeWriter) throws {
        try body.put(item, .item)
        switch self {
        case .start, .end, .skip, .reopen, .ready: break
        case .standby(_, let people), .go(_, let people): try body.put(people, .people)
        case .decide(_, let decision): try body.put(decision, .decision)
        case .shift(let items, let minutes):
            try body.put(items, .items)
            try body.put(minutes, .minutes)
        case .publish(let version): try body.put(version, .version)
        case .ripple(let ripple): try body.put(ripple, .ripple)
        }
    }
}
