/// Who may say something, as data; `Rights` says yes or no.
package indirect enum Right: Sendable {
    case anyone
    /// No person's to say.
    case coreOnly
    /// - Parameter doing: What they wanted, for the sentence of a refusal.
    case level(RightsCategory, RightsLevel, doing: String)
    /// Whoever manages the category, or edits it as the lead, decides between others.
    case decide(RightsCategory, doing: String)
    /// One's own needs `own`; anything else `edit`.
    case own([PersonID], RightsCategory, doing: String)
    /// Whose it is may always; anybody else needs `edit`.
    case holder(PersonID?, RightsCategory, doing: String)
    /// Of others, those who only see where people are may report a sighting.
    case presence(PersonID, sighting: ZoneID?, next: Activity?)
    /// A field of an item: who takes part and may not decide proposes.
    case item(ItemID)
    case itemText(ItemID)
    case field(FieldKey)
    case answer(Proposal.ID, isAccepted: Bool)
    case settle(Conflict.ID)
    case move([ItemID])
    case raise(AlertKind)
    case alert(AlertID, AlertStep)
    case words(to: [AudienceWord])
    case agree(AccessGrant.ID)
    case takeBack(AccessGrant.ID)
    /// Besides, what is around the ceremony is locked for all but a few.
    case touching([ItemID], Right)

    /// The one right that it takes, where it is always the same.
    package var category: RightsCategory? {
        switch self {
        case .level(let category, _, _), .decide(let category, _), .own(_, let category, _),
            .holder(_, let category, _):
            category
        case .touching(_, let right): right.category
        case .anyone, .coreOnly, .presence, .item, .itemText, .field, .answer, .settle, .move,
            .raise, .alert, .words, .agree, .takeBack:
            nil
        }
    }

    package enum AlertStep: Sendable {
        case acknowledge, change, resolve, cancel
    }
}
