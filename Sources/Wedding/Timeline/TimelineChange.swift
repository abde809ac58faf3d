/// What happens to the run of show: items that begin and end, cues, and times that move.
public enum TimelineChange: Sendable, Equatable {
    case start(ItemID)
    case end(ItemID)
    case skip(ItemID)
    case standby(ItemID, [PersonID])
    case go(ItemID, [PersonID])
    case decide(ItemID, String)
    case shift([ItemID], minutes: Int)
    /// The run of show has a new version, for everybody to see.
    case publish(version: Int)
    /// What a slip would do, for a person to approve. Changes nothing by itself.
    case ripple(RippleProposal)

    /// Which item it is about, where it is about one.
    public var item: ItemID? {
        switch self {
        case .start(let id), .end(let id), .skip(let id), .standby(let id, _), .go(let id, _),
            .decide(let id, _):
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
        case standby = "cue.standby"
        case go = "cue.go"
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
        case .standby: .standby
        case .go: .go
        case .decide: .decide
        case .shift: .shift
        case .publish: .publish
        case .ripple: .ripple
        }
    }

    package init(_ kind: Kind, _ body: ChangeReader) throws(ChangeProblem) {
        switch kind {
        case .start: self = .start(try body.need(\.item, "item"))
        case .end: self = .end(try body.need(\.item, "item"))
        case .skip: self = .skip(try body.need(\.item, "item"))
        case .standby: self = .standby(try body.need(\.item, "item"), body.people ?? [])
        case .go: self = .go(try body.need(\.item, "item"), body.people ?? [])
        case .decide: self = .decide(try body.need(\.item, "item"), body.decision ?? "")
        case .shift:
            self = .shift(
                try body.need(\.items, "items"), minutes: try body.need(\.minutes, "minutes"))
        case .publish: self = .publish(version: try body.need(\.version, "version"))
        case .ripple: self = .ripple(try body.need(\.ripple, "ripple"))
        }
    }

    package func write(to body: inout ChangeBody) {
        body.item = item
        switch self {
        case .start, .end, .skip: break
        case .standby(_, let people), .go(_, let people): body.people = people
        case .decide(_, let decision): body.decision = decision
        case .shift(let items, let minutes): (body.items, body.minutes) = (items, minutes)
        case .publish(let version): body.version = version
        case .ripple(let ripple): body.ripple = ripple
        }
    }
}
