/// Who may see an entry, in the words of its kind.
package indirect enum Viewers: Sendable {
    case nobody
    case everyone
    /// Whoever holds a right, and those who are named.
    case holding(RightsCategory, RightsLevel, and: [PersonID?])
    /// Whereabouts: for all but guests, who see their own.
    case whereabouts(of: PersonID)
    /// When an item begins and ends.
    case item(ItemID)
    /// More than that, which is not for guests; and those who are named.
    case detail(ItemID, and: [PersonID])
    case itemField(ItemID, Field)
    case items([ItemID])
    case deletedItem(ItemID)
    case field(FieldKey)
    /// Both sides of a conflict, and whoever edits what it is about.
    case sides(Conflict)
    /// Whoever was told of an alert.
    case told(Alert)
    case guests([GuestID])
    /// Those who work together, and those whose work it is.
    case work([PersonID?])
    case payment(PaymentID)
    /// Besides, whoever said it: they follow what becomes of it.
    case authorAnd(Viewers)
}
