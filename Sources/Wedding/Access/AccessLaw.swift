extension AccessChange {
    func law(_ setting: LawSetting) -> Law {
        switch self {
        case .grant(let grant):
            law(
                grant, .level(.emergency, .manage, doing: "lend rights"), [.person(grant.to)],
                grant.extendedAt == nil ? .accessGranted : .accessExtended)
        case .agree(let id):
            law(setting.state.grant(id), .agree(id), [.grant(id)], .accessGranted)
        case .end(let id):
            law(setting.state.grant(id), .takeBack(id), [.grant(id)], .accessEnded)
        }
    }

    /// Whoever lends, borrows, or has to agree.
    private func law(
        _ grant: AccessGrant?, _ right: Right, _ names: [Reference], _ audit: AuditKind
    ) -> Law {
        Law(
            right: right, names: names, adds: nil,
            viewers: .holding(.emergency, .manage, and: [grant?.to]), isLendable: false,
            station: .asVendors, redaction: .none,
            resets: grant.map { .people([$0.to]) } ?? .nobody,
            route: grant.map {
                Route(.alertStep, .critical, [.coordinator, .venue, .person($0.to)])
            },
            bucket: .words, audit: .always(audit), rows: [], isShownAtOnce: false)
    }
}
