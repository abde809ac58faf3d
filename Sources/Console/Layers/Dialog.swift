import RealtimeProtocol
import Wedding

/// A question that must be answered before going on.
package struct Dialog: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// One Enter after reading what will happen.
        case confirm
        /// The word must be typed, for what destroys or silences.
        case typed(String)
        case text
        case choice([String])
    }

    /// What the answer leads to.
    package enum Purpose: Sendable, Equatable {
        case quit
        case timeline(TimelineQuestion)
        case alert(AlertQuestion)
        case raise(RaiseQuestion)
        case conflict(ConflictQuestion)
        case editing(EditingQuestion)
        case person(PersonID, PersonQuestion)
        case sendNearest(PersonID, ZoneID)
        case message(PersonID?)
        case near
        case nearWords(ZoneID)
        case nearDraft
        case caterer
        case closeDay
        case invite([PersonID?])
        /// Something to read; Enter closes it.
        case told
        case logLine
        case lendRights(PersonID)
        case agreeRights(AccessGrant.ID)
        case endRights(AccessGrant.ID)
        case discard(DeadLetter.ID)
        case otherWay(DeadLetter.ID)
    }

    package enum PersonQuestion: Sendable, Equatable {
        /// Where they are; nil is a place that nobody said.
        case place([ZoneID?], isArrival: Bool)
        case eta
        case thing([CustodyID])
        case activity([Activity])
        case battery
    }

    package enum TimelineQuestion: Sendable, Equatable {
        case edits([Step], about: String, text: String, toast: String)
        case delay(ItemID)
        case applyDelay([Step], minutes: Int)
        case skip(ItemID)
        case end(ItemID)
        case standby(ItemID)
        /// Although something that it needs is not there.
        case go(ItemID)
        case planB([Step])
        case decide(ItemID)
        case rainCall(ItemID)
        case cut([Overrun.Cut])
    }

    package enum AlertQuestion: Sendable, Equatable {
        case shelve(AlertID)
        case shelveCritical(AlertID)
        case resolve(AlertID)
        case assign(AlertID)
        case allClear(AlertID)
        case evacuate(ZoneID)
        case answer(AlertID)
        case again(AlertID)
        case broadcast(AlertID)
        case update(AlertID)
        case cancel(AlertID)

        /// The emergency that it answers.
        var emergency: AlertID? {
            switch self {
            case .answer(let id), .again(let id), .broadcast(let id): id
            case .shelve, .shelveCritical, .resolve, .assign, .allClear, .evacuate, .update,
                .cancel:
                nil
            }
        }
    }

    package enum RaiseQuestion: Sendable, Equatable {
        case kind(isDrill: Bool)
        case place(AlertKind, isDrill: Bool)
        case words(AlertKind, ZoneID?, isDrill: Bool)
    }

    package enum ConflictQuestion: Sendable, Equatable {
        case settleAgain(Conflict.ID, FieldEdit)
        case decline(Proposal.ID)
        case apply(String)
        case value(String)
    }

    package enum EditingQuestion: Sendable, Equatable {
        case removeItem(ItemID)
        case newItem
    }

    /// One edit as it was previewed, and the revision that the preview showed.
    package struct Step: Sendable, Equatable {
        package let item: ItemID
        package let edit: FieldEdit
        package let base: Int?
    }

    package var title: String
    package var lines: [String]
    package var kind: Kind
    package var purpose: Purpose
    package var input = ""
    package var selected = 0
    package var complaint: String?

    package init(_ title: String, _ lines: [String] = [], _ kind: Kind, _ purpose: Purpose) {
        (self.title, self.lines, self.kind, self.purpose) = (title, lines, kind, purpose)
    }
}
