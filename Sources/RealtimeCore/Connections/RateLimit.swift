import Wedding

/// Messages a person may send in any 60 seconds, across devices.
struct RateLimit: Sendable {
    private var sent: [PersonID: [Timestamp]] = [:]

    /// Counts one message of `person`, or says that it is one too many. Complexity: O(limit).
    mutating func admit(_ person: PersonID, max: Int, at now: Timestamp) -> Bool {
        var recent = sent[person, default: []].filter { now - $0 < .minutes(1) }
        let isAdmitted = recent.count < max
        if isAdmitted { recent.append(now) }
        sent[person] = recent
        return isAdmitted
    }
}
