import Wedding

extension RealtimeMessageRouter {
    /// A field of anything but an item.
    func fieldRoute(_ entity: Entity, _ edit: FieldEdit, _ event: LogEvent) -> Route? {
        switch (entity, edit.field) {
        case (.guest(let id), .table), (.guest(let id), .diet), (.guest(let id), .meal):
            return guestRoute(event, id, isSeating: edit.field == .table)
        case (.table, .seats):
            return Route(
                topic: .seating, words: [.venue, .catering, .coordinator], priority: .normal)
        case (.payment(let id), _):
            return state.day.payments[id].map { paymentRoute(id, $0.status) } ?? nil
        case (.vendor, _):
            return Route(topic: .vendorUpdate, words: [.couple, .coordinator], priority: .normal)
        case (.task(let id), _):
            let owner = state.day.duties[id]?.owner.map { [AudienceWord.person($0)] } ?? []
            return Route(topic: .task, words: owner + [.coordinator], priority: .normal)
        case (.custody(let id), _): return custodyRoute(id)
        case (.person(let id), .callTime):
            return Route(
                topic: .vendorUpdate, words: [.person(id), .coordinator], priority: .high)
        default: return nil
        }
    }
}
