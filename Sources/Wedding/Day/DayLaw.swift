extension DayChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .weather(let notice):
            law(
                .level(.emergency, .manage, doing: "report weather warnings"),
                .holding(.emergency, .manage, and: []), route(notice))
        case .close:
            law(
                .level(.administration, .edit, doing: "close the day"), .everyone,
                Route(.day, .low, [.coordinator]))
        }
    }

    private func law(_ right: Right, _ viewers: Viewers, _ route: Route) -> Law {
        Law(
            right: right, names: [], adds: nil, viewers: viewers, isLendable: false,
            station: .asVendors, redaction: .none, resets: .nobody, route: route, bucket: .words,
            audit: nil,
            rows: [], isShownAtOnce: false)
    }

    /// Of an emergency, the alert that it raises tells everyone; the notice is for those who run
    /// the day.
    private func route(_ notice: WeatherNotice) -> Route {
        notice.isEmergency
            ? Route(.weatherEmergency, .high, [.coordinator, .venue])
            : Route(.weatherAdvisory, .high, [.coordinator, .venue], more: .outdoors)
    }
}
