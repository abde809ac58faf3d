/// What of an entry is taken out for readers who may not see all of it.
package struct Redaction: Sendable {
    package let words: Words
    package let rest: Rest

    /// Whose words are for those who decide, or for nobody at a station.
    package enum Words: Sendable {
        case hiddenAtStations
        /// At stations, unless everyone was told of the alert.
        case hiddenAtStationsUnlessToldToAll(AlertID)
        case only(RightsCategory, RightsLevel)
        /// For the crew: neither at stations nor for guests, nor for who may not know the ceremony.
        case forCrew([ItemID])
    }

    /// What is left of the change itself. Each says how what is left is put together again.
    package enum Rest: Sendable {
        case whole
        /// That an item changed, where how is not for its reader.
        case detail(ItemID)
        case decision(ItemID)
        case items([ItemID], @Sendable ([ItemID]) -> Change)
        case item(TimelineItem)
        case guest(Guest)
        /// Only the reader's own.
        case ownGuests([GuestID], @Sendable ([GuestID]) -> Change)
        case person(PersonID)
        case duty(Duty)
        case message(Message)
        case alert(Alert)
        /// The alert, for whoever first hears of it by this.
        case news(AlertID, to: News)
        case escalation(AlertID, Escalation)
    }

    package enum News: Sendable {
        case everyone
        case person(PersonID)
        case author
    }

    static let none = Redaction(words: .hiddenAtStations, rest: .whole)
}
