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

    package enum Purpose: Sendable, Equatable {
        case quit
        case edits([Step], about: String, text: String, toast: String)
        case delay(ItemID)
        case applyDelay([Step], minutes: Int)
        case skip(ItemID)
        case end(ItemID)
        case standby(ItemID)
        case seen(PersonID)
        case sendNearest(PersonID, ZoneID)
        case shelve(AlertID)
        case shelveCritical(AlertID)
        case resolve(AlertID)
        case assign(AlertID)
        case allClear(AlertID)
        case evacuate(ZoneID)
        case answer(AlertID)
        case message(PersonID?)
        case lendRights(PersonID)
        case agreeRights(AccessGrant.ID)
        case endRights(AccessGrant.ID)
        case discard(DeadLetter.ID)
        case otherWay(DeadLetter.ID)
        case removeItem(ItemID)
        case newItem
        case settleAgain(Conflict.ID, FieldEdit)
        case declineProposal(Proposal.ID)
        case applyConflict(String)
        case conflictValue(String)
        case repeatAlert(AlertID)
        case broadcast(AlertID)
        case raise(isDrill: Bool)
        case raisePlace(AlertKind, isDrill: Bool)
        case raiseText(AlertKind, ZoneID?, isDrill: Bool)
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
