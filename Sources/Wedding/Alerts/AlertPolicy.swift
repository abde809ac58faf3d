/// When something of people, places and phones becomes worth a word. Each figure with its reason;
/// the tolerance of a silent device is the day's (`DayMode`), times of a roll call `RollCall`'s.
package enum AlertPolicy {
    /// After the call time: traffic and parking take a quarter of an hour.
    package static let overdueAfter = Duration.minutes(15)
    /// After the call time, where nobody gave an estimate: now a stand-in is needed.
    package static let noShowAfter = Duration.minutes(30)
    /// After somebody's own estimate, before it counts as wrong.
    package static let estimateGrace = Duration.minutes(15)

    /// The coordinator hears of it while there is time to telephone.
    package static let missingNotice = Duration.minutes(60)
    /// Promised: from here on it is an alert.
    package static let missingAlert = Duration.minutes(30)
    /// The latest moment to decide who takes over, and the stand-in is made ready.
    package static let standInBefore = Duration.minutes(15)
    /// Deputies and emergency contacts, whatever the ladder had reached.
    package static let callOutBefore = Duration.minutes(5)

    /// Of a lead who is checked in: six beats of the wedding day.
    package static let leadSilence = Duration.seconds(60)
    /// As long is a place believed that somebody reported: it fills a room, and is near.
    package static let placeLife = Duration.minutes(10)
    /// Who holds a thing and said so within this need not be asked again.
    package static let custodyLife = Duration.minutes(30)
    /// A zone is an alert above nine tenths, and stops being one below eight, so that somebody who
    /// steps in and out is no news.
    package static let crowdedTenths = 9
    package static let roomyTenths = 8

    package static let batteryNotice = 30
    package static let batteryLow = 20
    package static let batteryCritical = 10
    /// So much above a mark, a phone counts as charged again.
    package static let batteryRearm = 5
    /// A phone that lost its power within this had a loose cable: it is told once it stays low.
    package static let looseCable = Duration.minutes(2)
    package static let staysLow = Duration.seconds(30)

    /// The longest that an alert may be shelved.
    package static func shelfMax(_ priority: Priority?) -> Duration {
        priority == .critical ? .minutes(5) : .minutes(15)
    }
}
