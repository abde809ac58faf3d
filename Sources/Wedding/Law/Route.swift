/// Whom an entry is sent to, how urgently, and for how long it is worth anything.
package struct Route: Sendable {
    package let topic: Topic
    let urgency: Urgency
    let words: [AudienceWord]
    /// People who are found in the day when they are asked for: often only the priority is.
    var more: [Followers] = []
    var context = AudienceContext()
    /// Only those who are there now, as far as anyone knows.
    var near: ZoneID?
    /// What it is a notice of, where a later one makes an earlier one worthless.
    package var notice: String?
    /// An end is news for some hours; who stays away longer does not need it.
    var isEnd = false

    enum Urgency: Sendable {
        case always(Priority)
        /// Or as was said, where that is more urgent.
        case atLeast(Priority)
    }

    enum Followers: Sendable {
        /// Owners of what waits for these.
        case dependants([ItemID])
        /// Owners of what waits for somebody's work.
        case dependantsOf(PersonID)
        case everyone([ItemID])
        /// Vendors who own something outside that is still to come.
        case outdoors
    }

    init(_ topic: Topic, _ priority: Priority, _ words: [AudienceWord], more: Followers...) {
        (self.topic, urgency, self.words, self.more) = (topic, .always(priority), words, more)
    }

    init(_ topic: Topic, _ urgency: Urgency, _ words: [AudienceWord]) {
        (self.topic, self.urgency, self.words) = (topic, urgency, words)
    }

    func about(item: ItemID) -> Route { with { $0.context.item = item } }
    func about(_ context: AudienceContext) -> Route { with { $0.context = context } }
    func notice(_ notice: String?) -> Route { with { $0.notice = notice } }
    func ending() -> Route { with { $0.isEnd = true } }

    private func with(_ edit: (inout Route) -> Void) -> Route {
        var route = self
        edit(&route)
        return route
    }
}
