/// A step of an alert's ladder that was taken.
public struct Escalation: Sendable, Equatable, Codable {
    public let step: Int
    public let target: EscalationStep.Target
    /// Empty when the alert as a whole went unanswered.
    public let zones: [ZoneID]
    public let people: [PersonID]

    public init(
        step: Int, target: EscalationStep.Target, zones: [ZoneID], people: [PersonID]
    ) {
        (self.step, self.target, self.zones, self.people) = (step, target, zones, people)
    }
}
